/**
 * One workload in one process: prints its requests, CPU seconds, the simulated days and the most memory it took. Without
 * a name: the names.
 */
import { readScenario } from '../dist/scenario/read.js';
import { open } from '../dist/simulate.js';
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
const bursts = Array.from({ length: 60 }, () => [
  { rate: '1000/s', for: '30s' },
  { rate: '0/s', for: '150s' },
]).flat();
const nodes = { shared: { nodes: 10, cpu: '16', memory: '64Gi', zones: ['a', 'b'], price: '1 USD/h' } };
const small = (rate) => ({ ...service(rate, exponential('100ms'), { 'min-scale': '1' }), slos: undefined });

const WORKLOADS = {
  'bare-loop': null,
  'steady-serve': one(
    '2000s',
    service('5000/s', exponential('100ms'), { 'target-burst-capacity': '0' }, { start: 72 }),
  ),
  'steady-activator': one(
    '2000s',
    service('5000/s', exponential('100ms'), { 'target-burst-capacity': '-1' }, { start: 72 }),
  ),
  'per-request': one('1500h', {
    arrivals: '0.9/s',
    serviceTime: exponential('1991ms'),
    startup: '253ms',
    autoscaler: { policy: 'per-request', expiry: '600s' },
  }),
  'sparse-0.9-per-second': one('1500h', service('0.9/s', exponential('2s'), {}, { containerConcurrency: 0 })),
  'sparse-one-at-a-time': one('1500h', service('0.9/s', exponential('2s'), {}, { containerConcurrency: 1 })),
  'fifty-services-ten-nodes': several(
    '5000s',
    Object.fromEntries(Array.from({ length: 50 }, (_, k) => [`s${k}`, small('20/s')])),
    { cluster: { nodeGroups: nodes } },
  ),
  'thousand-pods-of-80': one(
    '60s',
    service('64000/s', exponential('1s'), { 'target-burst-capacity': '0' }, { containerConcurrency: 80, start: 1000 }),
  ),
  'bursty-to-zero': one('3h', service({ rate: { chain: bursts } }, exponential('100ms'), {})),
  'cpu-sharing': one(
    '2000s',
    service(
      '2000/s',
      { io: exponential('80ms'), cpu: exponential('10ms') },
      { 'target-burst-capacity': '0' },
      { start: 50 },
    ),
  ),
  'fleet-of-1000': {
    headroom: 1,
    name: 'bench',
    horizon: '1h',
    fleet: { generated: { model: 'azure-2019', apps: 1000 } },
  },
  'asleep-1000-days': one('1000d', service('0/s', '100ms', {})),
  'idle-pod-1000-days': one('1000d', service('0/s', '100ms', { 'min-scale': '1' })),
};

const name = process.argv[2];
if (name === undefined) console.log(Object.keys(WORKLOADS).join('\n'));
else if (name === 'bare-loop') console.log(JSON.stringify({ ...bareLoop(), days: 0, megabytes: 0 }));
else {
  const missing = (path) => {
    throw new Error(`${path} is not needed`);
  };
  const text = JSON.stringify(WORKLOADS[name]);
  const read = readScenario({ path: name, text, read: missing, digest: missing });
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 2));
  const run = open(read.scenario);
  const before = process.cpuUsage();
  run.advance(run.horizon);
  const { user, system } = process.cpuUsage(before);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    JSON.stringify({
      requests: run.arrived,
      cpuSeconds: (user + system) / 1e6,
      days: run.horizon / 86_400e6,
      megabytes,
    }),
  );
}
