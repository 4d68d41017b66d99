/** The result as a page of terminal text that a person reads in ten seconds. */
import { billColumns } from '../result/billColumns.js';
import type { BillResult, Figures, NodeGroupResult, ResultDocument } from '../result/document.js';
import { coldCause, phaseTitle, ranked } from './causes.js';
import { findings } from './findings.js';
import { certaintyNotes, certaintyTitle, knownFigures } from './certainty.js';
import { causeLines } from './causeRows.js';
import { isolationLines } from './isolation.js';
import { revisionLines } from './revisions.js';
import { find, mainScope, peak } from './series.js';
import type { FigureName } from './series.js';
import { marks, spark } from './spark.js';
import { PLAIN, columns, cut, hanging, harmless, padEnd, padStart, width } from './text.js';
import type { Paint } from './text.js';
import { VERDICTS, overall, promiseNotes, promiseSentence, promises, worstFirst } from './verdicts.js';
import type { Promised, Verdict } from './verdicts.js';
import { worstLines } from './worst.js';
import { formatRate } from '../units/format.js';
import { clock, count, counted, duration, money, number, percent, timesOver } from './words.js';

export interface SummaryOptions {
  /** Columns of the terminal; kept within 60..120. @default 80 */
  readonly columns?: number;
  /** @default PLAIN */
  readonly paint?: Paint;
  /** Where the reader finds the rest, e.g. the report's path. */
  readonly see?: readonly string[];
}

/** What happened, what it cost, what was promised and kept, what to look at. Ends with a newline. */
export function summary(result: ResultDocument, options: SummaryOptions = {}): string {
  const paint = options.paint ?? PLAIN;
  const wide = Math.min(120, Math.max(60, options.columns ?? 80));
  const blocks = [
    title(result, wide, paint),
    ignored(result, wide, paint),
    chart(result, wide, paint),
    section('What happened', happened(result, wide), paint),
    section('Revision by revision', revisionLines(result, wide), paint),
    section('Why, over time', causeLines(result, wide), paint),
    section('The ten worst services: most lost, then most cold requests', worstLines(result), paint),
    section('What it cost', cost(result, wide), paint),
    section('What was promised', promised(result, wide, paint), paint),
    section(certaintyTitle(result), certainty(result, wide), paint),
    section('How far the faults reached', isolationLines(result, wide), paint),
    section('What to look at', lookAt(result, wide, paint), paint),
    options.see ?? [],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** Key figures with their intervals, where there were several replications. */
function certainty(result: ResultDocument, wide: number): readonly string[] {
  const all = knownFigures(result);
  const titles = Math.max(0, ...all.map(({ title }) => width(title)));
  const values = Math.max(0, ...all.map(({ value }) => width(value)));
  return [
    ...all.flatMap(({ title, value, sure, parts }) => [
      cut(`  ${padEnd(harmless(title), titles)}  ${padStart(value, values)} ${sure}`, wide),
      ...(parts === '' ? [] : [cut(`${' '.repeat(titles + values + 5)}${parts}`, wide)]),
    ]),
    ...certaintyNotes(result).flatMap((note) => hanging('  ', harmless(note), wide)),
  ];
}

/** The name a scenario gave itself, whatever else the resolved scenario holds. */
export function scenarioName(result: ResultDocument): string {
  const scenario = result.scenario;
  const name = typeof scenario === 'object' && scenario !== null && 'name' in scenario ? scenario.name : undefined;
  return typeof name === 'string' && name !== '' ? name : 'scenario';
}

function title(result: ResultDocument, wide: number, paint: Paint): readonly string[] {
  const ran =
    result.stoppedAt === null
      ? duration(result.horizon)
      : `${duration(result.stoppedAt)} of ${duration(result.horizon)}`;
  const facts = [
    result.warmup > 0 ? `${ran}, counted after ${duration(result.warmup)}` : ran,
    `seed ${result.seed}`,
    ...(result.replications !== undefined && result.replications.count > 1
      ? [counted(result.replications.count, 'replication')]
      : []),
    ...(result.services.length > 1 ? [counted(result.services.length, 'service')] : []),
  ].join(' · ');
  const name = cut(harmless(scenarioName(result)), wide - width(facts) - 3);
  const verdict = overall(result);
  const sentence = hanging('', harmless(promiseSentence(result)), wide);
  return [`${paint.bold(name)} · ${facts}`, ...sentence.map((line) => painted(verdict, paint)(line))];
}

/** Notes on what somebody wrote and nothing came of: a typing error must not pass unseen. */
const IGNORED = /^Knative ignores /;
const IGNORED_AT_MOST = 4;

function ignored({ assumptions }: ResultDocument, wide: number, paint: Paint): readonly string[] {
  const all = assumptions.filter(({ text }) => IGNORED.test(text));
  const shown = all.slice(0, IGNORED_AT_MOST);
  const lines = shown.flatMap(({ where, text }) => hanging('! ', harmless(`${where}: ${text}`), wide));
  const rest = all.length - shown.length;
  return [...lines, ...(rest > 0 ? [`! … and ${rest} more, in the report`] : [])].map((line) => paint.warn(line));
}

function painted(verdict: Verdict | null, paint: Paint): (text: string) => string {
  if (verdict === 'kept') return paint.good;
  return verdict === 'broken' ? paint.bad : paint.warn;
}

function section(heading: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : [paint.bold(heading), ...lines];
}

const LABEL = 10;

function chart(result: ResultDocument, wide: number, paint: Paint): readonly string[] {
  const scope = mainScope(result);
  const noteWidth = 20;
  const room = wide - LABEL - noteWidth - 2;
  const row = (
    label: string,
    figure: FigureName,
    note: (top: number) => string,
    colour: (text: string) => string,
  ): readonly string[] => {
    const values = find(result, scope, figure)?.values ?? [];
    const top = peak(values);
    if (top === null) return [];
    return [`${padEnd(label, LABEL)}${colour(spark(values, room, top.value))}  ${paint.dim(note(top.value))}`];
  };
  const rows = [
    ...row('Traffic', 'arrivals', (top) => `peak ${formatRate(top)}`, paint.accent),
    ...row('Ready', 'ready', (top) => `peak ${counted(Math.round(top), 'pod')}`, paint.good),
    ...row('Latency', 'p99', (top) => `p99 up to ${duration(top)}`, paint.warn),
  ];
  if (rows.length === 0) return [];
  const panic = marks(find(result, scope, 'panic')?.values ?? [], room);
  const shown = panic === '' ? [] : [`${padEnd('Panic', LABEL)}${paint.bad(panic)}`];
  return [...rows, ...shown, ' '.repeat(LABEL) + paint.dim(axis(result, room))];
}

/** Seconds: a clock would say the same at every place. */
const SHORT = 10;

/** Times under the chart, which ends where the run did. */
function axis(result: ResultDocument, room: number): string {
  const end = result.stoppedAt ?? result.horizon;
  const at = (share: number): string => (end < SHORT ? duration(end * share) : clock(end * share, result.horizon));
  const left = padEnd(at(0), Math.floor(room / 2) - Math.floor(at(0.5).length / 2)) + at(0.5);
  return left + padStart(at(1), room - left.length);
}

function happened({ totals, nodes, services }: ResultDocument, wide: number): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['Requests', requests(totals)],
    ['Latency', quantiles(totals)],
    ['Cold', cold(totals)],
    ['Pods', pods(totals, services)],
    ...nodes.map((group, k) => [k === 0 ? 'Nodes' : '', nodesOf(group)] as const),
  ];
  return rows.flatMap(([label, text]) => hanging(padEnd(`  ${label}`, LABEL + 2), text, wide));
}

function nodesOf(group: NodeGroupResult): string {
  const changes = [
    [group.requested ?? 0, 'asked for'],
    [group.removed ?? 0, 'sent away'],
    [group.reclaimed ?? 0, 'reclaimed'],
    [group.lost ?? 0, 'lost'],
  ] as const;
  const seen = changes.filter(([times]) => times > 0).map(([times, what]) => `${count(times)} ${what}`);
  const used = group.cpuAllocated === null ? [] : [`pods asked for ${percent(group.cpuAllocated)} of their CPU`];
  const most = `${harmless(group.group)}: at most ${count(group.maxNodes)}, ${number(group.meanNodes)} on average`;
  return [most, ...used, ...seen].join(', ');
}

function requests({ requests: seen }: Figures): string {
  const ended = [
    `${count(seen.completed)} answered`,
    `${count(seen.refused)} refused`,
    `${count(seen.timedOut)} timed out`,
    `${count(seen.failed)} failed`,
  ];
  const open = seen.inFlight > 0 ? `, ${count(seen.inFlight)} still under way at the end` : '';
  return `${count(seen.arrived)} arrived: ${ended.join(', ')}${open}`;
}

function quantiles({ latency: seen }: Figures): string {
  if (seen.max === null) return 'no request ended';
  return `p50 ${duration(seen.p50)} · p95 ${duration(seen.p95)} · p99 ${duration(seen.p99)} · max ${duration(seen.max)}`;
}

function cold({ coldStarts, requests: seen }: Figures): string {
  if (coldStarts.requests === 0)
    return seen.completed === 0 ? 'no request was completed' : 'no request met a cold start';
  const cause = ranked(coldStarts.byCause)[0];
  const phase = ranked(coldStarts.byPhase)[0];
  const why =
    cause === undefined ? '' : `; ${cause.share === 1 ? 'all' : percent(cause.share)}: ${coldCause(cause.code).title}`;
  const waited = phase === undefined ? '' : `; mostly waiting for ${phaseTitle(phase.code)}`;
  return `${counted(coldStarts.requests, 'request')} (${percent(coldStarts.rate)})${why}${waited}`;
}

/** The highest numbers of several services or revisions need not have been at one time: they are added up. */
function mostPods(services: ResultDocument['services']): string {
  const several = services.length > 1 ? 'service' : (services[0]?.revisions.length ?? 1) > 1 ? 'revision' : null;
  return several === null ? 'starting and draining ones included' : `the highest of each ${several} added up`;
}

function pods({ pods: seen, autoscaler }: Figures, services: ResultDocument['services']): string {
  const panic =
    autoscaler.panics === 0
      ? 'no panic'
      : `in panic ${timesOver(autoscaler.panics)}, ${duration(autoscaler.panicSeconds)}`;
  return `at most ${count(seen.max)} (${mostPods(services)}), ${number(seen.mean)} on average, ${count(seen.started)} started; ${panic}`;
}

/** Metered and capacity always; what else fits beside the names, the month and credits before cost per million. */
function cost({ bills }: ResultDocument, wide: number): readonly string[] {
  if (bills.length === 0) return [];
  const { credits, days, monthCredits } = billColumns(bills);
  const optional: readonly (readonly [title: string, amount: (bill: BillResult) => string | null])[] = [
    ...(credits ? [['+ credits', (bill: BillResult) => bill.total] as const] : []),
    ...(days === undefined ? [] : [[`${days} days`, (bill: BillResult) => bill.month?.metered ?? null] as const]),
    ...(monthCredits ? [[`${days} d total`, (bill: BillResult) => bill.month?.total ?? null] as const] : []),
    ['per million', (bill) => bill.perMillionRequests],
  ];
  const shown = optional.slice(0, Math.max(1, Math.floor((wide - NAME - 2 * AMOUNT) / AMOUNT)));
  const names = Math.max(NAME, Math.min(32, wide - 2 - (2 + shown.length) * AMOUNT));
  const rows = bills.map((bill) => [
    cut(harmless(bill.tariff), names),
    ...[bill.metered, bill.capacity, ...shown.map(([, of]) => of(bill))].map((amount) => money(amount, bill.currency)),
  ]);
  return columns([['', 'metered', 'capacity', ...shown.map(([title]) => title)], ...rows]).map((line) => `  ${line}`);
}

/** Columns that a tariff's name has at least, and that an amount of money takes with its gap. */
const NAME = 16;
const AMOUNT = 13;

function promised(result: ResultDocument, wide: number, paint: Paint): readonly string[] {
  const all = promises(result);
  const several = result.services.length > 1;
  const shown = worstFirst(all).slice(0, 12);
  const notes = harmless(promiseNotes(result).join(' '));
  const lines = shown.flatMap((promise) => promiseLines(promise, several, wide, paint));
  return [
    ...lines,
    ...(all.length > shown.length ? [`  … and ${all.length - shown.length} more`] : []),
    ...(notes === '' ? [] : hanging('  ', notes, wide).map((line) => paint.dim(line))),
  ];
}

function promiseLines(promise: Promised, several: boolean, wide: number, paint: Paint): readonly string[] {
  const { symbol, word } = VERDICTS[promise.verdict];
  const name = several && promise.service !== null ? `${promise.service}: ${promise.name}` : promise.name;
  const text = [`${cut(harmless(name), 56)} ${word}: ${promise.measured}`, ...promise.detail].join('; ');
  const [first = '', ...rest] = hanging(`  ${symbol} `, text, wide);
  return [first.replace(symbol, painted(promise.verdict, paint)(symbol)), ...rest];
}

function lookAt(result: ResultDocument, wide: number, paint: Paint): readonly string[] {
  return findings(result, 4).flatMap((finding, index) => {
    const seen = hanging(`  ${index + 1}. `, harmless(finding.seen), wide);
    const act =
      finding.act === ''
        ? []
        : hanging('     ', `To change it: ${finding.act}.`, wide).map((line, at) =>
            paint.dim(at === 0 ? `     ${line.trimStart()}` : line),
          );
    return [...seen, ...act];
  });
}
