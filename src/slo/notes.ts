import { SECOND, type Micros } from '../units/quantities.js';
import type { Objective } from './objective.js';
import { intervalsIn } from './series.js';

/** Windows that are no whole number of the intervals in which a run counts, and what is taken instead. */
export function roundedWindows(
  objectives: readonly Objective[],
  interval: Micros,
): readonly { readonly where: string; readonly text: string }[] {
  return objectives.flatMap(({ service, name, windows, alerts }) => {
    const spans = [
      windows?.every ?? [],
      (alerts ?? []).flatMap((alert) => [alert.longWindow, alert.shortWindow]),
    ].flat();
    const off = [...new Set(spans)].filter((span) => span % interval !== 0);
    return off.map((span) => ({
      where: `slo.${service ?? 'totals'}.${name}`,
      text: `requests are counted every ${interval / SECOND} s: a window of ${span / SECOND} s is taken as ${(intervalsIn(span, interval) * interval) / SECOND} s`,
    }));
  });
}
