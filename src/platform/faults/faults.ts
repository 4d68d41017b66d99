import type { Calendar } from '../../engine/calendar.js';
import type { OpenStream, Source } from '../../random/source.js';
import type { Micros } from '../../units/quantities.js';
import { FAILURE } from '../causes.js';
import { FAULT, POD_CRASH } from '../codes.js';
import type { Pods } from '../pods.js';
import { PI, PI_REVISION, PI_STATE, READY, UP } from '../pods.js';
import type { Fault } from '../recipe.js';
import type { RevisionState } from '../revision.js';
import type { ServiceState } from '../service.js';
import type { Aim, Aims } from './aims.js';
import { aimsOf, untilNext } from './aims.js';
import type { TellOccurrence } from './occurrence.js';
import type { Platform } from './platform.js';
import { PodClocks } from './podClocks.js';
import type { Restarts, StartFaults } from './restarts.js';
import { Slowness } from './slowness.js';

/** What a world is told about its faults. */
export interface FaultParts {
  readonly faults: readonly Fault[];
  /** Opens the streams of faults by purpose. */
  readonly open: OpenStream;
  readonly tell: TellOccurrence;
}

const BEGINS = 0;
const ENDS = 1;

/** Everything that goes wrong on purpose: on a schedule, or at a rate. */
export class Faults implements StartFaults {
  readonly #aims: Aims;
  readonly #podClocks: PodClocks;
  readonly #slowness: Slowness;
  /** Failing starts that are under way, by service. */
  readonly #failingStarts: Int32Array;
  /** Until when the container of a pod crashes each time it comes up. */
  readonly #looping = new Map<number, Micros>();

  constructor(
    private readonly calendar: Calendar,
    private readonly pods: Pods,
    services: readonly ServiceState[],
    private readonly revisions: readonly RevisionState[],
    private readonly restarts: Restarts,
    private readonly platform: Platform,
    private readonly parts: FaultParts,
    activators: number,
  ) {
    this.#aims = aimsOf(parts.faults, services, activators, parts.open, (fault) => platform.targets(fault));
    this.#podClocks = new PodClocks(calendar, pods, revisions, this.#aims.pods, parts.open);
    this.#slowness = new Slowness(services.length, revisions);
    this.#failingStarts = new Int32Array(services.length);
    this.#aims.clocks.forEach((aim, k) => {
      const { fault } = aim;
      calendar.push('at' in fault ? fault.at : untilNext(aim.every!, aim.source), FAULT, k, BEGINS);
    });
  }

  /** A clock has struck, or what it began is over. */
  due(k: number, what: number, now: Micros): void {
    const aim = this.#aims.clocks[k];
    if (what === ENDS) {
      this.#end(aim, now);
      return;
    }
    if (aim.every !== null) this.calendar.push(now + untilNext(aim.every, aim.source), FAULT, k, BEGINS);
    if (this.#begin(aim, now) && aim.fault.for !== null) this.calendar.push(now + aim.fault.for, FAULT, k, ENDS);
  }

  /** Begins a fault. Returns whether it lasts. */
  #begin(aim: Aim, now: Micros): boolean {
    const { fault, services, source } = aim;
    switch (fault.kind) {
      case 'podCrash':
      case 'crashLoop':
        this.#crashOne(aim, now);
        return false;
      case 'failedStart':
        for (const { index } of services) this.#failingStarts[index]++;
        break;
      case 'slowStart':
        this.#slowness.slowStarts(services, fault.factor!);
        break;
      case 'slowDependency':
        this.#slowness.slowRequests(services, fault.factor!, now);
        break;
      case 'metricsMissing':
        this.#blind(services, 1);
        break;
      default:
        return this.#breakPlatform(fault, aim.activator, source, now);
    }
    this.#tell(fault, services, now, 0);
    return true;
  }

  #breakPlatform(fault: Fault, activator: number, source: Source, now: Micros): boolean {
    const { services, pods } = this.platform.begin(fault, activator, source, now);
    this.#tell(fault, services, now, pods);
    return true;
  }

  #end({ fault, services, activator, source }: Aim, now: Micros): void {
    switch (fault.kind) {
      case 'failedStart':
        for (const { index } of services) this.#failingStarts[index]--;
        return;
      case 'slowStart':
        this.#slowness.startsAsBefore(services, fault.factor!);
        return;
      case 'slowDependency':
        this.#slowness.requestsAsBefore(services, fault.factor!, now);
        return;
      case 'metricsMissing':
        this.#blind(services, -1);
        return;
      default:
        this.platform.end(fault, activator, source, now);
    }
  }

  #blind(services: readonly ServiceState[], more: 1 | -1): void {
    for (const { revisions } of services) for (const { index } of revisions) this.platform.blind(index, more);
  }

  /** One pod that runs, drawn among those of the services. Without one nothing happens. */
  #crashOne({ fault, services, source }: Aim, now: Micros): void {
    const running = services.flatMap(({ revisions }) => revisions.flatMap((revision) => this.#runningIn(revision)));
    const drawn = source.next();
    if (running.length === 0) {
      this.#tell(fault, [], now, 0);
      return;
    }
    const pod = running[Math.floor(drawn * running.length)];
    this.#crash(pod, fault, now);
  }

  #runningIn({ pods }: RevisionState): number[] {
    const { i } = this.pods;
    return Array.from(pods.items.subarray(0, pods.length)).filter((pod) => {
      const state = i[pod * PI + PI_STATE];
      return state === READY || state === UP;
    });
  }

  #crash(pod: number, fault: Fault, now: Micros): void {
    const { service } = this.revisions[this.pods.i[pod * PI + PI_REVISION]];
    if (fault.kind === 'crashLoop') this.#looping.set(pod, fault.for === null ? Infinity : now + fault.for);
    if (!this.restarts.crash(pod, FAILURE['killed-in-flight'], now)) this.#looping.delete(pod);
    this.#tell(fault, [service], now, 1);
  }

  /** The clock of a pod has struck. */
  podDue(code: number, pod: number, now: Micros): void {
    const revision = this.revisions[this.pods.i[pod * PI + PI_REVISION]];
    const { fault } = this.#podClocks.of(revision, code === POD_CRASH ? 'podCrash' : 'crashLoop')!;
    const state = this.pods.i[pod * PI + PI_STATE];
    if (state === READY || state === UP) this.#crash(pod, fault, now);
    else this.#podClocks.again(revision, pod, fault.kind, now);
  }

  created(revision: RevisionState, pod: number, now: Micros): void {
    this.#podClocks.start(revision, pod, now);
  }

  restarted(revision: RevisionState, pod: number, now: Micros): void {
    this.#podClocks.again(revision, pod, 'podCrash', now);
    this.#podClocks.again(revision, pod, 'crashLoop', now);
  }

  gone(pod: number): void {
    this.#looping.delete(pod);
  }

  startFails(revision: RevisionState, pod: number, now: Micros): boolean {
    const until = this.#looping.get(pod) ?? 0;
    if (until <= now) this.#looping.delete(pod);
    return until > now || this.#failingStarts[revision.service.index] > 0;
  }

  slowness(revision: RevisionState): number {
    return this.#slowness.ofStarts(revision.service);
  }

  #tell({ kind, target, for: lasting }: Fault, services: readonly ServiceState[], now: Micros, pods: number): void {
    this.parts.tell({
      kind,
      target,
      at: now,
      until: lasting === null ? null : now + lasting,
      services: services.map(({ index }) => index),
      pods,
    });
  }
}
