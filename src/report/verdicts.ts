/** What was promised and whether it was kept; the figures that matter; the headline in words. */
import type { ResultDocument, SloResult, ThresholdResult } from '../result/document.js';
import { formatJudged } from '../result/shown.js';
import { coldCause, ranked } from './causes.js';
import { capitalised, counted, duration, listed, money, number, percent, percentBeside, times } from './words.js';

export type Verdict = 'kept' | 'broken' | 'unknown';

/** One promise (objective or threshold) with its verdict, ready to be shown. */
export interface Promised {
  readonly kind: 'objective' | 'threshold';
  readonly name: string;
  readonly service: string | null;
  readonly verdict: Verdict;
  /** What was seen against what was promised: `99.98% good, 99.9% promised`. */
  readonly measured: string;
  /** Burn rate, budget and alerts; empty for thresholds. */
  readonly detail: readonly string[];
  /** How many times as fast as allowed the budget was spent; `null`: not known, and of thresholds. */
  readonly burnRate: number | null;
}

/** A symbol and a word for each verdict: never colour alone. */
export const VERDICTS: Readonly<Record<Verdict, { readonly symbol: string; readonly word: string }>> = {
  kept: { symbol: '✓', word: 'kept' },
  broken: { symbol: '✗', word: 'broken' },
  unknown: { symbol: '?', word: 'not known' },
};

/** Every promise of the run: objectives in declared order, then thresholds. */
export function promises(result: ResultDocument): readonly Promised[] {
  return [...result.slos.map(objective), ...result.thresholds.map((one) => threshold(one, result))];
}

function objective(slo: SloResult): Promised {
  return {
    kind: 'objective',
    name: slo.name,
    service: slo.service,
    verdict: slo.met === null ? 'unknown' : slo.met ? 'kept' : 'broken',
    measured:
      slo.sli === null
        ? `no request to judge, ${percent(slo.target)} promised`
        : `${percentBeside(slo.sli, slo.target)} good, ${percent(slo.target)} promised`,
    detail: [...burn(slo), ...budget(slo), ...alerts(slo), ...credit(slo)],
    burnRate: slo.burnRate,
  };
}

function burn(slo: SloResult): readonly string[] {
  if (slo.burnRate === null) return [];
  const tiny = slo.burnRate > 0 && slo.burnRate < 0.01;
  return [`burn rate ${tiny ? '< 0.01x' : times(slo.burnRate)}`];
}

function budget(slo: SloResult): readonly string[] {
  if (slo.budget === null) return [];
  const { left, exhaustedIn } = slo.budget;
  const remaining =
    left < 0 ? `error budget overspent by ${percent(-left)}` : `${percent(left)} of the error budget left`;
  return exhaustedIn !== null && left > 0
    ? [remaining, `at this pace it is gone in ${spanOf(exhaustedIn)}`]
    : [remaining];
}

/** Long spans in days: "3.2 days". */
const spanOf = (seconds: number): string =>
  seconds < 2 * 86_400 ? duration(seconds) : `${number(seconds / 86_400)} days`;

function alerts(slo: SloResult): readonly string[] {
  const fired = slo.alerts.flatMap((alert) =>
    alert.firings.map((firing) => ({ severity: alert.severity, from: firing.from })),
  );
  if (fired.length > 0) {
    const first = fired.reduce((earliest, firing) => (firing.from < earliest.from ? firing : earliest));
    const at = duration(first.from);
    return [`${counted(fired.length, 'alert')}, the first (${first.severity}) after ${at}`];
  }
  const unseen = slo.alerts.filter((alert) => !alert.evaluated);
  if (unseen.length === slo.alerts.length) return [];
  const longer = listed(unseen.map(({ longWindow }) => spanOf(longWindow)));
  return unseen.length === 0 ? ['no alert'] : [`no alert (for those over ${longer} the run is too short)`];
}

/** What has to be known to read the lines of objectives: said once, below them. */
export function promiseNotes({ slos }: ResultDocument): readonly string[] {
  const burning = slos.some(({ burnRate }) => burnRate !== null);
  const unseen = slos.filter(({ alerts: all }) => all.length > 0 && all.every(({ evaluated }) => !evaluated));
  const whose = unseen.length === slos.length ? '' : ` of ${listed(unseen.slice(0, 3).map(({ name }) => name))}`;
  const rest = whose !== '' && unseen.length > 3 ? ` and ${unseen.length - 3} more` : '';
  return [
    ...(burning ? [BURN_RATE] : []),
    ...(unseen.length > 0 ? [`The run is too short for alerts${whose}${rest}.`] : []),
  ];
}

const BURN_RATE = 'At a burn rate of 1x an error budget lasts exactly its window; at 2x it is gone in half of it.';

function credit(slo: SloResult): readonly string[] {
  return slo.credit !== null && slo.credit > 0 ? [`${percent(slo.credit)} due as SLA credit`] : [];
}

function threshold(checked: ThresholdResult, result: ResultDocument): Promised {
  const verdicts = { pass: 'kept', fail: 'broken', inconclusive: 'unknown' } as const;
  return {
    kind: 'threshold',
    name: checked.expression,
    service: null,
    verdict: verdicts[checked.verdict],
    measured: checked.value === null ? (checked.why ?? 'nothing observed') : `was ${formatJudged(checked, result)}`,
    detail: checked.value !== null && checked.why !== undefined ? [openBy(checked, result) ?? checked.why] : [],
    burnRate: null,
  };
}

/** The interval that reaches to both sides of the limit, where there is one. */
function openBy(checked: ThresholdResult, result: ResultDocument): string | undefined {
  const { low = null, high = null } = result.intervals?.[checked.figure] ?? {};
  if (low === null || high === null || result.replications === undefined) return undefined;
  const [from, to] = [low, high].map((value) => formatJudged({ ...checked, value }, result));
  return `its ${percent(result.replications.level)} interval, ${from} to ${to}, reaches over the limit`;
}

/** `2 of 5 promises were broken: latency and warm.` */
export function promiseSentence(result: ResultDocument): string {
  const all = promises(result);
  if (all.length === 0) return 'No promise was declared, so none was judged.';
  const broken = all.filter((promise) => promise.verdict === 'broken');
  const unknown = all.filter((promise) => promise.verdict === 'unknown').length;
  const open = unknown > 0 ? ` ${capitalised(counted(unknown, 'promise'))} could not be judged.` : '';
  if (broken.length === 0) return `${keptSentence(all.length - unknown, unknown > 0)}${open}`.trim();
  const which = all.length === 1 ? 'The one promise' : `${broken.length} of ${counted(all.length, 'promise')}`;
  const names = brokenNames(worstFirst(broken), result.services.length > 1);
  return `${which} ${broken.length === 1 ? 'was' : 'were'} broken: ${names}.${open}`;
}

/** @param some whether others could not be judged */
function keptSentence(kept: number, some: boolean): string {
  if (kept === 0) return '';
  const judged = some ? ' that could be judged' : '';
  if (kept === 1) return `The one promise${judged} was kept.`;
  return `${kept === 2 ? 'Both' : `All ${kept}`} promises${judged} were kept.`;
}

/** Broken ones first and of these those that burn fastest, then what is not known; otherwise as they were declared. */
export function worstFirst(all: readonly Promised[]): readonly Promised[] {
  const order = { broken: 0, unknown: 1, kept: 2 } as const;
  const burning = ({ verdict, burnRate }: Promised): number => (verdict === 'broken' ? (burnRate ?? 0) : 0);
  return [...all].sort((a, b) => order[a.verdict] - order[b.verdict] || burning(b) - burning(a));
}

function brokenNames(broken: readonly Promised[], several: boolean): string {
  const names = broken.map(({ name, service }) => (several && service !== null ? `${name} of ${service}` : name));
  return names.length <= 4 ? listed(names) : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

/** Worst verdict over all promises; `null` where there are none. */
export function overall(result: ResultDocument): Verdict | null {
  const verdicts = promises(result).map((promise) => promise.verdict);
  if (verdicts.length === 0) return null;
  return verdicts.includes('broken') ? 'broken' : verdicts.includes('unknown') ? 'unknown' : 'kept';
}

export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

/** The three figures that matter: cold starts, tail latency, the first bill. */
export function keyFigures(result: ResultDocument): readonly KeyFigure[] {
  return [coldFigure(result), latencyFigure(result), ...billFigure(result)];
}

function coldFigure({ totals }: ResultDocument): KeyFigure {
  const { rate, requests, byCause } = totals.coldStarts;
  const top = ranked(byCause)[0];
  const cause =
    top === undefined ? '' : `, ${top.share === 1 ? 'all' : percent(top.share)} of them: ${coldCause(top.code).title}`;
  return {
    label: 'met a cold start',
    value: percent(rate),
    note:
      rate === null
        ? 'no request was completed'
        : requests === 0
          ? 'no request waited for a pod to start'
          : `${counted(requests, 'request')}${cause}`,
  };
}

function latencyFigure({ totals }: ResultDocument): KeyFigure {
  const { p50, p99 } = totals.latency;
  const label = '99th percentile latency';
  if (p99 === null) return { label, value: duration(p99), note: 'no request ended' };
  const unanswered = totals.unansweredShare;
  const bad =
    unanswered === null || unanswered === 0
      ? 'every request was answered'
      : `${percent(unanswered)} got no good answer`;
  return { label, value: duration(p99), note: `half within ${duration(p50)}; ${bad}` };
}

function billFigure(result: ResultDocument): readonly KeyFigure[] {
  const bill = result.bills[0];
  if (bill === undefined) return [];
  const capacity = bill.capacity === null ? '' : `; the pods behind it ${money(bill.capacity, bill.currency)}`;
  return [
    {
      label: `metered by ${bill.tariff}`,
      value: money(bill.metered, bill.currency),
      note: `for ${duration(result.stoppedAt ?? result.horizon)}${capacity}`,
    },
  ];
}
