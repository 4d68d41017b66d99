/**
 * How cost grows with requests, pods, services and the horizon: CPU time of runs that differ in one of them, each in
 * processes of its own, medians of three: `npm run build && node bench/growth.mjs [requests|pods|services|horizon]`.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { exponential, fleet, one, service, silent, steady } from './scenarios.mjs';

const PROCESSES = 3;
const workload = fileURLToPath(new URL('workload.mjs', import.meta.url));
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

function measured(scenario) {
  const runs = Array.from({ length: PROCESSES }, () =>
    JSON.parse(execFileSync(process.execPath, [workload, JSON.stringify(scenario)], { encoding: 'utf8' })),
  );
  const of = (what) => median(runs.map((run) => run[what]));
  return { requests: of('requests'), cpu: of('cpuSeconds'), megabytes: of('megabytes') };
}

/** Pods of ten slots, 70 % busy. */
const withPods = (pods) =>
  one(
    `${Math.round(60000 / pods)}s`,
    service(`${70 * pods}/s`, exponential('100ms'), { 'target-burst-capacity': '0' }, { start: pods }),
  );

const nanoseconds = ({ cpu, requests }) => `${((cpu / requests) * 1e9).toFixed(0)} ns a request`;
const seconds = ({ cpu }) => `${cpu.toFixed(2)} s`;
const milliseconds = ({ cpu }) => `${(cpu * 1000).toFixed(0)} ms`;
const memory = ({ megabytes }) => `${megabytes} MB`;

const CURVES = {
  requests: [100, 400, 1600, 6400].map((span) => [`${span} s`, steady(`${span}s`), nanoseconds, memory]),
  pods: [10, 30, 100, 300, 1000].map((pods) => [`${pods} pods`, withPods(pods), nanoseconds, memory]),
  services: [100, 300, 1000, 3000, 10000].map((apps) => [
    `${apps} services`,
    fleet('1h', apps, 0.0625),
    seconds,
    memory,
  ]),
  horizon: [1, 100, 10000].flatMap((days) => [
    [`asleep, ${days} days`, silent(`${days}d`), milliseconds, memory],
    [`one idle pod, ${days} days`, silent(`${days}d`, { 'min-scale': '1' }), milliseconds, memory],
  ]),
};

for (const name of process.argv[2] === undefined ? Object.keys(CURVES) : [process.argv[2]]) {
  console.log(name);
  for (const [label, scenario, ...shown] of CURVES[name]) {
    const run = measured(scenario);
    const cells = shown.map((show) => show(run).padStart(20));
    console.log(`  ${label.padEnd(26)}${String(run.requests).padStart(12)} requests${cells.join('')}`);
  }
}
