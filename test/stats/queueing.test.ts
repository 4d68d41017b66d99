import { describe, expect, test } from 'vitest';
import { erlangB, erlangC, md1, mg1, mg1ps, mm1, mmc, mmck, mmcWaitTail } from '../../src/stats/queueing.js';

describe('exact formulas agree with values worked out by hand', () => {
  test('M/M/1 at half load: L = 1, W = 2, Lq = 1/2', () => {
    const queue = mm1(0.5, 1);
    expect([queue.concurrency, queue.responseTime, queue.queueLength, queue.waitTime]).toEqual([1, 2, 0.5, 1]);
  });

  test('Erlang B with 2 servers and 1 erlang is 1/5, Erlang C is 1/3', () => {
    expect(erlangB(2, 1)).toBeCloseTo(0.2, 15);
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 15);
  });

  test('M/M/4 at lambda 18, mu 5: Wq = 0.3939', () => {
    expect(mmc(18, 0.2, 4).waitTime).toBeCloseTo(0.3939, 3);
  });

  test('M/M/c/c refuses as Erlang B says', () => {
    expect(mmck(3, 1, 5, 5).blocking).toBeCloseTo(erlangB(5, 3), 14);
  });

  test('M/M/1/K at load 1 has all states equally likely', () => {
    const queue = mmck(1, 1, 1, 4);
    expect(queue.blocking).toBeCloseTo(1 / 5, 14);
    expect(queue.concurrency).toBeCloseTo(2, 14);
  });

  test('M/M/c/K with much room is M/M/c, even with ten thousand places', () => {
    const [finite, infinite] = [mmck(18, 0.2, 4, 10_000), mmc(18, 0.2, 4)];
    expect(finite.waitTime).toBeCloseTo(infinite.waitTime, 10);
    expect(finite.concurrency).toBeCloseTo(infinite.concurrency, 9);
  });

  test('M/D/1 waits half as long as M/M/1, and M/G/1 with scv 1 as long', () => {
    expect(md1(0.8, 1).waitTime).toBeCloseTo(mm1(0.8, 1).waitTime / 2, 12);
    expect(mg1(0.8, 1, 1).waitTime).toBeCloseTo(mm1(0.8, 1).waitTime, 12);
  });

  test('processor sharing responds as M/M/1 does, whatever the service time', () => {
    expect(mg1ps(0.8, 1).responseTime).toBeCloseTo(mm1(0.8, 1).responseTime, 12);
  });

  test('the tail of the wait starts at Erlang C and falls exponentially', () => {
    expect(mmcWaitTail(1, 1, 2, 0)).toBeCloseTo(1 / 3, 15);
    expect(mmcWaitTail(1, 1, 2, 1)).toBeCloseTo(Math.exp(-1) / 3, 15);
  });

  test('overload has no steady state', () => {
    expect(() => mm1(2, 1)).toThrow('offered load = 2, must be < servers (1)');
    expect(erlangC(2, 3)).toBe(1);
    expect(() => mmck(1, 1, 4, 3)).toThrow('capacity = 3, must be >= servers (4)');
  });
});
