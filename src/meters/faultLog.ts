import type { Occurrence } from '../platform/faults/occurrence.js';
import type { FaultEntry, Faults } from '../result/document.js';
import { SECOND } from '../units/quantities.js';

/** Most entries that are kept: the first ones. */
const MOST = 2000;

/** What went wrong on purpose, when, and whom it hit. */
export class FaultLog {
  readonly #entries: FaultEntry[] = [];
  #omitted = 0;
  /** Kinds that hit each service, however many entries are kept. */
  readonly #hits = new Map<string, Set<string>>();

  /** @param names of the services, in the order of their world */
  constructor(private readonly names: readonly string[]) {}

  readonly tell = ({ kind, target, at, until, services, pods }: Occurrence): void => {
    for (const index of services) {
      const name = this.names[index];
      this.#hits.set(name, (this.#hits.get(name) ?? new Set()).add(kind));
    }
    if (this.#entries.length === MOST) {
      this.#omitted++;
      return;
    }
    this.#entries.push({
      at: at / SECOND,
      until: until === null ? null : until / SECOND,
      kind,
      target,
      services: services.map((index) => this.names[index]),
      pods,
    });
  };

  result(): Faults {
    const hits = this.names.flatMap((name) => {
      const kinds = this.#hits.get(name);
      return kinds === undefined ? [] : [[name, [...kinds]] as const];
    });
    return { omitted: this.#omitted, hits: Object.fromEntries(hits), entries: [...this.#entries] };
  }
}
