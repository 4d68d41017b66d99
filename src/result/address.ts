/** From the path of a figure, as a person writes it, to the one figure it means. */
import { nearest } from '../units/nearest.js';
import { refused, type Refused } from '../units/parsed.js';
import type { ResultDocument } from './document.js';
import { ALIASES, BILL_FIGURES, NODE_FIGURES, SERVICE_FIGURES, SLO_FIGURES, type Figure } from './figures.js';

/** Names that exist; what is left out is not checked. */
export interface KnownNames {
  readonly services?: readonly string[];
  /** Of the services that have several, by service. */
  readonly revisions?: Readonly<Record<string, readonly string[]>>;
  /** In declared order: `cost` is the first one. */
  readonly tariffs?: readonly string[];
  /** `checkout.latency`, `totals.availability`. */
  readonly slos?: readonly string[];
  readonly nodeGroups?: readonly string[];
  /** By tariff. */
  readonly currencies?: Readonly<Record<string, string>>;
}

export type Scope =
  | { readonly kind: 'totals' }
  /** With `revision`: of one of several alone. */
  | { readonly kind: 'service'; readonly name: string; readonly revision?: string }
  /** `null`: the first bill, whichever it is. */
  | { readonly kind: 'bill'; readonly tariff: string | null }
  | { readonly kind: 'slo'; readonly service: string; readonly name: string }
  | { readonly kind: 'nodes'; readonly group: string };

export interface Address {
  /** The full path: `totals.latency.p99` for `p99`. */
  readonly path: string;
  readonly scope: Scope;
  readonly figure: Figure;
}

export type Addressed = { readonly ok: true; readonly address: Address } | Refused;

const SCOPES = ['totals', 'services', 'bills', 'cost', 'slo', 'nodes'] as const;

const inFull = (path: string): string => (Object.hasOwn(ALIASES, path) ? ALIASES[path] : path);

/** Finds what a path means: full paths, short forms, and `cost`. */
export function addressOf(path: string, known: KnownNames = {}): Addressed {
  const [head, ...rest] = path.split('.');
  const tail = rest.join('.');
  switch (head) {
    case 'totals':
      return find(path, SERVICE_FIGURES, inFull(tail), { kind: 'totals' }, 'totals');
    case 'services':
      return ofService(path, tail, known);
    case 'bills':
      return ofBill(path, tail, known);
    case 'cost':
      return ofFirstBill(path, tail === '' ? 'metered' : tail, known);
    case 'slo':
      return ofSlo(path, tail, known);
    case 'nodes':
      return ofNodes(path, tail, known);
    default:
      return ofTotals(path);
  }
}

function ofTotals(path: string): Addressed {
  const found = find(path, SERVICE_FIGURES, inFull(path), { kind: 'totals' }, 'totals');
  if (found.ok) return found;
  if (path.startsWith('delta.'))
    return refused('must be the path of a figure', 'differences are those of "headroom compare"');
  const within = SERVICE_FIGURES.filter((figure) => figure.path.startsWith(`${path}.`)).map((figure) => figure.path);
  if (within.length > 0) return refused('must be the path of a figure', `one of ${within.slice(0, 8).join(', ')}`);
  const near = nearest(path, [...Object.keys(ALIASES), ...SERVICE_FIGURES.map((figure) => figure.path), ...SCOPES]);
  return refused(
    'must be the path of a figure',
    near === undefined ? `such as ${EXAMPLES}` : `did you mean "${near}"?`,
  );
}

const EXAMPLES = 'p99, coldStartRate, services.<name>.latency.p99, bills.<tariff>.perMillionRequests';

function find(path: string, figures: readonly Figure[], within: string, scope: Scope, prefix: string): Addressed {
  const figure = figures.find((candidate) => candidate.path === within);
  if (figure !== undefined) return { ok: true, address: { path: `${prefix}.${within}`, scope, figure } };
  const near = nearest(within, [...figures.map((candidate) => candidate.path), ...Object.keys(ALIASES)]);
  const under = figures.filter((candidate) => candidate.path.startsWith(`${within}.`)).map(({ path: full }) => full);
  const listed = under.length > 0 ? `one of ${under.slice(0, 8).join(', ')}` : '';
  return refused(
    `must be a figure that exists: ${prefix} has no "${within}"`,
    near === undefined ? listed : meant(path, within, near),
  );
}

const meant = (path: string, wrong: string, right: string): string =>
  `did you mean "${path.endsWith(wrong) ? path.slice(0, path.length - wrong.length) + right : right}"?`;

/** The longest known name that the path begins with, or else its first part. */
function nameAtStart(tail: string, known: readonly string[] | undefined): string | null {
  const starting = known?.filter((name) => tail.startsWith(`${name}.`)).sort((a, b) => b.length - a.length);
  return starting === undefined ? firstParts(tail, 1) : (starting[0] ?? null);
}

function unknownName(what: string, given: string, known: readonly string[]): Refused {
  const rule = `must name ${article(what)} that exists: there is no "${given}"`;
  const near = nearest(given, known);
  if (near !== undefined) return refused(rule, `did you mean "${near}"?`);
  return refused(rule, known.length === 0 ? `there is no ${what}` : `one of ${known.slice(0, 8).join(', ')}`);
}

const article = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

const firstParts = (tail: string, count: number): string => tail.split('.').slice(0, count).join('.');

function ofService(path: string, tail: string, known: KnownNames): Addressed {
  const name = nameAtStart(tail, known.services);
  if (name === null) return unknownName('service', firstParts(tail, 1), known.services ?? []);
  const within = tail.slice(name.length + 1);
  if (within.startsWith(REVISIONS)) return ofRevision(path, name, within.slice(REVISIONS.length), known);
  return find(path, SERVICE_FIGURES, inFull(within), { kind: 'service', name }, `services.${name}`);
}

const REVISIONS = 'revisions.';

/** Names of revisions are DNS labels: they hold no dots. */
function ofRevision(path: string, name: string, tail: string, { revisions }: KnownNames): Addressed {
  const revision = firstParts(tail, 1);
  const own = revisions === undefined || !Object.hasOwn(revisions, name) ? revisions && [] : revisions[name];
  if (own?.length === 0)
    return refused(`must be a figure that exists: ${name} has one revision`, 'its figures are those of the service');
  if (own?.includes(revision) === false) return unknownName('revision', revision, own);
  const within = inFull(tail.slice(revision.length + 1));
  const scope = { kind: 'service', name, revision } as const;
  return find(path, SERVICE_FIGURES, within, scope, `services.${name}.${REVISIONS}${revision}`);
}

function ofBill(path: string, tail: string, known: KnownNames): Addressed {
  const tariff = known.tariffs === undefined ? nameBefore(tail, BILL_FIGURES) : nameAtStart(tail, known.tariffs);
  if (tariff === null) return unknownName('tariff', nameBefore(tail, BILL_FIGURES), known.tariffs ?? []);
  return find(path, BILL_FIGURES, tail.slice(tariff.length + 1), { kind: 'bill', tariff }, `bills.${tariff}`);
}

/** What stands before a figure: the name of a tariff may hold dots. */
function nameBefore(tail: string, figures: readonly Figure[]): string {
  const figure = figures.find((candidate) => tail.endsWith(`.${candidate.path}`));
  return figure === undefined ? tail.split('.')[0] : tail.slice(0, tail.length - figure.path.length - 1);
}

function ofFirstBill(path: string, within: string, { tariffs }: KnownNames): Addressed {
  const first = tariffs?.[0] ?? null;
  return find(path, BILL_FIGURES, within, { kind: 'bill', tariff: first }, first === null ? 'cost' : `bills.${first}`);
}

function ofSlo(path: string, tail: string, { slos }: KnownNames): Addressed {
  const full = slos === undefined ? firstParts(tail, 2) : nameAtStart(tail, slos);
  if (full === null) return unknownName('objective', firstParts(tail, 2), slos ?? []);
  const [service, ...rest] = full.split('.');
  const scope = { kind: 'slo', service, name: rest.join('.') } as const;
  return find(path, SLO_FIGURES, tail.slice(full.length + 1), scope, `slo.${full}`);
}

function ofNodes(path: string, tail: string, known: KnownNames): Addressed {
  const group = nameAtStart(tail, known.nodeGroups);
  if (group === null) return unknownName('node group', firstParts(tail, 1), known.nodeGroups ?? []);
  return find(path, NODE_FIGURES, tail.slice(group.length + 1), { kind: 'nodes', group }, `nodes.${group}`);
}

/** Names of revisions by service, of services that have several. */
export function severalRevisions(
  services: readonly { readonly name: string; readonly revisions: readonly (string | { readonly name: string })[] }[],
): Readonly<Record<string, readonly string[]>> {
  const several = services.filter(({ revisions }) => revisions.length > 1);
  const names = several.map(({ name, revisions }) => {
    return [name, revisions.map((one) => (typeof one === 'string' ? one : one.name))] as const;
  });
  return Object.fromEntries(names);
}

/** The names that a result has. */
export function namesIn(result: ResultDocument): KnownNames {
  return {
    services: result.services.map(({ name }) => name),
    revisions: severalRevisions(result.services),
    tariffs: result.bills.map(({ tariff }) => tariff),
    slos: result.slos.map(({ service, name }) => `${service ?? 'totals'}.${name}`),
    nodeGroups: result.nodes.map(({ group }) => group),
    currencies: Object.fromEntries(result.bills.map(({ tariff, currency }) => [tariff, currency])),
  };
}
