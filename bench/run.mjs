/**
 * Simulated requests per second of CPU, one core, each workload in processes of its own: `npm run bench`.
 * Medians of several processes; the bare loop (random numbers, a wheel of events, one histogram and nothing else) runs
 * beside them, because absolute figures move with the machine and ratios do not.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROCESSES = 5;
const worker = fileURLToPath(new URL('workload.mjs', import.meta.url));
const names = execFileSync(process.execPath, [worker], { encoding: 'utf8' }).trim().split('\n');
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

let bare = 0;
console.log('workload                      requests   ns/request   M requests/s   of the bare loop   spread');
for (const name of names) {
  const runs = Array.from({ length: PROCESSES }, () =>
    JSON.parse(execFileSync(process.execPath, [worker, name], { encoding: 'utf8' })),
  );
  const ns = runs.map(({ requests, cpuSeconds }) => (cpuSeconds / requests) * 1e9);
  const middle = median(ns);
  if (name === 'bare-loop') bare = middle;
  const spread = (Math.max(...ns) - Math.min(...ns)) / middle;
  const noisy = spread > 0.2 ? '  noisy' : '';
  console.log(
    name.padEnd(26),
    String(runs[0].requests).padStart(11),
    middle.toFixed(0).padStart(12),
    (1000 / middle).toFixed(2).padStart(14),
    (bare / middle).toFixed(2).padStart(18),
    `${(spread * 100).toFixed(0)} %`.padStart(8) + noisy,
  );
}
