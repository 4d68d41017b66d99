import type { Micros } from '../../units/quantities.js';

/**
 * Request statistics of many queue-proxies, one row each: time-weighted average concurrency and arrivals since the last
 * report, in all and of requests that came through the activator (knative.dev/networking `RequestStats`). Instead of
 * adding concurrency x time at every change, an arrival subtracts its time since the last report and a departure adds
 * its own: with `n` requests open, the area at time `t` is `sum + n x t`. Whole microseconds, so the area is exact.
 */
export class RequestStatsTable {
  /** The figures of the last {@link report}. */
  averageConcurrency = 0;
  averageProxiedConcurrency = 0;
  requestCount = 0;
  proxiedRequestCount = 0;

  #since: Float64Array;
  #area: Float64Array;
  #proxiedArea: Float64Array;
  #open: Int32Array;
  #proxiedOpen: Int32Array;
  #count: Int32Array;
  #proxiedCount: Int32Array;

  constructor(rows: number) {
    this.#since = new Float64Array(rows);
    this.#area = new Float64Array(rows);
    this.#proxiedArea = new Float64Array(rows);
    this.#open = new Int32Array(rows);
    this.#proxiedOpen = new Int32Array(rows);
    this.#count = new Int32Array(rows);
    this.#proxiedCount = new Int32Array(rows);
  }

  get rows(): number {
    return this.#since.length;
  }

  /** Makes room for `rows` rows; what is there stays. */
  grow(rows: number): void {
    if (rows <= this.rows) return;
    this.#since = widened(this.#since, new Float64Array(rows));
    this.#area = widened(this.#area, new Float64Array(rows));
    this.#proxiedArea = widened(this.#proxiedArea, new Float64Array(rows));
    this.#open = widened(this.#open, new Int32Array(rows));
    this.#proxiedOpen = widened(this.#proxiedOpen, new Int32Array(rows));
    this.#count = widened(this.#count, new Int32Array(rows));
    this.#proxiedCount = widened(this.#proxiedCount, new Int32Array(rows));
  }

  /** Begins a row anew at `now`: nothing open, nothing counted. */
  start(row: number, now: Micros): void {
    this.#open[row] = 0;
    this.#proxiedOpen[row] = 0;
    this.#restart(row, now);
  }

  /** A request arrives. */
  enter(row: number, now: Micros, proxied: boolean): void {
    const elapsed = now - this.#since[row]!;
    this.#area[row]! -= elapsed;
    this.#open[row]!++;
    this.#count[row]!++;
    if (!proxied) return;
    this.#proxiedArea[row]! -= elapsed;
    this.#proxiedOpen[row]!++;
    this.#proxiedCount[row]!++;
  }

  /** A request leaves. */
  exit(row: number, now: Micros, proxied: boolean): void {
    const elapsed = now - this.#since[row]!;
    this.#area[row]! += elapsed;
    this.#open[row]!--;
    if (!proxied) return;
    this.#proxiedArea[row]! += elapsed;
    this.#proxiedOpen[row]!--;
  }

  /** Requests that are open in a row. */
  open(row: number): number {
    return this.#open[row]!;
  }

  /** Puts the figures since the last report into the public fields and begins the next period. */
  report(row: number, now: Micros): void {
    const elapsed = now - this.#since[row]!;
    this.averageConcurrency = elapsed > 0 ? (this.#area[row]! + this.#open[row]! * elapsed) / elapsed : 0;
    this.averageProxiedConcurrency =
      elapsed > 0 ? (this.#proxiedArea[row]! + this.#proxiedOpen[row]! * elapsed) / elapsed : 0;
    this.requestCount = this.#count[row]!;
    this.proxiedRequestCount = this.#proxiedCount[row]!;
    this.#restart(row, now);
  }

  #restart(row: number, now: Micros): void {
    this.#since[row] = now;
    this.#area[row] = 0;
    this.#proxiedArea[row] = 0;
    this.#count[row] = 0;
    this.#proxiedCount[row] = 0;
  }
}

/**
 * The same for an activator, one row for each revision it may see (pkg/activator/handler/concurrency_reporter.go): the
 * first request of an untracked revision is reported at once as concurrency 1 and one request, the next report subtracts
 * that again, and a revision is dropped after a report in which it had no traffic at all.
 */
export class ActivatorStatsTable {
  /** The figures of the last {@link report}. */
  averageConcurrency = 0;
  requestCount = 0;

  readonly #stats: RequestStatsTable;
  /** 0: untracked; 1: tracked; 2: tracked, its first request reported but not yet subtracted. */
  #tracking: Uint8Array;

  constructor(rows: number) {
    this.#stats = new RequestStatsTable(rows);
    this.#tracking = new Uint8Array(rows);
  }

  get rows(): number {
    return this.#tracking.length;
  }

  /** Makes room for `rows` rows; what is there stays. */
  grow(rows: number): void {
    if (rows <= this.rows) return;
    this.#stats.grow(rows);
    this.#tracking = widened(this.#tracking, new Uint8Array(rows));
  }

  /** A request arrives. `true`: the revision was untracked, so {concurrency 1, one request} goes out at once. */
  enter(row: number, now: Micros): boolean {
    const first = this.#tracking[row] === 0;
    if (first) {
      this.#tracking[row] = 2;
      this.#stats.start(row, now);
    }
    this.#stats.enter(row, now, false);
    return first;
  }

  exit(row: number, now: Micros): void {
    this.#stats.exit(row, now, false);
  }

  isTracked(row: number): boolean {
    return this.#tracking[row] !== 0;
  }

  /** Requests that are open in a row. */
  open(row: number): number {
    return this.#stats.open(row);
  }

  /** Puts the figures since the last report into the public fields. `false`: untracked, there is nothing to report. */
  report(row: number, now: Micros): boolean {
    const tracking = this.#tracking[row]!;
    if (tracking === 0) return false;
    this.#stats.report(row, now);
    const reported = tracking === 2 ? 1 : 0;
    const average = this.#stats.averageConcurrency;
    this.averageConcurrency = Math.max(average - reported, 0);
    this.requestCount = this.#stats.requestCount - reported;
    this.#tracking[row] = average === 0 && this.#stats.open(row) === 0 ? 0 : 1;
    return true;
  }
}

function widened<T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
