import { RoundedSums } from '../billing/rounding.js';
import type { MeteringNeeds } from '../billing/usage.js';
import type { Change, PodMeter } from '../platform/meter.js';
import { PHASES } from '../platform/recipe.js';
import { ExactSum } from '../stats/exactSum.js';
import { Histogram } from '../stats/histogram.js';
import { TimeWeighted } from '../stats/timeWeighted.js';
import type { Micros } from '../units/quantities.js';
import { DecisionLog } from './decisionLog.js';
import { DOUBLE_ZERO } from '../units/doubleZero.js';

/** The figures of one revision's pods and decisions, of bounded size. Times before the end of the warm-up do not count. */
export class RevisionMeter implements PodMeter {
  readonly cpuMicros = new ExactSum();
  readonly rounded: Readonly<Record<keyof MeteringNeeds, RoundedSums>>;
  started = 0;
  restarts = 0;
  readonly pods = new TimeWeighted(0, 0);
  readonly ready = new TimeWeighted(0, 0);
  /** Generic pods of its warm pool. */
  readonly pool = new TimeWeighted(0, 0);
  readonly desired = new TimeWeighted(0, 0);
  readonly panic = new TimeWeighted(0, 0);
  readonly startup = new Histogram();
  readonly phaseMicros = new Float64Array(PHASES.length);
  readonly startupMicros = new ExactSum();
  decisions = 0;
  panics = 0;
  toZero = 0;
  readonly log = new DecisionLog();
  /** Most pods at once since counting began. */
  mostPods = 0;
  #podsBefore = DOUBLE_ZERO;
  #poolBefore = DOUBLE_ZERO;
  #panicBefore = DOUBLE_ZERO;
  /** Busy periods that have begun and not ended, kept by the platform: see `openPods`. */
  openBusyMicros: (now: Micros) => Micros = () => 0;

  constructor(
    needs: MeteringNeeds,
    readonly warmup: Micros,
  ) {
    this.rounded = {
      execution: new RoundedSums(needs.execution),
      busy: new RoundedSums(needs.busy),
      active: new RoundedSums(needs.active),
      lifetime: new RoundedSums(needs.lifetime),
    };
  }

  /** The warm-up ends now: from here on everything counts. Called once, also when there is no warm-up. */
  beginCounting(now: Micros): void {
    this.#podsBefore = this.pods.area(now);
    this.#poolBefore = this.pool.area(now);
    this.#panicBefore = this.panic.area(now);
    this.mostPods = this.pods.level;
  }

  /** Life time of all pods since counting began. */
  podMicrosAt(now: Micros): number {
    return this.pods.area(now) - this.#podsBefore;
  }

  /** Time that generic pods spent in its warm pool since counting began. */
  poolMicrosAt(now: Micros): number {
    return this.pool.area(now) - this.#poolBefore;
  }

  panicMicrosAt(now: Micros): number {
    return this.panic.area(now) - this.#panicBefore;
  }

  busyMicrosAt(now: Micros): number {
    return this.rounded.busy.total + this.openBusyMicros(now);
  }

  executed(span: Micros, now: Micros): void {
    if (now >= this.warmup) this.rounded.execution.add(span);
  }

  usedCpu(span: Micros, now: Micros): void {
    if (now >= this.warmup) this.cpuMicros.add(Math.round(span));
  }

  busy(from: Micros, now: Micros, uses: Micros, ready: Micros): void {
    const since = Math.max(from, this.warmup);
    if (now <= since) return;
    this.rounded.busy.add(now - since);
    // A pod is first busy the moment it can serve what waited for it; its start-up then belongs to this busy period.
    this.rounded.active.add(from === ready && uses >= this.warmup ? now - uses : now - since);
  }

  created(now: Micros): void {
    if (now >= this.warmup) this.started++;
    this.pods.add(now, 1);
    if (this.pods.level > this.mostPods) this.mostPods = this.pods.level;
  }

  becameReady(created: Micros, now: Micros, phaseEnds: Float64Array, at: number): void {
    if (now === created || created < this.warmup) return; // stood ready at time 0
    this.startup.add(now - created);
    this.startupMicros.add(now - created);
    let from = created;
    for (let k = 0; k < PHASES.length; k++) {
      this.phaseMicros[k] += phaseEnds[at + k] - from;
      from = phaseEnds[at + k];
    }
  }

  gone(created: Micros, ready: Micros, now: Micros, uses: Micros): void {
    this.pods.add(now, -1);
    const since = Math.max(created, this.warmup);
    const used = Math.max(uses, this.warmup);
    if (now > used) this.rounded.lifetime.add(now - used);
    if (ready === Infinity && now > since) this.startupMicros.add(now - since);
  }

  restarted(now: Micros): void {
    if (now >= this.warmup) this.restarts++;
  }

  pooled(count: number, now: Micros): void {
    this.pool.set(now, count);
  }

  readyPods(count: number, now: Micros): void {
    this.ready.set(now, count);
  }

  decided(now: Micros, desired: number, inPanic: boolean): void {
    if (now >= this.warmup) this.decisions++;
    if (desired !== this.desired.level) this.desired.set(now, desired);
    const panicking = inPanic ? 1 : 0;
    if (panicking === this.panic.level) return;
    if (inPanic && now >= this.warmup) this.panics++;
    this.panic.set(now, panicking);
  }

  decidedAgain(first: Micros, period: Micros, count: number): void {
    const before = Math.max(0, Math.ceil((this.warmup - first) / period));
    this.decisions += Math.max(0, count - before);
  }

  reconciled(change: Change): void {
    this.log.add(change);
  }

  scaledToZero(now: Micros): void {
    if (now >= this.warmup) this.toZero++;
  }
}
