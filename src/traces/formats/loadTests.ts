/** What load generators write: k6, hey, vegeta. */
import { MILLISECOND, SECOND } from '../../units/quantities.js';
import { columnsOf, hasColumns, missing, type LinesFormat, type Sink, type TableFormat } from '../format.js';
import { isObject, objectOf } from '../json.js';
import { parseEpoch, parseIso, parseNumber } from '../time.js';
import { quote } from '../wide.js';

const DURATION = 'http_req_duration';
const END_ASSUMED = 'a timestamp is the end of its request (k6 stamps samples when they are complete)';

/** CSV output of k6: several rows per request, of which `http_req_duration` is taken. */
export const k6Csv: TableFormat = {
  kind: 'table',
  name: 'k6-csv',
  title: 'k6 --out csv: metric_name, timestamp, metric_value, …',
  start: 'first-row',
  hasHeader: () => true,
  recognises: (head) => hasColumns(head, 'metric_name', 'timestamp', 'metric_value'),
  open(header, sink) {
    const columns = columnsOf(header, 'metric_name', 'timestamp', 'metric_value');
    const tags = columnsOf(header, 'scenario', 'name');
    const problem = missing(columns);
    if (problem !== null) return problem;
    sink.assumed(END_ASSUMED);
    return (row) => {
      if (row[columns.metric_name] !== DURATION) return ignoreMetric(sink, row[columns.metric_name]);
      const stamp = row[columns.timestamp];
      if (/^\d{10}$/.test(stamp))
        sink.assumed('timestamps are whole seconds: K6_CSV_TIME_FORMAT=unix_micro keeps more');
      const end = timeOf(stamp);
      if (Number.isNaN(end)) return `timestamp = ${quote(stamp)}, must be a Unix or RFC 3339 time`;
      const duration = parseNumber(row[columns.metric_value]);
      if (!(duration >= 0)) return `metric_value = ${quote(row[columns.metric_value])}, must be a number of ms >= 0`;
      const series = { name: row[tags.name] ?? DURATION, group: row[tags.scenario] ?? '' };
      return sink.instant(series, Math.round(end - duration * MILLISECOND), duration * MILLISECOND);
    };
  },
};

function ignoreMetric(sink: Sink, metric: string): string | null {
  if (metric === '') return 'metric_name = "", must be the name of a metric';
  sink.ignored(`rows of other metrics than ${DURATION}`);
  return null;
}

function timeOf(text: string): number {
  const epoch = parseEpoch(text);
  return Number.isNaN(epoch) ? parseIso(text) : epoch;
}

/** JSON output of k6: one object per line, points and metrics. */
export const k6Json: LinesFormat = {
  kind: 'lines',
  name: 'k6-json',
  title: 'k6 --out json: {"metric":…,"type":"Point","data":…} per line',
  start: 'first-row',
  recognises: ({ first }) => /^\{.*"type"\s*:\s*"(Metric|Point)"/.test(first),
  open(sink) {
    sink.assumed(END_ASSUMED);
    return (line) => {
      const point = objectOf(line);
      if (point === null) return 'is no JSON object';
      if (point.type !== 'Point' || point.metric !== DURATION) {
        return ignoreMetric(sink, typeof point.metric === 'string' ? point.metric : '');
      }
      if (!isObject(point.data)) return 'data is missing';
      const { time, value, tags } = point.data;
      const end = typeof time === 'string' ? parseIso(time) : NaN;
      if (Number.isNaN(end)) return `data.time = ${quote(String(time))}, must be an RFC 3339 time`;
      if (!(typeof value === 'number' && value >= 0))
        return `data.value = ${quote(String(value))}, must be a number of ms >= 0`;
      const name = isObject(tags) && typeof tags.name === 'string' ? tags.name : DURATION;
      return sink.instant({ name, group: '' }, Math.round(end - value * MILLISECOND), value * MILLISECOND);
    };
  },
};

/** hey -o csv: seconds since the start of the test. Some forks leave out the offset. */
export const hey: TableFormat = {
  kind: 'table',
  name: 'hey',
  title: 'hey -o csv: response-time, DNS+dialup, …, status-code, offset',
  start: 'zero',
  hasHeader: () => true,
  recognises: (head) => hasColumns(head, 'response-time', 'DNS+dialup'),
  open(header, sink) {
    const columns = columnsOf(header, 'response-time', 'offset');
    const problem = missing(columns);
    if (problem !== null) return `${problem}: this fork of hey does not say when requests began`;
    const series = { name: 'hey', group: '' };
    return (row) => {
      const offset = parseNumber(row[columns.offset]);
      if (!(offset >= 0)) return `offset = ${quote(row[columns.offset])}, must be a number of seconds >= 0`;
      const duration = parseNumber(row[columns['response-time']]);
      if (!(duration >= 0))
        return `response-time = ${quote(row[columns['response-time']])}, must be a number of seconds >= 0`;
      return sink.instant(series, Math.round(offset * SECOND), duration * SECOND);
    };
  },
};

/** vegeta encode --to csv: no header, 9 or 12 columns, nanoseconds; the timestamp is the beginning. */
export const vegetaCsv: TableFormat = {
  kind: 'table',
  name: 'vegeta-csv',
  title: 'vegeta encode --to csv: unix_ns, code, latency_ns, …',
  start: 'first-row',
  ragged: true,
  hasHeader: () => false,
  recognises: ({ fields }) => fields.length >= 9 && /^\d{16,19}$/.test(fields[0]) && /^\d{1,3}$/.test(fields[1]),
  open(_, sink) {
    return (row) => {
      if (row.length < 9) return `row has ${row.length} columns, must have 9 or 12`;
      const at = nanosToMicros(row[0]);
      if (Number.isNaN(at)) return `timestamp = ${quote(row[0])}, must be nanoseconds since 1970`;
      const latency = parseNumber(row[2]);
      if (!(latency >= 0)) return `latency = ${quote(row[2])}, must be nanoseconds >= 0`;
      return sink.instant({ name: row[10] ?? row[7], group: row[7] }, at, latency / 1000);
    };
  },
};

/** The last three digits go before it becomes a double, which has no room for them. */
function nanosToMicros(text: string): number {
  return /^\d{16,19}$/.test(text) ? Number(text.slice(0, -3)) : NaN;
}

/** vegeta encode --to json: one object per line. */
export const vegetaJson: LinesFormat = {
  kind: 'lines',
  name: 'vegeta-json',
  title: 'vegeta encode --to json: {"attack":…,"timestamp":…,"latency":…} per line',
  start: 'first-row',
  // Other logs have times and latencies too, in other units: only vegeta names its attack.
  recognises: ({ first }) =>
    first.startsWith('{') && ['attack', 'timestamp', 'latency'].every((key) => first.includes(`"${key}":`)),
  open(sink) {
    return (line) => {
      const hit = objectOf(line);
      if (hit === null) return 'is no JSON object';
      const at = typeof hit.timestamp === 'string' ? parseIso(hit.timestamp) : NaN;
      if (Number.isNaN(at)) return `timestamp = ${quote(String(hit.timestamp))}, must be an RFC 3339 time`;
      const { latency } = hit;
      if (!(typeof latency === 'number' && latency >= 0))
        return `latency = ${quote(String(latency))}, must be nanoseconds >= 0`;
      const name = typeof hit.url === 'string' ? hit.url : 'vegeta';
      return sink.instant({ name, group: typeof hit.attack === 'string' ? hit.attack : '' }, at, latency / 1000);
    };
  },
};
