import type { ServiceState } from './service.js';

/**
 * The next arrival of each service of a world, outside the calendar: a heap of services by (time, index), so that
 * arrivals at one time come in the order of the services. One service costs nothing.
 */
export class Front {
  /** When the next request arrives; Infinity when no service has one left. */
  time: number;
  service: ServiceState;
  readonly #services: ServiceState[];
  readonly #times: Float64Array;

  constructor(services: readonly ServiceState[]) {
    const first = services.map((service) => ({ service, time: service.nextArrival() }));
    first.sort((a, b) => (a.time === b.time ? a.service.index - b.service.index : a.time < b.time ? -1 : 1));
    this.#services = first.map(({ service }) => service);
    this.#times = Float64Array.from(first, ({ time }) => time);
    this.time = this.#times[0];
    this.service = this.#services[0];
  }

  /** Moves on: the service that was first fetches its next arrival. */
  advance(): void {
    const service = this.service;
    const time = service.nextArrival();
    const n = this.#services.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= n) break;
      if (child + 1 < n && this.#before(child + 1, this.#times[child], this.#services[child].index)) child++;
      if (!this.#before(child, time, service.index)) break;
      this.#times[at] = this.#times[child];
      this.#services[at] = this.#services[child];
      at = child;
    }
    this.#times[at] = time;
    this.#services[at] = service;
    this.time = this.#times[0];
    this.service = this.#services[0];
  }

  #before(a: number, time: number, index: number): boolean {
    const own = this.#times[a];
    return own < time || (own === time && this.#services[a].index < index);
  }
}
