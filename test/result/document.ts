import type {
  BillLine,
  BillResult,
  Figures,
  Quantiles,
  Replications,
  ResultDocument,
  SloResult,
} from '../../src/result/document.js';

const quantiles = (scale: number): Quantiles => ({
  mean: 0.1 * scale,
  p50: 0.08 * scale,
  p90: 0.2 * scale,
  p95: 0.3 * scale,
  p99: 0.4 * scale,
  p999: 0.9 * scale,
  max: 2 * scale,
});

const counts = { arrived: 1000, completed: 990, refused: 4, timedOut: 3, failed: 2, inFlight: 1 };

export function figures(change: Partial<Figures> = {}): Figures {
  return {
    requests: counts,
    attempts: { ...counts, arrived: 1010, refused: 14 },
    coldStarts: {
      requests: 8,
      rate: 0.008,
      byCause: { 'max-scale': 5, rollout: 3 },
      byPhase: {},
      queuedDuringScaleUp: 2,
    },
    failures: { refused: { 'queue-proxy-full': 4 }, timedOut: {}, failed: {} },
    latency: quantiles(1),
    latencyCompleted: quantiles(0.5),
    wait: quantiles(0.1),
    unansweredShare: 0.009,
    pods: { started: 12, mean: 4.25, max: 9, podSeconds: 7650, busySeconds: 2000 },
    startup: { count: 12, mean: 2.5, p50: 2.4, p95: 3, p99: 3.2, phases: { sandbox: 1.9 } },
    autoscaler: { decisions: 900, panicSeconds: 62, panics: 1, scaleToZero: 2 },
    ...change,
  };
}

export function billLine(name: string, amount: string, change: Partial<BillLine> = {}): BillLine {
  return { name, quantity: '1', unit: 'x', rate: amount, amount, meter: 'x', kind: 'charge', ...change };
}

export function billOf(tariff: string, change: Partial<BillResult> = {}): BillResult {
  return {
    tariff,
    currency: 'USD',
    metered: '0.00193',
    capacity: '0.0102',
    capacityAllocated: null,
    capacityMarginal: null,
    perMillionRequests: '1.93',
    perHour: '0.00386',
    seconds: 1800,
    lines: [],
    capacityLines: [],
    credits: [],
    total: change.metered ?? '0.00193',
    shares: { busy: 0.4, idle: null, coldStart: null, rounding: 0.31 },
    notes: [],
    ...change,
  };
}

export function sloOf(service: string | null, name: string, change: Partial<SloResult> = {}): SloResult {
  return {
    service,
    name,
    sli: 0.9985,
    target: 0.999,
    met: false,
    valid: 1000,
    bad: 2,
    burnRate: 1.5,
    budget: { events: 100, spent: 0.3, left: 0.7, exhaustedIn: 7200 },
    alerts: [
      {
        severity: 'page',
        longWindow: 3600,
        shortWindow: 300,
        burnRate: 14.4,
        evaluated: true,
        firings: [{ from: 60, to: 120, budgetSpent: 0.1 }],
      },
      { severity: 'ticket', longWindow: 259_200, shortWindow: 21_600, burnRate: 1, evaluated: false, firings: [] },
    ],
    burnRateByInterval: [1.5],
    budgetLeftByInterval: [0.7],
    credit: 0.1,
    ...change,
  };
}

export function resultDocument(change: Partial<ResultDocument> = {}): ResultDocument {
  return {
    schemaVersion: 1,
    headroomVersion: '0.1.0',
    modelVersion: 1,
    seed: 7,
    scenarioHash: 'abc',
    inputs: [],
    scenario: {},
    horizon: 1800,
    warmup: 0,
    stoppedAt: null,
    assumptions: [],
    services: [
      { name: 'checkout', revisions: ['checkout-1'], decisions: { omitted: 0, entries: [] }, ...figures() },
      {
        name: 'cart',
        revisions: ['cart-1'],
        decisions: { omitted: 0, entries: [] },
        ...figures({ latency: quantiles(2) }),
      },
    ],
    totals: figures(),
    nodes: [
      {
        group: 'base',
        kind: 'on-demand',
        meanNodes: 3.5,
        maxNodes: 5,
        nodeSeconds: 6300,
        cpuAllocated: 0.6,
        memoryAllocated: 0.4,
      },
    ],
    bills: [billOf('generic-100ms'), billOf('our.own', { currency: 'EUR', metered: '12.5', perMillionRequests: null })],
    slos: [sloOf('checkout', 'latency'), sloOf(null, 'availability', { budget: null })],
    thresholds: [],
    timeline: { interval: 10, series: [] },
    ...change,
  };
}

/** Independent runs without a warm-up: ten of them, unless said otherwise. */
export const replicationsOf = (change: Partial<Replications> = {}): Replications => ({
  count: 10,
  level: 0.95,
  analysis: 'terminating',
  method: 'replications',
  warmup: { seconds: 0, method: 'given' },
  pooled: {},
  ...change,
});
