import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { summary } from '../src/report/summary.js';
import { readScenario } from '../src/scenario/read.js';
import { open } from '../src/simulate.js';
import { HEADROOM_VERSION } from '../src/version.js';

const ROOT = join(import.meta.dirname, '..');
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('README', () => {
  it('shows what the flagship scenario really prints', () => {
    const path = 'scenarios/flash-sale.yaml';
    const read = readScenario({ path, text: text(path), read: text, digest: text });
    if (!read.ok) throw new Error('the flagship does not resolve');
    const run = open(read.scenario);
    run.advance(run.horizon);
    const printed = summary(run.result(), { see: ['reports/flash-sale.html'] });
    expect(text('README.md')).toContain(printed.trimEnd());
  });

  it('belongs to the version of the package', () => {
    expect((JSON.parse(text('package.json')) as { version: string }).version).toBe(HEADROOM_VERSION);
  });
});
