import type { Micros } from '../units/quantities.js';
import type { WaitPhase } from './causes.js';
import { PHASE } from './causes.js';
import type { Pods } from './pods.js';
import { PF, PF_CREATED, PI, PI_RESTARTS } from './pods.js';
import { PHASES } from './recipe.js';

/** What is waited for, in order. Being scheduled is two of them: until the scheduler comes to it, then until a node has room. */
const WAITED_FOR: readonly WaitPhase[] = [
  'scheduling',
  'node-provisioning',
  'image-pull',
  'sandbox',
  'runtime',
  'application',
  'readiness',
];
const CODES: readonly number[] = WAITED_FOR.map((phase) => PHASE[phase]);

/** Before this a container that is started again has waited for that. */
const CONTAINER_START = WAITED_FOR.indexOf('runtime');

/**
 * The phase that took most of a wait from `arrived` to `begun`, of the pod that served it in the end: before the pod
 * was created it waited for the autoscaler, after the pod was ready for the news of it. The first of equal ones.
 */
export function dominantPhase(pods: Pods, pod: number, arrived: Micros, begun: Micros): number {
  const row = pod * PHASES.length;
  const { phaseEnds } = pods;
  let from = Math.max(arrived, Math.min(begun, pods.f[pod * PF + PF_CREATED]));
  let longest = from - arrived;
  let phase: number = PHASE['autoscaler-reaction'];
  for (let k = 0; k < CODES.length; k++) {
    const end = k === 0 ? Math.min(pods.unplacedSince[pod], phaseEnds[row]) : phaseEnds[row + k - 1];
    const to = Math.min(begun, Math.max(from, end));
    if (to - from > longest) {
      longest = to - from;
      phase = k < CONTAINER_START && pods.i[pod * PI + PI_RESTARTS] > 0 ? PHASE['restart-back-off'] : CODES[k];
    }
    from = to;
  }
  return begun - from > longest ? PHASE['endpoint-propagation'] : phase;
}
