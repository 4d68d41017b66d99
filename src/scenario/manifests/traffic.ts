/** The traffic targets of a Knative Service as shares of revisions. */
import type { Tree } from '../written.js';

/** What Knative takes as a percentage. */
export const isPercent = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100;

/** By revision: one that stands under several tags has the sum. */
export function sharesOf(
  targets: readonly Tree[],
  latest: string,
  known: (revision: string) => boolean,
): readonly (readonly [string, string])[] {
  const shares = new Map<string, number>();
  for (const { revisionName, percent } of targets) {
    const revision = typeof revisionName === 'string' ? revisionName : latest;
    const share = (shares.get(revision) ?? 0) + Number(percent ?? 0);
    if (share > 0 || known(revision)) shares.set(revision, share);
  }
  return [...shares].map(([revision, share]) => [revision, `${share}%`]);
}
