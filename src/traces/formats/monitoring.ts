/** Counts from monitoring: Prometheus and CloudWatch. */
import { SECOND, type Micros } from '../../units/quantities.js';
import type { DocumentFormat, Series, Sink, TableFormat } from '../format.js';
import { isObject, type JsonObject } from '../json.js';
import { parseIso, parseNumber } from '../time.js';
import { quote } from '../wide.js';

/** The answer of Prometheus' /api/v1/query_range. */
export const prometheus: DocumentFormat = {
  kind: 'document',
  name: 'prometheus',
  title: 'Prometheus query_range answer (JSON)',
  start: 'first-row',
  recognises: ({ text }) => /^\s*\{/.test(text) && /"resultType"\s*:|"status"\s*:\s*"(success|error)"/.test(text),
  read(document, sink, bad) {
    const results = resultsOf(document);
    if (typeof results === 'string') {
      bad(results);
      return 0;
    }
    return results.reduce((good, result, i) => good + readResult(result, `result[${i}]`, sink, bad), 0);
  },
};

/** The series of a matrix, or what is wrong. */
function resultsOf(document: unknown): readonly JsonObject[] | string {
  if (!isObject(document)) return 'must be an object with "status" and "data"';
  if (document.status === 'error') return `query failed: ${quote(String(document.error))}`;
  const answer = isObject(document.data) ? document.data : document;
  if (answer.resultType !== 'matrix')
    return `resultType = ${quote(String(answer.resultType))}, must be "matrix" (use query_range)`;
  return Array.isArray(answer.result) ? answer.result.filter(isObject) : 'result must be a list of series';
}

function readResult(result: JsonObject, where: string, sink: Sink, bad: (what: string) => void): number {
  const metric = isObject(result.metric) ? result.metric : {};
  if (isPartOfHistogram(metric)) {
    bad(`${where}: ${String(metric.__name__)} is a part of a histogram, must be its _count, or a rate of it`);
    return 0;
  }
  const points: [Micros, number][] = [];
  const times = new Set<Micros>();
  let empty = 0;
  for (const [i, pair] of (Array.isArray(result.values) ? (result.values as unknown[]) : []).entries()) {
    const point = pointOf(pair);
    if (typeof point === 'string') bad(`${where}.values[${i}]: ${point}`);
    else if (times.has(point[0])) bad(`${where}.values[${i}]: must not have the time of another point`);
    else if (Number.isNaN(point[1])) empty++;
    else points.push(point);
    if (typeof point !== 'string') times.add(point[0]);
  }
  for (let i = 0; i < empty; i++) sink.ignored('points without a value (NaN)');
  points.sort((a, b) => a[0] - b[0]);
  if (isCounter(metric)) growth(points, labels(metric), sink);
  else rates(points, labels(metric), sink);
  return points.length + empty;
}

/** NaN is Prometheus' own word for "no value", such as a rate over nothing. */
function pointOf(pair: unknown): [Micros, number] | string {
  if (!Array.isArray(pair) || pair.length !== 2) return 'must be a pair of time and value';
  const [time, value] = pair as unknown[];
  const at = typeof time === 'number' && time >= 0 ? Math.round(time * SECOND) : NaN;
  if (Number.isNaN(at)) return `time = ${quote(String(time))}, must be a number of seconds`;
  const number = parseNumber(String(value));
  return number >= 0 || value === 'NaN' ? [at, number] : `value = ${quote(String(value))}, must be a number >= 0`;
}

/** Sums of durations, or one request in many buckets: neither counts requests. */
function isPartOfHistogram(metric: JsonObject): boolean {
  return typeof metric.__name__ === 'string' && /_(bucket|sum|created)$/.test(metric.__name__);
}

function isCounter(metric: JsonObject): boolean {
  return typeof metric.__name__ === 'string' && /_(total|count)$/.test(metric.__name__);
}

function labels(metric: JsonObject): Series {
  const { __name__: name, ...rest } = metric;
  const text = Object.entries(rest).map(([label, value]) => `${label}="${String(value)}"`);
  return {
    name: `${typeof name === 'string' ? name : ''}{${text.join(',')}}`,
    group: String(rest.service ?? rest.job ?? ''),
  };
}

/** Prometheus answers at most so many points per series. */
const MOST_POINTS = 11_000;

type Points = readonly (readonly [Micros, number])[];

/** A counter that only grows, but for restarts, after which it begins at 0. Growth over a gap was not all in its first step. */
function growth(points: Points, series: Series, sink: Sink): void {
  sink.assumed('metrics named _total or _count are counters: their growth is the count, and a fall is a restart');
  const step = stepOf(points);
  for (let i = 1; i < points.length; i++) {
    const [[from, before], [to, now]] = [points[i - 1], points[i]];
    const steps = Math.min(MOST_POINTS, Math.max(1, Math.round((to - from) / step)));
    if (steps > 1) sink.assumed('where points are missing, the growth over the gap is spread evenly');
    const grown = (now >= before ? now - before : now) / steps;
    for (let k = 0; k < steps; k++) sink.count(series, from + Math.round((k * (to - from)) / steps), grown);
  }
}

/** Requests per second, each holding until the next point. */
function rates(points: Points, series: Series, sink: Sink): void {
  sink.assumed('values are requests per second, as rate() gives them; a missing point is no traffic');
  const step = stepOf(points);
  for (const [at, value] of points) sink.count(series, at, value * (step === Infinity ? 60 : step / SECOND));
}

/** The least distance of two points, in microseconds. */
function stepOf(points: Points): Micros {
  let step = Infinity;
  for (let i = 1; i < points.length; i++) step = Math.min(step, points[i][0] - points[i - 1][0]);
  return step;
}

const METADATA = /^(full label|label|metric|statistic|period|unit|id|namespace|region|account|title|dimensions?)\b/i;

/** The console's CSV export: some rows about the metrics, then a time and one column for each metric. */
export const cloudWatch: TableFormat = {
  kind: 'table',
  name: 'cloudwatch',
  title: 'CloudWatch console export (CSV)',
  start: 'first-row',
  ragged: true,
  hasHeader: () => true,
  recognises: ({ fields }) => fields.length >= 2 && /^(full label|label)$/i.test(fields[0]),
  open(header, sink) {
    const names = header.slice(1);
    sink.assumed('each value is the number of requests in the period that begins at its time (statistic Sum), UTC');
    return (row) => {
      if (row[0].trim() === '' || METADATA.test(row[0].trim())) {
        sink.ignored('rows about the metrics');
        return null;
      }
      const at = cloudWatchTime(row[0]);
      if (Number.isNaN(at)) return `time = ${quote(row[0])}, must be a time such as "2024/05/01 12:00:00"`;
      return takeValues(row, names, at, sink);
    };
  },
};

function cloudWatchTime(text: string): Micros {
  return parseIso(
    text
      .trim()
      .replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3')
      .replace(/\.000$/, ''),
  );
}

function takeValues(row: readonly string[], names: readonly string[], at: Micros, sink: Sink): string | null {
  const values = names.map((_, i) => (row[i + 1] ?? '').trim()).map((text) => (text === '' ? 0 : parseNumber(text)));
  const wrong = values.findIndex((value) => !(value >= 0));
  if (wrong >= 0) return `${names[wrong]} = ${quote(row[wrong + 1])}, must be a number >= 0`;
  let problem: string | null = null;
  values.forEach((value, i) => (problem ??= sink.count({ name: names[i].trim(), group: '' }, at, value)));
  return problem;
}
