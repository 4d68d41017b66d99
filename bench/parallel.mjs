/**
 * What a second worker thread is worth: the same replications on one thread and on two, in turns, threads' start
 * included: `npm run build && node bench/parallel.mjs`. On two cores that nobody else uses the gain in wall time is to be
 * at least 1.8; the load average beside it says whether they were. The gain by CPU time says what it would be if they were:
 * twice the CPU time of one thread over that of two.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { writtenScenario } from '../dist/scenario/print/scenario.js';
import { readScenario } from '../dist/scenario/read.js';
import { ThreadPool } from '../dist/workers/pool.js';

const TASKS = 16;
const ROUNDS = 5;

const path = fileURLToPath(new URL('../scenarios/flash-sale.yaml', import.meta.url));
const none = (file) => {
  throw new Error(`${file} is not needed`);
};
const set = ['horizon=1h', 'services.checkout.arrivals={ rate: 100/s }'];
const read = readScenario({ path, text: readFileSync(path, 'utf8'), read: none, digest: none }, { set });
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const scenario = writtenScenario(read.scenario);
const tasks = Array.from({ length: TASKS }, (_, replication) => ({
  id: `r${replication}`,
  scenario,
  folder: '.',
  replication,
}));

/** Wall seconds, and the answers as one text. */
async function timed(threads) {
  const pool = new ThreadPool({ threads });
  const heard = new Map();
  const from = performance.now();
  const before = process.cpuUsage();
  await pool.run(tasks, (outcome) => void heard.set(outcome.id, JSON.stringify(outcome)));
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(before);
  await pool.close();
  return { seconds, cpu: (user + system) / 1e6, answers: tasks.map(({ id }) => heard.get(id)).join('\n') };
}

console.log(
  `${TASKS} replications of about 360,000 requests; ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}`,
);
const column = (value, unit = '') => `${value.toFixed(2)}${unit}`.padStart(12);
console.log(['one thread', 'two threads', 'gain', 'gain by CPU', 'load'].map((title) => title.padStart(12)).join(''));
const gains = [];
for (let round = 0; round < ROUNDS; round++) {
  const one = await timed(1);
  const two = await timed(2);
  if (one.answers !== two.answers) throw new Error('the answers depend on the number of threads');
  const gain = { wall: one.seconds / two.seconds, cpu: (2 * one.cpu) / two.cpu };
  gains.push(gain);
  console.log(
    [
      column(one.seconds, ' s'),
      column(two.seconds, ' s'),
      column(gain.wall),
      column(gain.cpu),
      column(loadavg()[0]),
    ].join(''),
  );
}
const median = (key) =>
  gains
    .map((gain) => gain[key])
    .sort((a, b) => a - b)
    [ROUNDS >> 1].toFixed(2);
console.log(`median gain ${median('wall')} in wall time, ${median('cpu')} by CPU time`);
