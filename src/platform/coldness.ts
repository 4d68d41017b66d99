import type { Micros } from '../units/quantities.js';
import type { WaitPhase } from './causes.js';
import { PHASE } from './causes.js';
import type { Pods } from './pods.js';
import { PF, PF_CREATED, PI, PI_RESTARTS } from './pods.js';
import type { Phase } from './recipe.js';
import { PHASES } from './recipe.js';

/** What a start-up phase is called when it is waited for. */
const WAITED_FOR: Readonly<Record<Phase, WaitPhase>> = {
  scheduling: 'scheduling',
  imagePull: 'image-pull',
  sandbox: 'sandbox',
  containerStart: 'runtime',
  applicationStart: 'application',
  readiness: 'readiness',
};
const CODES: readonly number[] = PHASES.map((phase) => PHASE[WAITED_FOR[phase]]);

/** Before this phase a container that is started again has waited for that. */
const CONTAINER_START = PHASES.indexOf('containerStart');

/**
 * The phase that took most of a wait from `arrived` to `begun`, of the pod that served it in the end: before the pod
 * was created it waited for the autoscaler, after the pod was ready for the news of it. The first of equal ones.
 */
export function dominantPhase(pods: Pods, pod: number, arrived: Micros, begun: Micros): number {
  let from = Math.max(arrived, Math.min(begun, pods.f[pod * PF + PF_CREATED]));
  let longest = from - arrived;
  let phase: number = PHASE['autoscaler-reaction'];
  for (let k = 0; k < PHASES.length; k++) {
    const to = Math.min(begun, Math.max(from, pods.phaseEnds[pod * PHASES.length + k]));
    if (to - from > longest) {
      longest = to - from;
      phase = k < CONTAINER_START && pods.i[pod * PI + PI_RESTARTS] > 0 ? PHASE['restart-back-off'] : CODES[k];
    }
    from = to;
  }
  return begun - from > longest ? PHASE['endpoint-propagation'] : phase;
}
