/**
 * One workload in one process: prints its requests, CPU and wall seconds, the simulated days and the most memory it took;
 * and requests and CPU seconds of what came after the first fifth of the horizon, when the compiler is done with most.
 * Named, or given as a scenario in JSON. Without either: the names.
 */
import { performance } from 'node:perf_hooks';
import { compileLongMethods } from '../dist/cli/compiler.js';
import { readScenario } from '../dist/scenario/read.js';
import { open } from '../dist/simulate.js';
import { FleetThreads } from '../dist/workers/fleet.js';
import { bareLoop } from './bareLoop.mjs';
import { LARGE, WORKLOADS } from './scenarios.mjs';

/** The part of the horizon that is there to warm up. */
const COLD = 1 / 5;

const secondsSince = (before) => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

/** Simulates a run to its end, in two parts: requests and CPU seconds of the second. */
function driveAlone(run) {
  run.advance(Math.floor(run.horizon * COLD));
  const { arrived } = run;
  const before = process.cpuUsage();
  run.advance(run.horizon);
  return { requests: run.arrived - arrived, cpuSeconds: secondsSince(before) };
}

/** The same with further threads. */
async function driveTogether(run, scenario, threads) {
  const pool = new FleetThreads({ scenario, folder: '.' }, threads);
  await pool.run(run.chunks, () => undefined, new AbortController().signal);
  await pool.close();
}

async function measured(name) {
  const missing = (path) => {
    throw new Error(`${path} is not needed`);
  };
  const text = name.startsWith('{') ? name : JSON.stringify(WORKLOADS[name] ?? LARGE[name]);
  const read = readScenario({ path: name, text, read: missing, digest: missing });
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 2));
  const run = open(read.scenario);
  const threads = name in LARGE && read.scenario.fleet !== null ? 2 : 1;
  const from = performance.now();
  const before = process.cpuUsage();
  const warm = threads === 1 ? driveAlone(run) : await driveTogether(run, read.scenario, threads);
  return {
    requests: run.arrived,
    cpuSeconds: secondsSince(before),
    warm,
    wallSeconds: (performance.now() - from) / 1000,
    days: run.horizon / 86_400e6,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

compileLongMethods();
const name = process.argv[2];
if (name === undefined) console.log(JSON.stringify({ usual: Object.keys(WORKLOADS), large: Object.keys(LARGE) }));
else
  console.log(JSON.stringify(name === 'bare-loop' ? { ...bareLoop(), days: 0, megabytes: 0 } : await measured(name)));
