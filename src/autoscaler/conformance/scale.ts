import type { ReplayCase, ReplayResult } from '../knative/replay.js';
import { replay } from '../knative/replay.js';
import type { Outcome, Same } from './outcome.js';
import { Comparison, recordable, sameValue, within } from './outcome.js';

/** `scale.json`: runs of the autoscaler, every decision of them. */
export interface ScaleFile {
  readonly cases: readonly (ReplayCase & { readonly results: readonly ReplayResult[] })[];
}

/** Everything exactly, weighted averages to a relative 1e-9. */
export function checkScale(file: ScaleFile): Outcome {
  const comparison = new Comparison();
  for (const run of file.cases) {
    const computed = once(() => replay(run));
    const same = run.config.aggregation === 'linear' ? sameResult(sameValue) : sameResult(within(1e-9));
    run.results.forEach((result, i) => {
      comparison.expect(
        () => `${run.name} at ${result.t}`,
        result,
        () => computed()[i],
        same,
      );
    });
  }
  return comparison.outcome();
}

/** `maxPanicPods` has a meaning in panic only. Huge values can overflow: such averages are recorded as text. */
function sameResult(sameAverage: Same): Same {
  return (a, b) => {
    const { stableValue, panicValue, maxPanicPods, ...rest } = a as ReplayResult;
    if (b === undefined || typeof b === 'string') return false;
    const { stableValue: stable, panicValue: panic, maxPanicPods: most, ...computed } = b as ReplayResult;
    return (
      sameAverage(stableValue, recordable(stable)) &&
      sameAverage(panicValue, recordable(panic)) &&
      sameValue(rest, computed) &&
      (!rest.inPanic || maxPanicPods === most)
    );
  };
}

/** Computes at the first call only; an error is thrown at every call. */
function once<T>(compute: () => T): () => T {
  let done: { readonly value: T } | null = null;
  return () => (done ??= { value: compute() }).value;
}
