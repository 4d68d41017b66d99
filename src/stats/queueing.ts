import { exp } from './portable.js';

/** Steady state of a queue. Times in the unit of the service time, rates in its inverse. */
export interface QueueFigures {
  /** Share of the servers that are busy. */
  readonly utilisation: number;
  /** Mean time in queue, Wq. */
  readonly waitTime: number;
  /** Mean time in system, W. */
  readonly responseTime: number;
  /** Mean number in queue, Lq. */
  readonly queueLength: number;
  /** Mean number in system, L. */
  readonly concurrency: number;
}

/** Probability that all `servers` are busy when there is no queue: Erlang's B formula, by its recursion. */
export function erlangB(servers: number, offeredLoad: number): number {
  let blocking = 1;
  for (let n = 1; n <= servers; n++) blocking = (offeredLoad * blocking) / (n + offeredLoad * blocking);
  return blocking;
}

/** Probability of waiting in M/M/c: Erlang's C formula; 1 when the load is not below the number of servers. */
export function erlangC(servers: number, offeredLoad: number): number {
  if (offeredLoad >= servers) return 1;
  const blocking = erlangB(servers, offeredLoad);
  return (servers * blocking) / (servers - offeredLoad * (1 - blocking));
}

/** M/M/1. */
export function mm1(arrivalRate: number, serviceTime: number): QueueFigures {
  return mmc(arrivalRate, serviceTime, 1);
}

/** M/M/c: Wq = C / (c mu - lambda). */
export function mmc(arrivalRate: number, serviceTime: number, servers: number): QueueFigures {
  const load = stableLoad(arrivalRate, serviceTime, servers);
  const waitTime = (erlangC(servers, load) * serviceTime) / (servers - load);
  return figures(arrivalRate, serviceTime, servers, waitTime);
}

/** P(wait > t) in M/M/c: C e^(-(c mu - lambda) t). */
export function mmcWaitTail(arrivalRate: number, serviceTime: number, servers: number, t: number): number {
  const load = stableLoad(arrivalRate, serviceTime, servers);
  return erlangC(servers, load) * exp((-(servers - load) * t) / serviceTime);
}

/** Steady state of a queue that refuses: `blocking` is the share of arrivals refused; times are of those admitted. */
export interface LossFigures extends QueueFigures {
  readonly blocking: number;
}

/** M/M/c/K: at most `capacity` in the system, K >= c. From the balance equations, normalised as they are summed. */
export function mmck(arrivalRate: number, serviceTime: number, servers: number, capacity: number): LossFigures {
  if (capacity < servers) throw new RangeError(`capacity = ${capacity}, must be >= servers (${servers})`);
  const load = arrivalRate * serviceTime;
  let weight = 1;
  let total = 1;
  let inSystem = 0;
  let inQueue = 0;
  for (let n = 1; n <= capacity; n++) {
    weight *= load / Math.min(n, servers);
    total += weight;
    inSystem += n * weight;
    inQueue += Math.max(0, n - servers) * weight;
    if (total > 1e200) [weight, total, inSystem, inQueue] = [weight, total, inSystem, inQueue].map((x) => x * 1e-200);
  }
  const blocking = weight / total;
  const admitted = arrivalRate * (1 - blocking);
  const waitTime = inQueue / total / admitted;
  return { ...figures(admitted, serviceTime, servers, waitTime), blocking };
}

/** M/D/1. */
export function md1(arrivalRate: number, serviceTime: number): QueueFigures {
  return mg1(arrivalRate, serviceTime, 0);
}

/** M/G/1, first come first served: Pollaczek-Khinchine. @param scv squared coefficient of variation of the service time */
export function mg1(arrivalRate: number, serviceTime: number, scv: number): QueueFigures {
  const load = stableLoad(arrivalRate, serviceTime, 1);
  const waitTime = ((load * serviceTime) / (1 - load)) * ((1 + scv) / 2);
  return figures(arrivalRate, serviceTime, 1, waitTime);
}

/** M/G/1 with processor sharing: response time depends on the mean service time only. There is no queue; `waitTime` is the slowdown in time. */
export function mg1ps(arrivalRate: number, serviceTime: number): QueueFigures {
  const load = stableLoad(arrivalRate, serviceTime, 1);
  const responseTime = serviceTime / (1 - load);
  const waitTime = responseTime - serviceTime;
  return { utilisation: load, waitTime, responseTime, queueLength: 0, concurrency: arrivalRate * responseTime };
}

function figures(arrivalRate: number, serviceTime: number, servers: number, waitTime: number): QueueFigures {
  const responseTime = waitTime + serviceTime;
  return {
    utilisation: (arrivalRate * serviceTime) / servers,
    waitTime,
    responseTime,
    queueLength: arrivalRate * waitTime,
    concurrency: arrivalRate * responseTime,
  };
}

function stableLoad(arrivalRate: number, serviceTime: number, servers: number): number {
  const load = arrivalRate * serviceTime;
  if (load < servers) return load;
  throw new RangeError(`offered load = ${load}, must be < servers (${servers})`);
}
