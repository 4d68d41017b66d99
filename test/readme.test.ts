import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { summary } from '../src/report/summary.js';
import { billTable } from '../src/result/markdown.js';
import { HEADROOM_VERSION } from '../src/version.js';
import { resultOf } from './shipped.js';

const ROOT = join(import.meta.dirname, '..');
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('README', () => {
  it('shows what the flagship scenario really prints', () => {
    const printed = summary(resultOf('flash-sale'), { see: ['Report    reports/flash-sale.html'] });
    expect(text('README.md')).toContain(printed.trimEnd());
  });

  it('shows the bills that every-bill really gets', () => {
    expect(text('README.md')).toContain(billTable(resultOf('every-bill')));
  });

  it('belongs to the version of the package', () => {
    expect((JSON.parse(text('package.json')) as { version: string }).version).toBe(HEADROOM_VERSION);
  });
});
