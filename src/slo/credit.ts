import type { Objective } from './objective.js';

/**
 * The largest credit whose limit the SLI has fallen below, not by the last bit of a division alone; `null`: there is no
 * SLA, or nothing to judge.
 */
export function creditDue({ credits }: Objective, sli: number | null): number | null {
  if (credits.length === 0 || sli === null) return null;
  const fallenBelow = credits.filter(({ below }) => sli < below * (1 - 1e-12));
  return fallenBelow.reduce((largest, { credit }) => Math.max(largest, credit), 0);
}
