/** Why requests were cold or lost, over time and by service: one row for each service and cause, the largest first. */
import type { CauseSeries, ResultDocument } from '../result/document.js';
import { coldCause, failureTitle } from './causes.js';
import { points } from './series.js';
import type { Values } from './series.js';
import { spark } from './spark.js';
import { cut, harmless, padEnd, padStart } from './text.js';
import { clock, count } from './words.js';

export interface CauseRow {
  readonly service: string;
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
  const rows = (result.causes ?? []).flatMap((series) => {
    const outcome = OUTCOMES[series.kind];
    return outcome === undefined ? [] : [rowOf(result, series, outcome)];
  });
  return rows.sort((a, b) => b.count - a.count);
}

function rowOf(result: ResultDocument, { service, kind, cause, counts }: CauseSeries, outcome: string): CauseRow {
  const values = new Array<number>(points(result)).fill(0);
  for (const [interval, n] of counts) if (interval < values.length) values[interval] = n;
  const [at] = counts.reduce((most, one) => (one[1] > most[1] ? one : most));
  return {
    service,
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
