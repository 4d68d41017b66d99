/**
 * The wall: an M/M/infinity queue at 5,000 requests a second with 500 in flight, on flat arrays: two exponential draws
 * (the product's own, in blocks), one event on a wheel and one histogram entry for each request, and nothing of what
 * makes a platform. Tuned as well as we could, then frozen: do not touch, or ratios mean nothing.
 */
import seedrandom from 'seedrandom';
import { unitExponential } from '../dist/random/unitExponential.js';

const REQUESTS = 10_000_000;
const BUCKETS = 4096;
const WIDTH = 64;
const BLOCK = 512;

function fill(source, out, mean) {
  for (let k = 0; k < BLOCK; k++) out[k] = unitExponential(source()) * mean;
}

export function bareLoop() {
  const gapSource = seedrandom.tychei('bare/arrivals');
  const serviceSource = seedrandom.tychei('bare/service');
  const gaps = new Float64Array(BLOCK);
  const services = new Float64Array(BLOCK);
  const heads = new Int32Array(BUCKETS).fill(-1);
  const time = new Float64Array(1 << 12);
  const arrived = new Float64Array(1 << 12);
  const next = new Int32Array(1 << 12);
  const histogram = new Float64Array(16384);
  let free = -1;
  for (let k = time.length - 1; k >= 0; k--) {
    next[k] = free;
    free = k;
  }
  const before = process.cpuUsage();
  let at = BLOCK;
  let cursor = 0;
  let clock = 0;
  let done = 0;
  for (let request = 0; request < REQUESTS; request++) {
    if (at === BLOCK) {
      fill(gapSource, gaps, 200);
      fill(serviceSource, services, 100_000);
      at = 0;
    }
    clock += gaps[at];
    const now = Math.round(clock);
    const bucket = Math.floor(now / WIDTH);
    while (cursor < bucket) {
      let x = heads[cursor & (BUCKETS - 1)];
      heads[cursor & (BUCKETS - 1)] = -1;
      while (x >= 0) {
        const after = next[x];
        if (Math.floor(time[x] / WIDTH) > cursor) {
          next[x] = heads[cursor & (BUCKETS - 1)];
          heads[cursor & (BUCKETS - 1)] = x;
        } else {
          const latency = (time[x] - arrived[x]) | 0;
          const shift = Math.max(0, 23 - Math.clz32(latency));
          histogram[(shift << 8) + (latency >>> shift)]++;
          done++;
          next[x] = free;
          free = x;
        }
        x = after;
      }
      cursor++;
    }
    const x = free;
    free = next[x];
    arrived[x] = now;
    time[x] = now + Math.round(services[at++]);
    const slot = Math.floor(time[x] / WIDTH) & (BUCKETS - 1);
    next[x] = heads[slot];
    heads[slot] = x;
  }
  const { user, system } = process.cpuUsage(before);
  return { requests: done, cpuSeconds: (user + system) / 1e6 };
}
