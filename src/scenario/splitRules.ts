/** Rules about the split of traffic over revisions: see rules.ts. */
import { parsePercent } from '../units/rate.js';
import { nameHint, type Path, type Problem } from './problem.js';
import { firstRevision } from './resolve/service.js';
import { asList, asTree, isTree, problemAt, type Tree, type Written } from './written.js';
import { microsIn, services } from './writtenParts.js';

/** Every step of a split names revisions that there are, adds up, and comes after the step before. */
export function splitsAddUp(written: Written): Problem[] {
  return services(written).flatMap(([name, service, path]) => {
    const known = isTree(service['revisions'])
      ? Object.keys(service['revisions'])
      : [String(asTree(service['revision'])['name'] ?? firstRevision(name))];
    const steps = asList(service['traffic']).map((step, i) => ({ step: asTree(step), path: [...path, 'traffic', i] }));
    return [
      ...steps.flatMap(({ step, path: at }) => [
        ...unknownRevisions(written, step, at, known),
        ...wrongSum(written, step, at),
      ]),
      ...stepsOutOfOrder(
        written,
        steps.map(({ step }) => microsIn(step['at'] ?? '0s')),
        path,
      ),
    ];
  });
}

function unknownRevisions(written: Written, step: Tree, path: Path, known: readonly string[]): Problem[] {
  return Object.keys(asTree(step['split']))
    .filter((name) => !known.includes(name))
    .map((name) =>
      problemAt(written, [...path, 'split', name], 'is not a revision of this service', {
        hint: nameHint(name, known),
        at: 'key',
        showValue: false,
      }),
    );
}

function wrongSum(written: Written, step: Tree, path: Path): Problem[] {
  const shares = Object.values(asTree(step['split'])).map((share) =>
    typeof share === 'string' ? parsePercent(share) : null,
  );
  if (shares.length === 0 || shares.some((share) => share?.ok !== true)) return [];
  const hundredths = shares.map((share) => (share?.ok === true ? share.value * 10_000 : 0));
  if (hundredths.some((share) => Math.abs(share - Math.round(share)) > 1e-6))
    return [
      problemAt(written, [...path, 'split'], 'shares must be whole hundredths of a percent', { showValue: false }),
    ];
  const sum = hundredths.reduce((total, share) => total + Math.round(share), 0);
  return sum === 10_000
    ? []
    : [
        problemAt(written, [...path, 'split'], `must add up to 100%, it adds up to ${sum / 100}%`, {
          showValue: false,
        }),
      ];
}

function stepsOutOfOrder(written: Written, times: readonly (number | null)[], path: Path): Problem[] {
  const problems = times.flatMap((time, i) =>
    i > 0 && time !== null && time <= (times[i - 1] ?? -1)
      ? [problemAt(written, [...path, 'traffic', i, 'at'], 'must be later than the step before')]
      : [],
  );
  const late = times.length > 0 && times[0] !== null && times[0] > 0;
  return late
    ? [problemAt(written, [...path, 'traffic', 0, 'at'], 'the first step must be at 0s'), ...problems]
    : problems;
}
