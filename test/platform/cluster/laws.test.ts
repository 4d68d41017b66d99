import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { A, A_IN_USE } from '../../../src/platform/activatorState.js';
import { READY_NODE } from '../../../src/platform/cluster/nodes.js';
import {
  GONE,
  PI,
  PI_EXECUTING,
  PI_GENERATION,
  PI_REVISION,
  PI_STATE,
  TERMINATING,
} from '../../../src/platform/pods.js';
import type { Cluster, Silence } from '../../../src/platform/recipe.js';
import { constant, knative, ms, seconds } from '../fixture.js';
import { cluster, clustered, group, MIB, type Clustered, type Tenant } from './fixture.js';

/** What can happen to a world from outside. */
type Blow = {
  readonly kind: 'node' | 'zone' | 'return' | 'slow';
  readonly at: number;
  readonly what: number;
  /** Of lost nodes and zones: nobody is told. */
  readonly silence: Silence | null;
};

const blow: fc.Arbitrary<Blow> = fc.record({
  kind: fc.constantFrom('node', 'zone', 'return', 'slow'),
  at: fc.integer({ min: 1, max: 200 }),
  what: fc.integer({ min: 0, max: 2 }),
  silence: fc.constantFrom(
    null,
    { detection: 0, eviction: 0 },
    { detection: seconds(4), eviction: seconds(9) },
    { detection: seconds(40), eviction: seconds(30) },
  ),
});

const recipe: fc.Arbitrary<Cluster> = fc
  .record({
    score: fc.constantFrom('least-allocated' as const, 'most-allocated' as const),
    spread: fc.constantFrom('zone' as const, 'none' as const),
    nodes: fc.integer({ min: 1, max: 3 }),
    more: fc.integer({ min: 0, max: 3 }),
    spot: fc.boolean(),
    quota: fc.option(fc.integer({ min: 3, max: 12 })),
    scans: fc.boolean(),
  })
  .map(({ score, spread, nodes, more, spot, quota, scans }) =>
    cluster({
      score,
      spread,
      quota: quota === null ? null : { cpu: null, memory: null, pods: quota },
      autoscaler: scans
        ? {
            scanInterval: seconds(10),
            provisioning: { kind: 'exponential', mean: seconds(15) },
            removeIdleAfter: seconds(30),
          }
        : null,
      nodeGroups: [
        group({ nodes, maxNodes: nodes + more, zones: ['a', 'b'] }),
        group({
          name: 'other',
          nodes: 1,
          maxNodes: 2,
          zones: ['b', 'c'],
          ...(spot ? { kind: 'spot' as const, reclaim: { rate: 1 / 60, notice: seconds(20) } } : {}),
        }),
      ],
    }),
  );

const tenants: readonly Tenant[] = [0, 1].map((t) => ({
  arrivals: Array.from({ length: 400 }, (_, k) => seconds(1) + k * ms(500 + 50 * t)),
  startup: { scheduling: constant(ms(20)), sandbox: { kind: 'uniform', min: ms(500), max: ms(2500) } },
  revision: {
    containerConcurrency: 1,
    timeout: seconds(40),
    serviceTime: { io: { kind: 'exponential', mean: ms(900) }, cpu: null },
    requests: { cpu: 200 + 150 * t, memory: 64 * MIB },
    autoscaler: knative({ totalValue: 1, targetValue: 1, stableWindowSeconds: 12 }),
    startup: {
      preset: null,
      source: null,
      phases: {
        scheduling: constant(ms(20)),
        imagePull: null,
        sandbox: { kind: 'uniform' as const, min: ms(500), max: ms(2500) },
        containerStart: null,
        applicationStart: null,
        readiness: null,
      },
      image: { size: 30 * MIB, layers: [20 * MIB, 10 * MIB], names: ['base', `app${t}`] },
      warmPool: t,
    },
  },
}));

function strike({ world }: Clustered, { kind, what, silence }: Blow, now: number): void {
  const state = world.cluster!;
  const zone = ['a', 'b', 'c'][what];
  if (kind === 'node') state.loseNode(null, 0, { next: () => what / 3, double: () => what / 3 }, silence, now);
  else if (kind === 'zone') state.loseZone(zone, silence, now);
  else if (kind === 'return') state.zoneReturns(zone, now);
  else state.slowRegistry([1, 3, Infinity][what], now);
}

/** No node gives more than it has, and what is free is what nobody has. */
function checkNodes({ world }: Clustered): void {
  const { nodes, placement } = world.cluster!;
  const onNodes = placement.podsByNode();
  for (let row = 0; row < nodes.used; row++) {
    const { room } = nodes.groups[nodes.group[row]];
    const needs = onNodes[row].map((pod) => placement.needOf(pod));
    const cpu = needs.reduce((sum, need) => sum + need.cpu, 0);
    expect(cpu).toBeLessThanOrEqual(room.cpu);
    if (nodes.state[row] !== READY_NODE) continue;
    expect(nodes.freeCpu[row]).toBe(room.cpu - cpu);
    expect(nodes.freePods[row]).toBe(room.pods - needs.length);
    expect(nodes.pods[row]).toBe(needs.length);
  }
}

/** Every pod of a Deployment exists, stands somewhere or waits, and is counted once. */
function checkPods({ world }: Clustered): void {
  const { pods } = world;
  const { placement, nodes } = world.cluster!;
  const waiting = new Set([...placement.pending.all(), ...placement.outside.all()].map(({ pod }) => pod));
  for (const revision of world.revisions) {
    const own = Array.from(revision.pods.items.subarray(0, revision.pods.length));
    expect(new Set(own).size).toBe(own.length);
    expect(own.filter((pod) => pods.i[pod * PI + PI_STATE] !== TERMINATING)).toHaveLength(revision.live);
    expect(revision.live).toBe(revision.replicas);
    for (const pod of own) {
      expect(pods.i[pod * PI + PI_REVISION]).toBe(revision.index);
      if (waiting.has(pod)) expect(pods.node[pod]).toBe(-1);
      if (pods.node[pod] >= 0 && pods.silent[pod] === 0) expect(nodes.isThere(pods.node[pod])).toBe(true);
    }
  }
  for (const pod of waiting) expect(pods.i[pod * PI + PI_STATE]).not.toBe(GONE);
  for (const pod of waiting) expect(pods.i[pod * PI + PI_GENERATION]).toBeGreaterThan(0);
}

/** Every request that arrived was answered, failed, timed out, or is still under way; none ended twice. */
function checkRequests({ world, seen }: Clustered): void {
  seen.forEach((recorder, s) => {
    const ended = [
      ...recorder.of('completed').map(([arrived]) => arrived),
      ...recorder.of('lost').map(([, , arrived]) => arrived),
    ];
    expect(new Set(ended).size).toBe(ended.length);
    const arrived = recorder.of('arrived').length;
    expect(world.services[s].requests).toBe(arrived);
    expect(ended.length).toBeLessThanOrEqual(arrived);
  });
}

/** When every request has ended, no activator and no pod holds any. */
function checkNobodyHolds({ world }: Clustered): void {
  for (const { activator, pods } of world.revisions) {
    for (let a = 0; a < activator.count; a++) expect(activator.i[a * A + A_IN_USE]).toBe(0);
    for (const pod of pods.items.subarray(0, pods.length)) expect(world.pods.i[pod * PI + PI_EXECUTING]).toBe(0);
  }
}

describe('whatever happens to nodes, zones and the registry', () => {
  it('no node is over its allocatable, no pod is lost or counted twice, and no request is', () => {
    fc.assert(
      fc.property(recipe, fc.array(blow, { maxLength: 6 }), fc.nat(1000), (asked, blows, seed) => {
        const made = clustered(asked, tenants, seed);
        const ordered = [...blows].sort((a, b) => a.at - b.at);
        for (let second = 1; second <= 240; second++) {
          made.world.run(seconds(second) - 1);
          for (const one of ordered) if (one.at === second) strike(made, one, seconds(second));
          if (second % 3 > 0) continue;
          checkNodes(made);
          checkPods(made);
        }
        made.world.run(seconds(1000)); // every request is past its deadline
        checkRequests(made);
        for (const recorder of made.seen)
          expect(recorder.of('completed').length + recorder.of('lost').length).toBe(400);
        checkNobodyHolds(made);
      }),
      { numRuns: 14 },
    );
  });

  it('the same seed gives the same facts', () => {
    fc.assert(
      fc.property(recipe, fc.array(blow, { maxLength: 3 }), (asked, blows) => {
        const facts = (): unknown => {
          const made = clustered(asked, tenants, 7);
          for (const one of [...blows].sort((a, b) => a.at - b.at)) {
            made.world.run(seconds(one.at));
            strike(made, one, seconds(one.at));
          }
          made.world.run(seconds(300));
          return [made.nodes.facts, made.seen.map(({ facts: own }) => own)];
        };
        expect(facts()).toEqual(facts());
      }),
      { numRuns: 5 },
    );
  });
});
