/**
 * What a second thread is worth inside one run: the same fleet on one thread and on two, in turns, with threads' start
 * and the result:
 *
 *   npm run build && node bench/fleetParallel.mjs [apps] [rounds] [horizon] [traffic times]
 *
 * On two cores that nobody else uses the gain in wall time is to be at least 1.8; the load average beside it says whether
 * they were. The gain by CPU time says what it would be if they were: twice the CPU time with one thread over that with
 * two. The best gain that any order of handing out could have is bounded by the heaviest chunk, which is shown too.
 */
import { availableParallelism, loadavg } from 'node:os';
import { readScenario } from '../dist/scenario/read.js';
import { open } from '../dist/simulate.js';
import { FleetThreads } from '../dist/workers/fleet.js';

const [apps = 2000, rounds = 3, horizon = '30m', multiply = 1] = process.argv.slice(2);
const text = JSON.stringify({
  headroom: 1,
  horizon,
  seed: 1,
  fleet: {
    generated: { model: 'azure-2019', apps: Number(apps), settings: 'ibm-code-engine' },
    defaults: { timeoutSeconds: 600, responseStartTimeoutSeconds: 0, startup: 'knative-cached-image' },
    apply: [{ multiply: Number(multiply) }],
  },
});
const none = (file) => {
  throw new Error(`${file} is not needed`);
};
const read = readScenario({ path: 'fleet.yaml', text, read: none, digest: none });
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const { scenario } = read;

/** Wall and CPU seconds, the requests of each chunk, and the result as text. */
async function timed(threads) {
  const from = performance.now();
  const before = process.cpuUsage();
  const run = open(scenario);
  const chunks = [];
  if (threads === 1) run.advance(run.horizon);
  else {
    const pool = new FleetThreads({ scenario, folder: '.' }, threads);
    await pool.run(run.chunks, ({ requests }) => chunks.push(requests), new AbortController().signal);
    await pool.close();
  }
  const result = JSON.stringify(run.result());
  const { user, system } = process.cpuUsage(before);
  const each = chunks.map((requests, k) => requests - (chunks[k - 1] ?? 0));
  return { wall: (performance.now() - from) / 1000, cpu: (user + system) / 1e6, requests: run.arrived, each, result };
}

const show = (values) => console.log(values.map((value) => String(value).padStart(12)).join(''));
console.log(`${apps} services for ${horizon}; ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}`);
show(['requests', 'one thread', 'two threads', 'gain', 'gain by CPU', 'heaviest', 'load']);
const gains = [];
for (let round = 0; round < Number(rounds); round++) {
  const one = await timed(1);
  const two = await timed(2);
  if (one.result !== two.result) throw new Error('the result depends on the number of threads');
  const gain = { wall: one.wall / two.wall, cpu: (2 * one.cpu) / two.cpu };
  gains.push(gain);
  show([
    one.requests,
    `${one.wall.toFixed(2)} s`,
    `${two.wall.toFixed(2)} s`,
    gain.wall.toFixed(2),
    gain.cpu.toFixed(2),
    `${((Math.max(...two.each) / one.requests) * 100).toFixed(1)} %`,
    loadavg()[0].toFixed(1),
  ]);
}
const median = (key) => gains.map((gain) => gain[key]).sort((a, b) => a - b)[gains.length >> 1];
console.log(`median gain ${median('wall').toFixed(2)} in wall time, ${median('cpu').toFixed(2)} by CPU time`);
