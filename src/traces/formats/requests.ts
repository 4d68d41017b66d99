/** Research traces with one row per request. */
import { MILLISECOND, SECOND } from '../../units/quantities.js';
import { columnsOf, hasColumns, missing, type TableFormat } from '../format.js';
import { parseIso, parseNumber } from '../time.js';
import { quote } from '../wide.js';

/** app, func, end_timestamp, duration in seconds; rows in any order. invitro writes IBM traces like this too. */
export const azureFunctions2021: TableFormat = {
  kind: 'table',
  name: 'azure-functions-2021',
  title: 'Azure Functions 2021: app, func, end_timestamp, duration',
  start: 'zero',
  hasHeader: () => true,
  recognises: (head) => hasColumns(head, 'app', 'func', 'end_timestamp', 'duration'),
  open(header, sink) {
    const columns = columnsOf(header, 'app', 'func', 'end_timestamp', 'duration');
    const problem = missing(columns);
    if (problem !== null) return problem;
    sink.assumed('a request begins at end_timestamp - duration; a function is named app/func');
    return (row) => {
      const end = parseNumber(row[columns.end_timestamp]);
      if (!(end >= 0)) return `end_timestamp = ${quote(row[columns.end_timestamp])}, must be a number of seconds >= 0`;
      const duration = parseNumber(row[columns.duration]);
      if (!(duration >= 0)) return `duration = ${quote(row[columns.duration])}, must be a number of seconds >= 0`;
      const group = row[columns.app];
      return sink.instant(
        { name: `${group}/${row[columns.func]}`, group },
        Math.round((end - duration) * SECOND),
        duration * SECOND,
      );
    };
  },
};

/** TIMESTAMP, ContextTokens, GeneratedTokens: one row per call of a language model. */
export const azureLlm: TableFormat = {
  kind: 'table',
  name: 'azure-llm',
  title: 'Azure LLM 2023 to 2025: TIMESTAMP, ContextTokens, GeneratedTokens',
  start: 'first-row',
  hasHeader: () => true,
  recognises: (head) => hasColumns(head, 'TIMESTAMP', 'ContextTokens', 'GeneratedTokens'),
  open(header, sink) {
    const columns = columnsOf(header, 'TIMESTAMP', 'ContextTokens', 'GeneratedTokens');
    const problem = missing(columns);
    if (problem !== null) return problem;
    sink.assumed('timestamps without a zone are UTC; how long a call took is not in the file');
    const series = { name: 'llm', group: '' };
    return (row) => {
      const at = parseIso(row[columns.TIMESTAMP]);
      if (Number.isNaN(at))
        return `TIMESTAMP = ${quote(row[columns.TIMESTAMP])}, must be a time such as "2023-11-16 18:15:46.68"`;
      return sink.instant(series, at, NaN);
    };
  },
};

/** A week of IBM Code Engine as CSV: one row per application, with lists in brackets. */
export const ibmCodeEngine: TableFormat = {
  kind: 'table',
  name: 'ibm-code-engine',
  title: 'IBM Code Engine weeks as CSV: NamespaceHash, AppHash, InvocationTimes, AppExecTimes',
  start: 'zero',
  hasHeader: () => true,
  recognises: (head) => hasColumns(head, 'AppHash', 'InvocationTimes'),
  open(header, sink) {
    const columns = columnsOf(header, 'AppHash', 'InvocationTimes');
    const optional = columnsOf(header, 'AppExecTimes', 'NamespaceHash');
    const problem = missing(columns);
    if (problem !== null) return problem;
    sink.assumed('InvocationTimes are seconds, AppExecTimes milliseconds; the first arrival of the week is not time 0');
    return (row) => {
      const times = listOf(row[columns.InvocationTimes]);
      const durations = optional.AppExecTimes < 0 ? [] : listOf(row[optional.AppExecTimes]);
      if (times === null || durations === null) return 'InvocationTimes or AppExecTimes is no list of numbers >= 0';
      const group = optional.NamespaceHash < 0 ? '' : row[optional.NamespaceHash];
      const series = { name: row[columns.AppHash], group };
      let problem: string | null = null;
      times.forEach((at, i) => (problem ??= sink.instant(series, at * SECOND, (durations[i] ?? NaN) * MILLISECOND)));
      return problem;
    };
  },
};

/** "[1.5, 2]" or "1.5 2"; null if it is no list of numbers >= 0. */
function listOf(text: string): number[] | null {
  const parts = text.replace(/^\s*\[|\]\s*$/g, '').split(/[\s,;]+/);
  const numbers = parts.filter((part) => part !== '').map(parseNumber);
  return numbers.every((number) => number >= 0) ? numbers : null;
}
