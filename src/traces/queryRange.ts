/** Recorded metrics as Prometheus answers a `query_range`. */
import { SECOND } from '../units/quantities.js';
import { isObject, type JsonObject } from './json.js';
import type { ObservedMetrics, ObservedSample, ObservedSeries } from './observations.js';
import { parseNumber } from './time.js';
import { TraceError } from './traceError.js';

/** https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries, a matrix of [time, "value"]. */
export function readQueryRange(text: string, file: string): ObservedMetrics {
  const document = documentOf(text, file);
  const answer = isObject(document.data) ? document.data : document;
  if (answer.resultType !== 'matrix' || !Array.isArray(answer.result)) {
    const hint = 'ask with /api/v1/query_range';
    throw new TraceError(file, null, 'must hold a Prometheus answer with resultType "matrix"', hint);
  }
  const series = answer.result.map((each: unknown) => seriesOf(each, file));
  const ready = series.find(({ name }) => name.replace(/\{.*$/, '') === 'ready');
  return { series: series.filter((each) => each !== ready), ready: ready?.samples ?? null, log: null };
}

function documentOf(text: string, file: string): JsonObject {
  try {
    const document: unknown = JSON.parse(text);
    if (isObject(document)) return document;
  } catch (error) {
    throw new TraceError(file, null, `is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new TraceError(file, null, 'must hold a JSON object');
}

function seriesOf(given: unknown, file: string): ObservedSeries {
  const metric = isObject(given) && isObject(given.metric) ? given.metric : {};
  const values = isObject(given) && Array.isArray(given.values) ? (given.values as readonly unknown[]) : [];
  const { __name__: name = '', ...labels } = metric;
  const list = Object.entries(labels).map(([label, value]) => `${label}="${String(value)}"`);
  // What an expression like sum(…) gives has neither name nor labels: {} is what Prometheus calls it.
  const bare = list.length === 0 && name !== '';
  const full = bare ? String(name) : `${String(name)}{${list.join(',')}}`;
  return { name: full, samples: values.flatMap((pair) => sampleOf(pair, full, file)) };
}

/** "NaN" stands for no value. */
function sampleOf(pair: unknown, name: string, file: string): ObservedSample[] {
  const [time, text] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
  const at = typeof time === 'number' ? Math.round(time * SECOND) : NaN;
  if (text === 'NaN' && !Number.isNaN(at)) return [];
  const value = typeof text === 'string' ? parseNumber(text) : NaN;
  if (Number.isNaN(at) || Number.isNaN(value)) {
    throw new TraceError(file, null, `${name}: ${JSON.stringify(pair)}, must be [seconds, "number"]`);
  }
  return [{ at, value }];
}
