import type { Occurrence } from '../platform/faults/occurrence.js';
import type { FaultEntry } from '../result/document.js';
import { SECOND } from '../units/quantities.js';

/** Most entries that are kept: the first ones. */
const MOST = 2000;

/** What went wrong on purpose, when, and whom it hit. */
export class FaultLog {
  readonly #entries: FaultEntry[] = [];
  #omitted = 0;

  /** @param names of the services, in the order of their world */
  constructor(private readonly names: readonly string[]) {}

  readonly tell = ({ kind, target, at, until, services, pods }: Occurrence): void => {
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

  result(): { readonly omitted: number; readonly entries: readonly FaultEntry[] } {
    return { omitted: this.#omitted, entries: [...this.#entries] };
  }
}
