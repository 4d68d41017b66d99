/** The built command as a real process. `npm test` builds it first; without a build these are skipped. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResultDocument } from '../../src/result/document.js';
import { BIN } from './built.js';

const TINY = `headroom: 1
name: tiny
horizon: 2m
services:
  shop:
    revision: { containerConcurrency: 10 }
    arrivals: { rate: 20/s }
    serviceTime: 50ms
`;
/** Takes far longer than a test waits. */
const ENDLESS = TINY.replace('2m', '365d').replace('20/s', '2000/s');

describe.skipIf(!existsSync(BIN))('the built command (skipped where dist/cli/bin.js is absent)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-cli-'));
    writeFileSync(join(folder, 'tiny.yaml'), TINY);
    writeFileSync(join(folder, 'endless.yaml'), ENDLESS);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function headroom(argv: readonly string[], input = '') {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...argv], {
      cwd: folder,
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return { status, stdout, stderr };
  }

  test.skipIf(!existsSync('/proc/self'))('a folder that cannot be made is told, not tried for ever', () => {
    const { status, stderr } = headroom(['run', 'tiny.yaml', '--out', '/proc/nowhere/deeper']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('headroom: /proc/nowhere/deeper/tiny.html, ')]);
  });

  test('a run answers on the terminal and writes the report where it says', () => {
    const { status, stdout, stderr } = headroom(['run', 'tiny.yaml']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^tiny · 2m · seed \d+\n/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Report    reports/tiny.html');
    expect(stdout).not.toContain('\u001b');
    expect(readFileSync(join(folder, 'reports/tiny.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(readdirSync(join(folder, 'reports'))).toEqual(['tiny.html']);
  });

  test('--json gives one document and nothing else, the same each time', () => {
    const first = headroom(['run', 'tiny.yaml', '--json', '--seed', '9']);
    expect([first.status, first.stderr]).toEqual([0, '']);
    const document = JSON.parse(first.stdout) as ResultDocument;
    expect([document.schemaVersion, document.seed, document.stoppedAt]).toEqual([1, 9, null]);
    expect(document.totals.requests.arrived).toBeGreaterThan(2000);
    expect(headroom(['run', 'tiny.yaml', '--json', '--seed', '9']).stdout).toBe(first.stdout);
  });

  test('standard input is a scenario like any other', () => {
    const { status, stdout } = headroom(['run', '-', '--json', '--set', 'horizon=10s'], TINY);
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as ResultDocument).horizon).toBe(10);
  });

  test('what was kept as JSON gives the report again', () => {
    const { stdout } = headroom(['run', 'tiny.yaml', '--json']);
    const { status } = headroom(['report', '-', '--out', 'again.html', '--quiet'], stdout);
    expect(status).toBe(0);
    expect(readFileSync(join(folder, 'again.html'), 'utf8')).toContain('<h1><bdi>tiny</bdi></h1>');
  });

  test('a threshold that fails is exit code 99, one that holds is 0', () => {
    expect(headroom(['run', 'tiny.yaml', '--quiet', '--no-report', '--threshold', 'p50 < 1ms']).status).toBe(99);
    expect(headroom(['run', 'tiny.yaml', '--quiet', '--no-report', '--threshold', 'p50 < 1h'])).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('a threshold that means nothing is bad usage, with a hint', () => {
    const { status, stderr } = headroom(['run', 'tiny.yaml', '--threshold', 'p9 < 1s']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^headroom: --threshold = p9 < 1s, must be .*\n {2}did you mean "p90"\?\n$/);
  });

  test('a bad scenario is exit code 2 with every problem at its place', () => {
    const { status, stdout, stderr } = headroom(
      ['run', '-'],
      TINY.replace('horizon: 2m', 'horizn: 2m').replace('50ms', '50'),
    );
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('stdin:3:1');
    expect(stderr).toContain('did you mean "horizon"?');
    expect(stderr).toContain('serviceTime = 50');
    expect(stderr).not.toContain('    at ');
  });

  test('a report that cannot be written is said in words, and leaves nothing behind', () => {
    const { status, stderr } = headroom(['run', 'tiny.yaml', '--quiet', '--out', 'tiny.yaml/x']);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^headroom: tiny\.yaml\/x\/tiny\.html, (a part of the path is not a folder|no such file)\n$/,
    );
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test.skipIf(!existsSync('/dev/full'))('an output that takes no more is told without a stack', () => {
    const script = `"$0" "$1" run tiny.yaml --json --no-report 2>&1 > /dev/full; echo "$?"`;
    const said = execFileSync('bash', ['-c', script, process.execPath, BIN], { cwd: folder, encoding: 'utf8' });
    expect(said).toBe('headroom: standard output, no space left on the device\n2\n');
  });

  test('replications that are interrupted before the first is done end with 130, as interrupted', async () => {
    const child = spawn(process.execPath, [BIN, 'run', 'endless.yaml', '--replications', '2', '--no-report'], {
      cwd: folder,
    });
    let said = '';
    child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
    const code = new Promise((resolve) => child.on('exit', resolve));
    setTimeout(() => child.kill('SIGINT'), 3000);
    expect(await code).toBe(130);
    expect(said).toContain('headroom: interrupted before the first replication was done\n');
    expect(said).not.toContain('internal error');
  });

  test('a reader that has seen enough is no error', () => {
    const script = `"$0" "$1" run tiny.yaml --json | head -c 1; echo " \${PIPESTATUS[0]}"`;
    const said = execFileSync('bash', ['-c', script, process.execPath, BIN], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(said).toBe('{ 0\n');
  });

  test('an interrupt keeps what was simulated, says so, and is exit code 130', async () => {
    const child = spawn(process.execPath, [BIN, 'run', 'endless.yaml', '--json'], { cwd: folder });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (part) => (stdout += String(part)));
    child.stderr.on('data', (part) => {
      // The first line of progress: the run is under way.
      if (stderr === '') child.kill('SIGINT');
      stderr += String(part);
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(130);
    expect(stderr).toMatch(/requests · .* left\n/);
    expect(stderr).toContain('interrupted; what was simulated so far is kept');
    const { stoppedAt, totals } = JSON.parse(stdout) as ResultDocument;
    expect(stoppedAt).toBeGreaterThan(0);
    expect(stoppedAt).toBeLessThan(365 * 86_400);
    expect(totals.requests.arrived).toBeGreaterThan(0);
  });
});
