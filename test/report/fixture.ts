/**
 * A flash sale as a result document, made by a small fluid model of its own (no simulator): quiet, x20 at minute 10,
 * back to zero. The numbers need not be Knative's; they must hang together as a real document's do.
 */
import type {
  DecisionEntry,
  Figures,
  LatencyBands,
  ResultDocument,
  Series,
  ServiceResult,
  SloResult,
} from '../../src/result/document.js';
import { billLine, billOf } from '../result/document.js';

const INTERVAL = 10;
const HORIZON = 1800;
const SERVICE_TIME = 0.08;

interface Step {
  readonly at: number;
  readonly rate: number;
  readonly concurrency: number;
  readonly desired: number;
  readonly ready: number;
  readonly panic: boolean;
  readonly cold: number;
  readonly timedOut: number;
}

function rateAt(t: number): number {
  if (t < 600) return 5;
  if (t < 620) return 5 + (95 * (t - 600)) / 20;
  if (t < 920) return 100;
  if (t < 1040) return 100 - (95 * (t - 920)) / 120;
  return t < 1340 ? 5 : t < 1400 ? 2 : 0;
}

function steps(): readonly Step[] {
  const all: Step[] = [];
  let ready = 1;
  let desired = 1;
  let calm = 0;
  for (let at = 0; at < HORIZON; at += INTERVAL) {
    const wobble = 1 + 0.08 * Math.sin(at * 1.7) + 0.05 * Math.sin(at * 0.31);
    const rate = rateAt(at) * wobble;
    const concurrency =
      rate * SERVICE_TIME * (1 + 0.4 * Math.max(0, (rate * SERVICE_TIME) / (Math.max(1, ready) * 0.8) - 1));
    const wanted = Math.ceil(concurrency / 0.7);
    const panic = wanted >= 2 * Math.max(1, ready);
    calm = rate === 0 ? calm + INTERVAL : 0;
    desired = calm >= 90 ? 0 : panic ? Math.max(desired, wanted) : Math.max(1, Math.max(wanted, desired - 1));
    const short = Math.max(0, concurrency - ready * 0.9);
    all.push({
      at,
      rate,
      concurrency,
      desired,
      ready,
      panic,
      cold: Math.round(short * 16),
      timedOut: short > 5 ? Math.round(short / 3) : 0,
    });
    ready = Math.max(0, Math.min(desired, ready + 3));
  }
  return all;
}

const QUANTILES = { mean: 0.094, p50: 0.052, p90: 0.168, p95: 0.31, p99: 1.94, p999: 6.2, max: 10 };

function figures(all: readonly Step[]): Figures {
  const sum = (of: (step: Step) => number): number => all.reduce((total, step) => total + of(step), 0);
  const arrived = Math.round(sum((step) => step.rate * INTERVAL));
  const timedOut = sum((step) => step.timedOut);
  const cold = sum((step) => step.cold);
  const counts = { arrived, completed: arrived - timedOut - 12, refused: 12, timedOut, failed: 0, inFlight: 0 };
  const part = (share: number): number => Math.round(cold * share);
  return {
    requests: counts,
    attempts: { ...counts, arrived: arrived + 41, completed: counts.completed, refused: counts.refused + 41 },
    coldStarts: {
      requests: cold,
      rate: cold / counts.completed,
      byCause: {
        'burst-inside-window': part(0.62),
        'panic-not-yet': part(0.21),
        'scaled-to-zero': part(0.09),
        'max-scale-up-rate': cold - part(0.62) - part(0.21) - part(0.09),
      },
      byPhase: { application: part(0.7), 'autoscaler-reaction': part(0.2), sandbox: cold - part(0.7) - part(0.2) },
      queuedDuringScaleUp: 318,
    },
    failures: {
      refused: { 'queue-proxy-full': 12 },
      timedOut: timedOut > 0 ? { 'activator-wait': timedOut } : {},
      failed: {},
    },
    latency: QUANTILES,
    latencyCompleted: { ...QUANTILES, p999: 4.1, max: 5.9 },
    wait: { ...QUANTILES, mean: 0.02, p50: 0.001, p90: 0.02, p95: 0.12, p99: 1.7, p999: 5.8 },
    unansweredShare: (timedOut + 12) / arrived,
    pods: { started: 21, mean: 4.2, max: 17, podSeconds: 7560, busySeconds: 2420 },
    startup: {
      count: 21,
      mean: 1.9,
      p50: 1.72,
      p95: 3.1,
      p99: 3.9,
      phases: {
        scheduling: 0.02,
        imagePull: 0,
        sandbox: 0.35,
        containerStart: 0.18,
        applicationStart: 1.24,
        readiness: 0.11,
      },
    },
    autoscaler: { decisions: 900, panicSeconds: 74, panics: 2, scaleToZero: 1 },
  };
}

function decisions(all: readonly Step[]): readonly DecisionEntry[] {
  const entries: DecisionEntry[] = [];
  let last = -1;
  for (const step of all) {
    if (step.desired === last) continue;
    last = step.desired;
    const reason = step.panic
      ? `panic: 6 s window wants ${step.desired} pods, ${(step.desired / Math.max(1, step.ready)).toFixed(1)} x ready >= 2.0`
      : step.desired === 0
        ? 'nothing arrived for the stable window: scale to zero'
        : `stable: 60 s window wants ${step.desired} pods`;
    entries.push({
      at: step.at,
      revision: 'checkout-00001',
      desired: step.desired,
      wanted: step.desired,
      ready: step.ready,
      stable: step.concurrency,
      panic: step.concurrency * 1.1,
      inPanic: step.panic,
      excessBurstCapacity: step.ready * 10 - 211 - step.concurrency,
      mode: 'proxy',
      reason,
    });
  }
  return entries;
}

function series(scope: string, all: readonly Step[]): readonly Series[] {
  const of = (figure: string, unit: string, kind: Series['kind'], values: (step: Step) => number | null): Series => ({
    name: `${scope}.${figure}`,
    unit,
    kind,
    values: all.map(values),
  });
  const load = (step: Step): number => Math.min(6, Math.max(0, step.concurrency / Math.max(0.5, step.ready * 0.9) - 1));
  const quantile = (base: number, slope: number) => (step: Step) =>
    step.rate === 0 ? null : base * (1 + slope * load(step)) * (1 + 0.05 * Math.sin(step.at));
  return [
    of('arrivals', '1/s', 'rate', (step) => step.rate),
    of('completed', '1/s', 'rate', (step) => Math.max(0, step.rate - step.timedOut / INTERVAL)),
    of('refused', 'requests', 'count', (step) => (step.at === 610 ? 12 : 0)),
    of('timedOut', 'requests', 'count', (step) => step.timedOut),
    of('failed', 'requests', 'count', () => 0),
    of('concurrency', 'requests', 'level', (step) => step.concurrency),
    of('capacity', 'requests', 'level', (step) => step.ready),
    of('desired', 'pods', 'level', (step) => step.desired),
    of('ready', 'pods', 'level', (step) => step.ready),
    of('panic', 'share', 'state', (step) => (step.panic ? 1 : 0)),
    of('p50', 's', 'quantile', quantile(0.05, 1.2)),
    of('p95', 's', 'quantile', quantile(0.19, 4)),
    of('p99', 's', 'quantile', quantile(0.27, 9)),
    of('coldStarts', 'requests', 'count', (step) => step.cold),
  ];
}

function objectives(service: string, all: readonly Step[]): readonly SloResult[] {
  const burn = (allowed: number, bad: (step: Step) => number) =>
    all.map((step) => (step.rate === 0 ? null : bad(step) / (step.rate * INTERVAL) / allowed));
  const alert = (
    severity: 'page' | 'ticket',
    longWindow: number,
    shortWindow: number,
    burnRate: number,
    evaluated: boolean,
  ) => ({
    severity,
    longWindow,
    shortWindow,
    burnRate,
    evaluated,
    firings: [],
  });
  return [
    {
      service,
      name: 'availability',
      sli: 0.99951,
      target: 0.999,
      met: true,
      valid: 41000,
      bad: 20,
      burnRate: 0.49,
      budget: { events: 60000, spent: 0.021, left: 0.979, exhaustedIn: 5_000_000 },
      alerts: [
        alert('page', 3600, 300, 14.4, false),
        alert('page', 21600, 1800, 6, false),
        alert('ticket', 259200, 21600, 1, false),
      ],
      burnRateByInterval: burn(0.001, (step) => step.timedOut),
      budgetLeftByInterval: all.map((_, k) => 1 - (0.021 * (k + 1)) / all.length),
      credit: 0,
    },
    {
      service,
      name: 'latency',
      sli: 0.9712,
      target: 0.99,
      met: false,
      valid: 41000,
      bad: 1181,
      burnRate: 2.88,
      budget: null,
      alerts: [
        { ...alert('page', 600, 60, 14.4, true), firings: [{ from: 630, to: 760, budgetSpent: null }] },
        { ...alert('ticket', 900, 120, 6, true), firings: [{ from: 640, to: 1010, budgetSpent: null }] },
      ],
      burnRateByInterval: burn(0.01, (step) => step.cold * 1.4),
      budgetLeftByInterval: null,
      credit: null,
    },
    {
      service,
      name: 'warm',
      sli: 0.979,
      target: 0.99,
      met: false,
      valid: 41000,
      bad: 861,
      burnRate: 2.1,
      budget: null,
      alerts: [alert('page', 3600, 300, 14.4, false)],
      burnRateByInterval: burn(0.01, (step) => step.cold),
      budgetLeftByInterval: null,
      credit: null,
    },
  ];
}

/** Most requests take some 80 ms, cold ones a second or more; the last band is open. */
function bands(name: string, all: readonly Step[]): LatencyBands {
  const bounds = [0.042, 0.056, 0.075, 0.1, 0.13, 0.56, 1, 1.8];
  const shares = [0.1, 0.2, 0.4, 0.2, 0.1, 0, 0, 0, 0];
  const counts = all.map(({ rate, cold }) =>
    shares.map((share, band) => Math.round(share * rate * INTERVAL) + (band >= 6 ? Math.round(cold / (band - 4)) : 0)),
  );
  return { interval: INTERVAL, from: 0.032, bounds, scopes: [{ name, counts }] };
}

/** The flash sale: one service, 1,800 s in intervals of 10 s. */
export function flashSale(name = 'checkout'): ResultDocument {
  const all = steps();
  const own = figures(all);
  const service: ServiceResult = {
    ...own,
    name,
    revisions: [`${name}-00001`],
    decisions: { omitted: 0, entries: decisions(all) },
  };
  return {
    schemaVersion: 1,
    headroomVersion: '0.1.0',
    modelVersion: 1,
    seed: 7,
    scenarioHash: 'b1946ac92492d2347c6235b4d2611184',
    inputs: [],
    scenario: {
      headroom: 1,
      name: 'flash-sale',
      horizon: '30m',
      seed: 7,
      services: { [name]: { revision: { containerConcurrency: 10, timeoutSeconds: 60 } } },
    },
    horizon: HORIZON,
    warmup: 0,
    stoppedAt: null,
    assumptions: [{ where: 'services.checkout.startup', text: 'no image given: the pull takes no time' }],
    services: [service],
    totals: own,
    nodes: [],
    bills: [
      billOf('generic-100ms', {
        metered: '0.0713',
        capacity: '0.2041',
        perMillionRequests: '1.74',
        perHour: '0.1426',
        lines: [
          billLine('memory', '0.0479', { quantity: '2872.4', unit: 'GiB-second', rate: '0.0000166667' }),
          billLine('requests', '0.0234', { quantity: '41018', unit: 'request', rate: '0.0000005700' }),
        ],
        shares: { busy: 0.61, idle: null, coldStart: null, rounding: 0.39 },
        notes: ['Each request is rounded up to 100 ms; rounding alone is 39% of this bill.'],
      }),
      billOf('gcp-cloud-run-request', {
        metered: '0.1312',
        capacity: '0.2841',
        perMillionRequests: '3.2',
        perHour: '0.2624',
        lines: [billLine('vCPU', '0.0722', { quantity: '3010', unit: 'vCPU-second', rate: '0.000024' })],
        shares: { busy: 0.8, idle: 0.1, coldStart: 0.06, rounding: 0.04 },
        notes: [],
      }),
      billOf('aws-fargate-x86', {
        metered: '0.1921',
        capacity: null,
        perMillionRequests: '4.69',
        perHour: '0.3842',
        lines: [billLine('vCPU', '0.0425', { quantity: '3780', unit: 'vCPU-second', rate: '0.00001124' })],
        shares: { busy: 0.32, idle: 0.65, coldStart: 0.02, rounding: 0.01 },
        notes: [],
      }),
    ],
    slos: objectives(name, all),
    thresholds: [
      {
        expression: `services.${name}.latency.p99 < 500ms`,
        figure: `services.${name}.latency.p99`,
        value: 1.94,
        verdict: 'fail',
      },
      {
        expression: 'bills.generic-100ms.perMillionRequests < 2 USD',
        figure: 'bills.generic-100ms.perMillionRequests',
        value: 1.74,
        verdict: 'pass',
      },
    ],
    timeline: { interval: INTERVAL, series: series(name, all) },
    latencyBands: bands(name, all),
  };
}

/** A platform of many services: full rows for all, timelines for the totals (no percentiles) and ten of them. */
export function fleet(size = 120): ResultDocument {
  const base = flashSale();
  const all = steps();
  const first = base.services[0]!;
  const services = Array.from({ length: size }, (_, index): ServiceResult => {
    const load = ((index * 37) % 101) / 100;
    const requests = {
      ...first.requests,
      arrived: Math.round(first.requests.arrived * load),
      completed: Math.round(first.requests.completed * load),
    };
    return {
      ...first,
      name: `shop-${String(index).padStart(3, '0')}`,
      revisions: [`shop-${index}-00001`],
      requests,
      coldStarts: { ...first.coldStarts, rate: load === 0 ? null : 0.05 * load },
      latency: { ...first.latency, p99: load === 0 ? null : 0.2 + 2 * load },
      decisions: { omitted: 0, entries: index < 10 ? first.decisions.entries : [] },
    };
  });
  const timed = services.slice(0, 10).flatMap((service) => series(service.name, all));
  return {
    ...base,
    scenario: { headroom: 1, name: 'platform-day' },
    services,
    slos: objectives(services[0]!.name, all),
    timeline: {
      interval: INTERVAL,
      series: [...series('totals', all).filter(({ kind }) => kind !== 'quantile'), ...timed],
    },
  };
}
