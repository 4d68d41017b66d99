import { describe, expect, test } from 'vitest';
import {
  annotation,
  ANNOTATION_KEYS,
  refuseOtherClass,
  unknownAnnotations,
  validateAnnotations,
} from '../../../src/autoscaler/knative/annotations.js';
import { KNATIVE_DEFAULTS } from '../../../src/autoscaler/knative/config.js';

const A = 'autoscaling.knative.dev/';
const written = (some: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(some).map(([name, value]) => [A + name, value]));
const check = (some: Record<string, string>, config = {}): string[] =>
  validateAnnotations(written(some), { ...KNATIVE_DEFAULTS, ...config }).map(
    ({ key, value, rule }) => `${key.replace(A, '')} = ${value}, ${rule}`,
  );

describe('annotations', () => {
  test('old names count, and the new one where both are written', () => {
    expect(check({ minScale: 'x' })).toEqual(['minScale = x, must be a whole number from 0 to 2147483647']);
    expect(check({ minScale: 'x', 'min-scale': '1' })).toEqual([]);
    expect(check({ targetUtilizationPercentage: '101', scaleDownDelay: '2h' })).toHaveLength(2);
  });

  test('activation-scale has no old name: such a key means nothing, and is told to the person', () => {
    expect(check({ activationScale: 'x' })).toEqual([]);
    expect(unknownAnnotations(written({ activationScale: '3' }))).toEqual([`${A}activationScale`]);
    expect(annotation(written({ activationScale: '3' }), 'activationScale')).toBeNull();
  });

  test('min-scale and max-scale are compared, and activation-scale with both', () => {
    expect(check({ 'min-scale': '5', 'max-scale': '2' })).toEqual(['max-scale = 2, must not be below min-scale (5)']);
    expect(check({ 'activation-scale': '6', 'max-scale': '5' })).toEqual([
      'activation-scale = 6, must not be above max-scale (5)',
    ]);
    expect(check({ 'activation-scale': '1' })).toEqual(['activation-scale = 1, must be at least 2']);
  });

  test("the cluster's limit is looked at only where max-scale is written", () => {
    expect(check({ 'min-scale': '99' }, { MaxScaleLimit: 10 })).toEqual([]);
    expect(check({ 'max-scale': '0' }, { MaxScaleLimit: 10 })).toEqual([
      "max-scale = 0, must be from 1 to the cluster's max-scale-limit (10)",
    ]);
  });

  test('an initial scale of zero needs permission', () => {
    expect(check({ 'initial-scale': '0' })).toEqual(['initial-scale = 0, must be at least 1']);
    expect(check({ 'initial-scale': '0' }, { AllowZeroInitialScale: true })).toEqual([]);
  });

  test("the metric is judged by the class that applies, the algorithm only under a written-out KPA's", () => {
    expect(check({ metric: 'cpu' })).toEqual(['metric = cpu, must be "concurrency" or "rps"']);
    expect(check({ metric: 'cpu' }, { PodAutoscalerClass: 'hpa.autoscaling.knative.dev' })).toEqual([]);
    expect(check({ 'metric-aggregation-algorithm': 'median' })).toEqual([]);
    expect(check({ 'metric-aggregation-algorithm': 'median', class: 'kpa.autoscaling.knative.dev' })).toHaveLength(1);
  });

  test('NaN and Inf pass where a comparison lets them', () => {
    expect(check({ target: 'NaN', 'panic-threshold-percentage': 'nan', 'target-burst-capacity': 'Inf' })).toEqual([]);
    expect(check({ 'target-utilization-percentage': 'Inf', target: '-Inf' })).toHaveLength(2);
  });

  test('every annotation but the class and the algorithm refuses empty text', () => {
    const refusing = Object.entries(ANNOTATION_KEYS).filter(
      ([, [key]]) => validateAnnotations({ [key!]: '' }, KNATIVE_DEFAULTS).length > 0,
    );
    expect(refusing.map(([name]) => name).sort()).toEqual(
      Object.keys(ANNOTATION_KEYS)
        .filter((name) => !['class', 'metricAggregationAlgorithm'].includes(name))
        .sort(),
    );
  });

  test('keys that Knative does not know are accepted and can be told to the person', () => {
    const annotations = written({ minscale: '1', 'min-scale': '1', maxScale: '2' });
    expect(validateAnnotations(annotations, KNATIVE_DEFAULTS)).toEqual([]);
    expect(unknownAnnotations(annotations)).toEqual([`${A}minscale`]);
  });

  test('other classes are refused by name, wherever they come from', () => {
    expect(refuseOtherClass({}, KNATIVE_DEFAULTS)).toBeNull();
    expect(refuseOtherClass(written({ class: 'hpa.autoscaling.knative.dev' }), KNATIVE_DEFAULTS)).toMatchObject({
      key: `${A}class`,
      value: 'hpa.autoscaling.knative.dev',
      rule: 'is not simulated: only "kpa.autoscaling.knative.dev" is',
    });
    expect(refuseOtherClass({}, { PodAutoscalerClass: 'own.example.com' })?.key).toBe('pod-autoscaler-class');
  });
});
