/** The shell scripts of the examples, run as they stand: the steps of the workflow, and what the Kubernetes Job does. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { BIN } from './cli/built.js';

const ROOT = join(import.meta.dirname, '..');
const GATE = join(ROOT, 'examples', 'pull-request-gate');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-scripts-'));
  mkdirSync(join(folder, 'bin'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command that scripts find before any other of its name. */
function command(name: string, script: string): void {
  const path = join(folder, 'bin', name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

interface Ran {
  readonly status: number | null;
  readonly said: string;
}

function ran(shell: readonly string[], script: string, at: string): Ran {
  const [file, ...options] = shell;
  const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` };
  const { status, stdout, stderr } = spawnSync(file!, [...options, script], { cwd: at, env, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly if?: string;
}

describe.skipIf(!existsSync(BIN))('the workflow of a pull request (skipped where dist is absent)', () => {
  const workflow = parse(readFileSync(join(GATE, 'workflow.yaml'), 'utf8')) as {
    readonly jobs: { readonly compare: { readonly steps: readonly Step[] } };
  };
  const scripts = workflow.jobs.compare.steps.flatMap(({ run }) => run ?? []);

  /** The job's steps in a checkout whose pull request changes the Service; the traffic is short, the rest as it stands. */
  function job(from: string, to: string): { readonly compared: Ran; readonly commented: Ran; readonly at: string } {
    const at = mkdtempSync(join(folder, 'checkout-'));
    cpSync(GATE, at, { recursive: true });
    cpSync(GATE, join(at, 'base'), { recursive: true });
    const service = join(at, 'manifests', 'service.yaml');
    writeFileSync(service, readFileSync(service, 'utf8').replaceAll(from, to));
    const shop = join(at, 'shop.yaml');
    writeFileSync(shop, readFileSync(shop, 'utf8').replaceAll('1h', '4m').replace('peakAt: 30m', 'peakAt: 2m'));
    command('npx', `[ "$1" = headroom-sim ] && shift && exec "${process.execPath}" "${BIN}" "$@"`);
    command('gh', `printf '%s\\n' "$@" > gh.txt`);
    const [compare, comment] = scripts;
    // GitHub runs each step as `bash -e` with its expressions replaced.
    const shell = ['bash', '-e', '-c'];
    const compared = ran(shell, compare!, at);
    const commented = ran(shell, comment!.replace('${{ github.event.pull_request.number }}', '7'), at);
    return { compared, commented, at };
  }

  test('has two steps with a script, and the comment is written whatever the comparison says', () => {
    expect(scripts).toHaveLength(2);
    expect(workflow.jobs.compare.steps.find(({ run }) => run?.includes('gh pr comment'))?.if).toBe(
      'success() || failure()',
    );
  });

  test('passes a change that changes nothing, and keeps one comment up to date', () => {
    const { compared, commented, at } = job('shop:1', 'shop:2');
    expect([compared.status, commented.status]).toEqual([0, 0]);
    expect(readFileSync(join(at, 'comment.md'), 'utf8')).toContain('**All 3 thresholds held.**');
    expect(readFileSync(join(at, 'headroom.xml'), 'utf8')).toContain('failures="0"');
    const words = ['pr', 'comment', '7', '--body-file', 'comment.md', '--edit-last', '--create-if-none'];
    expect(readFileSync(join(at, 'gh.txt'), 'utf8').trim().split('\n')).toEqual(words);
    expect(existsSync(join(at, 'reports'))).toBe(false);
  });

  test('fails a change that costs too much, with the comment that says so', () => {
    const { compared, commented, at } = job('256Mi', '1Gi');
    expect([compared.status, commented.status]).toEqual([99, 0]);
    expect(readFileSync(join(at, 'comment.md'), 'utf8')).toContain('❌');
    expect(existsSync(join(at, 'gh.txt'))).toBe(true);
  });

  test('leaves no comment where there is nothing to say, as after a mistake in a manifest', () => {
    const { compared, commented, at } = job("target: '5'", 'target: many');
    expect(compared.status).toBe(2);
    expect(compared.said).toMatch(
      / manifests\/service\.yaml:9:\d+ .*"autoscaling\.knative\.dev\/target"\] = many, must be a number/,
    );
    expect([commented.status, existsSync(join(at, 'gh.txt'))]).toEqual([0, false]);
  });
});

describe('the Kubernetes Job', () => {
  const documents = parseAllDocuments(readFileSync(join(ROOT, 'deploy', 'kubernetes', 'sweep.yaml'), 'utf8'));
  const job = documents.map((document) => document.toJS() as Job).find(({ kind }) => kind === 'Job')!;
  const { command: shell, args } = job.spec.template.spec.containers[0];

  /** The words that the Job's script gives to `headroom`, which begins a folder. */
  function words(results: string): readonly string[] {
    command('headroom', `mkdir -p "${results}/sweep" && touch "${results}/sweep/plan.json" && printf '%s\\n' "$@"`);
    const script = args[0].replaceAll('/results', results);
    return ran(shell, script, folder).said.trim().split('\n');
  }

  test('begins a sweep, and goes on with it when Kubernetes starts it again', () => {
    const results = join(folder, 'results');
    const first = words(results);
    expect(first.slice(0, 5)).toEqual(['sweep', '/scenario/scenario.yaml', '--redis', '--out', `${results}/sweep`]);
    expect(first.slice(-2)).toEqual(['--threshold', 'p99 < 2s']);
    expect(words(results)).toEqual(['sweep', '--resume', `${results}/sweep`, '--redis']);
  });
});

interface Job {
  readonly kind: string;
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly [{ readonly command: readonly string[]; readonly args: readonly [string] }];
      };
    };
  };
}
