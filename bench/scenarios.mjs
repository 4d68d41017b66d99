/** What is measured: scenarios by name, and what they are made of. */
export const exponential = (mean) => ({ exponential: { mean } });
const annotated = (annotations) =>
  Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`autoscaling.knative.dev/${key}`, value]));
export const service = (arrivals, serviceTime, annotations, more = {}) => ({
  arrivals,
  serviceTime,
  startup: '2s',
  revision: { containerConcurrency: 10, annotations: annotated(annotations), ...more },
  slos: { latency: { objective: '99%', over: '28d', bad: ['refused', 'timedOut', 'failed', { slowerThan: '1s' }] } },
});
const several = (horizon, services, more = {}) => ({ headroom: 1, name: 'bench', horizon, services, ...more });
export const one = (horizon, only) => several(horizon, { one: only });
/** Some 500 requests in flight in 72 pods. @param burst `0`: straight to the pods · `-1`: through the activator */
export const steady = (horizon, burst = '0') =>
  one(horizon, service('5000/s', exponential('100ms'), { 'target-burst-capacity': burst }, { start: 72 }));
/** Nobody calls. */
export const silent = (horizon, annotations = {}) => one(horizon, service('0/s', '100ms', annotations));
const bursts = Array.from({ length: 360 }, () => [
  { rate: '1000/s', for: '30s' },
  { rate: '0/s', for: '150s' },
]).flat();
const nodes = { shared: { nodes: 10, cpu: '16', memory: '64Gi', zones: ['a', 'b'], price: '1 USD/h' } };
const small = (rate) => ({ ...service(rate, exponential('100ms'), { 'min-scale': '1' }), slos: undefined });

/** Apps like those on Azure; as drawn, 10,000 have 1,599 million requests a day, 17,500 have 3,225 million. */
export const fleet = (horizon, apps, multiply) => ({
  headroom: 1,
  name: 'bench',
  horizon,
  fleet: {
    generated: { model: 'azure-2019', apps },
    defaults: { timeoutSeconds: 600, responseStartTimeoutSeconds: 0, startup: 'knative-cached-image' },
    apply: [{ multiply }],
  },
});

/** Run by name only: they take minutes. Fleets run on two threads. */
export const LARGE = {
  'steady-100m-requests': steady('20000s'),
  'fleet-day-100m-requests': fleet('24h', 10_000, 0.0625),
  'azure-day-910m-requests': fleet('24h', 17_500, 0.2822),
};

export const WORKLOADS = {
  'bare-loop': null,
  'steady-serve': steady('5000s'),
  'steady-activator': steady('5000s', '-1'),
  'per-request': one('3000h', {
    arrivals: '0.9/s',
    serviceTime: exponential('1991ms'),
    startup: '253ms',
    autoscaler: { policy: 'per-request', expiry: '600s' },
  }),
  'sparse-0.9-per-second': one('3000h', service('0.9/s', exponential('2s'), {}, { containerConcurrency: 0 })),
  'sparse-one-at-a-time': one('1500h', service('0.9/s', exponential('2s'), {}, { containerConcurrency: 1 })),
  'fifty-services-ten-nodes': several(
    '10000s',
    Object.fromEntries(Array.from({ length: 50 }, (_, k) => [`s${k}`, small('20/s')])),
    { cluster: { nodeGroups: nodes } },
  ),
  'thousand-pods-of-80': one(
    '150s',
    service('64000/s', exponential('1s'), { 'target-burst-capacity': '0' }, { containerConcurrency: 80, start: 1000 }),
  ),
  'bursty-to-zero': one('18h', service({ rate: { chain: bursts } }, exponential('100ms'), {})),
  'cpu-sharing': one(
    '5000s',
    service(
      '2000/s',
      { io: exponential('80ms'), cpu: exponential('10ms') },
      { 'target-burst-capacity': '0' },
      { start: 50 },
    ),
  ),
  'fleet-of-1000': fleet('1h', 1000, 1),
  'asleep-10000-days': silent('10000d'),
  'idle-pod-10000-days': silent('10000d', { 'min-scale': '1' }),
};
