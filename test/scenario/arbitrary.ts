/** Random scenarios as a person could write them, valid by construction. */
import fc from 'fast-check';

type Written = Readonly<Record<string, unknown>>;

const micros = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((value) => `${value}us`);
const duration = fc.oneof(
  micros(1, 5_000_000),
  fc.integer({ min: 1, max: 600 }).map((value) => `${value}s`),
  fc.constantFrom('1m30s', '0.25s', '1.5h'),
);
const rate = fc.oneof(
  fc.integer({ min: 0, max: 500 }).map((value) => `${value}/s`),
  fc.constantFrom('100/min', '7/h', '0.3/d', '1.25/s'),
);
const percent = fc.integer({ min: 1, max: 9_999 }).map((value) => `${value / 100}%`);
const optional = <T>(field: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(field, { nil: undefined });

const ordered = fc
  .tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
export const distribution: fc.Arbitrary<unknown> = fc.oneof(
  duration,
  duration.map((mean) => ({ exponential: { mean } })),
  ordered.map(([min, max]) => ({ uniform: { min: `${min}us`, max: `${max}us` } })),
  ordered.map(([median, more]) => ({ lognormal: { median: `${median + 1}us`, p99: `${median + more + 1}us` } })),
  fc.record({ mean: duration, cv: fc.double({ min: 0.01, max: 5, noNaN: true }) }).map((lognormal) => ({ lognormal })),
  fc.record({ mean: duration, sd: duration }).map((normal) => ({ normal })),
  ordered.map(([p50, p100]) => ({ quantiles: { p0: '0s', p50: `${p50}us`, 'p99.9': `${p100}us`, p100: `${p100}us` } })),
);

const { shape } = fc.letrec<{ shape: unknown }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    rate,
    fc.record({ from: rate, to: rate }).map((ramp) => ({ ramp })),
    fc
      .record({ mean: fc.constantFrom('20/s', '90/min'), amplitude: fc.constantFrom('0/s', '1/s'), period: duration })
      .map((sine) => ({ sine })),
    fc
      .record({ mean: rate, peakToMean: fc.double({ min: 1, max: 2, noNaN: true }), peakAt: duration })
      .map((diurnal) => ({ diurnal })),
    fc.record({ from: rate, to: rate, at: duration }).map((step) => ({ step })),
    fc
      .record({ base: fc.constant('3/s'), peak: fc.constant('80/s'), at: duration, for: duration, rise: duration })
      .map((spike) => ({ spike })),
    fc.array(tie('shape'), { minLength: 1, maxLength: 3 }).map((sum) => ({ sum })),
    fc
      .array(fc.record({ rate: tie('shape'), for: duration }), { minLength: 1, maxLength: 3 })
      .map((chain) => ({ chain })),
  ),
}));

const tool = fc.oneof(
  fc.double({ min: 0.1, max: 9, noNaN: true }).map((multiply) => ({ multiply })),
  fc.constantFrom(0.5, 2).map((stretch) => ({ stretch })),
  fc.constantFrom('-15m', '90s', '0s').map((shift) => ({ shift })),
  fc.constant({ cut: { from: '1m', to: '5m' } }),
  percent.map((thin) => ({ thin })),
  fc.integer({ min: 1, max: 5 }).map((repeat) => ({ repeat })),
  fc.record({ at: duration, for: duration, multiply: fc.integer({ min: 1, max: 9 }) }).map((flash) => ({ flash })),
);
const process = fc.oneof(
  fc.constantFrom('poisson', 'regular', 'uniform'),
  fc.integer({ min: 1, max: 20 }).map((burstiness) => ({ burstiness })),
);
const { arrivals } = fc.letrec<{ arrivals: unknown }>((tie) => ({
  arrivals: fc.oneof(
    { maxDepth: 2 },
    rate,
    fc.record({ process, rate: shape, apply: fc.array(tool, { maxLength: 3 }) }),
    fc.record({
      merge: fc.array(tie('arrivals'), { minLength: 1, maxLength: 3 }),
      apply: optional(fc.array(tool, { maxLength: 2 })),
    }),
  ),
}));

const serviceTime = fc.oneof(
  distribution,
  fc.record({ io: distribution, cpu: distribution }),
  fc.record({ cpu: distribution }),
);
const startup = fc.oneof(
  fc.constantFrom('node-container', 'wasm', 'huawei-2025', '20s'),
  distribution,
  fc.record({
    preset: fc.constantFrom('java-container', 'go-zip'),
    sandbox: fc.oneof(distribution, fc.constant('0s')),
    warmPool: fc.nat(3),
  }),
  fc.record({ image: fc.constant({ layers: { base: '300Mi', app: '20M' }, prePulled: true }) }),
  fc.record({
    imagePull: distribution,
    image: fc.record({
      layers: fc.array(
        fc.integer({ min: 1, max: 1e9 }).map((size) => `${size}B`),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  }),
);
const autoscaler = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ policy: 'knative' }) },
  { weight: 1, arbitrary: fc.nat(9).map((pods) => ({ policy: 'fixed', pods })) },
  {
    weight: 1,
    arbitrary: fc.record({
      policy: fc.constant('threshold'),
      burstAbove: percent,
      shrinkBelow: fc.constant('0.01%'),
      cooldown: duration,
      prewarm: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      policy: fc.constant('per-request'),
      expiry: duration,
      idleOrder: fc.constantFrom('newest', 'oldest', 'random'),
    }),
  },
);
const annotations = fc.record(
  {
    'autoscaling.knative.dev/target': fc.integer({ min: 1, max: 200 }).map(String),
    'autoscaling.knative.dev/min-scale': fc.constantFrom('0', '2'),
    'autoscaling.knative.dev/maxScale': fc.constantFrom('0', '50'),
    'autoscaling.knative.dev/window': fc.constantFrom('60s', '1m30s'),
  },
  { requiredKeys: [] },
);
const revisionFields = {
  annotations,
  containerConcurrency: fc.integer({ min: 0, max: 1000 }),
  timeoutSeconds: fc.integer({ min: 1, max: 600 }),
  responseStartTimeoutSeconds: fc.integer({ min: 0, max: 600 }),
  idleTimeoutSeconds: fc.integer({ min: 0, max: 600 }),
  resources: fc.record({
    limits: fc.record({ cpu: fc.constantFrom('500m', 2, '0.25'), memory: fc.constantFrom('512Mi', 134217728, '1G') }),
  }),
  startup,
  autoscaler,
  start: fc.oneof(fc.constantFrom('ready', 'deploying'), fc.nat(5)),
};
const memory = fc.record({
  base: fc.integer({ min: 1, max: 100_000_000 }).map((size) => `${size}B`),
  perRequest: fc.constantFrom('0B', '20Mi', '1.5Mi'),
});
const revision = fc.record({ ...revisionFields, serviceTime, memory }, { requiredKeys: ['serviceTime'] });

const slo = fc.record(
  {
    objective: percent,
    over: fc.constantFrom('28d', '7d', '1h'),
    bad: fc.uniqueArray(
      fc.oneof(
        fc.constantFrom('refused', 'timedOut', 'failed', 'cold'),
        duration.map((slowerThan) => ({ slowerThan })),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    among: fc.constantFrom('all', 'cold'),
    windows: fc.record({ every: duration, goodShare: percent }),
    window: fc.constantFrom('rolling', 'calendar'),
    requestsExpected: fc.integer({ min: 1, max: 1e9 }),
    budgetSpent: percent,
    alerts: fc.array(
      fc.record({
        severity: fc.constantFrom('page', 'ticket'),
        longWindow: fc.constant('1h'),
        shortWindow: fc.constant('5m'),
        burnRate: fc.double({ min: 1, max: 20, noNaN: true }),
        minimumValid: fc.integer({ min: 1, max: 500 }),
      }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ['objective', 'over', 'bad'] },
);
const promises = fc.record({
  slos: fc.record({ up: slo, fast: slo }),
  sla: fc.array(
    fc.record(
      {
        slo: fc.constant('up'),
        of: fc.constantFrom('3000 USD', '0.5 EUR'),
        credits: fc.constant([{ below: '99%', credit: '10%' }]),
      },
      { requiredKeys: ['slo', 'credits'] },
    ),
    { maxLength: 1 },
  ),
});

const client = fc.record(
  { timeout: duration, retries: fc.record({ max: fc.nat(5), backoff: duration, budget: percent }) },
  { requiredKeys: [] },
);
const downstream = fc.oneof(
  fc.record(
    { connections: fc.integer({ min: 1, max: 500 }), rate: fc.constantFrom('20/s', '90/min'), queue: fc.nat(9) },
    { requiredKeys: ['connections'] },
  ),
  fc.record({ rate: fc.constant('1.5/s') }),
);
const single = fc.record({
  arrivals,
  revision,
  client: optional(client),
  downstream: optional(downstream),
  start: optional(fc.constant('deploying')),
});
const rollout = fc
  .record({ arrivals, one: revision, two: revision, share: fc.integer({ min: 0, max: 10_000 }) })
  .map(({ arrivals: load, one, two, share }) => ({
    arrivals: load,
    revisions: { one, two },
    traffic: [
      { at: '0s', split: { one: '100%' } },
      { at: '5m', split: { one: `${share / 100}%`, two: `${(10_000 - share) / 100}%` } },
    ],
  }));
const service = fc
  .tuple(fc.oneof(single, rollout), optional(promises))
  .map(([what, promised]) => ({ ...what, ...promised }));

const cluster = fc.record({
  scheduler: fc.record({
    score: fc.constantFrom('least-allocated', 'most-allocated'),
    spread: fc.constantFrom('zone', 'none'),
  }),
  autoscaler: fc.record({ provisioning: distribution }),
  nodeGroups: fc.record({
    base: fc.record({
      nodes: fc.nat(5),
      maxNodes: fc.constant(9),
      cpu: fc.constant('8'),
      memory: fc.constant('32Gi'),
      zones: fc.constant(['a', 'b']),
      price: fc.constantFrom('0.34 USD/h', '1 USD/h'),
      dedicated: fc.boolean(),
      gpus: fc.nat(4),
    }),
  }),
  daemonSets: fc.record(
    { cpu: fc.constantFrom('200m', '1'), memory: fc.constant('300Mi'), pods: fc.nat(5) },
    { requiredKeys: [] },
  ),
  quota: fc.record({ cpu: fc.constant('40'), memory: fc.constant('64Gi'), pods: fc.nat(50) }, { requiredKeys: [] }),
});
const faults = fc.array(
  fc.oneof(
    fc.constant({ zoneLoss: { zone: 'a' }, at: '1m' }),
    fc.constant({ zoneLoss: { zone: 'a', detection: '40s' }, at: '1m' }),
    fc.constant({ nodeLoss: { detection: '50s', eviction: '0s' }, at: '1m' }),
    fc.record({ podCrash: fc.constant({ service: 'a' }), rate: fc.constantFrom('0.2/h', '1/s') }),
    fc.record({ registryDown: fc.constant({}), rate: fc.constantFrom('0.2/h', '1/s'), for: duration }),
    fc.record({ activatorRestart: fc.constant({}), at: duration }),
    fc.record({ slowStart: fc.record({ multiply: fc.integer({ min: 1, max: 9 }) }), at: duration, for: duration }),
  ),
  { maxLength: 3 },
);
const tariff = fc.oneof(
  fc.constantFrom('aws-fargate-x86', 'gcp-cloud-run-request'),
  fc.constant({
    name: 'ours',
    model: 'event',
    granularity: '100ms',
    prices: { request: '0.0000002 EUR' },
    basis: 'requests',
    memory: { step: '64Mi' },
    source: 'contract',
    asOf: '2026-06-01',
  }),
  fc.record(
    {
      name: fc.constant('everything'),
      model: fc.constantFrom('request-time', 'node-hours'),
      granularity: duration,
      prices: fc.constant({
        gibSecond: '0.0000125 USD',
        alwaysReadyGibSecond: '0.000004 USD',
        computeUnit: '1e-7 USD',
      }),
      free: fc.constant({ gibSecond: 400000, request: '1000000' }),
      tiers: fc.constant({ gibSecond: [{ upTo: 6e9, rate: '0.00001 USD' }, { rate: '0.000008 USD' }] }),
      unitFactors: fc.constant({ request: 0.0075 }),
      memory: fc.constantFrom(
        { step: '1Mi', maximum: '1Gi' },
        { sizes: [{ memory: '512Mi' }, { memory: '1Gi', ghz: 1.4 }] },
      ),
      alwaysReady: fc.record({ instances: fc.nat(3), granularity: duration }, { requiredKeys: [] }),
      minimumInstances: fc.nat(2),
      node: fc.record(
        {
          name: fc.constant('large'),
          cpu: fc.constant('2'),
          memory: fc.constant('8Gi'),
          price: fc.constant('0.096 USD/h'),
          spot: fc.constant('0.03 USD/h'),
          reserved: fc.constant('0.06 USD/h'),
        },
        { requiredKeys: ['name', 'cpu', 'memory', 'price'] },
      ),
      source: fc.constant('contract'),
      asOf: fc.constant('2026'),
      notes: fc.constant(['no egress']),
    },
    { requiredKeys: ['name', 'model', 'prices', 'source', 'asOf'] },
  ),
);
const billing = fc.record(
  {
    freeTier: fc.boolean(),
    volumeTiers: fc.boolean(),
    alwaysReady: fc.record({ a: fc.nat(5) }),
    month: fc.record(
      {
        days: fc.integer({ min: 28, max: 31 }),
        events: fc.constantFrom(
          [],
          [
            { name: 'sale', from: '10m', to: '20m', perMonth: 4 },
            { from: '25m', to: '30m', perMonth: 0.5 },
          ],
        ),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/** A whole file. JSON is YAML, so its text is that of a scenario. */
export const writtenScenario: fc.Arbitrary<Written> = fc
  .record(
    {
      headroom: fc.constant(1),
      name: fc.constantFrom('random', 'a "b": c', '#1'),
      horizon: fc.constantFrom('1h', '24h', '40m'),
      seed: fc.nat(),
      analysis: fc.constant('steady-state'),
      warmup: fc.constantFrom('auto', '5m'),
      knative: fc.record(
        {
          'config-autoscaler': fc.record(
            {
              'stable-window': fc.constantFrom('60s', '90s'),
              'max-scale-up-rate': fc.constantFrom(10, '1000.0'),
              'enable-scale-to-zero': fc.boolean(),
            },
            { requiredKeys: [] },
          ),
          profile: fc.constantFrom('balanced', 'latency-first', 'cost-first', 'knative-defaults'),
          ingress: fc.record({ loadBalancing: fc.constantFrom('random', 'round-robin'), endpointDelay: duration }),
        },
        { requiredKeys: [] },
      ),
      cluster,
      services: fc.record({ a: service, 'b-2': service }, { requiredKeys: ['a'] }),
      faults,
      tariffs: fc.uniqueArray(tariff, {
        minLength: 1,
        maxLength: 3,
        selector: (one) => (typeof one === 'string' ? one : one.name),
      }),
      billing,
      slos: fc.record({ all: slo }),
      thresholds: fc.constantFrom(['p99 < 500ms'], ['services.a.coldStarts.rate <= 1%', 'totals.pods.max < 50']),
    },
    { requiredKeys: ['headroom', 'horizon', 'services', 'cluster', 'analysis'] },
  )
  .map((scenario) => JSON.parse(JSON.stringify(scenario)) as Written);
