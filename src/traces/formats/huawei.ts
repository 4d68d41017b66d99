import { SECOND } from '../../units/quantities.js';
import { columnsOf, hasColumns, missing, type TableFormat, type WideFormat } from '../format.js';
import { quote } from '../wide.js';
import { parseNumber } from '../time.js';

/** One row per second or minute, one column per function; also the time series of 2025. Empty and NaN are 0. */
export const huaweiWide: WideFormat = {
  kind: 'wide',
  name: 'huawei-2023',
  title: 'Huawei 2023 and the time series of 2025: day, time, one column for each function',
  start: 'first-row',
  recognises: ({ fields }) =>
    fields.length > 2 && fields[0] === 'day' && fields[1] === 'time' && !fields.includes('podID'),
  open(header, sink) {
    const columns = columnsOf(header, 'day', 'time');
    const problem = missing(columns);
    if (problem !== null) return problem;
    const series = header
      .filter((_, i) => i !== columns.day && i !== columns.time)
      .map((name) => ({ name: name.trim(), group: '' }));
    sink.assumed('an empty field is no request; time is in seconds, and the first row is the start of the trace');
    let place = 0;
    const places = header.map((_, i) => (i === columns.day ? -1 : i === columns.time ? series.length : place++));
    return {
      places: Int32Array.from(places),
      empty: 0,
      take(_, numbers) {
        const at = numbers[series.length] * SECOND;
        let problem: string | null = null;
        for (let i = 0; i < series.length; i++) problem ??= sink.count(series[i], at, numbers[i]);
        return problem;
      },
    };
  },
};

/** One row per cold start: the traffic that met one. */
export const huaweiColdStarts: TableFormat = {
  kind: 'table',
  name: 'huawei-2025-cold-starts',
  title: 'Huawei 2025 cold starts: day, time, funcName, totalCost_cold_start, …',
  start: 'first-row',
  hasHeader: () => true,
  recognises: (head) => hasColumns(head, 'time', 'funcName', 'totalCost_cold_start'),
  open(header, sink) {
    const columns = columnsOf(header, 'time', 'funcName', 'totalCost_cold_start');
    const problem = missing(columns);
    if (problem !== null) return problem;
    sink.assumed('each row is one cold start at `time` seconds; its duration is the cold start, not the request');
    return (row) => {
      const at = parseNumber(row[columns.time]);
      if (!(at >= 0)) return `time = ${quote(row[columns.time])}, must be a number of seconds >= 0`;
      return sink.instant(
        { name: row[columns.funcName], group: '' },
        at * SECOND,
        parseNumber(row[columns.totalCost_cold_start]) * SECOND,
      );
    };
  },
};

/** One row per request of day 30. */
export const huaweiRequests: TableFormat = {
  kind: 'table',
  name: 'huawei-2025-requests',
  title: 'Huawei 2025 requests: time_worker, time_frontend, funcName, workerCost, …',
  start: 'first-row',
  hasHeader: () => true,
  recognises: (head) => hasColumns(head, 'time_worker', 'funcName'),
  open(header, sink) {
    const columns = columnsOf(header, 'time_worker', 'time_frontend', 'funcName');
    const { runtimecost, workercost } = columnsOf(header, 'runtimecost', 'workercost');
    const problem = missing({ time_worker: columns.time_worker, funcName: columns.funcName });
    if (problem !== null) return problem;
    sink.assumed('a request begins at time_frontend, or at time_worker where that is NaN; seconds');
    return (row) => {
      const frontend = columns.time_frontend < 0 ? NaN : parseNumber(row[columns.time_frontend]);
      const column = Number.isNaN(frontend) ? 'time_worker' : 'time_frontend';
      const at = parseNumber(row[columns[column]]);
      if (!(at >= 0)) return `${column} = ${quote(row[columns[column]])}, must be a number of seconds >= 0`;
      const cost = runtimecost >= 0 ? runtimecost : workercost;
      const duration = cost < 0 ? NaN : parseNumber(row[cost]) * SECOND;
      return sink.instant({ name: row[columns.funcName], group: '' }, Math.round(at * SECOND), duration);
    };
  },
};
