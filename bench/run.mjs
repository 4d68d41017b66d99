/**
 * Simulated requests per second of CPU, one core, each workload in processes of its own.
 *
 *   npm run bench                 all workloads, beside what was recorded last
 *   npm run bench -- NAME...      some of them; also large ones, which take minutes and are run once: --names lists all
 *   npm run bench -- --record     keeps the figures in bench/recorded.json
 *   npm run bench -- --check      exit 1 where a ratio to the bare loop fell by more than 15 % since it was recorded
 *
 * Absolute figures move with the machine; ratios to the bare loop (random numbers, a wheel of events, one histogram and
 * nothing else), measured in turns with each workload, move much less. Medians of several processes. `warm` is what a
 * request takes after the first fifth of the horizon: the compiler's work at the beginning is in the other columns.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROCESSES = 5;
const MOST_SPREAD = 0.2;
const MOST_LOSS = 0.15;
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const measure = (name) => JSON.parse(execFileSync(process.execPath, [here('workload.mjs'), ...(name ? [name] : [])]));
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const nsOf = ({ requests, cpuSeconds }) => (cpuSeconds / requests) * 1e9;

const options = process.argv.slice(2);
const wanted = options.filter((option) => !option.startsWith('--'));
const { usual, large } = JSON.parse(execFileSync(process.execPath, [here('workload.mjs')], { encoding: 'utf8' }));
if (options.includes('--names')) {
  console.log([...usual.slice(1), ...large].join('\n'));
  process.exit();
}
const unknown = wanted.filter((name) => ![...usual, ...large].includes(name));
if (unknown.length > 0) {
  console.error(`${unknown.join(', ')}: no such workload; --names lists them`);
  process.exit(2);
}
const names = usual.filter((name) => name !== 'bare-loop' && (wanted.length === 0 || wanted.includes(name)));
const recorded = existsSync(here('recorded.json')) ? JSON.parse(readFileSync(here('recorded.json'), 'utf8')) : {};
const seen = {};
const slower = [];

console.log(
  `${'workload'.padEnd(26)}${'requests'.padStart(10)}${'ns/request'.padStart(12)}${'M/s'.padStart(7)}${'of bare'.padStart(9)}${'recorded'.padStart(10)}${'warm ns'.padStart(9)}${'M/s'.padStart(7)}${'of bare'.padStart(9)}${'MB'.padStart(5)}`,
);
for (const name of names) {
  const pairs = Array.from({ length: PROCESSES }, () => [measure('bare-loop'), measure(name)]);
  const [, first] = pairs[0];
  const megabytes = median(pairs.map(([, run]) => run.megabytes));
  if (first.requests === 0) {
    const perDay = median(pairs.map(([, { cpuSeconds, days }]) => (cpuSeconds * 1000) / days));
    console.log(
      `${name.padEnd(26)}${`${perDay.toFixed(4)} ms for each simulated day`.padStart(41)}${String(megabytes).padStart(44)}`,
    );
    seen[name] = { msPerDay: perDay };
    continue;
  }
  const ns = median(pairs.map(([, run]) => nsOf(run)));
  const ratios = pairs.map(([bare, run]) => nsOf(bare) / nsOf(run));
  const ratio = median(ratios);
  const warm = median(pairs.map(([, run]) => nsOf(run.warm)));
  const warmRatio = median(pairs.map(([bare, run]) => nsOf(bare) / nsOf(run.warm)));
  const spread = (Math.max(...ratios) - Math.min(...ratios)) / ratio;
  const before = recorded[name]?.ratio;
  if (before !== undefined && ratio < before * (1 - MOST_LOSS)) slower.push(name);
  seen[name] = { ratio: Number(ratio.toFixed(3)), ns: Math.round(ns), warmNs: Math.round(warm) };
  console.log(
    name.padEnd(26) +
      String(first.requests).padStart(10) +
      ns.toFixed(0).padStart(12) +
      (1000 / ns).toFixed(2).padStart(7) +
      ratio.toFixed(2).padStart(9) +
      (before === undefined ? '-' : before.toFixed(2)).padStart(10) +
      warm.toFixed(0).padStart(9) +
      (1000 / warm).toFixed(2).padStart(7) +
      warmRatio.toFixed(2).padStart(9) +
      String(megabytes).padStart(5) +
      (spread > MOST_SPREAD ? `  noisy: ratios differ by ${(spread * 100).toFixed(0)} %` : ''),
  );
}
for (const name of large.filter((one) => wanted.includes(one))) {
  const { requests, cpuSeconds, wallSeconds, megabytes } = measure(name);
  console.log(
    `${name.padEnd(26)}${String(requests).padStart(12)}${((cpuSeconds / requests) * 1e9).toFixed(0).padStart(12)}` +
      `   ${cpuSeconds.toFixed(0)} s of CPU, ${wallSeconds.toFixed(0)} s in all, ${megabytes} MB`,
  );
}
if (options.includes('--record'))
  writeFileSync(here('recorded.json'), `${JSON.stringify({ ...recorded, ...seen }, null, 2)}\n`);
if (options.includes('--check') && slower.length > 0) {
  console.error(`slower than recorded by more than ${MOST_LOSS * 100} %: ${slower.join(', ')}`);
  process.exit(1);
}
