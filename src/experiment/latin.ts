import type { Source } from '../random/source.js';

/**
 * A Latin hypercube: of `count` points, every coordinate has exactly one in each of its `count` equal strips, at a random
 * place in it. McKay, Beckman and Conover, Technometrics 21 (1979).
 *
 * @param open the stream of a dimension, so that one more dimension leaves the others as they are
 */
export function latinHypercube(
  count: number,
  dimensions: number,
  open: (dimension: number) => Source,
): readonly number[][] {
  const columns = Array.from({ length: dimensions }, (_, d) => column(count, open(d)));
  return Array.from({ length: count }, (_, n) => columns.map((values) => values[n]));
}

function column(count: number, source: Source): readonly number[] {
  const strips = shuffled(
    Array.from({ length: count }, (_, n) => n),
    source,
  );
  return strips.map((strip) => (strip + source.next()) / count);
}

/** Fisher and Yates. */
function shuffled(items: readonly number[], source: Source): readonly number[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(source.next() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}
