import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bill } from '../../src/billing/bill.js';
import { meteringNeeds } from '../../src/billing/needs.js';
import { meteredOf } from '../../src/billing/parts.js';
import type { Tariff } from '../../src/billing/tariff.js';
import { findTariff } from '../../src/billing/tariffs/index.js';
import type { NodeUsage } from '../../src/billing/usage.js';
import { HOUR, MINUTE, SECOND } from '../../src/units/quantities.js';
import { GIB, lineNamed, metered, priced, run } from './world.js';

const eks = findTariff('knative-eks-ec2')!;
const nodes = (lives: readonly number[], change: Partial<NodeUsage> = {}): NodeUsage => ({
  group: 'base',
  kind: 'on-demand',
  nodeMicros: lives.reduce((sum, life) => sum + life, 0),
  pricePerHour: '0.36',
  allocatable: { cpu: 4_000, memory: 16 * GIB },
  lives,
  leastNodes: 0,
  ...change,
});
const billed = (groups: readonly NodeUsage[], tariff: Tariff = eks, change = {}) =>
  priced(tariff, { lifetime: [HOUR] }, change, { nodes: groups });

describe('the minimum and the granularity of machines', () => {
  test('a node of 10 s costs a minute, one of 90.2 s costs 91 s, and one that never stood nothing', () => {
    // 60 + 91 s
    expect(lineNamed(billed([nodes([10 * SECOND, 90_200_000, 0])]), 'nodes base (on-demand)').quantity).toBe(
      '0.041944444',
    );
  });

  test('what that adds is said, and is no part of the capacity cost', () => {
    const result = billed([nodes([10 * SECOND, 90_200_000])]);
    expect(Number(result.capacity)).toBeCloseTo(0.11002, 9); // 100.2 s of nodes and one hour of cluster fee
    expect(result.shares.rounding).toBeCloseTo(((50.8 / 3600) * 0.36) / Number(result.metered), 6);
    expect(result.notes).toContain('Each node is billed for its life, rounded up to 1 s, at least 1m.');
    expect(result.notes.join(' ')).toContain('Rounding to 1 s (at least 1m) costs');
  });

  test('without the life of each node, time is billed as it is, and the bill says so', () => {
    const { lives: _lives, ...group } = nodes([10 * SECOND]);
    expect(lineNamed(billed([group]), 'nodes base (on-demand)').quantity).toBe('0.002777778');
    expect(billed([group]).notes).toContain('Nodes are billed for the time they stood, without rounding and minimum.');
  });
});

describe('how a node is bought', () => {
  test.each([
    ['spot', '0.0288', 'Nodes base have no price: billed at the spot rate of m6i.large.'],
    ['reserved', '0.096', 'Nodes base have no price and no reserved rate is known: billed on demand.'],
  ] as const)('a %s node without a price costs %s an hour', (kind, rate, note) => {
    const result = billed([nodes([HOUR], { kind, pricePerHour: '0' })]);
    expect(lineNamed(result, `nodes base (${kind})`).rate).toBe(rate);
    expect(result.notes).toContain(note);
  });

  test('a price of its own wins over every rate', () => {
    const spot = nodes([HOUR], { kind: 'spot', pricePerHour: '0.05' });
    expect(lineNamed(billed([spot]), 'nodes base (spot)').rate).toBe('0.05');
  });
});

describe('allocated by requests, and marginal', () => {
  // Two of three nodes always stand; the third stood for half an hour. The pod asks for 525m of 4 vCPU.
  const groups = [nodes([HOUR, HOUR, HOUR / 2], { leastNodes: 2 })];
  const onBase = { byNodeGroup: [{ group: 'base', podMicros: HOUR }] };

  test('pods account for what they ask for, and only nodes above the least number can leave', () => {
    const result = billed(groups, findTariff('generic-100ms'), { ...onBase });
    expect(result).toMatchObject({ capacity: '0.9', capacityAllocated: '0.04725', capacityMarginal: '0.18' });
    expect(result.notes.join(' ')).toContain(
      "the pods' requests account for 0.0473 USD (5.3 %) and 0.853 USD is slack and fees. " +
        '0.18 USD of it is nodes above the least number, which can leave. Fewer pods save nothing until a node leaves.',
    );
  });

  test('fewer pods save nothing until a node leaves', () => {
    const half = { byNodeGroup: [{ group: 'base', podMicros: HOUR / 2 }] };
    expect(billed(groups, eks, half).metered).toBe(billed(groups, eks, onBase).metered);
    const left = [nodes([HOUR, HOUR], { leastNodes: 2 })];
    expect(Number(billed(left, eks, half).metered)).toBeCloseTo(Number(billed(groups, eks, half).metered) - 0.18, 9);
  });

  test('what no pod keeps busy or starts on is idle, room that nobody asked for included', () => {
    const result = billed(groups, eks, { ...onBase, busyMicros: HOUR / 4, startupMicros: 6 * MINUTE });
    const whole = Number(result.metered); // 0.9 for nodes and 0.1 for the cluster
    expect(whole).toBe(1);
    expect(result.shares.busy).toBeCloseTo(0.04725 / 4, 9);
    expect(result.shares.coldStart).toBeCloseTo(0.04725 / 10, 9);
    expect(result.shares.idle).toBeCloseTo(0.9 - 0.04725 * 0.35, 9);
  });

  test('without the least number nothing is said about what can leave', () => {
    const { leastNodes: _least, ...group } = nodes([HOUR]);
    expect(billed([group], findTariff('generic-100ms')).capacityMarginal).toBeNull();
  });
});

test('property: the minimum and the rounding of nodes never lower a bill, and lives are never billed short', () => {
  const lives = fc.array(fc.integer({ min: 1, max: 3 * HOUR }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(lives, fc.integer({ min: 1, max: HOUR }), fc.nat(HOUR), (stood, granularity, minimum) => {
      const rounded = billed([nodes(stood)], { ...eks, granularity, minimum });
      const exact = billed([nodes(stood)], { ...eks, granularity: 1, minimum: 0 });
      expect(Number(rounded.metered)).toBeGreaterThanOrEqual(Number(exact.metered));
      const hours = Number(lineNamed(rounded, 'nodes base (on-demand)').quantity);
      expect(hours * HOUR).toBeGreaterThanOrEqual(stood.reduce((a, b) => a + b, 0) - 4);
      expect(hours * HOUR).toBeGreaterThanOrEqual(stood.length * minimum - 4);
    }),
  );
});

describe('what pods ask for of nodes', () => {
  const full = nodes([HOUR], { pricePerHour: '0.4', allocatable: { cpu: 4_000, memory: 4 * GIB } });
  const asking = (service: string, cpu: number, memory: number) =>
    metered(
      meteringNeeds([eks]),
      {},
      {
        service,
        podRequests: { cpu, memory },
        podMicros: HOUR,
        byNodeGroup: [{ group: 'base', podMicros: HOUR }],
      },
    );

  test('is never more than the nodes, where one asks for most of the CPU and another for most of the memory', () => {
    const both = run([asking('a', 3_000, GIB), asking('b', 1_000, 3 * GIB)], { nodes: [full] });
    const result = bill({ ...eks, prices: { nodeHour: '0.096' } }, both, meteringNeeds([eks]), {});
    expect(result).toMatchObject({ capacity: '0.4', capacityAllocated: '0.4' });
    expect(result.notes.join(' ')).toContain('account for 0.4 USD (100 %) and 0 USD is slack and fees');
  });

  test('divides a bill of nodes between services so that their parts add up to it', () => {
    const usage = run([asking('a', 3_000, GIB), asking('b', 2_000, GIB)], { nodes: [full] });
    const needs = meteringNeeds([eks]);
    const parts = ['a', 'b'].map((service) => Number(meteredOf(service, eks, usage, needs, {})));
    expect(parts[0] + parts[1]).toBeCloseTo(Number(bill(eks, usage, needs, {}).metered), 9);
    expect(parts[0] / parts[1]).toBeCloseTo(3 / 2, 9);
  });
});
