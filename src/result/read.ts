import { isBareNumber } from '../units/parsed.js';
import { addressOf, namesIn, type Address, type Scope } from './address.js';
import type { ResultDocument, SloResult } from './document.js';
import { BILL_FIGURES, NODE_FIGURES, SERVICE_FIGURES, SLO_FIGURES, type Figure } from './figures.js';

/**
 * The value of a figure in its own unit (seconds, shares 0..1, money of the bill).
 * @param known for many figures of one result: its names, found once
 * @returns `null` where the result has no such figure, or nothing was observed
 */
export function readFigure(result: ResultDocument, path: string, known = namesIn(result)): number | null {
  const found = addressOf(path, known);
  return found.ok ? readAddress(result, found.address) : null;
}

/** The same of an address that is known. */
export function readAddress(result: ResultDocument, { scope, figure }: Address): number | null {
  const holder = holderOf(result, scope);
  return holder === null ? null : figureAt(holder, figure);
}

/** What a scope's figures are read from. */
function holderOf(result: ResultDocument, scope: Scope): object | null {
  switch (scope.kind) {
    case 'totals':
      return result.totals;
    case 'service':
      return ofService(result, scope.name, scope.revision);
    case 'bill':
      return (
        (scope.tariff === null ? result.bills[0] : result.bills.find(({ tariff }) => tariff === scope.tariff)) ?? null
      );
    case 'slo':
      return sloFigures(sloOf(result, scope));
    case 'nodes':
      return result.nodes.find(({ group }) => group === scope.group) ?? null;
  }
}

/** What a result says of the objective under an address. */
export function sloOf({ slos }: ResultDocument, scope: Extract<Scope, { kind: 'slo' }>): SloResult | undefined {
  return slos.find(({ service, name }) => (service ?? 'totals') === scope.service && name === scope.name);
}

function ofService({ services }: ResultDocument, service: string, revision: string | undefined): object | null {
  const own = services.find(({ name }) => name === service);
  return (revision === undefined ? own : own?.byRevision?.find(({ name }) => name === revision)) ?? null;
}

function sloFigures(slo: SloResult | undefined): object | null {
  if (slo === undefined) return null;
  const fired = (severity: 'page' | 'ticket') =>
    slo.alerts.filter((alert) => alert.severity === severity).reduce((sum, { firings }) => sum + firings.length, 0);
  const { budget } = slo;
  return {
    ...slo,
    budgetSpent: budget?.spent ?? null,
    budgetLeft: budget?.left ?? null,
    exhaustedIn: budget?.exhaustedIn ?? null,
    pages: fired('page'),
    tickets: fired('ticket'),
  };
}

/** Numbers as they are, money from its text; a cause that nothing had is a count of 0. */
export function figureAt(holder: object, { path, unit }: Figure): number | null {
  let value: unknown = holder;
  for (const key of path.split('.')) value = isRecord(value) ? value[key] : undefined;
  if (value === undefined && unit === 'count') return 0;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && isBareNumber(value) ? Number(value) : null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Every figure that a result has, with its full path. */
export function figuresOf(result: ResultDocument): readonly (Figure & { readonly fullPath: string })[] {
  const under = (prefix: string, figures: readonly Figure[]) =>
    figures.map((figure) => ({ ...figure, fullPath: `${prefix}.${figure.path}` }));
  return [
    ...under('totals', SERVICE_FIGURES),
    ...result.services.flatMap(({ name, byRevision = [] }) => [
      ...under(`services.${name}`, SERVICE_FIGURES),
      ...byRevision.flatMap((one) => under(`services.${name}.revisions.${one.name}`, SERVICE_FIGURES)),
    ]),
    ...result.bills.flatMap(({ tariff }) => under(`bills.${tariff}`, BILL_FIGURES)),
    ...result.slos.flatMap(({ service, name }) => under(`slo.${service ?? 'totals'}.${name}`, SLO_FIGURES)),
    ...result.nodes.flatMap(({ group }) => under(`nodes.${group}`, NODE_FIGURES)),
  ];
}
