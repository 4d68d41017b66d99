/** The traffic targets of a Knative Service as shares of revisions. */
import type { Path } from '../problem.js';
import { firstRevision } from '../resolve/service.js';
import { asList, asTree, placeOf, problemAt, valueAt, type Tree, type Written } from '../written.js';
import type { Folding } from './folding.js';

/** Everything to the latest revision is what a scenario has anyway. */
export function foldTraffic(
  folding: Folding,
  tree: Written,
  service: Path,
  revision: Path,
  described: (name: string) => boolean,
): void {
  const targets = asList(valueAt(tree.value, ['spec', 'traffic'])).map(asTree);
  const latest =
    revision[2] === 'revisions'
      ? revision[3]
      : (valueAt(tree.value, ['spec', 'template', 'metadata', 'name']) ?? firstRevision(String(service[1])));
  const wrong = targets.findIndex(({ percent }) => percent !== undefined && percent !== null && !isPercent(percent));
  if (wrong >= 0) {
    const path = ['spec', 'traffic', wrong, 'percent'] as const;
    const hint = typeof valueAt(tree.value, path) === 'string' ? 'a number, without quotes' : undefined;
    folding.problems.push(problemAt(tree, path, 'must be a whole number from 0 to 100', { hint }));
    return;
  }
  if (!addsUp(folding, tree, targets)) return;
  const known = (name: string): boolean => name === latest || described(name);
  tellTargets(folding, tree, targets, String(latest), known);
  const shares = sharesOf(targets, String(latest), known);
  if (shares.length === 0 || (shares.length === 1 && shares[0][0] === latest && revision[2] !== 'revisions')) return;
  const place = placeOf(tree, ['spec', 'traffic'], 'key');
  folding.replaceValue([{ at: '0s', split: Object.fromEntries(shares) }], place, [...service, 'traffic']);
}

/** Of targets that are not what they seem: nobody described them, or they are taken to be one. */
function tellTargets(
  folding: Folding,
  tree: Written,
  targets: readonly Tree[],
  latest: string,
  known: (name: string) => boolean,
): void {
  const tell = (i: number, text: string): void => folding.note(placeOf(tree, ['spec', 'traffic', i]), text);
  const named = valueAt(tree.value, ['spec', 'template', 'metadata', 'name']) !== undefined;
  const besidesLatest = targets.some(({ revisionName }) => typeof revisionName !== 'string');
  targets.forEach(({ revisionName, percent }, i) => {
    if (typeof revisionName !== 'string') return;
    if (!known(revisionName) && Number(percent ?? 0) === 0)
      tell(i, `revision ${revisionName} is left out: it has no share, and no manifest describes it`);
    else if (revisionName === latest && !named && besidesLatest)
      tell(
        i,
        `revision ${revisionName} is taken to be this template, as the latest one is: name templates to tell them apart`,
      );
  });
}

/** Knative's own rule, also where all of it goes to one revision. */
function addsUp(folding: Folding, tree: Written, targets: readonly Tree[]): boolean {
  const sum = targets.reduce((all, { percent }) => all + Number(percent ?? 0), 0);
  if (sum === 100 || targets.length === 0) return true;
  const rule = `must add up to 100 percent, not to ${sum}`;
  folding.problems.push(problemAt(tree, ['spec', 'traffic'], rule, { at: 'key', showValue: false }));
  return false;
}

/** What Knative takes as a percentage. */
const isPercent = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100;

/** By revision: one that stands under several tags has the sum. */
function sharesOf(
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
