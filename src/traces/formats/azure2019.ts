import { MINUTE } from '../../units/quantities.js';
import { columnsOf, type Head, type Series, type Sink, type WideFormat, type WideReader } from '../format.js';

const MINUTE_COLUMN = /^(?:minute_?)?(\d{1,5})$/i;

/** Invocations per function and minute; also the layout that invitro writes. Columns are found by name. */
export const azureFunctions2019: WideFormat = {
  kind: 'wide',
  name: 'azure-functions-2019',
  title: 'Azure Functions 2019 and invitro: HashOwner, HashApp, HashFunction, Trigger, 1..1440',
  start: 'zero',
  recognises: isOfAzure,
  open(header, sink) {
    const minutes = header.map((name) => Number(MINUTE_COLUMN.exec(name.trim())?.[1] ?? 0));
    const { hashfunction, hashapp } = columnsOf(header, 'hashfunction', 'hashapp');
    const problem = headerProblem(minutes, hashfunction, hashapp);
    return problem ?? openRows(minutes, textIndex(minutes, hashfunction), textIndex(minutes, hashapp), sink);
  },
};

/** Its sister files of durations and memory are recognised too, to say what they are. */
function isOfAzure({ fields }: Head): boolean {
  const names = fields.map((name) => name.toLowerCase());
  return (
    names.includes('hashfunction') &&
    names.some((name) => /^(minute_?)?1$|^percentile_average|^averageallocatedmb/.test(name))
  );
}

function headerProblem(minutes: readonly number[], hashFunction: number, hashApp: number): string | null {
  const numbers = minutes.filter((minute) => minute > 0);
  if (numbers.length === 0) {
    return 'header has no minutes 1, 2, … : it holds durations or memory, name the file of invocations';
  }
  if (hashFunction < 0 && hashApp < 0) return 'header has no column HashFunction or HashApp';
  const distinct = new Set(numbers);
  if (distinct.size < numbers.length) return 'header names a minute twice';
  return Math.max(...numbers) > 10 * numbers.length + 1440 ? 'header leaves out most of its minutes' : null;
}

/** Texts come numbered among themselves. */
function textIndex(minutes: readonly number[], column: number): number {
  return column < 0 ? -1 : minutes.slice(0, column).filter((minute) => minute === 0).length;
}

function openRows(minutes: readonly number[], functionText: number, appText: number, sink: Sink): WideReader {
  const seen = new Set<string>();
  return {
    places: Int32Array.from(minutes, (minute) => minute - 1),
    empty: null,
    take(texts, numbers) {
      const series = seriesOf(texts, functionText, appText);
      if (series.name === '') return 'HashFunction = "", must be a name';
      const fraction = numbers.find((count) => !Number.isInteger(count));
      if (fraction !== undefined) return `count = ${fraction}, must be a whole number`;
      if (seen.has(series.name)) sink.assumed('rows of the same function are added together');
      seen.add(series.name);
      sink.counts(series, numbers, MINUTE);
      return null;
    },
  };
}

function seriesOf(texts: readonly string[], functionText: number, appText: number): Series {
  const group = texts[appText] ?? '';
  return { name: functionText < 0 ? group : texts[functionText], group };
}
