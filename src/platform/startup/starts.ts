import type { Micros } from '../../units/quantities.js';
import { MILLISECOND } from '../../units/quantities.js';
import type { ClusterState } from '../cluster/cluster.js';
import type { StartListener } from '../cluster/listeners.js';
import type { Pods } from '../pods.js';
import { PI, PI_STATE, WARMING } from '../pods.js';
import type { Phase } from '../recipe.js';
import { PHASES } from '../recipe.js';
import type { PodDraws } from '../revision.js';

/** How often activators probe a pod they do not know to be ready (pkg/activator/net, knative/serving 1.23). */
const PROBE_EVERY: Micros = 200 * MILLISECOND;

const at = (phase: Phase): number => PHASES.indexOf(phase);
const SCHEDULING = at('scheduling');
const IMAGE_PULL = at('imagePull');
const SANDBOX = at('sandbox');
export const CONTAINER_START = at('containerStart');
const APPLICATION_START = at('applicationStart');
export const READINESS = at('readiness');

/** Who leads pods on when their time has come. */
export interface Ascent {
  /** The scheduler comes to it at this time: `seek` shall be called then. */
  seeksNode(pod: number, time: Micros): void;
  /** Its containers run from `started` on, and it answers probes at `up`. */
  willAnswer(pod: number, started: Micros, up: Micros): void;
  /** The containers of a generic pod run at this time. */
  willBeWarm(pod: number, time: Micros): void;
}

/**
 * The way of a pod from its creation to the start of its application. What each phase takes is drawn when it is created;
 * where there are nodes, it also waits for room on one, and for the image to be pulled there.
 */
export class Starts implements StartListener {
  /** Set once, when the world is put together. */
  ascent!: Ascent;

  constructor(
    private readonly pods: Pods,
    /** `null`: every pod fits at once. */
    readonly cluster: ClusterState | null,
  ) {}

  /** A pod that stands ready at time 0. Returns whether there is room for it. */
  stand(pod: number, now: Micros): boolean {
    if (this.cluster !== null && !this.cluster.stand(pod, now)) return false;
    this.#passed(pod, READINESS, now);
    return true;
  }

  /** A new pod begins its way; `slowness`: how many times as long each phase takes. */
  begin(pod: number, draws: PodDraws, slowness: number, now: Micros): void {
    this.#draw(pod, draws, slowness);
    if (this.cluster === null) this.#follow(pod, SCHEDULING, now);
    else {
      this.#passed(pod, READINESS, Infinity);
      this.pods.usesSince[pod] = Infinity;
      if (this.cluster.placement.enter(pod, now)) this.admitted(pod, now);
    }
  }

  /** The same for a pod that takes over a generic one: all up to the start of its containers is behind it. */
  beginWarm(pod: number, draws: PodDraws, slowness: number, now: Micros): void {
    this.#draw(pod, draws, slowness);
    this.#passed(pod, CONTAINER_START, now);
    this.#follow(pod, APPLICATION_START, now);
  }

  #draw(pod: number, { phases, probe }: PodDraws, slowness: number): void {
    const { spans, probeWait } = this.pods;
    probeWait[pod] = Math.round(probe() * PROBE_EVERY);
    for (let k = 0; k < PHASES.length; k++) {
      const draw = phases[k];
      spans[pod * PHASES.length + k] = draw === null ? 0 : Math.max(0, Math.round(draw() * slowness));
    }
  }

  admitted(pod: number, now: Micros): void {
    this.ascent.seeksNode(pod, now + this.pods.spans[pod * PHASES.length + SCHEDULING]);
  }

  /** The scheduler has come to a pod. */
  seek(pod: number, now: Micros): void {
    this.cluster?.placement.seek(pod, now);
  }

  unplaced(pod: number, now: Micros): void {
    this.pods.unplacedSince[pod] = now;
  }

  bound(pod: number, now: Micros): void {
    this.#passed(pod, SCHEDULING, now);
    this.pods.usesSince[pod] = now - this.pods.spans[pod * PHASES.length + SCHEDULING];
    if (this.cluster?.pull(pod, now) !== true) this.#follow(pod, IMAGE_PULL, now);
  }

  pulled(pod: number, now: Micros): void {
    this.#passed(pod, IMAGE_PULL, now, IMAGE_PULL);
    this.#follow(pod, SANDBOX, now);
  }

  /** From phase `first` on everything takes what was drawn. */
  #follow(pod: number, first: number, from: Micros): void {
    const { phaseEnds, spans, probeWait, i } = this.pods;
    const row = pod * PHASES.length;
    let end = from;
    for (let k = first; k < PHASES.length; k++) phaseEnds[row + k] = end += spans[row + k];
    const started = phaseEnds[row + CONTAINER_START];
    if (i[pod * PI + PI_STATE] === WARMING) this.ascent.willBeWarm(pod, started);
    else {
      // Activators find it at their next probe, or when Kubernetes calls it ready, whichever is first.
      const up = phaseEnds[row + APPLICATION_START] + probeWait[pod];
      this.ascent.willAnswer(pod, started, Math.min(up, phaseEnds[row + READINESS]));
    }
  }

  /** Phases `first` to `last` end at this time. */
  #passed(pod: number, last: number, time: Micros, first = 0): void {
    this.pods.phaseEnds.fill(time, pod * PHASES.length + first, pod * PHASES.length + last + 1);
  }

  /** A pod has ended, wherever it stood. Call before its row is given back. */
  ended(pod: number, now: Micros): void {
    this.cluster?.release(pod, now);
  }
}
