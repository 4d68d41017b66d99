import { F_STRIDE } from './layout.js';

/** Up to this many, moving one by one is the fastest way to sort. */
export const SMALL = 24;

/** Sorts `run[0..n)` by the time of its entries, stably. `scratch` is as long as `run`. */
export function sortByTime(run: Int32Array, n: number, scratch: Int32Array, f: Float64Array): void {
  for (let start = 0; start < n; start += SMALL) insertionSort(run, start, Math.min(start + SMALL, n), f);
  let from = run;
  let to = scratch;
  for (let width = SMALL; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) merge(from, to, start, start + width, start + 2 * width, n, f);
    [from, to] = [to, from];
  }
  if (from !== run) run.set(from.subarray(0, n));
}

/** Sorts the few of `run[0..n)`, of which each was pushed before the one in front of it, by time and the order of pushing. */
export function sortNewestFirst(run: Int32Array, n: number, f: Float64Array): void {
  for (let k = 1; k < n; k++) {
    const x = run[k];
    const time = f[x * F_STRIDE];
    let at = k;
    while (at > 0 && f[run[at - 1] * F_STRIDE] >= time) {
      run[at] = run[at - 1];
      at--;
    }
    run[at] = x;
  }
}

function insertionSort(run: Int32Array, start: number, end: number, f: Float64Array): void {
  for (let k = start + 1; k < end; k++) {
    const x = run[k];
    const time = f[x * F_STRIDE];
    let at = k;
    while (at > start && f[run[at - 1] * F_STRIDE] > time) {
      run[at] = run[at - 1];
      at--;
    }
    run[at] = x;
  }
}

function merge(
  from: Int32Array,
  to: Int32Array,
  start: number,
  middle: number,
  end: number,
  n: number,
  f: Float64Array,
): void {
  const a1 = Math.min(middle, n);
  const b1 = Math.min(end, n);
  let a = start;
  let b = a1;
  for (let at = start; at < b1; at++) {
    const left = a < a1 && (b >= b1 || f[from[a] * F_STRIDE] <= f[from[b] * F_STRIDE]);
    to[at] = left ? from[a++] : from[b++];
  }
}
