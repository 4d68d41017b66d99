/**
 * One workload in one process: prints its requests, CPU and wall seconds, the simulated days and the most memory it took.
 * Without a name: the names.
 */
import { performance } from 'node:perf_hooks';
import { readScenario } from '../dist/scenario/read.js';
import { open } from '../dist/simulate.js';
import { FleetThreads } from '../dist/workers/fleet.js';
import { bareLoop } from './bareLoop.mjs';

const exponential = (mean) => ({ exponential: { mean } });
const annotated = (annotations) =>
  Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`autoscaling.knative.dev/${key}`, value]));
const service = (arrivals, serviceTime, annotations, more = {}) => ({
  arrivals,
  serviceTime,
  startup: '2s',
  revision: { containerConcurrency: 10, annotations: annotated(annotations), ...more },
  slos: { latency: { objective: '99%', over: '28d', bad: ['refused', 'timedOut', 'failed', { slowerThan: '1s' }] } },
});
const several = (horizon, services, more = {}) => ({ headroom: 1, name: 'bench', horizon, services, ...more });
const one = (horizon, only) => several(horizon, { one: only });
const bursts = Array.from({ length: 360 }, () => [
  { rate: '1000/s', for: '30s' },
  { rate: '0/s', for: '150s' },
]).flat();
const nodes = { shared: { nodes: 10, cpu: '16', memory: '64Gi', zones: ['a', 'b'], price: '1 USD/h' } };
const small = (rate) => ({ ...service(rate, exponential('100ms'), { 'min-scale': '1' }), slos: undefined });

/** Apps like those on Azure; as drawn, 10,000 have 1,599 million requests a day, 17,500 have 3,225 million. */
const fleet = (horizon, apps, multiply) => ({
  headroom: 1,
  name: 'bench',
  horizon,
  fleet: {
    generated: { model: 'azure-2019', apps },
    defaults: { timeoutSeconds: 600, startup: 'knative-cached-image' },
    apply: [{ multiply }],
  },
});

/** Run by name only: they take minutes. Fleets run on two threads. */
const LARGE = {
  'steady-100m-requests': one(
    '20000s',
    service('5000/s', exponential('100ms'), { 'target-burst-capacity': '0' }, { start: 72 }),
  ),
  'fleet-day-100m-requests': fleet('24h', 10_000, 0.0625),
  'azure-day-910m-requests': fleet('24h', 17_500, 0.2822),
};

const WORKLOADS = {
  'bare-loop': null,
  'steady-serve': one(
    '5000s',
    service('5000/s', exponential('100ms'), { 'target-burst-capacity': '0' }, { start: 72 }),
  ),
  'steady-activator': one(
    '5000s',
    service('5000/s', exponential('100ms'), { 'target-burst-capacity': '-1' }, { start: 72 }),
  ),
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
  'asleep-10000-days': one('10000d', service('0/s', '100ms', {})),
  'idle-pod-10000-days': one('10000d', service('0/s', '100ms', { 'min-scale': '1' })),
};

/** Simulates a run to its end; a fleet with a second thread. */
async function drive(run, scenario, threads) {
  if (threads === 1) return run.advance(run.horizon);
  const pool = new FleetThreads({ scenario, folder: '.' }, threads);
  await pool.run(run.chunks, () => undefined, new AbortController().signal);
  await pool.close();
}

async function measured(name) {
  const missing = (path) => {
    throw new Error(`${path} is not needed`);
  };
  const text = JSON.stringify(WORKLOADS[name] ?? LARGE[name]);
  const read = readScenario({ path: name, text, read: missing, digest: missing });
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 2));
  const run = open(read.scenario);
  const threads = name in LARGE && read.scenario.fleet !== null ? 2 : 1;
  const from = performance.now();
  const before = process.cpuUsage();
  await drive(run, read.scenario, threads);
  const { user, system } = process.cpuUsage(before);
  return {
    requests: run.arrived,
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: (performance.now() - from) / 1000,
    days: run.horizon / 86_400e6,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

const name = process.argv[2];
if (name === undefined) console.log(JSON.stringify({ usual: Object.keys(WORKLOADS), large: Object.keys(LARGE) }));
else
  console.log(JSON.stringify(name === 'bare-loop' ? { ...bareLoop(), days: 0, megabytes: 0 } : await measured(name)));
