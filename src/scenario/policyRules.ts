/** Rules between the settings of a policy. They read what was written, as those of `rules` do. */
import { annotation, type AnnotationName } from '../autoscaler/knative/annotations.js';
import { parsePercent } from '../units/rate.js';
import { formatPercent } from '../units/format.js';
import { DEFAULTS } from './defaults.js';
import type { Path, Problem } from './problem.js';
import { asTree, problemAt, valueAt, type Tree, type Written } from './written.js';
import { revisionPaths, services } from './writtenParts.js';

/** The policy of a revision, where it stands, and the annotations beside it. */
interface Place {
  readonly policy: Tree;
  readonly path: Path;
  readonly annotations: Tree;
}

/** What a `threshold` policy may not go below must not be above what it may not go above. */
export function thresholdsAgree(written: Written): Problem[] {
  return places(written)
    .filter(({ policy }) => policy['policy'] === 'threshold')
    .flatMap((place) => [...sharesInOrder(written, place), ...scalesInOrder(written, place)]);
}

function places(written: Written): readonly Place[] {
  const named = services(written).flatMap(([, service, path]) =>
    revisionPaths(service).map((at) => placeOf(asTree(valueAt(service, at)), [...path, ...at], service, path)),
  );
  const defaults = asTree(valueAt(written.value, ['fleet', 'defaults']));
  return [...named, placeOf(defaults, ['fleet', 'defaults'], {}, [])];
}

function placeOf(revision: Tree, own: Path, service: Tree, path: Path): Place {
  const inherited = revision['autoscaler'] === undefined;
  return {
    policy: asTree(inherited ? service['autoscaler'] : revision['autoscaler']),
    path: [...(inherited ? path : own), 'autoscaler'],
    annotations: asTree(revision['annotations']),
  };
}

/** `null`: it cannot be read, which is told elsewhere. */
function shareOf(written: unknown, otherwise: number): number | null {
  if (written === undefined) return otherwise;
  const parsed = typeof written === 'string' ? parsePercent(written) : null;
  return parsed?.ok === true ? parsed.value : null;
}

function sharesInOrder(written: Written, { policy, path }: Place): Problem[] {
  const above = shareOf(policy['burstAbove'], DEFAULTS.threshold.burstAbove);
  const below = shareOf(policy['shrinkBelow'], DEFAULTS.threshold.shrinkBelow);
  if (above === null || below === null || below <= above) return [];
  return policy['burstAbove'] === undefined
    ? [problemAt(written, [...path, 'shrinkBelow'], `must not be above burstAbove (${formatPercent(above)})`)]
    : [problemAt(written, [...path, 'burstAbove'], `must not be below shrinkBelow (${formatPercent(below)})`)];
}

function scalesInOrder(written: Written, place: Place): Problem[] {
  const least = scaleOf(place, 'minScale');
  const most = scaleOf(place, 'maxScale');
  if (most === 0 || !(least > most)) return [];
  return place.policy['maxScale'] === undefined
    ? [problemAt(written, [...place.path, 'minScale'], `must not be above max-scale (${most})`)]
    : [problemAt(written, [...place.path, 'maxScale'], `must not be below the least scale (${least})`)];
}

/** Of the policy, or else of the annotations; 0 where neither says it, NaN where it is no number. */
function scaleOf({ policy, annotations }: Place, name: AnnotationName & ('minScale' | 'maxScale')): number {
  return Number(policy[name] ?? annotation(annotations as Readonly<Record<string, string>>, name)?.value ?? 0);
}
