import { describe, expect, it } from 'vitest';
import { ServiceMeter } from '../../src/meters/serviceMeter.js';
import { RevisionMeter } from '../../src/meters/podMeter.js';
import { erlangC } from '../../src/stats/queueing.js';
import { SECOND } from '../../src/units/quantities.js';
import type { WorldOptions } from './fixture.js';
import { constant, ms, onePodDirect, seconds, watch } from './fixture.js';

const REPLICATIONS = 30;
/** Of the interval, relative. */
const HALF_WIDTH = 0.01;
/** Student's t at 29 degrees of freedom, two-sided 99.9 %. */
const T29 = 3.659;
const NEEDS = { execution: [], busy: [], active: [], lifetime: [] };

interface Interval {
  readonly mean: number;
  readonly halfWidth: number;
}

/** Mean and 99.9 % half-width of a figure over 30 independent replications, each measured after a warm-up. */
function replicated(options: WorldOptions, horizon: number, figure: (meter: ServiceMeter) => number): Interval {
  const warmup = seconds(horizon / 50);
  const values = Array.from({ length: REPLICATIONS }, (_, replication) => {
    const meter = new ServiceMeter([], warmup);
    const full = { ...options, horizon: seconds(horizon), replication, seed: 2026 };
    watch(full, meter, () => new RevisionMeter(NEEDS, 0)).world.run(seconds(horizon));
    return figure(meter);
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / REPLICATIONS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (REPLICATIONS - 1);
  return { mean, halfWidth: (T29 * Math.sqrt(variance)) / Math.sqrt(REPLICATIONS) };
}

function expectTheory({ mean, halfWidth }: Interval, theory: number): void {
  const seen = `simulated ${mean} ± ${halfWidth}, theory says ${theory}`;
  expect(halfWidth / theory, seen).toBeLessThan(HALF_WIDTH);
  expect(Math.abs(mean - theory), seen).toBeLessThan(halfWidth);
}

const poisson = (rate: number): NonNullable<WorldOptions['recipe']> => ({
  kind: 'rate',
  rate: { kind: 'constant', rate },
  process: { kind: 'poisson' },
});
const frozen = (pods: number) => ({ containerConcurrency: 1, autoscaler: { policy: 'fixed', pods } as const });
const exponential = (mean: number) => ({ io: { kind: 'exponential', mean } as const, cpu: null });

describe('with autoscaling frozen, a service is a queue of the textbooks', () => {
  it('M/M/1: the mean time in the system is 1 / (mu - lambda)', () => {
    const revision = { ...frozen(1), serviceTime: exponential(ms(100)) };
    const seen = replicated({ recipe: poisson(5), revision }, 24_000, (meter) => meter.latencyCompleted.mean);
    expectTheory(seen, (1 / (10 - 5)) * SECOND);
  });

  it('M/M/4: the mean time in the system is the service time and the wait of Erlang C', () => {
    const revision = { ...frozen(4), serviceTime: exponential(ms(200)) };
    const seen = replicated({ recipe: poisson(14), revision }, 8_000, (meter) => meter.latencyCompleted.mean);
    expectTheory(seen, (1 / 5 + erlangC(4, 14 / 5) / (4 * 5 - 14)) * SECOND);
  });

  it('M/M/2/22: the queue-proxy refuses the share that the truncated queue refuses', () => {
    const revision = { containerConcurrency: 2, autoscaler: onePodDirect, serviceTime: exponential(ms(100)) };
    const share = (meter: ServiceMeter): number => meter.lostCount[1] / meter.ended;
    const seen = replicated({ recipe: poisson(30), revision }, 4_000, share);
    expectTheory(seen, blockedShare(2, 22, 30 / 10));
  });

  it('M/D/1: the mean wait is half of that of M/M/1', () => {
    const revision = { ...frozen(1), serviceTime: { io: constant(ms(100)), cpu: null } };
    const seen = replicated({ recipe: poisson(6), revision }, 20_000, (meter) => meter.wait.mean);
    expectTheory(seen, (0.6 / (2 * 10 * (1 - 0.6))) * SECOND);
  });

  it('M/G/1-PS: the mean time in the system depends on the mean demand alone', () => {
    const revision = {
      containerConcurrency: 1000,
      autoscaler: onePodDirect,
      limits: { cpu: 1000, memory: 1 },
      serviceTime: { io: constant(0), cpu: { kind: 'uniform', min: 0, max: ms(200) } as const },
    };
    const seen = replicated({ recipe: poisson(5), revision }, 12_000, (meter) => meter.latencyCompleted.mean);
    expectTheory(seen, (0.1 / (1 - 0.5)) * SECOND);
  });

  it('Little: the mean number in the system is the rate times the mean time in it, exactly, once all have left', () => {
    const meter = new ServiceMeter([], 0);
    const horizon = seconds(500);
    const options = { recipe: poisson(8), revision: { ...frozen(1), serviceTime: exponential(ms(100)) }, horizon };
    const { world } = watch(options, meter, () => new RevisionMeter(NEEDS, 0));
    world.run(seconds(5000)); // arrivals end at 500 s: all have left by now
    expect(meter.inSystem).toBe(0);
    expect(meter.areaAt(seconds(5000))).toBe(meter.latencyCompleted.sum);
  });
});

/** Probability that a queue with `c` servers and room for `k` in all is full, at an offered load of `a`. */
function blockedShare(c: number, k: number, a: number): number {
  let weight = 1;
  let sum = 1;
  for (let n = 1; n <= k; n++) {
    weight *= a / Math.min(n, c);
    sum += weight;
  }
  return weight / sum;
}
