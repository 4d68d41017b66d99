/** Why objectives were broken: what made most of the bad requests bad, and what acts on that. */
import type { Figures, Quantiles, ResultDocument, SloResult } from '../result/document.js';
import { askedOf, badOf, type Asked } from './asked.js';
import { coldCause, failureCause, phaseTitle, ranked } from './causes.js';
import { capacityAdvice } from './advice.js';
import { count, counted, duration, percent, percentBeside } from './words.js';

/** What was seen, in one or two sentences, and what acts on it; may be empty. */
export interface Story {
  readonly seen: string;
  readonly act: string;
}

/** Whether a promise about latency was broken: then its story tells why the slowest were slow. */
export const tellsSlowness = (result: ResultDocument): boolean =>
  result.slos.some((slo) => slo.met === false && badOf(result, slo).includes('slowerThan'));

/** More broken objectives than these are told by the worst of them. */
const TOLD_ONE_BY_ONE = 2;

/** The broken objectives, the one that burns its budget fastest first. */
export function brokenPromises(result: ResultDocument): readonly Story[] {
  const broken = result.slos.filter(({ met }) => met === false).sort((a, b) => (b.burnRate ?? 0) - (a.burnRate ?? 0));
  if (broken.length <= TOLD_ONE_BY_ONE) return broken.map((slo) => one(result, slo));
  const worst = one(result, broken[0]!);
  return [{ ...worst, seen: `${count(broken.length)} objectives were broken. The worst: ${worst.seen}` }];
}

function one(result: ResultDocument, slo: SloResult): Story {
  const { service, name, sli, target } = slo;
  const of = service === null || result.services.length < 2 ? '' : ` of ${service}`;
  const head = `“${name}”${of} is broken: ${percentBeside(1 - (sli ?? 0), 1 - target)} of its requests were bad, ${percent(1 - target)} may be.`;
  const why = whyBad(result, slo);
  return { seen: why.seen === '' ? head : `${head} ${why.seen}`, act: why.act };
}

const NOT_KNOWN: Story = { seen: '', act: '' };

/** The first kind of bad request that makes up half of them. */
function whyBad(result: ResultDocument, slo: SloResult): Story {
  const figures = slo.service === null ? result.totals : result.services.find(({ name }) => name === slo.service);
  const kinds = badOf(result, slo);
  if (figures === undefined || kinds.length === 0) return NOT_KNOWN;
  const asked = askedOf(result, slo.service);
  const bad = (slo.bad ?? 0) / 2;
  const lost = lostOf(figures, kinds);
  if (lost.count > 0 && lost.count >= bad) return lost;
  if (kinds.includes('cold') && figures.coldStarts.requests >= bad) return cold(figures);
  return kinds.includes('slowerThan') ? whySlow(figures, slo.target, asked) : NOT_KNOWN;
}

function lostOf({ requests, failures }: Figures, kinds: readonly string[]): Story & { readonly count: number } {
  const kindsOfLoss = (['refused', 'timedOut', 'failed'] as const).filter((kind) => kinds.includes(kind));
  const causes = Object.assign({}, ...kindsOfLoss.map((kind) => failures[kind])) as Readonly<Record<string, number>>;
  const top = ranked(causes)[0];
  const why = top === undefined ? null : failureCause(top.code);
  return {
    count: kindsOfLoss.reduce((sum, kind) => sum + requests[kind], 0),
    seen: why === null ? '' : `Most got no good answer: ${why.title}.`,
    act: why?.act ?? '',
  };
}

function cold({ coldStarts }: Figures): Story {
  const cause = ranked(coldStarts.byCause)[0];
  const phase = ranked(coldStarts.byPhase)[0];
  if (cause === undefined) return NOT_KNOWN;
  const waited = phase === undefined ? '' : `, mostly for ${phaseTitle(phase.code)}`;
  const { title, act } = coldCause(cause.code);
  return { seen: `They waited for a pod to start${waited}; the first cause: ${title}.`, act };
}

/** Of the slowest, waiting is a part worth acting on from this share of their latency on. */
const WORTH_IT = 0.25;

/** Whether requests waited for pods, or took their time in them: their quantiles beside each other tell. */
export function whySlow(figures: Figures, target: number, asked: Asked): Story {
  const at = quantileAt(target);
  const [waited, took] = [figures.wait[at], figures.latency[at]];
  if (waited === null || took === null || took === 0) return NOT_KNOWN;
  if (waited / took < WORTH_IT) return ownTime(waited, asked);
  const { queuedDuringScaleUp: queued, requests } = figures.coldStarts;
  const cause = ranked(figures.coldStarts.byCause)[0];
  const late = `The slowest waited for pods: ${TITLES[at]} of the wait is ${duration(waited)}, that of the latency ${duration(took)}.`;
  if (cause !== undefined && requests >= queued) return { seen: late, act: coldCause(cause.code).act };
  const behind = queued > 0 ? ` ${counted(queued, 'request')} queued behind older pods during a scale-up.` : '';
  return { seen: `${late}${behind}`, act: capacityAdvice(asked) };
}

function ownTime(waited: number, { sharesCpu }: Asked): Story {
  const barely = waited === 0 ? 'without a wait' : `after at most ${duration(waited)}`;
  const seen = `Too few pods are not the reason: nearly all began ${barely} and took their time in the pod.`;
  return {
    seen,
    act: sharesCpu
      ? 'let fewer requests share the CPU of a pod (a lower target or containerConcurrency), or make them faster'
      : 'make the requests themselves faster, or promise what they can keep: more pods would not help',
  };
}

const TITLES = {
  p50: 'the median',
  p90: 'the 90th percentile',
  p95: 'the 95th percentile',
  p99: 'the 99th percentile',
  p999: 'the 99.9th percentile',
} as const;

/** The quantile that the promise is about, or the nearest below. */
function quantileAt(target: number): Exclude<keyof Quantiles, 'mean' | 'max'> {
  if (target >= 0.999) return 'p999';
  if (target >= 0.99) return 'p99';
  if (target >= 0.95) return 'p95';
  return target >= 0.9 ? 'p90' : 'p50';
}
