import { expect, test } from 'vitest';
import { validateAnnotations } from '../../src/autoscaler/knative/annotations.js';
import { parseConfig } from '../../src/autoscaler/knative/config.js';
import { findProfile, profileAnnotations, PROFILES } from '../../src/autoscaler/profiles.js';
import { GIB } from '../../src/units/quantities.js';

test('there are four profiles, and Knative accepts each of them', () => {
  expect(PROFILES.map((profile) => profile.name)).toEqual([
    'balanced',
    'knative-defaults',
    'latency-first',
    'cost-first',
  ]);
  for (const profile of PROFILES) {
    const config = parseConfig(profile.configMap);
    if (!('ok' in config)) throw new Error(`${profile.name} is refused`);
    expect(validateAnnotations(profileAnnotations(profile, GIB), config.ok)).toEqual([]);
  }
});

test('balanced aims at ten requests per GiB, a minute, five minutes, and five times the pods', () => {
  const balanced = findProfile('balanced')!;
  expect(profileAnnotations(balanced, 2 * GIB)).toEqual({
    'autoscaling.knative.dev/target': '20',
    'autoscaling.knative.dev/window': '60s',
    'autoscaling.knative.dev/scale-down-delay': '5m',
  });
  expect(balanced.configMap).toEqual({ 'max-scale-up-rate': '5' });
  expect(balanced.explanation.join(' ')).toContain('There is no annotation for it');
});

test('the target is a whole number, at least one, and none where the memory is not known', () => {
  const target = (memory: number): string | undefined =>
    profileAnnotations(findProfile('balanced')!, memory)['autoscaling.knative.dev/target'];
  expect([target(GIB / 4), target(GIB / 64), target(0)]).toEqual(['3', '1', undefined]);
});

test('every setting of a profile is explained', () => {
  for (const { configMap, annotations, explanation } of PROFILES) {
    const names = [...Object.keys(configMap), ...Object.keys(annotations)].map((key) =>
      key.slice(key.indexOf('/') + 1),
    );
    for (const name of names) {
      expect(explanation.join('\n')).toContain(name);
    }
  }
});

test('an unknown name finds nothing', () => {
  expect(findProfile('fast')).toBeUndefined();
});
