/**
 * What the charts draw, as plain data of bounded size: columns by scope, never a copy of the whole document. The same
 * data is inlined into the page (the browser makes the rows) and used in Node for SVG files.
 */
import type { DecisionEntry, Figures, ResultDocument, SloResult } from '../result/document.js';
import { billBar, type BillBar } from './billData.js';
import { coldCause, failureTitle, phaseTitle, ranked } from './causes.js';
import { bandsOf, heatFactor, wider, type Bands, type Columns } from './heatData.js';
import { revisionRows, type RevisionRow } from './revisions.js';
import { FIGURES, coarser, factorFor, find, mainScope, points, scopeOf, scopes } from './series.js';
import type { FigureName, Values } from './series.js';
import { percent } from './words.js';

export interface ChartData {
  readonly horizon: number;
  /** Seconds at the beginning whose requests are not counted. */
  readonly warmup: number;
  /** Seconds between points; `coarser` neighbours of the timeline became one. */
  readonly interval: number;
  readonly coarser: number;
  readonly main: string;
  readonly scopes: readonly ScopeData[];
  readonly bills: readonly BillBar[];
  /** Bands of latency, in seconds, for the heat map; `null`: the document has none. */
  readonly bands: Bands | null;
}

export interface ScopeData {
  readonly name: string;
  /** How it is called where its name is not the way to say it. */
  readonly title?: string;
  readonly columns: Readonly<Partial<Record<FigureName, Values>>>;
  readonly decisions: readonly DecisionPoint[];
  readonly causes: readonly Bar[];
  readonly phases: readonly Bar[];
  readonly failures: readonly Bar[];
  readonly startup: readonly Step[];
  /** With the share of the budget that is left over time, where there is a budget. */
  readonly burn: readonly { readonly name: string; readonly values: Values; readonly left: Values | null }[];
  readonly alerts: readonly AlertBar[];
  /** Requests that ended by column and band; empty without bands. */
  readonly heat: Columns;
}

/** [seconds, desired, wanted, ready, in panic, reason] */
export type DecisionPoint = readonly [number, number, number, number, 0 | 1, string];
export interface Bar {
  readonly label: string;
  readonly count: number;
  readonly share: string;
}
export interface Step {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}
export interface AlertBar {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}
/** Numbers of the timeline that may be inlined, over all scopes; more are made coarser. */
const VALUES_AT_MOST = 12_800;
const DECISIONS_AT_MOST = 260;
const OBJECTIVES_AT_MOST = 5;

/** Revisions that can be looked at by themselves, at most: each takes points from all. */
const REVISIONS_AT_MOST = 8;

/** Everything the charts of one result need. */
export function chartData(result: ResultDocument): ChartData {
  const names = scopes(result);
  const revisions = charted(result);
  const each = names.length + revisions.length;
  const drawn = result.timeline.series.length + revisions.length * Object.keys(FIGURES).length;
  const series = Math.max(1, drawn + burnSeries(result, names));
  const most = Math.max(60, Math.min(1440, Math.floor(VALUES_AT_MOST / series)));
  const factor = factorFor(points(result), most);
  return {
    horizon: result.stoppedAt ?? result.horizon,
    warmup: result.warmup,
    interval: result.timeline.interval * factor,
    coarser: factor,
    main: mainScope(result),
    scopes: [
      ...names.map((name) =>
        scopeData(result, name, factor, Math.floor(DECISIONS_AT_MOST / each), heatFactor(result, names)),
      ),
      ...revisions.map((row) => revisionData(result, row, factor, Math.floor(DECISIONS_AT_MOST / each))),
    ],
    bills: result.bills.map(billBar),
    bands: bandsOf(result, heatFactor(result, names)),
  };
}

/** The revisions that have a timeline. */
function charted(result: ResultDocument): readonly RevisionRow[] {
  const known = new Set(result.timeline.revisionSeries?.map(({ name }) => scopeOf(name)));
  return revisionRows(result)
    .filter((row) => known.has(revisionScope(row)))
    .slice(0, REVISIONS_AT_MOST);
}

const revisionScope = ({ service, revision }: RevisionRow): string => `${service}.revisions.${revision}`;

/** One revision of a service that has several: what promises say, and the heat map, are the service's. */
function revisionData(result: ResultDocument, row: RevisionRow, factor: number, decisionsAtMost: number): ScopeData {
  const { service, revision, figures } = row;
  const all = result.services.find(({ name }) => name === service)?.decisions.entries ?? [];
  const own = all.filter((entry) => entry.revision === revision);
  return {
    name: revisionScope(row),
    title: `${service}: ${revision}`,
    columns: columnsOf(result, revisionScope(row), factor),
    decisions: decisionsOf(own, decisionsAtMost),
    ...barsOf(figures),
    burn: [],
    heat: [],
    alerts: [],
  };
}

/** What is drawn of the figures alone. */
function barsOf(figures: Figures): Pick<ScopeData, 'causes' | 'phases' | 'failures' | 'startup'> {
  return {
    causes: bars(figures.coldStarts.byCause, (code) => coldCause(code).title),
    phases: bars(figures.coldStarts.byPhase, phaseTitle),
    failures: failuresOf(figures),
    startup: waterfall(figures.startup.phases),
  };
}

/** How many burn rates and budgets the scopes have together: they are inlined beside the series. */
function burnSeries(result: ResultDocument, names: readonly string[]): number {
  const services = result.services.map(({ name }) => name);
  const count = (slos: readonly SloResult[]): number =>
    slos.length + slos.filter((slo) => slo.budget !== null && slo.budgetLeftByInterval !== null).length;
  return names.reduce((sum, name) => sum + count(objectivesOf(result, services.includes(name) ? name : null)), 0);
}

function scopeData(
  result: ResultDocument,
  name: string,
  factor: number,
  decisionsAtMost: number,
  columnsInOne: number,
): ScopeData {
  const service = result.services.find((candidate) => candidate.name === name);
  const figures: Figures = service ?? result.totals;
  const slos = objectivesOf(result, service === undefined ? null : name);
  return {
    name,
    columns: columnsOf(result, name, factor),
    decisions: decisionsOf(service?.decisions.entries ?? [], decisionsAtMost),
    ...barsOf(figures),
    burn: slos.map((slo) => ({
      name: slo.name,
      values: coarser(slo.burnRateByInterval, 'level', factor).map(rounded),
      left: leftOf(slo, factor),
    })),
    heat: wider(result.latencyBands?.scopes.find((scope) => scope.name === name)?.counts ?? [], columnsInOne),
    alerts: slos.flatMap((slo) => alertBars(slo, result.stoppedAt ?? result.horizon)),
  };
}

/** The last value of each group: a budget is what is left at the end. */
function leftOf({ budget, budgetLeftByInterval }: SloResult, factor: number): Values | null {
  if (budget === null || budgetLeftByInterval === null) return null;
  const ends = Array.from({ length: Math.ceil(budgetLeftByInterval.length / factor) }, (_, k) =>
    Math.min(budgetLeftByInterval.length - 1, (k + 1) * factor - 1),
  );
  return ends.map((end) => rounded(budgetLeftByInterval[end] ?? null));
}

function columnsOf(result: ResultDocument, scope: string, factor: number): ScopeData['columns'] {
  const found = (Object.keys(FIGURES) as FigureName[]).flatMap((figure) => {
    const series = find(result, scope, figure);
    return series === undefined ? [] : [[figure, coarser(series.values, series.kind, factor).map(rounded)] as const];
  });
  return Object.fromEntries(found);
}

/** Four significant digits: what a chart of a thousand pixels can show, at a third of the bytes. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}

/** Thinned evenly, the last one kept. */
function decisionsOf(entries: readonly DecisionEntry[], most: number): readonly DecisionPoint[] {
  const every = Math.max(1, Math.ceil(entries.length / Math.max(1, most)));
  return entries
    .filter((_, index) => index % every === 0 || index === entries.length - 1)
    .map((entry) => [
      entry.at,
      entry.desired,
      entry.wanted,
      entry.ready,
      entry.inPanic ? 1 : 0,
      entry.reason.slice(0, 120),
    ]);
}

function bars(counts: Readonly<Record<string, number>>, title: (code: string) => string): readonly Bar[] {
  return ranked(counts).map(({ code, count, share }) => ({ label: title(code), count, share: percent(share) }));
}

function failuresOf({ failures }: Figures): readonly Bar[] {
  const kinds = [
    ['refused', failures.refused],
    ['timed out', failures.timedOut],
    ['failed', failures.failed],
  ] as const;
  const all = Object.fromEntries(
    kinds.flatMap(([kind, counts]) => Object.entries(counts).map(([code, n]) => [`${kind}: ${failureTitle(code)}`, n])),
  );
  return bars(all, (label) => label);
}

/** Mean phases of a pod's start, one after the other. */
function waterfall(phases: Readonly<Record<string, number>>): readonly Step[] {
  let from = 0;
  return Object.entries(phases).map(([code, seconds]) => {
    const step = { label: phaseTitle(code), from, to: from + seconds };
    from = step.to;
    return step;
  });
}

/** Objectives of a service (or, for the totals, all), those that burn fastest first. */
function objectivesOf(result: ResultDocument, service: string | null): readonly SloResult[] {
  return result.slos
    .filter((slo) => service === null || slo.service === service || slo.service === null)
    .sort((a, b) => (b.burnRate ?? -1) - (a.burnRate ?? -1))
    .slice(0, OBJECTIVES_AT_MOST);
}

function alertBars(slo: SloResult, end: number): readonly AlertBar[] {
  return slo.alerts.flatMap((alert) =>
    alert.firings.map((firing) => ({
      label: `${slo.name}: ${alert.severity}, burn rate ${alert.burnRate}`,
      from: firing.from,
      to: firing.to ?? end,
    })),
  );
}
