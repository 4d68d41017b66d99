/** From the page's data to the rows that the charts read: made in the browser, and in Node for SVG files. */
import { billRows } from './billData.js';
import type { Bar, ChartData, DecisionPoint, ScopeData } from './chartData.js';
import { heatRows } from './heatData.js';
import type { Datasets, Row } from './rows.js';
import type { FigureName, Values } from './series.js';

/** The rows of every named data source of the charts, for one scope. Instants in milliseconds, as Vega's axes want. */
export function datasets(data: ChartData, scopeName: string): Datasets {
  const scope = data.scopes.find((candidate) => candidate.name === scopeName) ?? data.scopes[0];
  const bills = billRows(data.bills);
  return { ...(scope === undefined ? NOTHING : scopeRows(data, scope)), ...bills };
}

/** Of a document without any series. */
const NOTHING = {
  timeline: [],
  decisions: [],
  causes: [],
  phases: [],
  failures: [],
  startup: [],
  burn: [],
  budget: [],
  alerts: [],
  heat: [],
} as const satisfies Datasets;

function scopeRows(data: ChartData, scope: ScopeData): Readonly<Record<keyof typeof NOTHING, readonly Row[]>> {
  return {
    timeline: timelineRows(data, scope),
    decisions: scope.decisions.map(decisionRow),
    causes: scope.causes.map(plain),
    phases: scope.phases.map(plain),
    failures: scope.failures.map(plain),
    startup: scope.startup.map((step) => ({ ...step, seconds: step.to - step.from })),
    burn: scope.burn.flatMap(({ name, values }) =>
      values.map((burn, index) => ({ t: index * data.interval * 1000, objective: name, burn })),
    ),
    budget: scope.burn.flatMap(({ name, left }) =>
      (left ?? []).map((value, index) => ({ t: (index + 1) * data.interval * 1000, objective: name, left: value })),
    ),
    alerts: scope.alerts.map(({ label, from, to }) => ({ label, t: from * 1000, t2: to * 1000 })),
    heat: data.bands === null ? [] : heatRows(scope.heat, data.bands, data.horizon),
  };
}

function decisionRow([at, desired, wanted, ready, panic, reason]: DecisionPoint): Row {
  return { t: at * 1000, desired, wanted, ready, panic, reason };
}

function plain({ label, count, share }: Bar): Row {
  return { label, count, share };
}

function timelineRows(data: ChartData, scope: ScopeData): readonly Row[] {
  const columns = Object.entries(scope.columns) as [FigureName, Values][];
  const length = columns.reduce((most, [, values]) => Math.max(most, values.length), 0);
  return Array.from({ length }, (_, index) => {
    const row: Record<string, number | null> = {
      t: index * data.interval * 1000,
      t2: Math.min(data.horizon, (index + 1) * data.interval) * 1000,
    };
    for (const [figure, values] of columns) row[figure] = values[index] ?? null;
    const lost = [row['refused'], row['timedOut'], row['failed']].reduce<number>((sum, value) => sum + (value ?? 0), 0);
    row['lost'] = lost / data.interval;
    return row;
  });
}
