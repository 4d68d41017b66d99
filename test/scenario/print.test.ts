import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, scenarioHash } from '../../src/scenario/hash.js';
import { writeManifests } from '../../src/scenario/manifests/write.js';
import { print } from '../../src/scenario/print/print.js';
import { writtenScenario as written } from '../../src/scenario/print/scenario.js';
import type { Scenario } from '../../src/scenario/resolved.js';
import { writtenScenario } from './arbitrary.js';
import { problems, resolved, small, type Files } from './reading.js';

const FLAGSHIP = readFileSync(new URL('../../scenarios/flash-sale.yaml', import.meta.url), 'utf8');

/** Reads what would be deployed, from the files that were written. */
function redeployed(scenario: Scenario): Scenario {
  const files: Files = Object.fromEntries(writeManifests(scenario).map(({ path, text }) => [path, text]));
  return resolved(files['scenario.yaml'], {}, files);
}

describe('printing', () => {
  test('the flagship reads back as it was resolved', () => {
    const scenario = resolved(FLAGSHIP);
    expect(resolved(print(scenario))).toEqual(scenario);
    expect(redeployed(scenario)).toEqual(scenario);
  });

  test('every scenario reads back as it was resolved, notes included, as YAML, as JSON and as manifests', () => {
    fc.assert(
      fc.property(writtenScenario, (tree) => {
        const scenario = resolved(JSON.stringify(tree));
        const text = print(scenario);
        const again = resolved(text);
        expect(again).toEqual(scenario);
        expect(scenarioHash(again)).toBe(scenarioHash(scenario));
        expect(print(again)).toBe(text);
        expect(resolved(JSON.stringify(written(scenario)))).toEqual(scenario);
        expect(redeployed(scenario)).toEqual(scenario);
      }),
      { numRuns: 30 },
    );
  });

  test('what is printed is short where it can be', () => {
    const text = print(resolved(small('startup: node-container\n')));
    expect(text).toContain('      startup: node-container\n');
    expect(text).toContain('rate: 5/s');
    expect(text).toContain('tariffs: [ generic-100ms ]\n');
  });
});

describe('hashing', () => {
  test('does not depend on spelling or on where things are written', () => {
    const a = resolved(small('startup: 90s\n'));
    const b = resolved(`# a comment\n${small('startup: { applicationStart: 1m30s }\n')}`);
    expect(a.notes).not.toEqual(b.notes);
    expect(scenarioHash(a)).toBe(scenarioHash(b));
  });

  test('changes with every field that is simulated', () => {
    const hashes = [
      [],
      ['seed=2'],
      ['horizon=11m'],
      ['services.a.arrivals=6/s'],
      ['knative.config-autoscaler.stable-window=61s'],
    ].map((set) => scenarioHash(resolved(small(), { set })));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('canonical JSON has its keys in order', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: NaN })).toBe('{"a":"NaN","b":[{"c":null,"d":1}]}');
  });
});

const FLEET = new URL('../../../shared/scenario-format/fleet.yaml', import.meta.url);
const TRACES = new URL('../../../shared/traces/azure-functions-2019-10/', import.meta.url);

describe('the fleet as it was drafted', () => {
  const file = (name: string): string => readFileSync(new URL(name, TRACES), 'utf8');
  test.skipIf(!existsSync(FLEET))('reads back as it was resolved, with its traces under their digests', () => {
    const files: Files = {
      'manifests/config-autoscaler.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config-autoscaler }\ndata: { stable-window: 60s }\n',
      'traces/invocations.csv': file('invocations.csv'),
      'traces/durations.csv': file('durations.csv'),
    };
    const scenario = resolved(readFileSync(FLEET, 'utf8').replaceAll('3f9c', '47658c'), {}, files);
    const text = print(scenario);
    expect(resolved(text, {}, files)).toEqual(scenario);
    expect(problems(text, {}, { ...files, 'traces/invocations.csv': 'changed' })).toEqual([
      expect.stringContaining('is not the digest of the file'),
    ]);
  });

  test('a whole day of a trace is a fleet', () => {
    const text =
      'headroom: 1\nhorizon: 1h\nfleet: { trace: { dir: day/, format: azure-functions-2019 }, defaults: { startup: wasm }, apply: [{ multiply: 2 }, { shift: 5m }] }\n';
    const scenario = resolved(text, {}, { 'day/invocations.csv': 'abc' });
    expect(scenario.fleet?.source).toMatchObject({
      kind: 'trace',
      trace: { file: 'day/', format: 'azure-functions-2019' },
    });
    expect(resolved(print(scenario), {}, { 'day/invocations.csv': 'abc' })).toEqual(scenario);
  });
});
