import type { Calendar } from '../../engine/calendar.js';
import type { OpenStream, Source } from '../../random/source.js';
import type { Micros } from '../../units/quantities.js';
import { SECOND } from '../../units/quantities.js';
import { POD_CRASH, POD_LOOP } from '../codes.js';
import type { Pods } from '../pods.js';
import { PI, PI_GENERATION } from '../pods.js';
import type { FaultKind } from '../recipe.js';
import type { RevisionState } from '../revision.js';
import type { PodAim } from './aims.js';
import { untilNext } from './aims.js';

/** The clocks of one revision for one kind of fault: pod k draws the k-th time of the first stream. */
interface Clock extends PodAim {
  readonly first: Source;
  readonly later: Source;
}

/** Faults that each pod meets at a rate. Of several of one kind at one service, the first counts. */
export class PodClocks {
  readonly #clocks: readonly (readonly Clock[])[];

  constructor(
    private readonly calendar: Calendar,
    private readonly pods: Pods,
    revisions: readonly RevisionState[],
    aims: readonly PodAim[],
    open: OpenStream,
  ) {
    this.#clocks = revisions.map(({ service, recipe }) =>
      aims
        .filter(({ services }) => services.includes(service))
        .filter(({ fault }, k, own) => own.findIndex((other) => other.fault.kind === fault.kind) === k)
        .map((aim) => {
          const name = `${aim.name}/${service.recipe.name}/${recipe.name}`;
          return { ...aim, first: open(name), later: open(`${name}/again`) };
        }),
    );
  }

  of(revision: RevisionState, kind: FaultKind): PodAim | undefined {
    return this.#clocks[revision.index].find(({ fault }) => fault.kind === kind);
  }

  /** A pod is created: it draws from each clock, whatever becomes of it. */
  start(revision: RevisionState, pod: number, now: Micros): void {
    for (const clock of this.#clocks[revision.index]) this.#set(clock, pod, now, clock.first);
  }

  /** A pod has met a fault, or was not there for it. */
  again(revision: RevisionState, pod: number, kind: FaultKind, now: Micros): void {
    for (const clock of this.#clocks[revision.index]) {
      if (clock.fault.kind === kind) this.#set(clock, pod, now, clock.later);
    }
  }

  #set({ fault }: Clock, pod: number, now: Micros, source: Source): void {
    const code = fault.kind === 'podCrash' ? POD_CRASH : POD_LOOP;
    const at = now + untilNext(SECOND / fault.rate, source);
    this.calendar.push(at, code, pod, this.pods.i[pod * PI + PI_GENERATION]);
  }
}
