import { expect, test } from 'vitest';
import { FINE, meteringNeeds } from '../../src/billing/needs.js';
import { findTariff, shippedTariffs } from '../../src/billing/tariffs/index.js';

const named = (...names: string[]) => names.map((name) => findTariff(name)!);

test('the default tariff needs 100 ms steps, and 1 ms to say what they cost', () => {
  expect(meteringNeeds([findTariff('generic-100ms')!])).toEqual({
    execution: [{ granularity: 100_000, minimum: 0 }, FINE],
    busy: [],
    active: [],
    lifetime: [],
  });
});

test('a rule that two tariffs share is metered once', () => {
  const { execution, lifetime } = meteringNeeds(
    named('aws-lambda-x86', 'aws-lambda-arm', 'aws-fargate-x86', 'aws-fargate-arm'),
  );
  expect(execution).toEqual([{ granularity: 1_000, minimum: 1_000 }]);
  expect(lifetime).toEqual([{ granularity: 1_000_000, minimum: 60_000_000 }]);
});

test('nodes and events need nothing rounded', () => {
  expect(meteringNeeds(named('knative-eks-ec2', 'per-event', 'cloudflare-workers'))).toEqual({
    execution: [],
    busy: [],
    active: [],
    lifetime: [],
  });
});

test('no two shipped tariffs have one name', () => {
  expect(new Set(shippedTariffs.map(({ name }) => name)).size).toBe(shippedTariffs.length);
});
