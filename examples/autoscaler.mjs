// Another program drives Knative's autoscaler tick by tick: no simulation, no clock, only what it is told.
import { createPolicy, explain, parseConfig, resolveDecider, validateAnnotations } from 'headroom-sim';

// What the cluster and the revision say, as in their manifests.
const configMap = { 'max-scale-up-rate': '10' };
const annotations = { 'autoscaling.knative.dev/target': '10', 'autoscaling.knative.dev/window': '30s' };

// Checked and resolved by Knative's own rules.
const parsed = parseConfig(configMap);
const problems = 'problems' in parsed ? parsed.problems : validateAnnotations(annotations, parsed.ok);
if (problems.length > 0)
  throw new Error(problems.map(({ key, value, rule }) => `${key} = ${value}, ${rule}`).join('\n'));
const config = parsed.ok;
const decider = resolveDecider(config, annotations, /* containerConcurrency */ 0, /* reachable */ true);

// Born at time 0 with one ready pod. Times are whole microseconds, on whatever clock you have.
const SECOND = 1_000_000;
const policy = createPolicy({ policy: 'knative', configMap, annotations, config, decider }, { now: 0, readyPods: 1 });

// After 6 s, 60 requests are under way at once instead of 6. Pods take 4 s to become ready.
const wanted = [1, 1];
for (let second = 1; second <= 16; second++) {
  const concurrency = second <= 6 ? 6 : 60;
  policy.record(second * SECOND, concurrency, /* requests in that second */ 10 * concurrency);
  if (second % 2 !== 0) continue; // Knative decides every two seconds

  const ready = wanted.at(-2);
  if (!policy.decide(second * SECOND, ready)) continue; // false: no data, nothing changes
  const { desiredPods, excessBurstCapacity, inPanic } = policy.decision;
  wanted.push(desiredPods);
  const path = excessBurstCapacity < 0 ? 'through the activator' : 'straight to the pods';
  console.log(`${second} s: ${ready} ready, ${desiredPods} wanted${inPanic ? ', panic' : ''}, ${path}`);
  console.log(`     ${explain(policy.decision)}`);
}
