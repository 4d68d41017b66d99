/** The decisions as CSV and as JSON, and what they came to in words. */
import type { OutputComparison } from '../../autoscaler/decide/compare.js';
import type { DecisionSummary } from '../../autoscaler/decide/decide.js';
import type { DecisionRow } from '../../autoscaler/decide/replay.js';
import { spark } from '../../report/spark.js';
import { hanging, harmless, padEnd } from '../../report/text.js';
import { secondsText } from '../../traces/observationLog.js';
import { isEpoch } from '../../traces/time.js';
import { formatSeconds, significant } from '../../units/format.js';
import { SECOND, type Micros } from '../../units/quantities.js';

/** A comparison, and the series it was made with. */
export interface Compared extends OutputComparison {
  readonly name: string;
}

/** Everything there is to say about one replay. */
export interface Decided {
  readonly revision: string;
  readonly rows: readonly DecisionRow[];
  readonly summary: DecisionSummary;
  readonly comparisons: readonly Compared[];
  readonly notes: readonly string[];
}

const COLUMNS = ['time', 'ready', 'stable', 'panic', 'desired', 'wanted', 'replicas', 'excessBurstCapacity'] as const;
const HEADER = [...COLUMNS, 'mode', 'inPanic', 'reason'].join(',');

/** One line for each tick. */
export function rowsAsCsv(rows: readonly DecisionRow[]): string {
  const lines = rows.map((row) => {
    const { at, ready, stable, panic, desired, wanted, replicas, excessBurstCapacity, mode, inPanic, reason } = row;
    return [
      timeText(at),
      ready,
      stable,
      panic,
      desired,
      wanted,
      replicas,
      excessBurstCapacity,
      mode,
      inPanic,
      cell(reason),
    ];
  });
  return [HEADER, ...lines.map((line) => line.join(',')), ''].join('\n');
}

/** One document: rows, summary, comparisons, notes. Times are seconds, or dates where dates were given. */
export function asJson({ revision, rows, summary, comparisons, notes }: Decided): string {
  const document = {
    revision,
    rows: rows.map(({ at, ...row }) => ({ time: timeValue(at), ...row })),
    summary,
    comparisons: comparisons.map((each) => ({
      ...each,
      first: each.first && { ...each.first, at: timeValue(each.first.at) },
      largest: each.largest && { ...each.largest, at: timeValue(each.largest.at) },
    })),
    notes,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const timeValue = (at: Micros): string | number => (isEpoch(at) ? timeText(at) : at / SECOND);

/** RFC 3339 for dates, seconds for anything else; both exact. */
export function timeText(at: Micros): string {
  if (!isEpoch(at)) return secondsText(at);
  const seconds = Math.floor(at / SECOND);
  const fraction = secondsText(at - seconds * SECOND).slice(1);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const SPARK = 40;

/** The summary for a terminal of so many columns. */
export function inWords({ revision, rows, summary, comparisons, notes }: Decided, columns: number): string {
  const line = (head: string, text: string): readonly string[] => hanging(padEnd(head, 11), text, columns);
  return [
    `${harmless(revision)} · ${formatSeconds(summary.seconds)} · ${times(summary.ticks, 'decision')}`,
    '',
    ...podLines(rows, summary, line),
    ...line(
      'Panic',
      summary.panics === 0
        ? 'never'
        : `${times(summary.panics, 'time')}, ${formatSeconds(summary.panicSeconds)} in all`,
    ),
    ...line('Activator', `in the path for ${formatSeconds(summary.proxySeconds)}`),
    ...(summary.ticksWithoutData > 0
      ? line('No data', `at ${times(summary.ticksWithoutData, 'tick')}: nothing changed`)
      : []),
    ...comparisons.flatMap((each) => line('Compared', comparisonText(each))),
    ...notes.flatMap((note) => line('Note', harmless(note))),
    '',
  ].join('\n');
}

function podLines(
  rows: readonly DecisionRow[],
  { pods, changes }: DecisionSummary,
  line: (head: string, text: string) => readonly string[],
): readonly string[] {
  if (pods === null) return line('Pods', 'never known');
  const asked = rows.map((row) => (row.wanted < 0 ? null : row.replicas));
  return [
    `${padEnd('Pods', 11)}${spark(asked, SPARK, pods.max)}`,
    ...line('', `${pods.min} to ${pods.max}, ${significant(pods.mean)} on average, ${times(changes, 'change')}`),
  ];
}

function comparisonText({ name, compared, differing, first, largest }: Compared): string {
  if (compared === 0) return `${harmless(name)}: no sample lies within the ticks`;
  if (first === null || largest === null) return `${harmless(name)}: all ${times(compared, 'sample')} agree`;
  const words = ({ at, recorded, computed }: NonNullable<typeof first>): string =>
    `${timeText(at)} (recorded ${recorded}, computed ${computed})`;
  const most = largest === first ? '' : `; most at ${words(largest)}`;
  return `${harmless(name)}: ${differing} of ${times(compared, 'sample')} differ; first at ${words(first)}${most}`;
}

function times(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
