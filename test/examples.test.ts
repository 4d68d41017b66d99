/** The examples run as they stand and print what the documentation says. They need the built package. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const text = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

describe('examples/autoscaler.mjs', () => {
  const example = text('examples', 'autoscaler.mjs');

  test('stands in docs/knative.md word for word', () => {
    expect(text('docs', 'knative.md')).toContain(`\`\`\`js\n${example}\`\`\``);
  });

  test.skipIf(!existsSync(join(ROOT, 'dist', 'index.js')))(
    'runs against the package and prints what docs/knative.md says (skipped where dist is absent)',
    () => {
      const said = execFileSync(process.execPath, [join(ROOT, 'examples', 'autoscaler.mjs')], { encoding: 'utf8' });
      expect(text('docs', 'knative.md')).toContain(`\`\`\`text\n${said}\`\`\``);
      expect(said).toContain('8 s: 1 ready, 6 wanted, panic, through the activator\n');
    },
  );
});
