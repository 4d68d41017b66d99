/**
 * Rules between fields. They read what was written, not what was validated, so that they speak even where another
 * field is wrong: every problem of a file is reported at once.
 */
import { monthAddsUp, readyServicesExist, tariffsExist } from './costRules.js';
import { faultsLast, memoryFits } from './podRules.js';
import { thresholdsAgree } from './policyRules.js';
import { nameHint, type Path, type Problem } from './problem.js';
import { DNS_LABEL, LABEL_RULE } from './schema/leaves.js';
import { OBJECTIVE_NAME, OBJECTIVE_RULE } from './schema/promises.js';
import { splitsAddUp } from './splitRules.js';
import { asList, asTree, isTree, problemAt, valueAt, type Tree, type Written } from './written.js';
import { microsIn, revisionPaths, services } from './writtenParts.js';

type Rule = (written: Written) => readonly Problem[];

/** All of them. */
export function brokenRules(written: Written): Problem[] {
  return RULES.flatMap((rule) => rule(written));
}

const RULES: readonly Rule[] = [
  namesAreValid,
  hasServices,
  warmupFits,
  servicesAreComplete,
  splitsAddUp,
  nodeGroupsExist,
  layersAgree,
  faultTargetsExist,
  faultsLast,
  memoryFits,
  thresholdsAgree,
  agreementsHaveObjectives,
  tariffsExist,
  readyServicesExist,
  monthAddsUp,
];

/** Of services, revisions, node groups and objectives: what is inside is checked whatever it is called. */
function namesAreValid(written: Written): Problem[] {
  const named = services(written).map(([, , path]) => path);
  const labels: Path[] = [['services'], ['cluster', 'nodeGroups'], ...named.map((path) => [...path, 'revisions'])];
  const objectives: Path[] = [['slos'], ...named.map((path) => [...path, 'slos'])];
  return [
    ...labels.flatMap((path) => invalidNames(written, path, DNS_LABEL, LABEL_RULE)),
    ...objectives.flatMap((path) => invalidNames(written, path, OBJECTIVE_NAME, OBJECTIVE_RULE)),
  ];
}

function invalidNames(written: Written, path: Path, pattern: RegExp, rule: string): Problem[] {
  const names = Object.keys(asTree(valueAt(written.value, path))).filter((name) => !pattern.test(name));
  return names.map((name) => problemAt(written, [...path, name], rule, { at: 'key', showValue: false }));
}

function hasServices(written: Written): Problem[] {
  const { services, fleet } = asTree(written.value);
  const empty = isTree(services) ? Object.keys(services).length === 0 : services === undefined;
  return empty && fleet === undefined
    ? [problemAt(written, [], 'a scenario needs `services` or a `fleet`', { showValue: false })]
    : [];
}

function warmupFits(written: Written): Problem[] {
  const { warmup, horizon, analysis = 'terminating' } = asTree(written.value);
  if (warmup === 'auto')
    return analysis === 'terminating'
      ? [problemAt(written, ['warmup'], 'auto goes with analysis: steady-state only')]
      : [];
  const [from, to] = [microsIn(warmup), microsIn(horizon)];
  return from !== null && to !== null && from >= to
    ? [problemAt(written, ['warmup'], 'must be shorter than the horizon')]
    : [];
}

function servicesAreComplete(written: Written): Problem[] {
  return services(written).flatMap(([, service, path]) => [
    ...(service['arrivals'] === undefined
      ? [problemAt(written, [...path, 'arrivals'], 'is required', { hint: 'the load, for example "20/s"' })]
      : []),
    ...(service['revision'] !== undefined && service['revisions'] !== undefined
      ? [problemAt(written, [...path, 'revision'], 'must not stand beside revisions', { at: 'key', showValue: false })]
      : []),
    ...revisionsWithoutTime(written, service, path),
  ]);
}

function revisionsWithoutTime(written: Written, service: Tree, path: Path): Problem[] {
  if (service['serviceTime'] !== undefined) return [];
  return revisionPaths(service)
    .map((revision) => [...path, ...revision])
    .filter((revision) => asTree(valueAt(written.value, revision))['serviceTime'] === undefined)
    .map((revision) =>
      problemAt(
        written,
        revision[2] === 'revisions' ? [...revision, 'serviceTime'] : [...path, 'serviceTime'],
        'is required',
        TIME_HINT,
      ),
    );
}
const TIME_HINT = { hint: 'what a warm pod needs for one request, for example "80ms"' };

function nodeGroupsExist(written: Written): Problem[] {
  const root = asTree(written.value);
  const known = Object.keys(asTree(asTree(root['cluster'])['nodeGroups']));
  const used: Path[] = [
    ...services(written).map(([, , path]) => [...path, 'nodeGroup']),
    ...services(written).flatMap(([, service, path]) =>
      asList(service['notNodeGroups']).map((_, i) => [...path, 'notNodeGroups', i]),
    ),
    ['fleet', 'defaults', 'nodeGroup'],
  ];
  return used.flatMap((path) => unknownName(written, path, known, 'is not a node group of the cluster'));
}

/** A layer of one name is one layer: it has one size. */
function layersAgree(written: Written): Problem[] {
  const first = new Map<string, unknown>();
  return services(written).flatMap(([, service, path]) =>
    [[], ...revisionPaths(service)].flatMap((revision) => {
      const at: Path = [...path, ...revision, 'startup', 'image', 'layers'];
      const layers = valueAt(written.value, at);
      if (!isTree(layers)) return [];
      return Object.entries(layers).flatMap(([name, size]) => {
        if (!first.has(name)) first.set(name, size);
        return first.get(name) === size
          ? []
          : [
              problemAt(
                written,
                [...at, name],
                `must be ${String(first.get(name))}, as where layer ${name} is first named`,
              ),
            ];
      });
    }),
  );
}

function unknownName(written: Written, path: Path, known: readonly string[], rule: string): Problem[] {
  const name = valueAt(written.value, path);
  return typeof name === 'string' && !known.includes(name)
    ? [problemAt(written, path, rule, { hint: nameHint(name, known) })]
    : [];
}

function faultTargetsExist(written: Written): Problem[] {
  const root = asTree(written.value);
  const groups = asTree(asTree(root['cluster'])['nodeGroups']);
  const zones = new Set(Object.values(groups).flatMap((group) => asList(asTree(group)['zones'] ?? ['a']).map(String)));
  const names = services(written).map(([name]) => name);
  return asList(root['faults']).flatMap((fault, i) =>
    Object.keys(asTree(fault)).flatMap((kind) => [
      ...unknownName(written, ['faults', i, kind, 'service'], names, 'is not a service of this scenario'),
      ...unknownName(
        written,
        ['faults', i, kind, 'nodeGroup'],
        Object.keys(groups),
        'is not a node group of the cluster',
      ),
      ...unknownName(written, ['faults', i, kind, 'zone'], [...zones], 'is not a zone of any node group'),
    ]),
  );
}

function agreementsHaveObjectives(written: Written): Problem[] {
  const owners: readonly (readonly [Tree, Path])[] = [
    [asTree(written.value), []],
    ...services(written).map(([, service, path]) => [service, path] as const),
  ];
  return owners.flatMap(([owner, path]) => {
    const known = Object.keys(asTree(owner['slos']));
    return asList(owner['sla']).flatMap((_, i) =>
      unknownName(written, [...path, 'sla', i, 'slo'], known, 'is not an objective under slos'),
    );
  });
}
