import { roundedSpan } from '../billing/rounding.js';
import type { MeteringNeeds, Usage } from '../billing/usage.js';
import { QUEUE_PROXY_CPU } from '../platform/cluster/needs.js';
import type { OpenPod } from '../platform/meter.js';
import type { Revision } from '../platform/recipe.js';
import type { Micros } from '../units/quantities.js';
import type { RevisionMeter } from './podMeter.js';

/** Where a revision's pods were: on the nodes of which groups, and how long they waited for one. */
export interface Whereabouts {
  readonly byNodeGroup: Usage['byNodeGroup'];
  readonly waitingMicros: Micros;
}
/** Without nodes. */
const EVERYWHERE: Whereabouts = { byNodeGroup: [], waitingMicros: 0 };

/** Requests one pod is meant to take at once: its hard limit, or what the autoscaler aims at where there is none. */
export function slotsOf({ containerConcurrency, autoscaler }: Revision): number {
  if (containerConcurrency > 0) return containerConcurrency;
  if (autoscaler.policy === 'knative' && autoscaler.decider.metric === 'concurrency')
    return autoscaler.decider.totalValue;
  if (autoscaler.policy === 'threshold') return autoscaler.target;
  return 100; // Knative's default target (config-autoscaler, container-concurrency-target-default)
}

/** What one revision used up to `now`, with the pods that still exist counted as if they ended now. */
export function usageOf(
  service: string,
  revision: Revision,
  meter: RevisionMeter,
  needs: MeteringNeeds,
  open: readonly OpenPod[],
  now: Micros,
  { byNodeGroup, waitingMicros }: Whereabouts = EVERYWHERE,
): Usage {
  const { warmup } = meter;
  const since = (from: Micros): Micros => now - Math.max(from, warmup);
  const busy = open.filter((pod) => pod.busySince >= 0);
  const starting = open.filter((pod) => pod.ready === Infinity);
  const rounded = (kind: keyof MeteringNeeds, spans: readonly Micros[]): number[] =>
    needs[kind].map((rule, k) => meter.rounded[kind].sums[k] + sum(spans.map((span) => roundedSpan(rule, span))));
  const busySpans = busy.map((pod) => since(pod.busySince));
  // Pods that wait for room use nothing yet.
  const lives = open.map((pod) => since(pod.uses)).filter((span) => span > 0);
  const lifeMicros = meter.rounded.lifetime.total + sum(lives);
  const poolMicros = poolUsed(meter, lifeMicros, waitingMicros, now);
  return {
    service,
    revision: revision.name,
    podRequests: { cpu: revision.requests.cpu + QUEUE_PROXY_CPU, memory: revision.requests.memory },
    limits: revision.limits,
    slots: slotsOf(revision),
    executions: meter.rounded.execution.count,
    executionMicros: meter.rounded.execution.total,
    cpuMicros: meter.cpuMicros.value(),
    podsStarted: meter.started,
    podMicros: lifeMicros + poolMicros,
    startupMicros: Math.max(
      0,
      meter.startupMicros.value() + sum(starting.map((pod) => since(pod.created))) - waitingMicros,
    ),
    busyMicros: meter.rounded.busy.total + sum(busySpans),
    roundedExecution: rounded('execution', []),
    roundedBusy: rounded('busy', busySpans),
    roundedActive: rounded('active', busySpans),
    roundedLifetime: rounded('lifetime', lives).map((lifetime) => lifetime + poolMicros),
    byNodeGroup,
  };
}

/**
 * What generic pods of its warm pool used: idle pods of the revision, which its own pods go on as, so that their time has
 * no ends to be rounded at. They too may wait for room, which is counted together with the revision's own pods.
 */
function poolUsed(meter: RevisionMeter, lifeMicros: Micros, waitingMicros: Micros, now: Micros): Micros {
  const poolMicros = meter.poolMicrosAt(now);
  if (poolMicros === 0) return 0;
  return Math.max(0, meter.podMicrosAt(now) + poolMicros - waitingMicros - lifeMicros);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
