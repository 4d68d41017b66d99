/** The story around one instant of a run: what came, what was decided and why, what the pods were at, and what was lost. */
import type { CauseSeries, DecisionEntry, ResultDocument, ServiceResult } from '../result/document.js';
import type { Moment, PodMoment, RevisionMoment, ServiceMoment } from '../result/moment.js';
import { coldCause, failureTitle, faultTitle, phaseTitle, ranked } from './causes.js';
import { nodesTold } from './explainNodes.js';
import { find } from './series.js';
import type { FigureName } from './series.js';
import { PLAIN, hanging, harmless } from './text.js';
import type { Paint } from './text.js';
import { clock, count, counted, duration, listed, number, percent } from './words.js';

export interface ExplainOptions {
  /** @default 80 */
  readonly columns?: number;
  /** @default PLAIN */
  readonly paint?: Paint;
}

/** Decisions, pods and faults that are listed for one service at most. */
const MOST = 8;
/** Seconds before and after the instant from which decisions are told. */
const BEFORE = 60;
const AFTER = 30;

/**
 * Text for a terminal; ends with a newline. Empty where the result holds no moment: the run was not asked to look.
 */
export function explainMoment(result: ResultDocument, options: ExplainOptions = {}): string {
  const { moment } = result;
  if (moment === undefined) return '';
  const wide = Math.min(120, Math.max(60, options.columns ?? 80));
  const paint = options.paint ?? PLAIN;
  const at = clock(moment.at, result.horizon);
  const blocks = [
    [paint.bold(`Around ${at} (${duration(moment.at)} into the run)`)],
    ...faultsBlock(result, moment, wide, paint),
    ...nodesBlock(moment, result.horizon, wide, paint),
    ...moment.services.flatMap((service) => serviceBlocks(result, moment, service, wide, paint)),
  ];
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** Faults under way, or over not long ago. */
function faultsBlock(
  result: ResultDocument,
  { at }: Moment,
  wide: number,
  paint: Paint,
): readonly (readonly string[])[] {
  const entries = (result.faults?.entries ?? []).filter(
    (fault) => fault.at <= at + AFTER && (fault.until ?? fault.at) >= at - BEFORE,
  );
  if (entries.length === 0) return [];
  const lines = entries.slice(-MOST).flatMap((fault) => {
    const until = fault.until === null ? '' : ` until ${clock(fault.until, result.horizon)}`;
    const aimed = fault.target === null ? '' : ` (${fault.target})`;
    const pods = fault.pods > 0 ? `${counted(fault.pods, 'pod')} of ` : '';
    const hit = fault.services.length === 0 ? 'hit nothing' : `hit ${pods}${listed(fault.services)}`;
    return line(`${clock(fault.at, result.horizon)}${until}`, `${faultTitle(fault.kind)}${aimed}: ${hit}`, wide);
  });
  return [[paint.bold('What went wrong on purpose'), ...lines]];
}

function nodesBlock(
  { at, cluster }: Moment,
  horizon: number,
  wide: number,
  paint: Paint,
): readonly (readonly string[])[] {
  if (cluster === undefined) return [];
  const lines = nodesTold(cluster, at, horizon).flatMap(([mark, text]) => line(mark, text, wide));
  return [[paint.bold('Nodes'), ...lines]];
}

function serviceBlocks(
  result: ResultDocument,
  moment: Moment,
  service: ServiceMoment,
  wide: number,
  paint: Paint,
): readonly (readonly string[])[] {
  const { interval } = result.timeline;
  const here = Math.min(Math.floor(moment.at / interval), Math.ceil(result.horizon / interval) - 1);
  return [
    [paint.bold(harmless(service.name)), ...traffic(result, service.name, here, wide)],
    [paint.dim('decisions'), ...decisions(result, moment, service, wide)],
    [paint.dim('pods'), ...service.revisions.flatMap((revision) => pods(revision, moment, result.horizon, wide))],
    [paint.dim('causes'), ...causes(result, service.name, here, wide)],
  ];
}

/** A mark and a text that hangs behind it. */
function line(mark: string, text: string, wide: number): readonly string[] {
  return hanging(`  ${mark.padEnd(9)} `, harmless(text), wide);
}

function span(interval: number, k: number, horizon: number): string {
  return `${clock(k * interval, horizon)}–${clock(Math.min((k + 1) * interval, horizon), horizon)}`;
}

/** The interval of the instant, and its neighbours. */
function traffic(result: ResultDocument, scope: string, here: number, wide: number): readonly string[] {
  const { interval } = result.timeline;
  const value = (figure: FigureName, k: number): number | null => find(result, scope, figure)?.values[k] ?? null;
  const told = [here - 1, here, here + 1].filter((k) => k >= 0 && value('arrivals', k) !== null);
  if (told.length === 0) return line('', 'not among the services whose traffic is kept over time', wide);
  return told.flatMap((k) => {
    const lost = (value('refused', k) ?? 0) + (value('timedOut', k) ?? 0) + (value('failed', k) ?? 0);
    const parts = [
      `${number(value('arrivals', k))}/s came, ${number(value('completed', k))}/s answered`,
      `p99 ${duration(value('p99', k))}`,
      `${number(value('ready', k))} ready of ${number(value('desired', k))} wanted`,
      ...((value('coldStarts', k) ?? 0) > 0 ? [`${count(value('coldStarts', k) ?? 0)} cold`] : []),
      ...(lost > 0 ? [`${count(lost)} lost`] : []),
    ];
    return line(span(interval, k, result.horizon), parts.join(', '), wide);
  });
}

function decisions(result: ResultDocument, { at }: Moment, service: ServiceMoment, wide: number): readonly string[] {
  const own = result.services.find(({ name }) => name === service.name);
  const near = entriesNear(own, at);
  const several = service.revisions.length > 1;
  const told = near
    .slice(-MOST)
    .flatMap((entry) => line(clock(entry.at, result.horizon), sentence(entry, several), wide));
  const now = service.revisions.flatMap((revision) => line('now', standing(revision, several), wide));
  const none = near.length === 0 ? line('', 'nothing that was wanted changed in the minute before', wide) : [];
  return [...none, ...told, ...now];
}

function entriesNear(service: ServiceResult | undefined, at: number): readonly DecisionEntry[] {
  return (service?.decisions.entries ?? []).filter((entry) => entry.at >= at - BEFORE && entry.at <= at + AFTER);
}

function sentence(entry: DecisionEntry, several: boolean): string {
  const who = several ? `${entry.revision}: ` : '';
  const path = entry.mode === 'proxy' ? 'through the activator' : 'straight to the pods';
  return `${who}${counted(entry.wanted, 'pod')} wanted, ${count(entry.ready)} ready, ${path}: ${entry.reason}`;
}

function standing(revision: RevisionMoment, several: boolean): string {
  const share = revision.share > 0 && revision.share < 1 ? `, ${percent(revision.share)} of the traffic` : '';
  const who = several ? `${revision.name}${share}: ` : '';
  const panic = revision.inPanic ? ', in panic' : '';
  const windows = `averages ${number(revision.stable)} (stable window) and ${number(revision.panic)} (panic window)`;
  return `${who}${counted(revision.wanted, 'pod')} wanted${panic}, ${windows}; last decision: ${revision.reason}`;
}

const STATES = ['starting', 'up', 'ready', 'silent', 'draining'] as const;
const STATE_WORDS: Readonly<Record<PodMoment['state'], string>> = {
  starting: 'starting',
  up: 'answering probes',
  ready: 'ready',
  silent: 'not answering',
  draining: 'draining',
};

function pods(revision: RevisionMoment, { at }: Moment, horizon: number, wide: number): readonly string[] {
  const counts = STATES.map((state) => [state, revision.pods.filter((pod) => pod.state === state).length] as const);
  const there = counts.filter(([, n]) => n > 0).map(([state, n]) => `${count(n)} ${STATE_WORDS[state]}`);
  const waiting = revision.waiting > 0 ? `; ${counted(revision.waiting, 'request')} wait in the activator` : '';
  const head = line('', `${revision.name}: ${there.length === 0 ? 'no pod' : listed(there)}${waiting}`, wide);
  const notable = revision.pods.filter((pod) => pod.state !== 'ready' || pod.restarts > 0 || pod.queued > 0);
  const told = (notable.length > 0 ? notable : revision.pods).slice(0, MOST);
  const rest = (notable.length > 0 ? notable : revision.pods).length - told.length;
  return [
    ...head,
    ...told.flatMap((pod) => line(`pod ${pod.ordinal}`, podSentence(pod, at, horizon), wide)),
    ...(rest > 0 ? line('', `… and ${count(rest)} more`, wide) : []),
  ];
}

function podSentence(pod: PodMoment, at: number, horizon: number): string {
  const phase = pod.phase === null ? '' : ` (${phaseTitle(pod.phase)})`;
  const parts = [
    `${STATE_WORDS[pod.state]}${phase}, created ${clock(pod.created, horizon)}, ${duration(at - pod.created)} before`,
    ...(pod.executing > 0 ? [doing(pod)] : []),
    ...(pod.queued > 0 ? [`${count(pod.queued)} in its queue`] : []),
    ...(typeof pod.node === 'string' ? [`on ${pod.node}`] : []),
    ...(pod.restarts > 0 ? [counted(pod.restarts, 'restart')] : []),
  ];
  return parts.join(', ');
}

/** Requests in a pod that does not answer are still its load, to who sent them. */
function doing({ state, executing }: PodMoment): string {
  return state === 'silent'
    ? `${counted(executing, 'request')} ${executing === 1 ? 'hangs' : 'hang'} there`
    : `executes ${count(executing)}`;
}

const KINDS: readonly (readonly [CauseSeries['kind'], string, (code: string) => string])[] = [
  ['cold', 'cold', (code) => coldCause(code).title],
  ['phase', 'waited', (code) => phaseTitle(code)],
  ['refused', 'refused', failureTitle],
  ['timedOut', 'timed out', failureTitle],
  ['failed', 'failed', failureTitle],
];

/** Of the requests that ended in the interval of the instant, or in one beside it. */
function causes(result: ResultDocument, name: string, here: number, wide: number): readonly string[] {
  const { interval } = result.timeline;
  const from = Math.max(0, here - 1);
  const told = KINDS.flatMap(([kind, word, title]) => {
    const counts = Object.fromEntries(
      (result.causes ?? [])
        .filter((one) => one.service === name && one.kind === kind)
        .map((one) => [one.cause, one.counts.reduce((sum, [k, n]) => (k >= from && k <= here + 1 ? sum + n : sum), 0)]),
    );
    const parts = ranked(counts).map(({ code, count: n }) => `${title(code)} ${count(n)}`);
    return parts.length === 0 ? [] : line(word, parts.join(' · '), wide);
  });
  const when = `${clock(from * interval, result.horizon)}–${clock(Math.min((here + 2) * interval, result.horizon), result.horizon)}`;
  const head =
    told.length === 0 ? 'every request that ended was answered, and none was cold' : 'of requests that ended';
  return [...line('', `${when}: ${head}`, wide), ...told];
}
