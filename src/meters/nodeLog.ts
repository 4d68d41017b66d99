import type { NodeChange } from '../platform/cluster/meter.js';
import type { Micros } from '../units/quantities.js';
import { SECOND } from '../units/quantities.js';

/** One change of one node. Indexes of its group and its zone; its number within the group. */
export interface NodeEntry {
  readonly at: Micros;
  readonly group: number;
  readonly ordinal: number;
  readonly zone: number;
  readonly what: NodeChange | 'gone';
}

/** So long before and after the instant changes are kept: a node takes minutes to come. */
const BEFORE: Micros = 300 * SECOND;
const AFTER: Micros = 30 * SECOND;
/** Most entries that are kept: the last ones. */
const MOST = 500;

/** What happened to nodes around one instant, and what happened last to each before it. */
export class NodeLog {
  readonly #entries: NodeEntry[] = [];
  /** What happened last to each node: so far, and before the instant. */
  readonly #latest = new Map<string, NodeEntry>();
  readonly #last = new Map<string, NodeEntry>();

  constructor(private readonly lookAt: Micros) {}

  add(entry: NodeEntry): void {
    const { at, group, ordinal } = entry;
    if (at > this.lookAt + AFTER) return;
    this.#latest.set(keyOf(group, ordinal), entry);
    if (at <= this.lookAt) this.#last.set(keyOf(group, ordinal), entry);
    if (at < this.lookAt - BEFORE) return;
    this.#entries.push(entry);
    if (this.#entries.length > MOST) this.#entries.shift();
  }

  /** A node is there no longer. One that was lost has been told of. */
  ended(group: number, ordinal: number, at: Micros): void {
    const latest = this.#latest.get(keyOf(group, ordinal));
    if (latest !== undefined && latest.what !== 'lost' && latest.what !== 'unready')
      this.add({ ...latest, at, what: 'gone' });
  }

  /** The last thing that happened to a node before the instant; `undefined`: it has stood since the beginning. */
  last(group: number, ordinal: number): NodeEntry | undefined {
    return this.#last.get(keyOf(group, ordinal));
  }

  get entries(): readonly NodeEntry[] {
    return this.#entries;
  }
}

function keyOf(group: number, ordinal: number): string {
  return `${group}/${ordinal}`;
}
