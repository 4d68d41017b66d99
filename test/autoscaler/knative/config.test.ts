import { describe, expect, test } from 'vitest';
import { CONFIG_KEYS, KNATIVE_DEFAULTS, parseConfig } from '../../../src/autoscaler/knative/config.js';

const problems = (data: Record<string, string>): unknown => {
  const parsed = parseConfig(data);
  return 'problems' in parsed ? parsed.problems : [];
};

describe('config-autoscaler', () => {
  test('nothing written means the defaults, and unknown keys are ignored', () => {
    expect(parseConfig({})).toEqual({ ok: KNATIVE_DEFAULTS });
    expect(parseConfig({ _example: 'x', 'tick-interval': '2s' })).toEqual({ ok: KNATIVE_DEFAULTS });
  });

  test('all that is wrong is said at once, by key, value and rule', () => {
    expect(problems({ 'max-scale-up-rate': '1', 'stable-window': '60', 'max-scale': '4', 'min-scale': '5' })).toEqual([
      { key: 'stable-window', value: '60', rule: 'must be a duration with a unit, such as "60s" or "1m30s"' },
      { key: 'max-scale-up-rate', value: '1', rule: 'must be above 1' },
      { key: 'min-scale', value: '5', rule: 'must not be above max-scale (4)' },
    ]);
  });

  test('a rule over a default names the default', () => {
    expect(problems({ 'max-scale-limit': '10' })).toEqual([
      { key: 'max-scale', value: '0', rule: 'must be from 1 to max-scale-limit (10)' },
    ]);
  });

  test('a percentage above 1 is a percentage, and 1 is all', () => {
    const fraction = (text: string): unknown => {
      const parsed = parseConfig({ 'container-concurrency-target-percentage': text });
      return 'ok' in parsed ? parsed.ok.ContainerConcurrencyTargetFraction : 'refused';
    };
    expect(['1', '1.5', '70', '100', '101', '0'].map(fraction)).toEqual([1, 0.015, 0.7, 1, 'refused', 'refused']);
  });

  test('NaN slips through the rules that only compare, as in Go', () => {
    expect(
      problems({ 'panic-window-percentage': 'NaN', 'target-burst-capacity': 'nan', 'max-scale-up-rate': 'NaN' }),
    ).toEqual([]);
  });

  test('the panic threshold has no rule at all', () => {
    expect(problems({ 'panic-threshold-percentage': '-5' })).toEqual([]);
  });

  test('windows and delays are whole seconds, grace and retention need not be', () => {
    expect(problems({ 'stable-window': '6500ms' })).toEqual([
      { key: 'stable-window', value: '6500ms', rule: 'must be a whole number of seconds' },
    ]);
    expect(problems({ 'scale-to-zero-grace-period': '1ms', 'scale-to-zero-pod-retention-period': '0.5s' })).toEqual([]);
  });

  test('the longest duration there is counts as whole seconds, as rounding cannot change it', () => {
    expect(problems({ 'scale-down-delay': '9223372036854775807ns' })).toEqual([]);
    expect(problems({ 'scale-down-delay': '9223372036854775806ns' })).toHaveLength(1);
  });

  test('every key but the class refuses empty text', () => {
    const refusing = CONFIG_KEYS.filter((key) => 'problems' in parseConfig({ [key]: '' }));
    expect(refusing).toEqual(CONFIG_KEYS.filter((key) => key !== 'pod-autoscaler-class'));
  });
});
