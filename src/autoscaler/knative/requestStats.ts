import type { Micros } from '../../units/quantities.js';
import { widened } from '../../units/widened.js';
import { DOUBLE_ZERO } from '../../units/doubleZero.js';

/** A row is 64 bytes, one cache line, read through two views: doubles first, then integers. */
const F = 8;
const I = 16;
const SINCE = 0;
const AREA = 1;
const PROXIED_AREA = 2;
const OPEN = 6;
const PROXIED_OPEN = 7;
const COUNT = 8;
const PROXIED_COUNT = 9;

/**
 * Request statistics of many queue-proxies, one row each: time-weighted average concurrency and arrivals since the last
 * report, in all and of requests that came through the activator (knative.dev/networking `RequestStats`). Instead of
 * adding concurrency x time at every change, an arrival subtracts its time since the last report and a departure adds
 * its own: with `n` requests open, the area at time `t` is `sum + n x t`. Whole microseconds, so the area is exact.
 */
export class RequestStatsTable {
  /** The figures of the last {@link report}. */
  averageConcurrency = DOUBLE_ZERO;
  averageProxiedConcurrency = DOUBLE_ZERO;
  requestCount = 0;
  proxiedRequestCount = 0;

  private f: Float64Array;
  private i: Int32Array;

  constructor(rows: number) {
    this.f = new Float64Array(rows * F);
    this.i = new Int32Array(this.f.buffer);
  }

  get rows(): number {
    return this.f.length / F;
  }

  /** Makes room for `rows` rows; what is there stays. */
  grow(rows: number): void {
    if (rows <= this.rows) return;
    this.f = widened(this.f, rows * F);
    this.i = new Int32Array(this.f.buffer);
  }

  /** Begins a row anew at `now`: nothing open, nothing counted. */
  start(row: number, now: Micros): void {
    this.i[row * I + OPEN] = 0;
    this.i[row * I + PROXIED_OPEN] = 0;
    this.restart(row, now);
  }

  /** A request arrives. */
  enter(row: number, now: Micros, proxied: boolean): void {
    const { f, i } = this;
    const elapsed = now - f[row * F + SINCE]!;
    f[row * F + AREA]! -= elapsed;
    i[row * I + OPEN]!++;
    i[row * I + COUNT]!++;
    if (!proxied) return;
    f[row * F + PROXIED_AREA]! -= elapsed;
    i[row * I + PROXIED_OPEN]!++;
    i[row * I + PROXIED_COUNT]!++;
  }

  /** A request leaves. */
  exit(row: number, now: Micros, proxied: boolean): void {
    const { f, i } = this;
    const elapsed = now - f[row * F + SINCE]!;
    f[row * F + AREA]! += elapsed;
    i[row * I + OPEN]!--;
    if (!proxied) return;
    f[row * F + PROXIED_AREA]! += elapsed;
    i[row * I + PROXIED_OPEN]!--;
  }

  /** Whether the present period has seen nothing: no request is open, none has come or gone. */
  isQuiet(row: number): boolean {
    const { f, i } = this;
    return i[row * I + OPEN] === 0 && i[row * I + COUNT] === 0 && f[row * F + AREA] === 0;
  }

  /** Requests that are open in a row. */
  open(row: number): number {
    return this.i[row * I + OPEN]!;
  }

  /** Puts the figures since the last report into the public fields and begins the next period. */
  report(row: number, now: Micros): void {
    const { f, i } = this;
    const elapsed = now - f[row * F + SINCE]!;
    this.averageConcurrency = averageOf(f[row * F + AREA]!, i[row * I + OPEN]!, elapsed);
    this.averageProxiedConcurrency = averageOf(f[row * F + PROXIED_AREA]!, i[row * I + PROXIED_OPEN]!, elapsed);
    this.requestCount = i[row * I + COUNT]!;
    this.proxiedRequestCount = i[row * I + PROXIED_COUNT]!;
    this.restart(row, now);
  }

  private restart(row: number, now: Micros): void {
    this.f[row * F + SINCE] = now;
    this.f[row * F + AREA] = 0;
    this.f[row * F + PROXIED_AREA] = 0;
    this.i[row * I + COUNT] = 0;
    this.i[row * I + PROXIED_COUNT] = 0;
  }
}

function averageOf(area: number, open: number, elapsed: Micros): number {
  const whole = area + open * elapsed;
  return whole !== 0 && elapsed > 0 ? whole / elapsed : 0; // a division is slow, and most reports are of nothing
}

/**
 * The same for an activator, one row for each revision it may see (pkg/activator/handler/concurrency_reporter.go): the
 * first request of an untracked revision is reported at once as concurrency 1 and one request, the next report subtracts
 * that again, and a revision is dropped after a report in which it had no traffic at all.
 */
export class ActivatorStatsTable {
  /** The figures of the last {@link report}. */
  averageConcurrency = DOUBLE_ZERO;
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
    this.#tracking = widened(this.#tracking, rows);
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
