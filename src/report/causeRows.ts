/** Why requests were cold or lost, over time and by service: one row for each service and cause, the largest first. */
import type { CauseSeries, ResultDocument, RevisionCauseSeries } from '../result/document.js';
import { coldCause, failureTitle } from './causes.js';
import { points } from './series.js';
import type { Values } from './series.js';
import { spark } from './spark.js';
import { cut, harmless, padEnd, padStart } from './text.js';
import { clock, count } from './words.js';

export interface CauseRow {
  readonly service: string;
  /** Where the service has several; `null`: of all of them. */
  readonly revision: string | null;
  /** `cold`, `refused`, `timed out`, `failed`. */
  readonly outcome: string;
  readonly cause: string;
  readonly count: number;
  /** For each interval of the timeline. */
  readonly values: Values;
  /** When it occurred most often, as the charts say it. */
  readonly peak: string;
}

const OUTCOMES: Readonly<Partial<Record<CauseSeries['kind'], string>>> = {
  cold: 'cold',
  refused: 'refused',
  timedOut: 'timed out',
  failed: 'failed',
};

/** Of all services. Empty where nothing was cold or lost, and for documents that do not tell. */
export function causeRows(result: ResultDocument): readonly CauseRow[] {
  return rowsOf(result, result.causes ?? []);
}

/** The same, with the rows of its revisions in the place of those of a service that has several. */
export function revisionCauseRows(result: ResultDocument): readonly CauseRow[] {
  const { causes = [], revisionCauses = [] } = result;
  const split = new Set(revisionCauses.map(({ service }) => service));
  return rowsOf(result, [...causes.filter(({ service }) => !split.has(service)), ...revisionCauses]);
}

function rowsOf(result: ResultDocument, all: readonly (CauseSeries | RevisionCauseSeries)[]): readonly CauseRow[] {
  const rows = all.flatMap((series) => {
    const outcome = OUTCOMES[series.kind];
    return outcome === undefined ? [] : [rowOf(result, series, outcome)];
  });
  return rows.sort((a, b) => b.count - a.count);
}

function rowOf(result: ResultDocument, series: CauseSeries | RevisionCauseSeries, outcome: string): CauseRow {
  const { service, kind, cause, counts } = series;
  const values = new Array<number>(points(result)).fill(0);
  for (const [interval, n] of counts) if (interval < values.length) values[interval] = n;
  const [at] = counts.reduce((most, one) => (one[1] > most[1] ? one : most));
  return {
    service,
    revision: 'revision' in series ? series.revision : null,
    outcome,
    cause: kind === 'cold' ? coldCause(cause).title : failureTitle(cause),
    count: counts.reduce((sum, [, n]) => sum + n, 0),
    values,
    peak: clock(at * result.timeline.interval, result.horizon),
  };
}

const LABEL = 34;

/** The largest rows as lines of a terminal, each with its course over the run. */
export function causeLines(result: ResultDocument, wide: number, most = 6): readonly string[] {
  const rows = causeRows(result);
  const several = result.services.length > 1;
  const lines = rows.slice(0, most).map((row) => {
    const name = several ? `${row.service}: ` : '';
    const label = padEnd(cut(harmless(`${name}${row.outcome}, ${row.cause}`), LABEL), LABEL);
    const top = row.values.reduce<number>((all, value) => Math.max(all, value ?? 0), 0);
    return `  ${label}${padStart(count(row.count), 9)}  ${spark(row.values, wide - LABEL - 13, top)}`.trimEnd();
  });
  return rows.length > most ? [...lines, `  … and ${count(rows.length - most)} more`] : lines;
}
