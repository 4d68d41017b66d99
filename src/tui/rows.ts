/** The knobs of a scenario, in groups, in the order in which people reach for them. */
import { PROFILES } from '../autoscaler/profiles.js';
import { shippedTariffs } from '../billing/tariffs/index.js';
import { STARTUP_PRESETS } from '../platform/startup/presets.js';
import { listParameters, type Parameter } from '../scenario/parameters.js';
import type { Scenario } from '../scenario/resolved.js';
import { asTree, isTree, valueAt } from '../scenario/written.js';
import { ALL_TRAFFIC, NODES, TARIFF, TRAFFIC } from './changes.js';
import type { Change, Row } from './protocol.js';

/** All rows. `written`: the tree with the changes in it. */
export function rowsOf(scenario: Scenario, written: unknown, changes: readonly Change[]): readonly Row[] {
  const fields = listParameters(scenario, written).filter(({ path }) => !isScaled(path, changes));
  const several = scenario.services.length > 1;
  const rows = [
    ...trafficRows(scenario, changes),
    ...fields.map((field) => fieldRow(field, several)),
    ...missing(scenario, written, fields, several),
    ...nodesRow(scenario, changes),
    tariffRow(scenario),
  ];
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return [...groups].sort(([a], [b]) => rank(a) - rank(b)).flatMap(([, own]) => own);
}

/** The `multiply` that a traffic scale added is shown as that scale alone. */
function isScaled(path: string, changes: readonly Change[]): boolean {
  return changes.some((change) => change.path.startsWith(TRAFFIC)) && /\.arrivals\.apply\[\d+\]\.multiply$/.test(path);
}

const MAIN = 'Load, start-up and price';
/** Groups by the beginning of their titles; others follow. */
const ORDER = [
  MAIN,
  'Knative',
  'Revision',
  'Nodes',
  'Start-up',
  'Traffic',
  'Service time',
  'Clients',
  'Autoscaler',
  'Promises',
  'Ingress',
  'Run',
];
const rank = (group: string): number => {
  const at = ORDER.findIndex((title) => group.startsWith(title));
  return at < 0 ? ORDER.length : at;
};

function trafficRows({ services }: Scenario, changes: readonly Change[]): readonly Row[] {
  const names = services.length > 20 ? [] : services.map(({ name }) => name);
  const paths = [...(services.length > 1 ? [ALL_TRAFFIC] : []), ...names.map((name) => TRAFFIC + name)];
  return paths.map((path) => ({
    path,
    group: MAIN,
    name: services.length === 1 ? 'traffic scale' : path,
    kind: 'number',
    value: changes.find((change) => change.path === path)?.text ?? null,
    default: '1',
    range: '0 and more',
    knative: false,
    what: 'arrival rate times this, its shape unchanged',
    choices: [],
  }));
}

/** Where the file has no cluster, a number of nodes makes one, whose CPU and memory are rows then. */
function nodesRow({ cluster }: Scenario, changes: readonly Change[]): readonly Row[] {
  const value = changes.find(({ path }) => path === NODES)?.text ?? null;
  if (cluster !== null && value === null) return [];
  return [
    {
      path: NODES,
      group: MAIN,
      name: 'nodes',
      kind: 'count',
      value,
      default: 'none',
      range: '1 and more',
      knative: false,
      what: 'nodes of 4 CPU and 16Gi that pods must fit on',
      choices: [],
    },
  ];
}

function tariffRow({ tariffs }: Scenario): Row {
  return {
    path: TARIFF,
    group: MAIN,
    name: 'tariff',
    kind: 'text',
    value: tariffs[0]?.name ?? null,
    default: shippedTariffs[0].name,
    range: `${shippedTariffs.length} ship`,
    knative: false,
    what: 'the price list that cost is counted by',
    choices: [...new Set([...tariffs, ...shippedTariffs].map(({ name }) => name))].sort(),
  };
}

function fieldRow({ path, value, ...facts }: Parameter, several: boolean): Row {
  const choices = choicesOf(path, facts.kind, facts.range, value);
  const { group, name } = placeOf(path, several);
  const range = choices.length > 0 && facts.range === null ? choices.join(', ') : facts.range;
  return { path, group, name, value, ...facts, range, choices };
}

interface PlaceOfRow {
  readonly group: string;
  readonly name: string;
}

/** Where a path is listed, and what is left of it as a name. */
function placeOf(path: string, several: boolean): PlaceOfRow {
  if (path.endsWith('startup.preset')) return mainRow(path, several, 'start-up preset');
  if (path.endsWith('.startup')) return mainRow(path, several, 'start-up');
  const [top = '', second = '', third = ''] = path.split('.');
  const tail = path.slice(top.length + second.length + 2);
  if (top === 'services') return servicePlace(second, third, tail, several);
  if (path.startsWith('knative.config-autoscaler.'))
    return { group: 'Knative config-autoscaler', name: path.slice('knative.config-autoscaler.'.length) };
  if (top === 'knative') return { group: 'Ingress and activator', name: tail === '' ? second : tail };
  if (top === 'cluster') return { group: 'Nodes', name: path.slice('cluster.'.length).replace('nodeGroups.', '') };
  if (top === 'slos') return { group: 'Promises', name: path.slice('slos.'.length) };
  return { group: 'Run', name: path };
}

function mainRow(path: string, several: boolean, name: string): PlaceOfRow {
  return { group: MAIN, name: several ? `${name} of ${path.split('.')[1] ?? ''}` : name };
}

const SECTIONS: Readonly<Record<string, string>> = {
  arrivals: 'Traffic shape',
  serviceTime: 'Service time',
  startup: 'Start-up phases',
  client: 'Clients',
  autoscaler: 'Autoscaler policy',
  slos: 'Promises',
  sla: 'Promises',
};

function servicePlace(service: string, section: string, tail: string, several: boolean): PlaceOfRow {
  const of = several ? ` of ${service}` : '';
  const inRevision = /^revisions?\.(.*)$/.exec(tail)?.[1] ?? '';
  const inner = SECTIONS[inRevision.split('.')[0] ?? ''];
  if (inner !== undefined) return { group: inner + of, name: inRevision.slice(inRevision.indexOf('.') + 1) };
  if (section.startsWith('revision')) return { group: `Revision${of}`, name: shortOf(inRevision) };
  const title = SECTIONS[section];
  if (title === undefined) return { group: `Run${of}`, name: tail };
  const name = tail.slice(section.length + 1);
  return { group: title + of, name: name === '' ? section : section === 'sla' ? tail : name };
}

/** `target` of `annotations["autoscaling.knative.dev/target"]`. */
function shortOf(path: string): string {
  return path.replace(/annotations\["(?:[\w.-]+\/)?([^"]+)"\]$/, '$1');
}

/** Rows that can be set though nothing is written there yet. */
function missing(scenario: Scenario, written: unknown, fields: readonly Parameter[], several: boolean): readonly Row[] {
  const known = new Set(fields.map(({ path }) => path));
  const startups = scenario.services
    .map(({ name }) => ({ name, at: `services.${name}` }))
    .filter(({ at }) => !PLACES.some((place) => known.has(`${at}.${place}`)))
    .map(({ name, at }) => `${at}${inside(written, name)}.startup.preset`);
  const policies = scenario.services
    .map(({ name }) => `services.${name}`)
    .filter((at) => !known.has(`${at}.autoscaler.policy`) && !known.has(`${at}.revision.autoscaler.policy`))
    .map((at) => `${at}.autoscaler.policy`);
  const paths = [...startups, ...policies, ...(known.has('knative.profile') ? [] : ['knative.profile'])];
  return paths.map((path) =>
    fieldRow(
      { path, ...UNWRITTEN, default: policies.includes(path) ? 'knative' : null, what: WHAT[path] ?? '' },
      several,
    ),
  );
}

const UNWRITTEN = { kind: 'text', value: null, range: null, knative: false } as const;

/** Where a service may have its preset. */
const PLACES = ['startup', 'startup.preset', 'revision.startup', 'revision.startup.preset'];

const WHAT: Readonly<Record<string, string>> = { 'knative.profile': 'a named set of Knative settings, below your own' };

/** A service's start-up may stand on the service or on its revision; a new one goes where the old one is. */
function inside(written: unknown, service: string): string {
  const revision = asTree(valueAt(written, ['services', service, 'revision']));
  return isTree(revision['startup']) ? '.revision' : '';
}

const PRESET_NAMES = STARTUP_PRESETS.map(({ name }) => name);
const PROFILE_NAMES = PROFILES.map(({ name }) => name);
const LISTS: Readonly<Record<string, readonly string[]>> = {
  'arrivals.process': ['poisson', 'regular', 'uniform'],
  analysis: ['terminating', 'steady-state'],
  'autoscaler.policy': ['knative', 'threshold', 'fixed', 'per-request'],
  'startup.preset': PRESET_NAMES,
  'knative.profile': PROFILE_NAMES,
  'scheduler.score': ['least-allocated', 'most-allocated'],
  'scheduler.spread': ['zone', 'none'],
};

function choicesOf(path: string, kind: Row['kind'], range: string | null, value: string | null): readonly string[] {
  if (kind === 'flag') return ['false', 'true'];
  if (kind !== 'text') return [];
  const list = Object.keys(LISTS).find((end) => path === end || path.endsWith(`.${end}`));
  if (list !== undefined) return LISTS[list];
  if (path.endsWith('.startup')) return value !== null && PRESET_NAMES.includes(value) ? PRESET_NAMES : [];
  return range?.includes(', ') === true ? range.split(', ') : [];
}
