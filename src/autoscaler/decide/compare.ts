import type { Micros } from '../../units/quantities.js';
import { TICK } from '../knative/decider.js';
import type { DecisionRow } from './replay.js';
import type { Sample } from './hold.js';

/** What the real autoscaler publishes about its decisions, by the column of a row it corresponds to. */
export type Output = 'stable' | 'panic' | 'desired' | 'wanted' | 'excessBurstCapacity';

const OUTPUTS: Readonly<Record<string, Output>> = {
  'kn.revision.concurrency.stable': 'stable',
  'kn.revision.concurrency.panic': 'panic',
  'kn.revision.rps.stable': 'stable',
  'kn.revision.rps.panic': 'panic',
  'kn.revision.pods.desired': 'desired',
  'kn.revision.pods.requested': 'wanted',
  'kn.revision.capacity.excess': 'excessBurstCapacity',
};

/**
 * Which output of the autoscaler a series is, by its name (dots or underscores, labels ignored); `null` if none. Such a
 * series is for comparison: averaged once already by the windows that are to be replayed, it cannot be their input.
 */
export function outputOf(name: string): Output | null {
  const plain = name.replace(/\{.*$/, '').replaceAll('_', '.');
  return Object.hasOwn(OUTPUTS, plain) ? OUTPUTS[plain]! : null;
}

export interface Difference {
  readonly at: Micros;
  readonly recorded: number;
  readonly computed: number;
}

/** How a recorded output compares with what was computed. */
export interface OutputComparison {
  readonly output: Output;
  /** Samples that lie within the ticks. */
  readonly compared: number;
  readonly differing: number;
  readonly first: Difference | null;
  readonly largest: Difference | null;
}

/**
 * Compares each recorded sample with the tick before it.
 *
 * @param tolerance - differences up to this count as none
 */
export function compareOutput(
  rows: readonly DecisionRow[],
  output: Output,
  recorded: readonly Sample[],
  tolerance = 0,
): OutputComparison {
  const differences: Difference[] = [];
  let compared = 0;
  let next = 0;
  for (const { at, value } of recorded) {
    while (next < rows.length && rows[next]!.at <= at) next++;
    const row = rows[next - 1];
    if (!row || at - row.at > 2 * TICK) continue;
    compared++;
    const computed = row[output];
    if (Math.abs(computed - value) > tolerance) differences.push({ at, recorded: value, computed });
  }
  return {
    output,
    compared,
    differing: differences.length,
    first: differences[0] ?? null,
    largest: differences.reduce<Difference | null>(larger, null),
  };
}

function larger(a: Difference | null, b: Difference): Difference {
  return a === null || size(b) > size(a) ? b : a;
}

function size({ recorded, computed }: Difference): number {
  return Math.abs(recorded - computed);
}
