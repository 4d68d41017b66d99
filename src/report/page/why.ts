/** The page's tables of what went wrong: faults on purpose, and causes over time and by service. */
import type { ResultDocument } from '../../result/document.js';
import { revisionCauseRows } from '../causeRows.js';
import { faultTitle } from '../causes.js';
import { isKept, isolationSentence } from '../isolation.js';
import { spark } from '../spark.js';
import { clock, count, listed } from '../words.js';
import { markup, named, table } from './html.js';
import type { Html } from './html.js';

const ROWS = 40;
const WIDE = 60;

/** Why requests were cold or lost, each cause with its course; `null` where none was. */
export function causesOverTime(result: ResultDocument): Html | null {
  const rows = revisionCauseRows(result);
  const split = rows.some(({ revision }) => revision !== null);
  if (rows.length === 0) return null;
  const shown = rows.slice(0, ROWS).map((row) => {
    const top = row.values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
    return [
      named(row.service),
      ...(split ? [named(row.revision ?? '')] : []),
      row.outcome,
      row.cause,
      count(row.count),
      row.peak,
      markup`<code class="course">${spark(row.values, WIDE, top)}</code>`,
    ];
  });
  const left = (title: string) => ({ title });
  const which = rows.length > ROWS ? `, the ${ROWS} largest of ${count(rows.length)}` : '';
  return table(
    `Causes by service${split ? ', revision' : ''} and over the run${which}`,
    [
      left('service'),
      ...(split ? [left('revision')] : []),
      left('outcome'),
      left('cause'),
      { title: 'requests', numeric: true },
      left('most at'),
      left('over the run'),
    ],
    shown,
  );
}

/** What went wrong on purpose, and how far it reached; `null` in a scenario without faults. */
export function faultsTable(result: ResultDocument): Html | null {
  const { faults, isolation, horizon } = result;
  if (faults === undefined) return null;
  const rows = faults.entries
    .slice(0, ROWS)
    .map((fault) => [
      clock(fault.at, horizon),
      fault.until === null ? '' : clock(fault.until, horizon),
      faultTitle(fault.kind),
      fault.target ?? '',
      fault.services.length === 0 ? 'nothing' : listed(fault.services),
      fault.pods > 0 ? count(fault.pods) : '',
    ]);
  const left = (title: string) => ({ title });
  const all = faults.entries.length + faults.omitted;
  const which = all > rows.length ? `The first ${count(rows.length)} of ${count(all)} faults` : 'Faults';
  const reached = (isolation?.services ?? []).map(
    (service) => markup`<li>${isKept(service) ? '✓' : '✗'} ${isolationSentence(service)}</li>`,
  );
  const list = reached.length === 0 ? '' : markup`<ul class="notes">${reached}</ul>`;
  return markup`${table(which, [...['at', 'until', 'what', 'aimed at', 'hit'].map(left), { title: 'pods', numeric: true }], rows)}${list}`;
}
