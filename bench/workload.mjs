/** One workload in one process: prints its requests and CPU seconds. Without a name: the names. */
import { readScenario } from '../dist/scenario/read.js';
import { open } from '../dist/simulate.js';
import { bareLoop } from './bareLoop.mjs';

const service = (arrivals, serviceTime, annotations, more = {}) => ({
  arrivals,
  serviceTime,
  startup: '2s',
  revision: { containerConcurrency: 10, annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`autoscaling.knative.dev/${key}`, value])), ...more },
  slos: { latency: { objective: '99%', over: '28d', bad: ['refused', 'timedOut', 'failed', { slowerThan: '1s' }] } },
});
const one = (horizon, only) => ({ headroom: 1, name: 'bench', horizon, services: { one: only } });
const exponential = (mean) => ({ exponential: { mean } });

const WORKLOADS = {
  'bare-loop': null,
  'steady-serve': one('2000s', service('5000/s', exponential('100ms'), { 'target-burst-capacity': '0' }, { start: 72 })),
  'steady-activator': one('2000s', service('5000/s', exponential('100ms'), { 'target-burst-capacity': '-1' }, { start: 72 })),
  'sparse-0.9-per-second': one('1500h', service('0.9/s', exponential('2s'), {}, { containerConcurrency: 0 })),
  'per-request': {
    headroom: 1,
    name: 'bench',
    horizon: '1500h',
    services: {
      one: {
        arrivals: '0.9/s',
        serviceTime: exponential('1991ms'),
        startup: '253ms',
        autoscaler: { policy: 'per-request', expiry: '600s' },
      },
    },
  },
  'sparse-one-at-a-time': one('1500h', service('0.9/s', exponential('2s'), {}, { containerConcurrency: 1 })),
  'bursty-to-zero': one(
    '3h',
    service({ rate: { chain: Array.from({ length: 60 }, () => [{ rate: '1000/s', for: '30s' }, { rate: '0/s', for: '150s' }]).flat() } }, exponential('100ms'), {}),
  ),
  'cpu-sharing': one(
    '400s',
    service('2000/s', { io: exponential('80ms'), cpu: exponential('10ms') }, { 'target-burst-capacity': '0' }, { start: 50 }),
  ),
};

const name = process.argv[2];
if (name === undefined) console.log(Object.keys(WORKLOADS).join('\n'));
else if (name === 'bare-loop') console.log(JSON.stringify(bareLoop()));
else {
  const missing = (path) => {
    throw new Error(`${path} is not needed`);
  };
  const read = readScenario({ path: name, text: JSON.stringify(WORKLOADS[name]), read: missing, digest: missing });
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 2));
  const run = open(read.scenario);
  const before = process.cpuUsage();
  run.advance(run.horizon);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ requests: run.arrived, cpuSeconds: (user + system) / 1e6 }));
}
