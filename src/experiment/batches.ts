/**
 * Batch means: one long run cut into batches of equal length. What a batch added is the difference of two states of the
 * same run, so only means and shares can be told; quantiles cannot, and sums depend on the length of a batch.
 */
import type { BillResult, Figures, ResultDocument, SloResult } from '../result/document.js';

type Found = Record<string, number | null>;

/** What happened between two states of one run, by the path of each figure. */
export function batchFigures(before: ResultDocument, after: ResultDocument): Found {
  const seconds = reached(after) - reached(before);
  return {
    ...under('totals', added(before.totals, after.totals, seconds)),
    ...merge(
      after.services.map((service, k) =>
        under(`services.${service.name}`, added(before.services[k], service, seconds)),
      ),
    ),
    ...merge(after.bills.map((bill, k) => under(`bills.${bill.tariff}`, billed(before.bills[k], bill, before, after)))),
    ...merge(
      after.slos.map((slo, k) => under(`slo.${slo.service ?? 'totals'}.${slo.name}`, judged(before.slos[k], slo))),
    ),
  };
}

const reached = ({ stoppedAt, horizon }: ResultDocument): number => stoppedAt ?? horizon;

const merge = (all: readonly Found[]): Found => Object.assign({}, ...all) as Found;

const under = (scope: string, found: Found): Found =>
  Object.fromEntries(Object.entries(found).map(([path, value]) => [`${scope}.${path}`, value]));

function added(before: Figures, after: Figures, seconds: number): Found {
  const more = (read: (figures: Figures) => number): number => read(after) - read(before);
  const completed = more(({ requests }) => requests.completed);
  const ended = more(endedIn);
  return {
    'requests.arrived': more(({ requests }) => requests.arrived),
    'requests.completed': completed,
    'coldStarts.rate': share(
      more(({ coldStarts }) => coldStarts.requests),
      completed,
    ),
    unansweredShare: share(ended - completed, ended),
    'latency.mean': share(
      more((figures) => total(figures.latency.mean, endedIn(figures))),
      ended,
    ),
    'latencyCompleted.mean': share(
      more((figures) => total(figures.latencyCompleted.mean, figures.requests.completed)),
      completed,
    ),
    // Where requests were lost, those that had begun are in the mean wait and are not counted apart.
    'wait.mean':
      endedIn(after) > after.requests.completed
        ? null
        : share(
            more((figures) => total(figures.wait.mean, figures.requests.completed)),
            completed,
          ),
    'pods.mean': share(
      more(({ pods }) => pods.podSeconds),
      seconds,
    ),
  };
}

const endedIn = ({ requests }: Figures): number => requests.arrived - requests.inFlight;

const total = (mean: number | null, count: number): number => (mean ?? 0) * count;

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

function billed(before: BillResult, after: BillResult, from: ResultDocument, to: ResultDocument): Found {
  const metered = Number(after.metered) - Number(before.metered);
  const requests = endedIn(to.totals) - endedIn(from.totals);
  return {
    perMillionRequests: share(metered * 1e6, requests),
    perHour: share(metered * 3600, reached(to) - reached(from)),
  };
}

function judged(before: SloResult, after: SloResult): Found {
  const valid = after.valid - before.valid;
  const bad = after.bad - before.bad;
  const badShare = share(bad, valid);
  return {
    sli: badShare === null ? null : 1 - badShare,
    burnRate: badShare === null ? null : badShare / (1 - after.target),
  };
}
