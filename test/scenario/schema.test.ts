import { describe, expect, test } from 'vitest';
import { scenarioJsonSchema } from '../../src/scenario/schema/scenario.js';

type Schema = Readonly<Record<string, unknown>>;
const schema = scenarioJsonSchema();
const part = (of: unknown, key: string): Schema => (of as Readonly<Record<string, Schema>>)[key];

describe('the JSON Schema', () => {
  test('has every section, and allows nothing else but x- keys', () => {
    expect(Object.keys(part(schema, 'properties'))).toEqual([
      'headroom',
      'name',
      'horizon',
      'seed',
      'analysis',
      'warmup',
      'knative',
      'cluster',
      'services',
      'fleet',
      'faults',
      'tariffs',
      'billing',
      'slos',
      'sla',
      'thresholds',
      'notes',
    ]);
    expect(schema['additionalProperties']).toBe(false);
    expect(schema['patternProperties']).toEqual({ '^x-': {} });
    expect(schema['required']).toEqual(['headroom', 'horizon']);
  });

  test('nests rates and arrivals by reference', () => {
    expect(Object.keys(part(schema, '$defs'))).toEqual(
      expect.arrayContaining(['Rate', 'Arrivals', 'Distribution', 'Service', 'Startup', 'Autoscaler', 'Objective']),
    );
    expect(JSON.stringify(part(part(schema, '$defs'), 'Rate'))).toContain('"#/$defs/Rate"');
  });

  test('describes fields in words, with examples of their units', () => {
    expect(part(part(schema, 'properties'), 'horizon')).toEqual({
      type: 'string',
      description: 'Simulated time',
      examples: ['90s'],
    });
    expect(JSON.stringify(schema)).toContain('"autoscaling.knative.dev/*, verbatim"');
  });

  test('every reference leads somewhere', () => {
    const names = Object.keys(part(schema, '$defs'));
    const references = [...JSON.stringify(schema).matchAll(/"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name);
    expect(references.filter((name) => !names.includes(name))).toEqual([]);
  });
});
