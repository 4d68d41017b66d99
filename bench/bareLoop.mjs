/**
 * The wall: an M/M/infinity queue at 5,000 requests a second with 500 in flight, on flat arrays: two exponential draws,
 * one event and one histogram entry for each request, and nothing of what makes a platform. Frozen: do not tune.
 */
import seedrandom from 'seedrandom';

const REQUESTS = 4_000_000;
const BUCKETS = 4096;
const WIDTH = 64;

export function bareLoop() {
  const gaps = seedrandom.tychei('bare/arrivals');
  const services = seedrandom.tychei('bare/service');
  const heads = new Int32Array(BUCKETS).fill(-1);
  const time = new Float64Array(1 << 16);
  const arrived = new Float64Array(1 << 16);
  const next = new Int32Array(1 << 16);
  const histogram = new Float64Array(16384);
  const bits = new Float64Array(1);
  const words = new Int32Array(bits.buffer);
  let free = -1;
  for (let k = time.length - 1; k >= 0; k--) {
    next[k] = free;
    free = k;
  }
  const before = process.cpuUsage();
  let cursor = 0;
  let clock = 0;
  let done = 0;
  for (let request = 0; request < REQUESTS; request++) {
    clock += -Math.log(1 - gaps()) * 200;
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
          bits[0] = time[x] - arrived[x] + 1;
          histogram[(words[1] >>> 12) & 16383]++;
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
    time[x] = now + Math.round(-Math.log(1 - services()) * 100_000);
    const slot = Math.floor(time[x] / WIDTH) & (BUCKETS - 1);
    next[x] = heads[slot];
    heads[slot] = x;
  }
  const { user, system } = process.cpuUsage(before);
  return { requests: done, cpuSeconds: (user + system) / 1e6 };
}
