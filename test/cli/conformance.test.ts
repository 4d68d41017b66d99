/** `npm run conformance` as a real process. `npm test` builds it first; without a build these are skipped. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../dist/cli/conformance.js', import.meta.url));
const RIGHT = '{"sampleSizeByPods":[0,1,2],"note":"more than we know"}';
const WRONG = '{"sampleSizeByPods":[0,9]}';

describe.skipIf(!existsSync(SCRIPT))('the comparison with recorded answers (skipped without a build)', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-conformance-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function conformance(...argv: readonly string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...argv], { encoding: 'utf8' });
    return { status, lines: stdout.split('\n').filter((line) => line !== '' && !line.includes('skipped')), stderr };
  }

  test('files are read packed or not, whatever their names say', () => {
    writeFileSync(join(folder, 'samplesize.json'), gzipSync(RIGHT));
    expect(conformance(folder)).toEqual({ status: 0, lines: ['samplesize: 3 of 3 agree'], stderr: '' });
    rmSync(join(folder, 'samplesize.json'));
    writeFileSync(join(folder, 'samplesize.json.gz'), RIGHT);
    expect(conformance(folder).lines).toEqual(['samplesize: 3 of 3 agree']);
  });

  test('where a folder holds none, its sub-folders are compared one by one, and the worst of them counts', () => {
    for (const [name, text] of [
      ['a', RIGHT],
      ['b', WRONG],
      ['none', null],
    ] as const) {
      mkdirSync(join(folder, name));
      if (text !== null) writeFileSync(join(folder, name, 'samplesize.json'), text);
    }
    const { status, lines } = conformance(folder);
    expect(status).toBe(1);
    expect(lines.slice(0, 4)).toEqual([
      join(folder, 'a'),
      'samplesize: 3 of 3 agree',
      join(folder, 'b'),
      'samplesize: 1 of 2 agree',
    ]);
  });

  test('a folder without recorded files, a file and nothing at all are refused', () => {
    writeFileSync(join(folder, 'other.json'), '{}');
    expect(conformance(folder)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('must hold recorded files'),
    });
    expect(conformance(join(folder, 'other.json'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('must be a folder that exists'),
    });
    expect(conformance()).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage') });
  });
});
