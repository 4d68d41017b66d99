/**
 * Counts of consecutive intervals in few bytes: for each that is not 0, how many were 0 before it and its count, seven
 * bits to a byte. A day of minutes of a rare function takes some bytes instead of 11,520.
 */
export type SparseCounts = Uint8Array;

export function packCounts(counts: ArrayLike<number>): SparseCounts {
  const bytes: number[] = [];
  let zeros = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) {
      zeros++;
      continue;
    }
    writeNumber(bytes, zeros);
    writeNumber(bytes, counts[i]);
    zeros = 0;
  }
  return Uint8Array.from(bytes);
}

function writeNumber(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push(128 + (rest % 128));
  bytes.push(rest);
}

/** Adds what was packed to `into`, from index 0 on. */
export function addCounts(packed: SparseCounts, into: Float64Array): void {
  let at = -1;
  let value = 0;
  let weight = 1;
  let isGap = true;
  for (const byte of packed) {
    value += (byte & 127) * weight;
    weight *= 128;
    if (byte >= 128) continue;
    if (isGap) at += value + 1;
    else into[at] += value;
    isGap = !isGap;
    value = 0;
    weight = 1;
  }
}
