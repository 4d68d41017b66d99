import type { Bytes, Micros, MilliCores } from '../../units/quantities.js';
import type { ClusterMeter } from './meter.js';
import type { Need } from './nodes.js';

/** What is on the nodes, summed up: by group for the meter, by zone for the scheduler's spread. */
export class Occupancy {
  /** Pods by revision, then zone. */
  readonly #inZone: readonly Int32Array[];
  /** Pods by revision, then group. */
  readonly #inGroup: readonly Int32Array[];
  readonly #cpu: MilliCores[];
  readonly #memory: Bytes[];

  constructor(
    revisions: number,
    zones: number,
    groups: number,
    private readonly meter: ClusterMeter,
  ) {
    this.#inZone = Array.from({ length: revisions }, () => new Int32Array(zones));
    this.#inGroup = Array.from({ length: revisions }, () => new Int32Array(groups));
    this.#cpu = new Array<number>(groups).fill(0);
    this.#memory = new Array<number>(groups).fill(0);
  }

  /** Pods of a revision by zone. */
  inZone(revision: number): Int32Array {
    return this.#inZone[revision];
  }

  /** A pod came to a node, or with -1 went. */
  count(revision: number, need: Need, group: number, zone: number, pods: 1 | -1, now: Micros): void {
    this.countInZone(revision, zone, pods);
    this.countPaid(revision, need, group, pods, now);
  }

  /** As the scheduler's spread sees it. */
  countInZone(revision: number, zone: number, pods: 1 | -1): void {
    this.#inZone[revision][zone] += pods;
  }

  /** As far as its node is paid for. */
  countPaid(revision: number, need: Need, group: number, pods: 1 | -1, now: Micros): void {
    this.#inGroup[revision][group] += pods;
    this.#cpu[group] += pods * need.cpu;
    this.#memory[group] += pods * need.memory;
    this.meter.pods(revision, group, this.#inGroup[revision][group], now);
    this.meter.allocated(group, this.#cpu[group], this.#memory[group], now);
  }
}
