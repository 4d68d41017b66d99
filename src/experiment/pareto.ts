/** Which of many are not beaten: none other is at least as good everywhere and better somewhere. */

/**
 * The Pareto front, as one flag per row. Lower is better in every column: turn those round that are better when higher.
 * A row with something unknown (NaN) is neither on the front nor does it beat any. Equal rows are on it together.
 */
export function paretoFront(rows: readonly (readonly number[])[]): readonly boolean[] {
  const known = rows.filter((row) => !row.some(Number.isNaN));
  return rows.map((row) => !row.some(Number.isNaN) && !known.some((other) => beats(other, row)));
}

function beats(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, k) => value <= b[k]) && a.some((value, k) => value < b[k]);
}
