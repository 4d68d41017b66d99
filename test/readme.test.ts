import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { summary } from '../src/report/summary.js';
import type { ResultDocument } from '../src/result/document.js';
import { billTable } from '../src/result/markdown.js';
import { readScenario } from '../src/scenario/read.js';
import { open } from '../src/simulate.js';
import { HEADROOM_VERSION } from '../src/version.js';

const ROOT = join(import.meta.dirname, '..');
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function resultOf(path: string): ResultDocument {
  const read = readScenario({ path, text: text(path), read: text, digest: text });
  if (!read.ok) throw new Error(`${path} does not resolve`);
  const run = open(read.scenario);
  run.advance(run.horizon);
  return run.result();
}

describe('README', () => {
  it('shows what the flagship scenario really prints', () => {
    const printed = summary(resultOf('scenarios/flash-sale.yaml'), { see: ['Report    reports/flash-sale.html'] });
    expect(text('README.md')).toContain(printed.trimEnd());
  });

  it('shows the bills that every-bill really gets', () => {
    expect(text('README.md')).toContain(billTable(resultOf('scenarios/every-bill.yaml')));
  });

  it('belongs to the version of the package', () => {
    expect((JSON.parse(text('package.json')) as { version: string }).version).toBe(HEADROOM_VERSION);
  });
});
