/** What to look at, in order of weight: each finding says what was seen and what acts on it. Rules, no guesses. */
import type { BillResult, Figures, ResultDocument } from '../result/document.js';
import { capacityAdvice, idleAdvice } from './advice.js';
import { askedOf } from './asked.js';
import { brokenPromises, tellsSlowness } from './brokenPromises.js';
import { coldCause, failureCause, phaseTitle, ranked } from './causes.js';
import { clock, count, counted, duration, listed, percent, timesOver } from './words.js';

export interface Finding {
  /** `alarm`: something was lost or broken; `watch`: it costs money or time; `note`: good to know. */
  readonly weight: 'alarm' | 'watch' | 'note';
  readonly seen: string;
  /** What acts on it; may be empty. */
  readonly act: string;
  /** The section of the page that shows it. */
  readonly section: 'summary' | 'traffic' | 'pods' | 'latency' | 'cold-starts' | 'cost' | 'promises' | 'scenario';
}

type Rule = (result: ResultDocument) => readonly Finding[];

const RULES: readonly Rule[] = [
  stopped,
  alerts,
  broken,
  unanswered,
  coldStarts,
  tail,
  panic,
  capacity,
  rounding,
  startup,
];

/** At most `most` findings, alarms first, otherwise in the order of the rules; the same advice is given once. */
export function findings(result: ResultDocument, most = 6): readonly Finding[] {
  const order = { alarm: 0, watch: 1, note: 2 } as const;
  return RULES.flatMap((rule) => rule(result))
    .sort((a, b) => order[a.weight] - order[b.weight])
    .slice(0, most)
    .map((finding, i, all) =>
      all.slice(0, i).some(({ act }) => act === finding.act) ? { ...finding, act: '' } : finding,
    );
}

function stopped({ stoppedAt, horizon }: ResultDocument): readonly Finding[] {
  if (stoppedAt === null) return [];
  const seen = `The run was stopped after ${duration(stoppedAt)} of ${duration(horizon)}; everything here covers that part alone.`;
  return [{ weight: 'alarm', seen, act: '', section: 'summary' }];
}

function alerts(result: ResultDocument): readonly Finding[] {
  return result.slos.flatMap((slo) => {
    const firings = slo.alerts.flatMap((alert) =>
      alert.firings.map((firing) => ({ ...firing, severity: alert.severity })),
    );
    const pages = firings.filter((firing) => firing.severity === 'page');
    const first = pages[0];
    if (first === undefined) return [];
    const at = clock(Math.min(...pages.map((firing) => firing.from)), result.horizon);
    const spent = first.budgetSpent === null ? '' : `, with ${percent(first.budgetSpent)} of the error budget gone`;
    return [
      {
        weight: 'alarm',
        seen: `The pager rings for “${slo.name}” at ${at}${spent}.`,
        act: '',
        section: 'promises',
      } as const,
    ];
  });
}

function broken(result: ResultDocument): readonly Finding[] {
  return brokenPromises(result).map((story) => ({ ...story, weight: 'alarm', section: 'promises' }));
}

function unanswered({ totals }: ResultDocument): readonly Finding[] {
  const { refused, timedOut, failed } = totals.requests;
  const lost = refused + timedOut + failed;
  if (lost === 0) return [];
  const kinds = [
    [refused, 'refused', totals.failures.refused],
    [timedOut, 'timed out', totals.failures.timedOut],
    [failed, 'failed', totals.failures.failed],
  ] as const;
  const met = kinds.filter(([n]) => n > 0);
  const all = lost === 1 ? 'it' : 'all';
  const parts = met.map(([n, word, why]) => `${met.length === 1 ? all : count(n)} ${word}${mainReason(why)}`);
  return [
    {
      weight: 'alarm',
      seen: `${counted(lost, 'request')} got no good answer: ${listed(parts)}.`,
      act: mainAct(Object.assign({}, ...met.map(([, , why]) => why)) as Readonly<Record<string, number>>),
      section: 'traffic',
    },
  ];
}

function mainReason(why: Readonly<Record<string, number>>): string {
  const top = ranked(why)[0];
  return top === undefined ? '' : ` (${failureCause(top.code).title})`;
}

function mainAct(why: Readonly<Record<string, number>>): string {
  const top = ranked(why)[0];
  return top === undefined ? '' : failureCause(top.code).act;
}

function coldStarts({ totals, services }: ResultDocument): readonly Finding[] {
  const cold = totals.coldStarts;
  const cause = ranked(cold.byCause)[0];
  if (cold.requests === 0 || cause === undefined) return [];
  const phase = ranked(cold.byPhase)[0];
  const words = coldCause(cause.code);
  const waited = phase === undefined ? '' : ` Most waited for ${phaseTitle(phase.code)}.`;
  const seen = `${counted(cold.requests, 'request')} met a cold start, ${cause.share === 1 ? 'all' : percent(cause.share)} of them for one cause: ${words.title}.${waited}${mostOf(services, cold.requests)}`;
  return [{ weight: 'watch', seen, act: words.act, section: 'cold-starts' }];
}

/** The service that has half of them or more, where there are several. */
function mostOf(services: ResultDocument['services'], all: number): string {
  const most = Math.max(...services.map(({ coldStarts: { requests } }) => requests));
  const service = services.find(({ coldStarts: { requests } }) => requests === most);
  if (services.length < 2 || service === undefined || most < all / 2) return '';
  return ` ${most === all ? 'All' : percent(most / all)} of them were requests of ${service.name}.`;
}

/** A tail that is long beside the median, where cold starts alone do not explain it. */
function tail(result: ResultDocument): readonly Finding[] {
  const { totals } = result;
  const { p50, p99 } = totals.latency;
  if (p50 === null || p99 === null || p50 === 0 || p99 / p50 < 10 || tellsSlowness(result)) return [];
  const queued = totals.coldStarts.queuedDuringScaleUp;
  const waiting = queued > 0 ? ` ${counted(queued, 'request')} queued behind older pods during a scale-up.` : '';
  const seen = `The 99th percentile (${duration(p99)}) is ${count(p99 / p50)} times the median (${duration(p50)}).${waiting}`;
  const act = queued > totals.coldStarts.requests ? capacityAdvice(askedOf(result, null)) : '';
  return [{ weight: 'watch', seen, act, section: 'latency' }];
}

function panic({ totals }: ResultDocument): readonly Finding[] {
  const { panics, panicSeconds } = totals.autoscaler;
  if (panics === 0) return [];
  const seen = `The autoscaler panicked ${timesOver(panics)}, for ${duration(panicSeconds)} in all; it does not scale down while it does.`;
  return [{ weight: 'note', seen, act: '', section: 'pods' }];
}

/** Pods of a service on average: who has gone to zero for nine tenths of the time has little left to save. */
const NEARLY_NONE = 0.1;

function capacity(result: ResultDocument): readonly Finding[] {
  const idle = idleShare(result.totals);
  const mean = result.totals.pods.mean / Math.max(1, result.services.length);
  if (idle === null || idle < 0.5 || mean <= NEARLY_NONE) return [];
  const bill = result.bills[0];
  const paid =
    bill === undefined || bill.capacity === null
      ? ''
      : ' The metered bill does not show that; the capacity cost beside it does.';
  const seen = `Pods stood idle for ${percent(idle)} of their time.${paid}`;
  return [
    {
      weight: 'watch',
      seen,
      act: idleAdvice(askedOf(result, null), mean),
      section: 'cost',
    },
  ];
}

/** Share of the pods' time in which they executed nothing; `null` without pods. */
export function idleShare({ pods }: Figures): number | null {
  return pods.podSeconds > 0 ? 1 - pods.busySeconds / pods.podSeconds : null;
}

function rounding(result: ResultDocument): readonly Finding[] {
  const worst = result.bills.reduce<BillResult | null>(
    (best, bill) => ((bill.shares.rounding ?? 0) > (best?.shares.rounding ?? 0) ? bill : best),
    null,
  );
  const share = worst?.shares.rounding ?? 0;
  if (worst === null || share < 0.1) return [];
  return [
    {
      weight: 'watch',
      seen: `Rounding up to the steps of ${worst.tariff} makes up ${percent(share)} of its bill.`,
      act: '',
      section: 'cost',
    },
  ];
}

function startup({ totals }: ResultDocument): readonly Finding[] {
  const { count: started, p50, p99, phases } = totals.startup;
  const longest = Object.entries(phases).sort((a, b) => b[1] - a[1])[0];
  if (started === 0 || longest === undefined || longest[1] === 0) return [];
  const seen = `Of ${counted(started, 'pod start')} half took at most ${duration(p50)} and 99 % at most ${duration(p99)}; the longest phase is ${phaseTitle(longest[0])} (${duration(longest[1])} on average).`;
  return [{ weight: 'note', seen, act: '', section: 'cold-starts' }];
}
