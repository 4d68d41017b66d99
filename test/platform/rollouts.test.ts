import { describe, expect, it } from 'vitest';
import type { Service } from '../../src/platform/recipe.js';
import { constant, knative, ms, Recorder, seconds, watch, type WorldOptions } from './fixture.js';

const startup = { sandbox: constant(seconds(2)), applicationStart: constant(ms(700)) };
const direct = knative({ targetBurstCapacity: 0, minScale: 1 });
const every = (gap: number, from: number, to: number) =>
  Array.from({ length: Math.round((to - from) / gap) }, (_, k) => seconds(from + k * gap));

/** Two revisions: when pods of each were created, when each executed something, what both did to requests. */
function rolledOut(options: WorldOptions, until: number) {
  const recorders: Recorder[] = [];
  const service = new Recorder();
  const { world } = watch({ revision: { autoscaler: direct }, startup, ...options }, service, () => {
    const recorder = new Recorder();
    recorders.push(recorder);
    return recorder;
  });
  world.run(seconds(until));
  const [one, two] = recorders.map((recorder) => ({
    created: recorder.of('created').map(([at]) => at),
    executed: recorder.of('busy').map(([from]) => Number(from)),
    changes: recorder.changes,
  }));
  return { one, two, requests: service };
}

const split = (...steps: readonly (readonly [at: number, ...shares: number[]])[]): Service['split'] =>
  steps.map(([at, ...shares]) => ({ at: seconds(at), shares, named: shares.map((share) => share > 0) }));

describe('a revision whose first share is due at 10 s', () => {
  const later = { name: 'r2', autoscaler: direct, start: 'deploying' } as const;

  it('is created then, and gets its share when its pod is ready: nobody waits for it', () => {
    const options = { more: [later], split: split([0, 10_000, 0], [10, 0, 10_000]), arrivals: every(1, 0.5, 20) };
    const { one, two, requests } = rolledOut(options, 30);
    expect(two.created).toEqual([seconds(10)]);
    expect(one.executed).toEqual(every(1, 0.5, 13)); // ready at 12.7 s
    expect(two.executed).toEqual(every(1, 13.5, 20));
    expect(requests.of('cold')).toEqual([]);
  });

  it('has no pod with an initial scale of 0: it gets its share at once, and its first request starts one', () => {
    for (const targetBurstCapacity of [-1, 0, 211]) {
      const none = { ...later, autoscaler: knative({ targetBurstCapacity, initialScale: 0 }) };
      const options = { more: [none], split: split([0, 10_000, 0], [10, 0, 10_000]), arrivals: [seconds(30)] };
      const { two } = rolledOut(options, 60);
      const [created] = two.created as number[];
      expect(two.created).toHaveLength(1);
      expect(created >= seconds(30) && created <= seconds(32)).toBe(true); // unknown is not zero: it waits for the tick
      if (targetBurstCapacity === -1) expect(created).toBe(seconds(30)); // without pods to scrape nothing means zero
    }
  });

  it('gets nothing while its starts fail: the old one goes on serving', () => {
    const options = {
      more: [later],
      split: split([0, 10_000, 0], [10, 0, 10_000]),
      arrivals: every(1, 0.5, 60),
      faults: [{ kind: 'failedStart', target: null, factor: null, at: seconds(5), for: null }] as const,
    };
    const { one, two, requests } = rolledOut(options, 70);
    expect(two.executed).toEqual([]);
    expect(one.executed).toHaveLength(60);
    expect(requests.of('lost')).toEqual([]);
  });

  it('may be overtaken by a later step that takes its share back', () => {
    const options = {
      more: [later],
      split: split([0, 10_000, 0], [10, 0, 10_000], [11, 10_000, 0]),
      arrivals: every(1, 0.5, 40),
    };
    const { one, two } = rolledOut(options, 45);
    expect(two.executed).toEqual([]);
    expect(one.executed).toHaveLength(40);
  });

  it('is drawn its share of the requests, each autoscaled by itself; without one the old revision goes, whatever its min-scale', () => {
    const options = {
      more: [later],
      split: split([0, 10_000, 0], [10, 9_000, 1_000], [200, 0, 10_000]),
      arrivals: every(0.1, 0, 600),
    };
    const { one, two } = rolledOut(
      { ...options, revision: { autoscaler: direct, serviceTime: { io: constant(ms(50)), cpu: null } } },
      600,
    );
    const canary = two.executed.filter((at) => at < seconds(200)).length;
    // 1,873 requests between 12.7 s and 200 s, a tenth of them drawn: within five standard deviations.
    expect(Math.abs(canary - 187.3)).toBeLessThan(5 * 13);
    expect(one.executed.filter((at) => at > seconds(200))).toEqual([]);
    expect(one.changes.at(-1)).toMatchObject({ wanted: 0 });
    expect(two.changes.at(-1)!.wanted).toBeGreaterThanOrEqual(1);
  });

  it('keeps its minimum scale at 0 %, as long as the route names it', () => {
    const wanted = (named: boolean): number | 'unchanged' => {
      const last = { at: seconds(20), shares: [0, 10_000], named: [named, true] };
      const options = { more: [later], split: [...split([0, 5_000, 5_000]), last], arrivals: every(1, 0.5, 300) };
      return rolledOut(options, 300).one.changes.at(-1)?.wanted ?? 'unchanged';
    };
    expect([wanted(true), wanted(false)]).toEqual(['unchanged', 0]);
  });
});
