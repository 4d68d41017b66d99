/** `headroom trace inspect`: what a trace looks like. */
import { spark } from '../../report/spark.js';
import { columns, cut, hanging, harmless, padEnd, type Paint } from '../../report/text.js';
import { clock, count, counted, duration, number, percent } from '../../report/words.js';
import type { Sink } from '../../traces/format.js';
import { inspectTrace, SeriesTotals, type TraceFigures } from '../../traces/inspect.js';
import type { TraceReport } from '../../traces/ledger.js';
import { notesOf } from '../../traces/notes.js';
import { SECOND } from '../../units/quantities.js';
import type { Io } from '../io.js';
import { paintFor } from '../paint.js';
import { selectedFrom, type SourceOptions } from './source.js';

export interface InspectOptions extends SourceOptions {
  readonly select?: string | undefined;
  readonly top?: number | undefined;
  readonly json?: true | undefined;
}

/** Everything that is said about a trace. Durations in seconds, rates per second; `null` = not known. */
export interface Inspection {
  readonly file: string;
  readonly format: string;
  readonly select: string | null;
  readonly rows: number;
  readonly bad: number;
  readonly problems: TraceReport['problems'];
  readonly ignored: TraceReport['ignored'];
  readonly assumptions: readonly string[];
  readonly requests: number;
  readonly span: number;
  readonly meanRate: number | null;
  readonly peakRate: number | null;
  readonly peakToMean: number | null;
  /** Of the intervals that counts are judged on. */
  readonly interval: number;
  readonly dispersion: number | null;
  readonly autocorrelation: number | null;
  /** Whether it is known when single requests came; otherwise only how many. */
  readonly timed: boolean;
  readonly gapVariation: number | null;
  readonly durations: {
    readonly count: number;
    readonly mean: number;
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  } | null;
  /** Arrivals per second in equal parts of the span. */
  readonly rates: readonly number[];
  readonly series: number;
  readonly top: readonly { readonly name: string; readonly requests: number; readonly share: number }[];
}

const TOP = 10;
const PARTS = 240;

/** Prints what a trace looks like, for people or as JSON. */
export async function inspect(path: string, options: InspectOptions, io: Io): Promise<void> {
  const inspection = await inspected(path, options, io);
  if (options.json === true) io.stdout.write(`${JSON.stringify(inspection, null, 2)}\n`);
  else io.stdout.write(inspectionText(inspection, io.stdout.columns ?? 100, paintFor(io.stdout, io.env)));
}

async function inspected(path: string, options: InspectOptions, io: Io): Promise<Inspection> {
  let totals = new SeriesTotals();
  const tap = (next: Sink): Sink => (totals = new SeriesTotals(next));
  const { read, found, trace } = await selectedFrom(path, options, io, tap);
  const { report } = read;
  const figures = inspectTrace(trace, PARTS);
  const whole = totals.total;
  return {
    file: report.file,
    format: report.format,
    select: options.select ?? null,
    rows: report.rows,
    bad: report.bad,
    problems: report.problems,
    ignored: report.ignored,
    assumptions: report.assumptions,
    ...figuresOf(figures),
    durations: durationsOf(found.durations),
    series: totals.size,
    top: totals.top(options.top ?? TOP).map(({ name, total }) => ({ name, requests: total, share: total / whole })),
  };
}

type Figures = Omit<TraceFigures, 'total'> & { readonly requests: number };

/** In seconds; what is not a number is not known. */
function figuresOf({ total, span, interval, ...figures }: TraceFigures): Figures {
  const known = Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [
      key,
      typeof value === 'number' && !Number.isFinite(value) ? null : value,
    ]),
  ) as typeof figures;
  return { requests: total, span: span / SECOND, interval: interval / SECOND, ...known };
}

function durationsOf(seen: {
  count: number;
  mean: number;
  max: number;
  quantiles(p: readonly number[]): number[];
}): Inspection['durations'] {
  if (seen.count === 0) return null;
  const [p50, p95, p99] = seen.quantiles([0.5, 0.95, 0.99]).map((micros) => micros / SECOND);
  return { count: seen.count, mean: seen.mean / SECOND, p50, p95, p99, max: seen.max / SECOND };
}

const LABEL = 11;

const baseName = (file: string): string => file.split(/[/\\]/).at(-1)!;

/** For people. */
function inspectionText(seen: Inspection, wide: number, paint: Paint): string {
  const width = Math.min(120, Math.max(60, wide));
  const named = seen.select === null ? '' : ` (${harmless(seen.select)})`;
  const facts = `${seen.format} · ${counted(seen.rows, 'row')} · ${duration(seen.span)}`;
  const blocks = [
    [`${paint.bold(cut(harmless(baseName(seen.file)), width - facts.length - named.length - 4))}${named} · ${facts}`],
    chartOf(seen, width, paint),
    burstinessOf(seen).flatMap(([label, text]) => hanging(padEnd(label, LABEL), text, width)),
    topOf(seen, width, paint),
    notesIn(seen, width),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function chartOf(
  { rates, span, meanRate, peakRate, peakToMean, interval }: Inspection,
  width: number,
  paint: Paint,
): string[] {
  const room = width - LABEL;
  const half = Math.floor(room / 2);
  const axis =
    padEnd(clock(0, span), half) +
    padEnd(clock(span / 2, span), room - half - clock(span, span).length) +
    clock(span, span);
  const peak = `peak ${number(peakRate)}/s over ${duration(Math.min(interval, span))} (${number(peakToMean)} x the mean)`;
  return [
    padEnd('Rate', LABEL) + paint.accent(spark(rates, room, Math.max(...rates))),
    ' '.repeat(LABEL) + paint.dim(axis),
    padEnd('', LABEL) + `mean ${number(meanRate)}/s, ${peak}`,
  ];
}

function burstinessOf(seen: Inspection): (readonly [string, string])[] {
  const { timed, gapVariation, dispersion, autocorrelation, interval, durations } = seen;
  const unknown = timed ? 'too few requests to say' : 'not known: the file counts, it does not say when';
  const gaps =
    gapVariation === null
      ? unknown
      : `CV ${number(gapVariation)} of the time between arrivals (1: Poisson, 0: a clock)`;
  const counts = `every ${duration(interval)}: index of dispersion ${number(dispersion)} (1: Poisson), autocorrelation ${number(autocorrelation)} (0: no memory)`;
  const times =
    durations === null
      ? []
      : [
          [
            'Durations',
            `mean ${duration(durations.mean)} · p50 ${duration(durations.p50)} · p95 ${duration(durations.p95)} · p99 ${duration(durations.p99)} · max ${duration(durations.max)}`,
          ] as const,
        ];
  const requests = `${count(seen.requests)} in ${counted(seen.series, 'series', 'series')}`;
  return [
    ['Requests', seen.select === null ? requests : count(seen.requests)],
    ['Gaps', gaps],
    ['Counts', counts],
    ...times,
  ];
}

function topOf({ top, series }: Inspection, width: number, paint: Paint): string[] {
  if (series < 2) return [];
  const rows = top.map(({ name, requests, share }) => [
    cut(harmless(name), width - 30),
    count(requests),
    percent(share),
  ]);
  const title = series > top.length ? `Busiest ${top.length} of ${count(series)}` : 'Busiest';
  return [paint.bold(title), ...columns(rows).map((line) => `  ${line}`)];
}

function notesIn(seen: Inspection, width: number): string[] {
  return notesOf(seen).flatMap(({ where, text }) =>
    hanging('· ', harmless(where === seen.file ? text : `${where}: ${text}`), width),
  );
}
