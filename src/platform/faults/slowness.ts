import type { Micros } from '../../units/quantities.js';
import type { Demands, RevisionState } from '../revision.js';
import type { ServiceState } from '../service.js';

/** Demands of which each is as much longer as the factors of the faults under way say: none is drawn twice or left out. */
class SlowDemands implements Demands {
  constructor(
    private readonly demands: Demands,
    private readonly factor: number,
  ) {}

  next(): number {
    return Math.round(this.demands.next() * this.factor);
  }
}

/** What is slow at present: starts and dependencies, by service. Factors of faults that overlap multiply. */
export class Slowness {
  readonly #starts: number[][];
  readonly #requests: number[][];
  readonly #demands: readonly Demands[];

  constructor(services: number, revisions: readonly RevisionState[]) {
    this.#starts = Array.from({ length: services }, () => []);
    this.#requests = Array.from({ length: services }, () => []);
    this.#demands = revisions.map(({ io }) => io);
  }

  ofStarts({ index }: ServiceState): number {
    return product(this.#starts[index]);
  }

  slowStarts(services: readonly ServiceState[], factor: number): void {
    for (const { index } of services) this.#starts[index].push(factor);
  }

  startsAsBefore(services: readonly ServiceState[], factor: number): void {
    for (const { index } of services) remove(this.#starts[index], factor);
  }

  /** From now on requests that come wait longer for what they wait for. */
  slowRequests(services: readonly ServiceState[], factor: number, now: Micros): void {
    for (const service of services) {
      this.#requests[service.index].push(factor);
      service.slowFrom(now);
      this.#apply(service);
    }
  }

  requestsAsBefore(services: readonly ServiceState[], factor: number, now: Micros): void {
    for (const service of services) {
      const factors = this.#requests[service.index];
      remove(factors, factor);
      if (factors.length === 0) service.slowUntil(now);
      this.#apply(service);
    }
  }

  #apply(service: ServiceState): void {
    const factor = product(this.#requests[service.index]);
    for (const revision of service.revisions) {
      const demands = this.#demands[revision.index];
      revision.io = factor === 1 ? demands : new SlowDemands(demands, factor);
    }
  }
}

/** A billion times as long is for ever: whatever waits a microsecond waits a quarter of an hour. */
const FOR_EVER = 1e9;

/** Each is at least 1, so that nothing comes back from beyond the limit; of thousands most need not be looked at. */
function product(factors: readonly number[]): number {
  let all = 1;
  for (let k = 0; k < factors.length && all < FOR_EVER; k++) all *= factors[k];
  return Math.min(all, FOR_EVER);
}

function remove(factors: number[], factor: number): void {
  factors.splice(factors.indexOf(factor), 1);
}
