/** Which of many are not beaten: none other is at least as good everywhere and better somewhere. */

/**
 * The Pareto front, as one flag per row. Lower is better in every column: turn those round that are better when higher.
 * A row with something unknown (NaN) is neither on the front nor does it beat any. Equal rows are on it together.
 */
export function paretoFront(rows: readonly (readonly number[])[]): readonly boolean[] {
  const order = rows.map((_, k) => k).filter((k) => !rows[k].some(Number.isNaN));
  order.sort((a, b) => compare(rows[a], rows[b]));
  // In rising order a row can only be beaten by one before it, and then by one of the front.
  const front: number[] = [];
  for (const k of order) if (!front.some((other) => beats(rows[other], rows[k]))) front.push(k);
  const on = new Set(front);
  return rows.map((_, k) => on.has(k));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, k) => value !== b[k]);
  return at < 0 ? 0 : a[at] - b[at];
}

function beats(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, k) => value <= b[k]) && a.some((value, k) => value < b[k]);
}
