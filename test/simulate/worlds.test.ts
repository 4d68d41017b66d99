/** Whole scenarios whose answer is known by hand. */
import { describe, expect, it } from 'vitest';
import type { ResultDocument } from '../../src/result/document.js';
import { open } from '../../src/simulate.js';
import { resolved } from '../scenario/reading.js';

function resultOf(text: string): ResultDocument {
  const run = open(resolved(text));
  run.advance(run.horizon);
  return run.result();
}

describe('faults that overlap by the thousand', () => {
  const slowed = (kind: string, fields: string): ResultDocument =>
    resultOf(`headroom: 1
horizon: 2m
services: { a: { arrivals: 5/s, ${fields} } }
faults: [{ ${kind}: { service: a, multiply: 2 }, rate: 100/s, for: 1m }]
`);

  it.each(['serviceTime: { cpu: 10ms }', 'serviceTime: 0s', 'serviceTime: { io: 0s, cpu: 0s }'])(
    'leave a request that waits for nothing as it is: %s',
    (fields) => {
      const { requests, latency } = slowed('slowDependency', fields).totals;
      expect(requests.completed).toBeGreaterThan(500);
      expect(latency.p50).toBeLessThan(0.02);
    },
  );

  it('let a wait of a millisecond last to its time-out', () => {
    const { requests } = slowed('slowDependency', 'serviceTime: 1ms, revision: { timeoutSeconds: 10 }').totals;
    expect(requests.timedOut).toBeGreaterThan(500);
  });

  it('let pods start for ever', () => {
    const { requests } = slowed(
      'slowStart',
      'serviceTime: 1ms, start: 0, startup: { sandbox: 0s, applicationStart: 1s }',
    ).totals;
    expect(requests.arrived).toBe(requests.completed + requests.inFlight);
  });
});

describe('a node that falls silent at 10 s and is found after 10 s', () => {
  it('is no part of what pods have of nodes once it is not paid for, though its pod is bound to it for 30 s more', () => {
    const { nodes, bills } = resultOf(`headroom: 1
horizon: 100s
services:
  a: { arrivals: 1/s, serviceTime: 80ms, autoscaler: { policy: fixed, pods: 1 } }
cluster: { nodeGroups: { base: { nodes: 1, cpu: "4", memory: 4Gi, price: 0.36 USD/h } } }
faults: [{ nodeLoss: { detection: 10s, eviction: 30s }, at: 10s }]
`);
    expect(nodes[0]).toMatchObject({ nodeSeconds: 20, cpuAllocated: 1025 / 4000, memoryAllocated: 512 / 4096 });
    expect(Number(bills[0].capacity)).toBeCloseTo(0.002, 9);
    expect(Number(bills[0].capacityAllocated)).toBeLessThan(0.002);
  });
});
