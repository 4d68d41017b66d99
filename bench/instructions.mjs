/**
 * Instructions of the machine for each further request of a workload, which no other load on the machine changes: the run is
 * counted by valgrind at two horizons, so that start-up and most of what is compiled drop out.
 *
 *   node bench/instructions.mjs [NAME...]     steady-serve unless named; a minute or two each, with valgrind installed
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { WORKLOADS } from './scenarios.mjs';

const run = promisify(execFile);
const workload = fileURLToPath(new URL('workload.mjs', import.meta.url));
const VALGRIND = ['--tool=cachegrind', '--cache-sim=no', '--smc-check=all-non-file', '--cachegrind-out-file=/dev/null'];

/** Requests, and instructions of the whole process, at a part of the horizon. */
async function counted(name, part) {
  const [, length, unit] = /^(\d+)(\w+)$/.exec(WORKLOADS[name].horizon);
  const scenario = JSON.stringify({ ...WORKLOADS[name], horizon: `${Math.round(length * part)}${unit}` });
  const { stdout, stderr } = await run('valgrind', [
    ...VALGRIND,
    process.execPath,
    '--single-threaded',
    workload,
    scenario,
  ]);
  return {
    requests: JSON.parse(stdout).requests,
    instructions: Number(/I\s+refs:\s+([\d,]+)/.exec(stderr)[1].replaceAll(',', '')),
  };
}

const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : ['steady-serve']) {
  const [some, more] = await Promise.all([counted(name, 0.08), counted(name, 0.16)]);
  const each = (more.instructions - some.instructions) / (more.requests - some.requests);
  console.log(`${name.padEnd(26)}${Math.round(each)} instructions for each request`);
}
