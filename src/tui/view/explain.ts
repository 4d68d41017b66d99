/** What happened at one moment and why: traffic, pods, latency, cold starts by cause, and the decisions around it. */
import { coldCause, ranked, type Share } from '../../report/causes.js';
import { find, mainScope, type FigureName } from '../../report/series.js';
import { cut, harmless, hanging, padEnd, width, wrap } from '../../report/text.js';
import { clock, count, counted, duration, number } from '../../report/words.js';
import type { DecisionEntry, ResultDocument } from '../../result/document.js';
import type { Tone } from '../paint.js';
import type { Answer } from '../state.js';
import type { PaneProps } from './parameters.js';
import { pane, type Piece } from './row.js';

/** Exactly `rows` lines. */
export function explained(answer: Answer, at: number, size: Omit<PaneProps, 'state'>): readonly string[] {
  return pane(story(answer, at, size.columns - 1, size.rows >= ROOMY), size);
}

/** From so many rows on there is room for what to do about it. */
const ROOMY = 22;

type Line = readonly Piece[];

function story(answer: Answer, at: number, columns: number, roomy: boolean): readonly Line[] {
  const { result } = answer;
  const { interval } = result.timeline;
  const index = Math.floor(at / interval);
  const from = index * interval;
  const span = `${clock(from, result.horizon)} to ${clock(Math.min(from + interval, result.horizon), result.horizon)}`;
  const value = (figure: FigureName): number | null => find(result, mainScope(result), figure)?.values[index] ?? null;
  return [
    [
      ['Moment ', 'bold'],
      [span, 'accent'],
    ],
    ...facts(value, result.services.length > 1, columns),
    ...cold(answer, index, value('coldStarts') ?? 0, columns, roomy),
    ...lost(value, columns),
    ...decided(result, from, from + interval, columns),
  ];
}

/** A number is not parted from its unit at the end of a line. */
const solid = (seconds: number | null): string => duration(seconds).replace(' ', '\u00a0');

type Value = (figure: FigureName) => number | null;

/** A fact under its name, broken where it is too long. */
function fact(name: string, text: string, columns: number, tone: Tone = 'plain'): readonly Line[] {
  return hanging(padEnd(name, 9), text, columns).map((line, k): Line =>
    k === 0
      ? [
          [line.slice(0, 9), 'dim'],
          [line.slice(9), tone],
        ]
      : [[line, tone]],
  );
}

function facts(value: Value, several: boolean, columns: number): readonly Line[] {
  const [arrived, inSystem, capacity] = [value('arrivals'), value('concurrency'), value('capacity')];
  const [ready, desired, panic] = [value('ready'), value('desired'), value('panic')];
  const over = inSystem !== null && capacity !== null && inSystem > capacity;
  const load = `${number(arrived)}/s; ${number(inSystem)} at once, room for ${number(capacity)}${over ? ': overloaded' : ''}`;
  const pods = `${number(ready)} ready, ${number(desired)} desired${panic !== null && panic > 0 ? '; in panic' : ''}`;
  return [
    ...fact('Traffic', load, columns, over ? 'bad' : 'plain'),
    ...fact('Pods', pods, columns, panic !== null && panic > 0 ? 'warn' : 'plain'),
    ...fact('Latency', latency(value, several), columns),
  ];
}

function latency(value: Value, several: boolean): string {
  if (value('p99') !== null)
    return `p50 ${solid(value('p50'))} · p95 ${solid(value('p95'))} · p99 ${solid(value('p99'))}`;
  return several ? 'percentiles of several services do not add up' : 'no request ended';
}

/** Of a fleet's services, which run one after the other, the causes of a moment are not known, only the requests. */
function cold(answer: Answer, index: number, all: number, columns: number, roomy: boolean): readonly Line[] {
  if (all === 0) return fact('Cold', 'no request met a cold start', columns);
  const causes = ranked(answer.cold.find((one) => one.index === index)?.byCause ?? {});
  const first = causes.at(0);
  const act = first === undefined ? '' : coldCause(first.code).act;
  return [
    ...fact('Cold', `${counted(all, 'request')}${named(causes)}`, columns, 'warn'),
    ...(act === '' || !roomy ? [] : fact('', `to change it: ${act}`, columns, 'dim')),
  ];
}

/** Each cause with its requests, where there are several. */
function named(causes: readonly Share[]): string {
  if (causes.length === 0) return '';
  const title = ({ code }: Share): string => coldCause(code).title;
  if (causes.length === 1) return `: ${causes.map(title).join('')}`;
  return `: ${causes.map((one) => `${count(one.count)} ${title(one)}`).join(', ')}`;
}

function lost(value: Value, columns: number): readonly Line[] {
  const ways = (['refused', 'timedOut', 'failed'] as const)
    .map((figure) => ({ word: WORDS[figure], n: value(figure) ?? 0 }))
    .filter(({ n }) => n > 0);
  return ways.length === 0
    ? []
    : fact('Lost', ways.map(({ word, n }) => `${count(n)} ${word}`).join(', '), columns, 'bad');
}

const WORDS = { refused: 'refused', timedOut: 'timed out', failed: 'failed' } as const;
/** Decisions shown before the moment's own, for what led to it. */
const BEFORE = 2;

/** Those of the moment, the last ones before it, and the next one after it. */
function decided(result: ResultDocument, from: number, to: number, columns: number): readonly Line[] {
  const entries = result.services.flatMap(({ decisions }) => decisions.entries);
  const omitted = result.services.some(({ decisions }) => decisions.omitted > 0);
  const earlier = entries.filter(({ at }) => at < from);
  const here = entries.filter(({ at }) => at >= from && at < to);
  const next = entries.find(({ at }) => at >= to);
  const shown = [...here].reverse().concat(earlier.slice(-BEFORE).reverse());
  const heading: Line = [
    ['Decisions', 'bold'],
    [omitted ? '  newest first, some left out' : '  newest first', 'dim'],
  ];
  if (shown.length === 0 && next === undefined) return [[], heading, [['  none: nothing was wanted otherwise', 'dim']]];
  const following: readonly Line[] =
    next === undefined ? [] : [[[`  next at ${clock(next.at, result.horizon)}: ${wanted(next)}`, 'dim']]];
  return [
    [],
    heading,
    ...shown.flatMap((entry) => decision(entry, result, here.includes(entry), columns)),
    ...following,
  ];
}

function wanted({ ready, wanted: pods }: DecisionEntry): string {
  return `${count(ready)} ready, ${count(pods)} wanted`;
}

function decision(entry: DecisionEntry, result: ResultDocument, isHere: boolean, columns: number): readonly Line[] {
  const { at, inPanic, stable, panic, mode, excessBurstCapacity, reason, revision } = entry;
  const several = result.services.length > 1 || (result.services[0]?.revisions.length ?? 1) > 1;
  const bare = `${isHere ? '▸' : ' '} ${clock(at, result.horizon)} ${wanted(entry)}${inPanic ? ', panic' : ''}`;
  const whole = several ? harmless(`${bare}, ${revision}`) : bare;
  const fits = width(whole) <= columns;
  const seen = `seen ${number(stable)} stable, ${number(panic)} panic; burst room ${number(excessBurstCapacity)}, ${mode}`;
  return [
    [[fits ? whole : cut(bare, columns), isHere ? 'accent' : 'plain']],
    ...(fits ? [] : [[[cut(`    ${harmless(revision)}`, columns), 'dim']] as Line]),
    ...wrap(harmless(reason), columns - 4).map((line): Line => [[`    ${line}`, 'plain']]),
    ...(isHere ? wrap(seen, columns - 4).map((line): Line => [[`    ${line}`, 'dim']]) : []),
  ];
}
