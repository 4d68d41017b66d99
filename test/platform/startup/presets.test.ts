import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PHASES } from '../../../src/platform/recipe.js';
import { findStartupPreset, STARTUP_PRESETS, type StartupPreset } from '../../../src/platform/startup/presets.js';
import type { Distribution } from '../../../src/random/distribution.js';
import { exp } from '../../../src/stats/portable.js';

const preset = (name: string): StartupPreset => {
  const found = findStartupPreset(name);
  if (found === undefined) throw new Error(name);
  return found;
};

interface Normal {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}
const normals = ({ phases }: StartupPreset): readonly Normal[] =>
  PHASES.map((phase) => phases[phase]).filter(
    (phase): phase is Extract<Distribution, { kind: 'normal' }> => phase?.kind === 'normal',
  );
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('start-up presets', () => {
  test('each has its own name, a source and a summary', () => {
    expect(new Set(STARTUP_PRESETS.map(({ name }) => name)).size).toBe(STARTUP_PRESETS.length);
    for (const { name, source, summary } of STARTUP_PRESETS)
      expect([name, source.length > 10, summary.length > 10]).toEqual([name, true, true]);
  });

  test('the phases of a Knative pod add up to what was measured', () => {
    const phases = normals(preset('knative-cached-image'));
    expect(sum(phases.map(({ mean }) => mean))).toBe(2_463_000);
    expect(sum(phases.map(({ min }) => min))).toBe(1_338_000);
    expect(sum(phases.map(({ max }) => max))).toBe(3_277_000);
  });

  test('a runtime in a container is the pod and then the runtime', () => {
    const { phases } = preset('java-container');
    expect({ ...phases, applicationStart: null }).toEqual(preset('knative-cached-image').phases);
    expect(phases.applicationStart?.kind).toBe('lognormal');
    expect(PHASES.filter((phase) => preset('java-zip').phases[phase] !== null)).toEqual(['applicationStart']);
  });

  test('all cold starts of the public cloud have the published mean', () => {
    const { sandbox } = preset('huawei-2025').phases;
    if (sandbox?.kind !== 'lognormal') throw new Error('lognormal expected');
    expect(exp(sandbox.mu + (sandbox.sigma * sandbox.sigma) / 2) / 1e6).toBeCloseTo(3.24, 2);
    expect(exp(sandbox.mu) / 1e6).toBeCloseTo(1.345, 2);
  });
});

const FACTS = new URL('../../../../shared/facts/coldstart.json', import.meta.url);
interface Fitted {
  readonly p50: number;
  readonly lognormal: { readonly mu_ln_ms: number; readonly sigma: number };
}
interface Facts {
  readonly runtime_init_aws_lambda_2026: {
    readonly runtimes: Readonly<Record<string, Readonly<Record<string, Fitted>>>>;
  };
}

describe('start-up presets beside the collected facts', () => {
  test.skipIf(!existsSync(FACTS)).each([
    ['node', 'node24'],
    ['python', 'python3.13'],
    ['go', 'go'],
    ['rust', 'rust'],
    ['java', 'java21'],
    ['dotnet', 'dotnet10'],
    ['native-image', 'java21-graalvm-native'],
  ])('%s has the figures of %s', (name, runtime) => {
    const { runtimes } = (JSON.parse(readFileSync(FACTS, 'utf8')) as Facts).runtime_init_aws_lambda_2026;
    for (const [kind, column] of [
      ['zip', 'zip_512mb_x86'],
      ['container', 'image_512mb_x86'],
    ] as const) {
      const { lognormal, p50 } = runtimes[runtime][column];
      const start = preset(`${name}-${kind}`).phases.applicationStart;
      if (start?.kind !== 'lognormal') throw new Error('lognormal expected');
      expect(start.mu - 6.907755278982137).toBeCloseTo(lognormal.mu_ln_ms, 10);
      expect(start.sigma).toBe(lognormal.sigma);
      expect(Math.abs(exp(start.mu) / 1000 / p50 - 1)).toBeLessThan(0.2);
    }
  });
});
