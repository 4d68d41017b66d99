import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runCommand } from '../../src/cli/run/command.js';
import { fileError } from '../../src/cli/io.js';
import { checkOutputs, printsDocument, writerOf } from '../../src/cli/outputs.js';
import { fileName, reportPath } from '../../src/cli/paths.js';
import { paintFor } from '../../src/cli/paint.js';
import { UserError } from '../../src/units/userError.js';
import { world } from './fakeIo.js';

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
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(100);
      expect(safe).not.toMatch(/[\ud800-\udfff]/u);
    }),
  );
  expect(fileName('日'.repeat(200))).toBe('日'.repeat(33));
});

test('whatever the system says of a file is the user’s to mend, in words where there are some', () => {
  const said = (code: string): Error => fileError(Object.assign(new Error('x'), { code, syscall: 'open' }), 'a/b');
  expect(said('EEXIST')).toEqual(new UserError('a/b, a part of the path is not a folder'));
  expect(said('EIO')).toEqual(new UserError('a/b, cannot be used: the system says EIO'));
  const ours = new TypeError('ours');
  expect(fileError(ours, 'a/b')).toBe(ours);
});

test('a folder that is a file is refused before anything is simulated', async () => {
  const { io } = world({ files: { 'x.txt': '' } });
  for (const name of ['out', 'svg', 'png', 'csv', 'manifests'])
    await expect(checkOutputs({ [name]: 'x.txt' }, io)).rejects.toThrow(
      `--${name} = x.txt, is a file, must be a folder`,
    );
  await expect(checkOutputs({ out: 'x.html', csv: 'elsewhere' }, io)).resolves.toBeUndefined();
});

test('a dash writes to standard output', () => {
  const { io, out, files } = world();
  writerOf(io)('-', '# all well\n');
  expect([out(), files.size]).toEqual(['# all well\n', 0]);
});

test('standard output takes one document, and then no summary', () => {
  expect(printsDocument({ junit: 'c.xml', markdown: 'c.md' })).toBe(false);
  expect([printsDocument({ json: true, junit: 'c.xml' }), printsDocument({ markdown: '-' })]).toEqual([true, true]);
  expect(() => printsDocument({ json: true, junit: '-', markdown: '-' })).toThrow(
    '--json and --junit - and --markdown -, only one of them can be printed',
  );
});

test('the command to reproduce is what a shell would read', () => {
  const line = runCommand("my shop's.yaml", { set: ['horizon=10m', 'a=b c'], threshold: ['p99 < 500ms'] }, { seed: 7 });
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
