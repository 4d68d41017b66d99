import { expect, test } from 'vitest';
import { createPolicy } from '../../src/autoscaler/create.js';
import { explain } from '../../src/autoscaler/explain.js';
import { parseConfig } from '../../src/autoscaler/knative/config.js';
import { resolveDecider } from '../../src/autoscaler/knative/resolve.js';
import { SECOND } from '../../src/units/quantities.js';

test('example: another program drives the autoscaler tick by tick', () => {
  // What the cluster and the revision say, verbatim.
  const configMap = { 'max-scale-up-rate': '10' };
  const annotations = { 'autoscaling.knative.dev/target': '10', 'autoscaling.knative.dev/window': '30s' };
  const config = parseConfig(configMap);
  if ('problems' in config) throw new Error(config.problems.map((p) => `${p.key} = ${p.value}, ${p.rule}`).join('\n'));
  const decider = resolveDecider(config.ok, annotations, 0, true);

  // A policy, born with one ready pod at time 0. Times are whole microseconds.
  const policy = createPolicy(
    { policy: 'knative', configMap, annotations, config: config.ok, decider },
    { now: 0, readyPods: 1 },
  );

  // A spike to 60 concurrent requests; whatever is wanted stands ready four seconds later.
  const log: string[] = [];
  const wanted: number[] = [];
  for (let t = 1; t <= 16; t++) {
    policy.record(t * SECOND, t <= 6 ? 6 : 60, t <= 6 ? 60 : 600);
    if (t % 2 !== 0) continue;
    const ready = wanted.at(-3) ?? 1;
    if (!policy.decide(t * SECOND, ready)) continue;
    const { desiredPods, excessBurstCapacity } = policy.decision;
    wanted.push(desiredPods);
    log.push(`${t} s: ${desiredPods} (${excessBurstCapacity}) ${explain(policy.decision)}`);
  }
  expect(log).toEqual([
    '2 s: 1 (-207) steady: 30 s window wants 1 pod, as many as are ready',
    '4 s: 1 (-207) steady: 30 s window wants 1 pod, as many as are ready',
    '6 s: 1 (-207) steady: 30 s window wants 1 pod, as many as are ready',
    // 3 s of 6, 60 and 60 average 42: six pods at 7 each (70 % of 10).
    '8 s: 6 (-243) panic: 3 s window wants 6 pods, 6.0 x ready >= 2.0',
    '10 s: 9 (-261) panic: 3 s window wants 9 pods, 9.0 x ready >= 2.0',
    '12 s: 9 (-261) panic: 3 s window wants 9 pods, 9.0 x ready >= 2.0',
    '14 s: 9 (-211) panic: 3 s window wants 9 pods, and panic is not over',
    '16 s: 9 (-181) panic: 3 s window wants 9 pods, and panic is not over',
  ]);
});
