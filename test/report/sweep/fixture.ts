/** Results of sweeps made without a simulator: figures are simple functions of the parameters. */
import type { Outcome } from '../../../src/experiment/folder.js';
import { taskIds, type Plan } from '../../../src/experiment/plan.js';
import type { SweepRequest } from '../../../src/experiment/request.js';
import { sweepResult, type SweepResult } from '../../../src/experiment/sweepResult.js';
import { parseDuration } from '../../../src/units/duration.js';
import { shopPlan } from '../../experiment/fixture.js';

/** A longer window costs more and is colder less often; a higher target is cheaper and slower. */
function figures(window: number, target: number, replication: number): Outcome & { readonly figures: object } {
  const wobble = 1 + replication / 50;
  return {
    id: '',
    figures: {
      'bills.generic-100ms.capacity': ((window + 20) / (target + 10)) * wobble,
      'bills.generic-100ms.metered': 0.25,
      'totals.latency.p99': (0.1 + target / 100) * wobble,
      'totals.latency.p50': 0.05,
      'totals.coldStarts.rate': 1 / window,
      'totals.requests.arrived': 1000 + replication,
      'totals.pods.mean': 2,
      'totals.unansweredShare': 0,
    },
  };
}

export function answered(plan: Plan, skip: (id: string) => boolean = () => false): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const point of plan.points) {
    const at = plan.parameters.findIndex(({ name }) => name === 'stable-window');
    const read = at < 0 ? null : parseDuration(point.values[at]);
    const window = read?.ok === true ? read.value / 1e6 : 60;
    const target = Number(point.values[plan.parameters.findIndex(({ name }) => name === 'target')] ?? 5);
    taskIds(plan, point).forEach((id, r) => {
      if (!skip(id)) outcomes.set(id, { ...figures(window, target, r), id });
    });
  }
  return outcomes;
}

export function result(params: readonly string[], changes: Partial<SweepRequest> = {}): SweepResult {
  const plan = shopPlan(params, changes);
  return sweepResult(plan, answered(plan));
}

/** 4 windows and 3 targets, 3 runs each. */
export const gridResult = (changes: Partial<SweepRequest> = {}): SweepResult =>
  result(['stable-window=10s..40s/10s', 'target=2,5,8'], { replications: 3, ...changes });

export const sampledResult = (count = 64): SweepResult =>
  result(['stable-window=10s..300s:log', 'target=1..50'], { sample: { kind: 'sobol', count } });
