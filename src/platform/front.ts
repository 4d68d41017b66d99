import type { ServiceState } from './service.js';

/**
 * The next arrival of each service of a world, outside the calendar: a heap of services by (time, index), so that
 * arrivals at one time come in the order of the services. One service costs nothing.
 */
export class Front {
  /** When the next request arrives; Infinity when no service has one left. */
  time: number;
  service: ServiceState;
  /** By index. */
  readonly #services: readonly ServiceState[];
  /** The heap: times, and whose they are. Flat, as looking into services on the way down costs more than all else. */
  readonly #times: Float64Array;
  readonly #indices: Int32Array;

  constructor(services: readonly ServiceState[]) {
    const first = services.map((service, index) => ({ index, time: service.nextArrival() }));
    first.sort((a, b) => (a.time === b.time ? a.index - b.index : a.time < b.time ? -1 : 1));
    this.#services = services;
    this.#times = Float64Array.from(first, ({ time }) => time);
    this.#indices = Int32Array.from(first, ({ index }) => index);
    this.time = this.#times[0];
    this.service = services[first[0].index];
  }

  /** Moves on: the service that was first fetches its next arrival. */
  advance(): void {
    this.time = this.service.nextArrival();
    if (this.#times.length > 1) this.#sink(this.time);
  }

  /** The first one has a new time: it sinks to its place, and the next one is first. */
  #sink(time: number): void {
    const times = this.#times;
    const indices = this.#indices;
    const index = indices[0];
    let at = 0;
    for (let child = 1; child < times.length; child = 2 * at + 1) {
      let least = times[child];
      if (child + 1 < times.length) {
        const right = times[child + 1];
        if (right < least || (right === least && indices[child + 1] < indices[child])) {
          child++;
          least = right;
        }
      }
      if (time < least || (time === least && index < indices[child])) break;
      times[at] = least;
      indices[at] = indices[child];
      at = child;
    }
    times[at] = time;
    indices[at] = index;
    this.time = times[0];
    this.service = this.#services[indices[0]];
  }
}
