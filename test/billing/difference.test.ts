import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bill } from '../../src/billing/bill.js';
import { usageWithout } from '../../src/billing/difference.js';
import { meteringNeeds } from '../../src/billing/needs.js';
import { findTariff } from '../../src/billing/tariffs/index.js';
import type { NodeUsage, RunUsage } from '../../src/billing/usage.js';
import { HOUR, MINUTE, SECOND } from '../../src/units/quantities.js';
import { GIB, lineNamed, metered, run } from './world.js';

const tariffs = ['generic-100ms', 'aws-fargate-x86', 'knative-eks-ec2'].map((name) => findTariff(name)!);
const needs = meteringNeeds(tariffs);
const group: NodeUsage = {
  group: 'base',
  kind: 'on-demand',
  nodeMicros: 0,
  pricePerHour: '0.36',
  allocatable: { cpu: 4_000, memory: 16 * GIB },
};

/** Up to some instant: these requests so far, one node since 0 and another since minute 30. */
function until(minutes: number, requests: readonly number[]): RunUsage {
  const lives = [minutes * MINUTE, ...(minutes > 30 ? [(minutes - 30) * MINUTE] : [])];
  const revision = metered(needs, { execution: requests, lifetime: [minutes * MINUTE] });
  const nodes = [{ ...group, lives, nodeMicros: lives.reduce((sum, life) => sum + life, 0) }];
  return run([{ ...revision, byNodeGroup: [{ group: 'base', podMicros: minutes * MINUTE }] }], {
    span: minutes * MINUTE,
    nodes,
  });
}

test('what a span used is the difference of two usages, a node that began in it included', () => {
  const hour = usageWithout(until(60, [SECOND, 50_000, 250_000]), until(20, [SECOND]));
  expect(hour).toMatchObject({ span: 40 * MINUTE, requests: 2 });
  expect(hour.revisions[0]).toMatchObject({ executions: 2, executionMicros: 300_000, podMicros: 40 * MINUTE });
  expect(hour.revisions[0].byNodeGroup).toEqual([{ group: 'base', podMicros: 40 * MINUTE }]);
  expect(hour.nodes[0]).toMatchObject({ nodeMicros: 70 * MINUTE, lives: [40 * MINUTE, 30 * MINUTE] });
  // 100 ms and 300 ms of half a GiB
  expect(lineNamed(bill(tariffs[0], hour, needs), 'memory').quantity).toBe('0.2');
});

test('property: the bills of two halves add up to that of the whole', () => {
  const spans = fc.array(fc.integer({ min: 1, max: HOUR }), { maxLength: 8 });
  fc.assert(
    fc.property(spans, spans, fc.integer({ min: 1, max: 59 }), (early, late, at) => {
      const [before, whole] = [until(at, early), until(60, [...early, ...late])];
      const halves = [before, usageWithout(whole, before)];
      const [requests] = tariffs;
      const sum = halves.reduce((total, half) => total + Number(bill(requests, half, needs).metered), 0);
      expect(sum).toBeCloseTo(Number(bill(requests, whole, needs).metered), 9);
    }),
  );
});
