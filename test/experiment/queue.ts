/** M/M/c customers without a platform: the truth is known, so intervals can be held against it by the thousand. */
import { openSource } from '../../src/random/streams.js';
import type { Source } from '../../src/random/source.js';
import { erlangC, mmc } from '../../src/stats/queueing.js';
import { ln } from '../../src/stats/portable.js';

export interface Queue {
  readonly servers: number;
  /** Per unit of time; the mean service time is 1. */
  readonly arrivalRate: number;
}

/** Expected wait of every customer, the first included, of a queue that starts from its stationary distribution. */
export const meanWait = ({ servers, arrivalRate }: Queue): number => mmc(arrivalRate, 1, servers).waitTime;

/**
 * Waits of the customers of one run, one after the other, by the recursion of Kiefer and Wolfowitz (1955). The run starts
 * from the stationary distribution: the number that the first customer meets is drawn from it, and what is left of an
 * exponential service is again exponential.
 */
export function* waits(queue: Queue, name: string): Generator<number> {
  const source = openSource(name);
  const draw = (): number => -ln(1 - source.double());
  const work = stationaryWork(queue, source, draw);
  for (;;) {
    const server = leastOf(work);
    yield work[server];
    work[server] += draw();
    advance(work, draw() / queue.arrivalRate);
  }
}

/** The mean wait of the first `customers` of a run. */
export function meanOfWaits(queue: Queue, customers: number, name: string): number {
  let sum = 0;
  let seen = 0;
  for (const wait of waits(queue, name)) {
    sum += wait;
    if (++seen === customers) break;
  }
  return sum / customers;
}

/** Work before each server. */
function stationaryWork(queue: Queue, source: Source, draw: () => number): Float64Array {
  const work = new Float64Array(queue.servers);
  const inSystem = stationaryNumber(queue, source.double());
  for (let k = 0; k < inSystem; k++) work[leastOf(work)] += draw();
  return work;
}

function stationaryNumber({ servers, arrivalRate }: Queue, share: number): number {
  const busy = arrivalRate / servers;
  // P(N = c) = C (1 - busy); below it the balance equations, above it a geometric tail.
  const atServers = erlangC(servers, arrivalRate) * (1 - busy);
  const weights = [atServers];
  for (let n = servers; n > 0; n--) weights.unshift((weights[0] * n) / arrivalRate);
  let left = share;
  for (let n = 0; ; n++) {
    left -= n <= servers ? weights[n] : atServers * geometric(busy, n - servers);
    if (left < 0 || n > 10_000) return n;
  }
}

const geometric = (ratio: number, steps: number): number =>
  Array.from({ length: steps }, () => ratio).reduce((a, b) => a * b, 1);

function advance(work: Float64Array, by: number): void {
  for (let k = 0; k < work.length; k++) work[k] = Math.max(0, work[k] - by);
}

function leastOf(work: Float64Array): number {
  let least = 0;
  for (let k = 1; k < work.length; k++) if (work[k] < work[least]) least = k;
  return least;
}
