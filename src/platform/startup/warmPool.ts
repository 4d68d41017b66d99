import { sampler } from '../../random/sampler.js';
import type { OpenStream } from '../../random/source.js';
import type { Micros } from '../../units/quantities.js';
import { NONE } from '../../engine/layout.js';
import type { Pods } from '../pods.js';
import { PF, PF_CREATED, PI, PI_REVISION, PI_STATE, WARM, WARMING } from '../pods.js';
import { PHASES } from '../recipe.js';
import type { PodDraws, RevisionState } from '../revision.js';
import { RowList } from '../rowList.js';
import { CONTAINER_START, type Starts } from './starts.js';

/** The generic pods of one revision. */
interface Pool {
  readonly size: number;
  readonly draws: PodDraws;
  /** All that exist, and of these the ones whose containers run. */
  readonly pods: RowList;
  readonly warm: RowList;
}

/**
 * Generic pods that are kept started up to the start of their containers. A new pod of the revision takes the one that
 * has been warm for longest, and skips those phases; another one is started in its place.
 */
export class WarmPools {
  readonly #pools: readonly (Pool | null)[];

  constructor(
    private readonly pods: Pods,
    private readonly revisions: readonly RevisionState[],
    private readonly starts: Starts,
    /** Opens the streams of each revision's service. */
    open: readonly OpenStream[],
  ) {
    this.#pools = revisions.map((revision) => poolOf(revision, open[revision.index]));
  }

  /** The pools stand full at time 0, as far as there is room for them; the rest of them starts. */
  place(now: Micros): void {
    for (const { index } of this.revisions) {
      const pool = this.#pools[index];
      for (let k = 0; pool !== null && k < pool.size; k++) {
        const pod = this.#create(pool, index, now);
        if (this.starts.stand(pod, now)) this.warm(pod);
        else this.starts.begin(pod, pool.draws, 1, now);
      }
    }
  }

  #create(pool: Pool, revision: number, now: Micros): number {
    const pod = this.pods.take();
    const { f, i } = this.pods;
    f[pod * PF + PF_CREATED] = now;
    i[pod * PI + PI_REVISION] = revision;
    i[pod * PI + PI_STATE] = WARMING;
    pool.pods.push(pod);
    this.revisions[revision].meter.pooled(pool.pods.length, now);
    return pod;
  }

  /** The containers of a generic pod run. */
  warm(pod: number): void {
    const { i } = this.pods;
    i[pod * PI + PI_STATE] = WARM;
    this.#pools[i[pod * PI + PI_REVISION]]!.warm.push(pod);
  }

  /** A warm pod for this revision, whose row is the taker's from now on; NONE: there is none. */
  take(revision: number, now: Micros): number {
    const pool = this.#pools[revision];
    if (pool === null || pool.warm.length === 0) return NONE;
    const pod = pool.warm.items[0];
    pool.warm.remove(pod);
    pool.pods.remove(pod);
    this.pods.unplacedSince[pod] = Infinity;
    this.revisions[revision].meter.pooled(pool.pods.length, now);
    return pod;
  }

  /** A generic pod is gone with its node. */
  lost(pod: number, now: Micros): void {
    const revision = this.pods.i[pod * PI + PI_REVISION];
    const pool = this.#pools[revision]!;
    pool.warm.remove(pod);
    pool.pods.remove(pod);
    this.revisions[revision].meter.pooled(pool.pods.length, now);
    this.starts.ended(pod, now);
    this.pods.give(pod);
    this.refill(revision, now);
  }

  /** Starts as many as are missing. */
  refill(revision: number, now: Micros): void {
    const pool = this.#pools[revision];
    if (pool === null) return;
    while (pool.pods.length < pool.size) this.starts.begin(this.#create(pool, revision, now), pool.draws, 1, now);
  }
}

/** Generic pods have draws of their own: how one starts shifts nothing for those that take them. */
function poolOf({ recipe: { name, startup } }: RevisionState, open: OpenStream): Pool | null {
  if (startup.warmPool === 0) return null;
  const phases = PHASES.map((phase, k) => {
    const distribution = startup.phases[phase];
    return distribution === null || k > CONTAINER_START
      ? null
      : sampler(distribution, open(`warm-pool/${name}/${phase}`));
  });
  const nothing = (): number => 0;
  const draws: PodDraws = { phases, uid: nothing, probe: nothing };
  return { size: startup.warmPool, draws, pods: new RowList(), warm: new RowList() };
}
