/** The Kubernetes example: what it runs exists, and what it promises of its parts fits together. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { program } from '../src/cli/main.js';
import { EXIT } from '../src/cli/io.js';
import { world } from './cli/fakeIo.js';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'deploy', 'kubernetes');

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
}

interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly Container[] };
    };
    readonly podFailurePolicy?: {
      readonly rules: readonly { readonly onExitCodes?: { readonly values: readonly number[] } }[];
    };
  };
}

const resources = readdirSync(FOLDER).flatMap((file) =>
  parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8')).map((document) => {
    expect(document.errors, file).toEqual([]);
    return document.toJS() as Resource;
  }),
);
const named = (kind: string, name: string): Resource =>
  resources.find((one) => one.kind === kind && one.metadata.name === name)!;
const container = (kind: string, name: string): Container => named(kind, name).spec.template!.spec.containers[0];

/** The long options of a command line that the command does not have. */
function unknownOptions(words: readonly string[]): readonly string[] {
  const command = program({ io: world().io, exitCode: 0 }).commands.find((one) => one.name() === words[0]);
  const known = command?.options.map(({ long }) => long) ?? [];
  return words.filter((word) => word.startsWith('--') && !known.includes(word));
}

describe('the Kubernetes example', () => {
  test('has a queue, workers and a sweep, all in one namespace', () => {
    expect(resources.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'Deployment queue',
      'Deployment workers',
      'Job sweep',
      'NetworkPolicy queue',
      'PersistentVolumeClaim results',
      'Service queue',
    ]);
    expect(new Set(resources.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['headroom']));
  });

  test('uses commands and options that exist', () => {
    expect(unknownOptions(container('Deployment', 'workers').args)).toEqual([]);
    const [script] = container('Job', 'sweep').args;
    const lines = script
      .replace(/\\\n/g, ' ')
      .split('\n')
      .filter((line) => line.includes('headroom'));
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(unknownOptions(line.trim().split(/\s+/).slice(2))).toEqual([]);
    expect(unknownOptions(['worker', '--no-such-option'])).toEqual(['--no-such-option']);
  });

  test('workers and sweep run one image, reach the queue, and have its URL and password from the environment', () => {
    const [worker, sweep] = [container('Deployment', 'workers'), container('Job', 'sweep')];
    expect(worker.image).toBe(sweep.image);
    for (const [kind, name] of [
      ['Deployment', 'workers'],
      ['Job', 'sweep'],
    ] as const) {
      expect(named(kind, name).spec.template?.metadata.labels['headroom.dev/queue']).toBe('allowed');
      const env = container(kind, name).env;
      expect(env.map((one) => one.name)).toEqual(['PASSWORD', 'HEADROOM_REDIS_URL']); // in this order: one uses the other
      expect(env[1].value).toBe('redis://:$(PASSWORD)@queue:6379');
    }
  });

  test('the Job gives up only on the exit code of thresholds, and its page names every file', () => {
    const codes = named('Job', 'sweep').spec.podFailurePolicy?.rules.flatMap(
      ({ onExitCodes }) => onExitCodes?.values ?? [],
    );
    expect(codes).toEqual([EXIT.threshold]);
    const page = readFileSync(join(ROOT, 'deploy', 'README.md'), 'utf8');
    for (const file of readdirSync(FOLDER)) expect(page).toContain(`kubernetes/${file}`);
  });
});
