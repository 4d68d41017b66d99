/** A pod that waits, and the revision it belongs to. */
export interface Waiting {
  readonly pod: number;
  readonly revision: number;
}

/**
 * Pods that wait for something all pods of a revision need alike (room on a node, room in the quota), in the order of
 * their coming. Where the first of a revision cannot go, none of that revision can: the others are not asked.
 */
export class WaitingPods {
  #pods: Waiting[] = [];
  readonly #byRevision: number[];

  constructor(revisions: number) {
    this.#byRevision = new Array<number>(revisions).fill(0);
  }

  get length(): number {
    return this.#pods.length;
  }

  /** Pods of one revision. */
  of(revision: number): number {
    return this.#byRevision[revision];
  }

  all(): readonly Waiting[] {
    return this.#pods;
  }

  push(pod: number, revision: number): void {
    this.#pods.push({ pod, revision });
    this.#byRevision[revision]++;
  }

  remove(pod: number): boolean {
    const at = this.#pods.findIndex((waiting) => waiting.pod === pod);
    if (at < 0) return false;
    this.#byRevision[this.#pods[at].revision]--;
    this.#pods.splice(at, 1);
    return true;
  }

  /** Takes out, in order, those for whom `goes` says yes, each right after its yes. */
  release(goes: (waiting: Waiting) => boolean): readonly Waiting[] {
    const gone: Waiting[] = [];
    const stuck = new Set<number>();
    for (const waiting of this.#pods) {
      if (stuck.has(waiting.revision)) continue;
      if (goes(waiting)) gone.push(waiting);
      else stuck.add(waiting.revision);
    }
    if (gone.length === 0) return gone;
    const left = new Set(gone);
    this.#pods = this.#pods.filter((waiting) => !left.has(waiting));
    for (const { revision } of gone) this.#byRevision[revision]--;
    return gone;
  }
}
