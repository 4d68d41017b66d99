import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FORMATS } from '../../src/traces/formats/all.js';
import { loadTraces } from '../../src/traces/library.js';

const PAGE = readFileSync(new URL('../../docs/traffic.md', import.meta.url), 'utf8');

it('docs/traffic.md names every format', () => {
  expect(FORMATS.map(({ name }) => name).filter((name) => !PAGE.includes(`\`${name}\``))).toEqual([]);
});

it('docs/traffic.md shows a file in the compact format that reads, each kind of line', async () => {
  const [, text] = /```text\n([\s\S]*?)```/.exec(PAGE)!;
  expect(text.split('\n').map((line) => line[0])).toEqual(['h', 's', 'c', 's', 'r', 's', 'n', undefined]);
  const refs = ['f-one', 'checkout', 'mail'].map((select) => ({ file: 'a', sha256: '', format: 'auto', select }));
  const loaded = await loadTraces(refs, async function* () {
    yield Buffer.from(text);
  });
  expect(loaded.reports[0]).toMatchObject({ format: 'compact', rows: 7, bad: 0 });
  expect(loaded.open(refs[0])).toEqual({
    kind: 'counts',
    interval: 60_000_000,
    counts: Float64Array.of(0, 0, 0, 12, 1),
  });
  expect(loaded.open(refs[1])).toMatchObject({ kind: 'instants', count: 1 });
  expect(loaded.open(refs[2])).toMatchObject({ kind: 'counts', counts: Float64Array.of(0, 0, 17) });
});
