import type { OpenStream } from '../../random/source.js';
import type { Sample } from '../../random/sampler.js';
import { sampler } from '../../random/sampler.js';
import type { Micros } from '../../units/quantities.js';
import { MINUTE, SECOND } from '../../units/quantities.js';
import type { Lifecycle } from '../lifecycle.js';
import type { Pods } from '../pods.js';
import { PF, PF_READY, PI, PI_RESTARTS, PI_REVISION, PI_STATE, STARTING, TERMINATING } from '../pods.js';
import { PHASES } from '../recipe.js';
import type { RevisionState } from '../revision.js';

/** Kubernetes starts a container again at once, then after 10 s, doubled each time up to 5 min (Pod lifecycle, 1.33). */
const FIRST_BACKOFF: Micros = 10 * SECOND;
const LONGEST_BACKOFF: Micros = 5 * MINUTE;
/** ... and forgets about it when the container has run for so long. */
const FORGIVEN_AFTER: Micros = 10 * MINUTE;

const CONTAINER_START = PHASES.indexOf('containerStart');
const APPLICATION_START = PHASES.indexOf('applicationStart');

/** What the restarts of containers want to know from the faults of a run. */
export interface StartFaults {
  /** Whether a container of this pod that has just come up fails at that. */
  startFails(revision: RevisionState, pod: number, now: Micros): boolean;
  /** By how much a container that is started now starts more slowly. */
  slowness(revision: RevisionState): number;
  created(revision: RevisionState, pod: number, now: Micros): void;
  /** A container that ended will be started again. */
  restarted(revision: RevisionState, pod: number, now: Micros): void;
  gone(pod: number): void;
}

/** How long Kubernetes waits before it starts a container for the `nth` time again (0: the first time). */
export function backoff(nth: number): Micros {
  if (nth === 0) return 0;
  const doubled = FIRST_BACKOFF * (nth > 5 ? 32 : 1 << (nth - 1));
  return Math.min(doubled, LONGEST_BACKOFF);
}

/** Containers that end and are started again inside their pods: with a back-off, on the pod's node, in the pod's place. */
export class Restarts {
  /** Draws for containers that are started again, so that first starts are what they are without any crash. */
  readonly #draws = new Map<RevisionState, readonly (Sample | null)[]>();
  readonly #failing = new Set<number>();
  /** Set where the scenario has faults. */
  faults: StartFaults | null = null;

  constructor(
    private readonly pods: Pods,
    private readonly revisions: readonly RevisionState[],
    private readonly lifecycle: Lifecycle,
    /** The streams of each revision's service. */
    private readonly open: readonly OpenStream[],
  ) {}

  created(revision: RevisionState, pod: number, now: Micros): void {
    this.faults?.created(revision, pod, now);
  }

  /** By how much whatever starts now starts more slowly. */
  slowness(revision: RevisionState): number {
    return this.faults?.slowness(revision) ?? 1;
  }

  gone(revision: RevisionState, pod: number): void {
    if (this.#failing.delete(pod)) revision.failing--;
    this.faults?.gone(pod);
  }

  /**
   * The container of a pod ends now, for the given cause (a code of FAILURE_CAUSES). One that drains takes its pod with it;
   * where none runs, nothing happens. Returns whether one did.
   */
  crash(pod: number, cause: number, now: Micros): boolean {
    const { f, i } = this.pods;
    const state = i[pod * PI + PI_STATE];
    if (state === STARTING) return false;
    if (state === TERMINATING) {
      this.lifecycle.kill(pod, cause, now);
      return true;
    }
    if (now - f[pod * PF + PF_READY] >= FORGIVEN_AFTER) i[pod * PI + PI_RESTARTS] = 0;
    this.lifecycle.takeDown(pod, cause, now);
    const revision = this.#revision(pod);
    this.#startAgain(revision, pod, now);
    this.faults?.restarted(revision, pod, now);
    return true;
  }

  /** A container is about to answer probes. `true`: it ended instead, and will be started again. */
  startFails(revision: RevisionState, pod: number, now: Micros): boolean {
    if (this.faults?.startFails(revision, pod, now) !== true) {
      if (this.#failing.delete(pod)) revision.failing--;
      return false;
    }
    if (!this.#failing.has(pod)) revision.failing++;
    this.#failing.add(pod);
    this.#startAgain(revision, pod, now);
    return true;
  }

  #revision(pod: number): RevisionState {
    return this.revisions[this.pods.i[pod * PI + PI_REVISION]];
  }

  /** After its back-off the container starts: from its own start on all phases come again. */
  #startAgain(revision: RevisionState, pod: number, now: Micros): void {
    const { i, phaseEnds } = this.pods;
    const begins = now + backoff(i[pod * PI + PI_RESTARTS]++);
    const slowness = this.slowness(revision);
    revision.meter.restarted(now);
    let end = begins;
    this.#drawsOf(revision).forEach((draw, k) => {
      if (k >= CONTAINER_START && draw !== null) end += Math.max(0, Math.round(draw() * slowness));
      phaseEnds[pod * PHASES.length + k] = k < CONTAINER_START ? begins : end;
    });
    this.lifecycle.comesUp(pod, phaseEnds[pod * PHASES.length + APPLICATION_START]);
  }

  #drawsOf(revision: RevisionState): readonly (Sample | null)[] {
    let draws = this.#draws.get(revision);
    if (draws === undefined) {
      const { name, startup } = revision.recipe;
      const open = this.open[revision.index];
      draws = PHASES.map((phase) => {
        const distribution = startup.phases[phase];
        return distribution === null ? null : sampler(distribution, open(`restart/${name}/${phase}`));
      });
      this.#draws.set(revision, draws);
    }
    return draws;
  }
}
