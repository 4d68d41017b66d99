import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine } from '../../src/cli/commands/run.js';
import { fileName, reportPath } from '../../src/cli/outputs.js';
import { paintFor } from '../../src/cli/paint.js';

test('a report goes into the folder under the scenario’s name, or where its own path says', () => {
  expect(reportPath(undefined, 'flash-sale')).toBe('reports/flash-sale.html');
  expect(reportPath('out', 'flash-sale')).toBe('out/flash-sale.html');
  expect(reportPath('out/x.html', 'flash-sale')).toBe('out/x.html');
});

test('no name of a scenario leaves the folder or troubles a file system', () => {
  expect([fileName('../../etc/passwd'), fileName('a b/c'), fileName('…'), fileName('größe 2')]).toEqual([
    'etc-passwd',
    'a-b-c',
    'scenario',
    'größe-2',
  ]);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (name) => {
      const safe = fileName(name);
      expect(safe).toMatch(/^[^./\\][^/\\\0]*$/);
      expect(safe.length).toBeLessThanOrEqual(100);
    }),
  );
});

test('the command to reproduce is what a shell would read', () => {
  const line = commandLine(
    "my shop's.yaml",
    { set: ['horizon=10m', 'a=b c'], threshold: ['p99 < 500ms'] },
    { seed: 7 },
  );
  expect(line).toBe(
    `headroom run 'my shop'\\''s.yaml' --seed 7 --set horizon=10m --set 'a=b c' --threshold 'p99 < 500ms'`,
  );
});

test('colour is for terminals only, and never where it is refused', () => {
  const stream = (isTTY: boolean) => ({ write: () => undefined, isTTY, columns: 80 });
  expect(paintFor(stream(true), {}).bad('x')).toBe('\u001b[31mx\u001b[39m');
  expect(paintFor(stream(false), {}).bad('x')).toBe('x');
  expect(paintFor(stream(true), { NO_COLOR: '1' }).bad('x')).toBe('x');
  expect(paintFor(stream(true), { TERM: 'dumb' }).bad('x')).toBe('x');
  expect(paintFor(stream(true), { NO_COLOR: '' }).bad('x')).not.toBe('x');
});
