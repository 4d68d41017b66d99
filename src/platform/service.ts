import type { Source } from '../random/source.js';
import type { Micros } from '../units/quantities.js';
import type { ArrivalStream } from '../workload/stream.js';
import type { Downstream } from './downstream.js';
import type { Service, Split } from './recipe.js';
import type { RevisionState } from './revision.js';

/** Arrivals fetched at a time: 4 KB a service, when there are many. */
const BLOCK = 512;
/** At first: most services of a fleet have few. */
const FIRST = 16;
/** Slow times that are remembered: attempts in flight began in one of the last. */
const SLOW_TIMES = 16;

/** A service as it lives in one run: its next arrivals, its revisions and where the split stands. */
export class ServiceState {
  readonly revisions: RevisionState[] = [];
  /** The only revision that gets traffic now, or `null` while several do. */
  only: RevisionState | null = null;
  /** Shares of the revisions in hundredths of a percent, as of now. */
  shares: readonly number[] = [];
  /** Whether the route names them, be it with 0 %. */
  named: readonly boolean[] = [];
  /** What its pods share behind them; `null`: nothing with a limit. Set once, when the world is put together. */
  downstream: Downstream | null = null;
  /** From when until when a dependency of it was slow (a fault), the last few times. */
  readonly #slow: { readonly from: Micros; until: Micros }[] = [];
  /** Requests and retries so far, for the retry budget. */
  requests = 0;
  retries = 0;

  readonly #block = new Float64Array(BLOCK);
  #asked = 0;
  #at = 0;
  #length = 0;

  constructor(
    readonly index: number,
    readonly recipe: Service,
    readonly arrivals: ArrivalStream,
    /** Which revision a request goes to, which pod the ingress tries. */
    readonly routing: Source,
    /** Retries: their jitter and their demands. */
    readonly retrying: Source,
  ) {}

  /** When the next request arrives; Infinity when none will. */
  nextArrival(): Micros {
    if (this.#at === this.#length) {
      this.#asked = Math.min(BLOCK, Math.max(FIRST, 2 * this.#asked));
      this.#length = this.arrivals.fill(this.#block.subarray(0, this.#asked));
      this.#at = 0;
      if (this.#length === 0) return Infinity;
    }
    return this.#block[this.#at++];
  }

  /** From now on a dependency is slow. */
  slowFrom(now: Micros): void {
    if (this.#slow.at(-1)?.until === Infinity) return;
    this.#slow.push({ from: now, until: Infinity });
    if (this.#slow.length > SLOW_TIMES) this.#slow.shift();
  }

  /** ... and no longer. */
  slowUntil(now: Micros): void {
    const last = this.#slow.at(-1);
    if (last !== undefined) last.until = now;
  }

  /** Whether an attempt made at `time` met a slow dependency. */
  wasSlow(time: Micros): boolean {
    return this.#slow.some(({ from, until }) => from <= time && time < until);
  }

  /** Sets the split. */
  route({ shares, named }: Split): void {
    this.shares = shares;
    this.named = named;
    const served = this.revisions.filter((_, r) => shares[r] > 0);
    this.only = served.length === 1 ? served[0] : null;
  }

  /** The revision of one request, drawn by the shares. */
  choose(): RevisionState {
    let ticket = Math.floor(this.routing.next() * 10_000);
    let r = 0;
    while (ticket >= this.shares[r]) ticket -= this.shares[r++];
    return this.revisions[r];
  }
}
