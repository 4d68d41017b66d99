/** Known incidents of knative/serving: each happens again decision by decision, and its fixed variant does not. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explain } from '../src/autoscaler/explain.js';
import type { Decision } from '../src/autoscaler/policy.js';
import type { ObservationSink } from '../src/meters/observationSink.js';
import type { ResultDocument } from '../src/result/document.js';
import type { Scenario } from '../src/scenario/resolved.js';
import { SCENARIOS, shipped } from './shipped.js';
import { simulated } from './simulated.js';

const FOLDER = join(SCENARIOS, 'incidents');

interface Taken {
  /** In seconds. */
  readonly at: number;
  readonly ready: number;
  readonly desired: number;
  readonly stable: number;
  readonly panic: number;
  readonly burst: number;
  readonly inPanic: boolean;
  readonly reason: string;
}

interface Incident {
  readonly result: ResultDocument;
  /** Every decision, in order. */
  readonly taken: readonly Taken[];
  /** The last decision before a second. */
  readonly before: (second: number) => Taken;
}

class Decisions implements ObservationSink {
  counted(): void {}
  readonly taken: Taken[] = [];
  started(): void {}
  recorded(): void {}
  routed(): void {}
  decided(at: number, _revision: string, ready: number, valid: boolean, decision: Decision): void {
    if (!valid) return;
    const { desiredPods: desired, stableValue, panicValue, excessBurstCapacity: burst, inPanic } = decision;
    const reason = explain(decision);
    this.taken.push({ at: at / 1e6, ready, desired, stable: stableValue, panic: panicValue, burst, inPanic, reason });
  }
}

const incident = (name: string, ...set: readonly string[]): Scenario => shipped(`incidents/${name}`, ...set);

const known = new Map<string, Incident>();
/** Each runs once for all tests. */
function happened(name: string, set: readonly string[] = []): Incident {
  const key = JSON.stringify([name, set]);
  const found = known.get(key) ?? watched(name, set);
  known.set(key, found);
  return found;
}

function watched(name: string, set: readonly string[]): Incident {
  const observations = new Decisions();
  const result = simulated(incident(name, ...set), { observations });
  const { taken } = observations;
  return { result, taken, before: (second) => taken.findLast(({ at }) => at < second)! };
}

const names = readdirSync(FOLDER).map((file) => file.replace('.yaml', ''));

describe('every incident', () => {
  const incidents = names.filter((name) => !name.endsWith('-fixed'));

  test('is shipped with a fixed variant, both explained', () => {
    expect(incidents).toEqual(['incident-13284', 'incident-15010', 'incident-3153', 'incident-4344', 'incident-9121']);
    expect(names).toHaveLength(10);
    for (const name of names) {
      const text = readFileSync(join(FOLDER, `${name}.yaml`), 'utf8');
      expect(text.match(/^#/gm)!.length, name).toBeGreaterThanOrEqual(3);
      expect(incident(name).name).toBe(name);
    }
  });

  test.each(incidents)('%s differs from its fixed variant in the autoscaler only', (name) => {
    const [broken, fixed] = [incident(name), incident(`${name}-fixed`)].map(withoutAutoscaler);
    expect(fixed).toEqual(broken);
  });
});

describe('every one of them', () => {
  test.each(names)('%s accounts for every request', (name) => {
    const { arrived, completed, refused, timedOut, failed, inFlight } = happened(name).result.totals.requests;
    expect(arrived).toBe(completed + refused + timedOut + failed + inFlight);
    expect(arrived).toBeGreaterThan(100);
  });
});

/** All but name, notes and the autoscalers' settings. */
function withoutAutoscaler({ services, ...scenario }: Scenario): object {
  return {
    ...scenario,
    name: '',
    notes: [],
    services: services.map((service) => ({
      ...service,
      revisions: service.revisions.map((revision) => ({ ...revision, autoscaler: null })),
    })),
  };
}

describe('#9121, pods collapse when panic ends', () => {
  const ends = ({ taken }: Incident): readonly Taken[] =>
    taken.filter(({ inPanic }, i) => !inPanic && taken[i - 1]?.inPanic === true);

  test('panic brings hundreds of pods, with which concurrency becomes tiny at the same load', () => {
    const { before } = happened('incident-9121');
    expect(before(70)).toMatchObject({ inPanic: true, ready: before(70).desired });
    expect(before(70).desired).toBeGreaterThan(200);
    expect(before(70).panic).toBeLessThan(40);
    expect(before(70).reason).toMatch(/^panic: no scale-down, \d+ pods would do now but \d+ were wanted$/);
  });

  test('when panic ends the long window wants five pods, and max-scale-down-rate halves them at every tick', () => {
    const incident = happened('incident-9121');
    const { taken } = incident;
    const end = ends(incident)[0]!;
    const at = taken.indexOf(end);
    expect(end.at).toBeGreaterThan(70);
    expect(end.reason).toMatch(/^60 s window wants 5 pods, held at \d+ by max-scale-down-rate$/);
    for (const { desired, ready } of taken.slice(at, at + 4)) expect(desired).toBe(Math.floor(ready / 2));
    expect(taken[at + 5]!.desired).toBeLessThan(taken[at - 1]!.desired / 20);
  });

  test('below what the CPU needs requests pile up, are refused, and panic begins anew, again and again', () => {
    const incident = happened('incident-9121');
    const { taken, result } = incident;
    const end = ends(incident)[0]!.at;
    const again = taken.find(({ at, inPanic }) => at > end && inPanic)!;
    expect(again.at - end).toBeLessThan(20);
    expect(again.ready).toBeLessThan(30);
    expect(ends(incident).length).toBeGreaterThanOrEqual(2);
    expect(result.totals.requests.refused).toBeGreaterThan(10_000);
  });

  test('fixed: scaled on requests per second, 43 pods stay, and none refuses once the first ones are up', () => {
    const fixed = happened('incident-9121-fixed');
    const settled = fixed.taken.filter(({ at }) => at > 90);
    expect(new Set(settled.map(({ desired }) => desired)).size).toBeLessThanOrEqual(3);
    for (const { desired } of settled) expect(Math.abs(desired - 43)).toBeLessThanOrEqual(1);
    const refused = fixed.result.timeline.series.find(({ name }) => name.endsWith('.refused'))?.values ?? [];
    const { interval } = fixed.result.timeline;
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.slice(Math.ceil(60 / interval)).reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(0);
  });
});

describe('#3153, the calm autoscaler undoes the plan of panic', () => {
  const wanted = ({ result: { services } }: Incident, second: number): number =>
    services[0]!.decisions.entries.findLast(({ at }) => at < second)!.wanted;

  test('1000 pods are wanted, some 40 are ready after a minute', () => {
    const incident = happened('incident-3153');
    const { before } = incident;
    expect(wanted(incident, 70)).toBe(1000);
    expect(before(70).ready).toBeGreaterThan(30);
    expect(before(70).ready).toBeLessThan(60);
  });

  test('the end of panic takes the plan to half of what is ready, in one tick', () => {
    const incident = happened('incident-3153');
    const [last, first] = [incident.before(148), incident.before(150)];
    expect([last.inPanic, first.inPanic]).toEqual([true, false]);
    expect(wanted(incident, 148)).toBe(1000);
    expect(first.desired).toBe(Math.floor(first.ready / 2));
    expect(first.reason).toBe('60 s window wants 44 pods, held at 89 by max-scale-down-rate');
    expect(wanted(incident, 150)).toBe(89);
  });

  test('the next wave finds fewer pods than the first one had left', () => {
    const { before } = happened('incident-3153');
    expect(before(172).ready).toBeLessThan(before(148).ready / 3);
  });

  test('fixed: with a scale-down delay the plan stands, and more of the second wave is answered', () => {
    const { result } = happened('incident-3153');
    const fixed = happened('incident-3153-fixed');
    for (const second of [148, 150, 172, 300]) expect(wanted(fixed, second)).toBe(1000);
    expect(fixed.before(150).reason).toMatch(/^\d+ pods would do now, the scale-down delay keeps \d+$/);
    expect(fixed.before(172).ready).toBeGreaterThan(200);
    const answered = fixed.result.totals.requests.completed;
    expect(answered).toBeGreaterThan(1.3 * result.totals.requests.completed);
    expect(fixed.result.totals.requests.arrived).toBe(result.totals.requests.arrived);
  });
});

describe('#13284, slow starts and panic flood the cluster', () => {
  test('while nothing is ready every tick takes the backlog for the load', () => {
    const { taken, before } = happened('incident-13284');
    const starting = taken.filter(({ at }) => at > 12 && at < 33);
    expect(starting.every(({ ready, inPanic }) => ready === 0 && inPanic)).toBe(true);
    expect(starting.map(({ desired }) => desired)).toEqual([7, 14, 25, 39, 53, 68, 82, 96, 110, 125, 139]);
    expect(before(33).reason).toBe('panic: 6 s window wants 139 pods, 139.0 x ready >= 2.0');
  });

  test('190 pods start for a load that needs 4, and stay idle until panic ends', () => {
    const { result, before } = happened('incident-13284');
    expect(result.totals.pods.max).toBe(190);
    expect(before(68).panic).toBeLessThan(30); // 25 at once: 4 pods at 7 each
    expect(before(100)).toMatchObject({ desired: 190, inPanic: true });
    expect(before(100).panic).toBeCloseTo(0, 6);
  });

  test('a lower max-scale-up-rate alone only delays the flood', () => {
    const slower = happened('incident-13284', ['knative.config-autoscaler.max-scale-up-rate=4']);
    expect(slower.before(33)).toMatchObject({ desired: 4 });
    expect(slower.result.totals.pods.max).toBeGreaterThan(60);
  });

  test('fixed: scaled on events per second, 4 pods do it', () => {
    const fixed = happened('incident-13284-fixed');
    expect(fixed.result.totals.pods.max).toBe(4);
    expect(fixed.result.totals.requests.completed).toBe(3000);
  });
});

describe('#4344, useless pods from zero', () => {
  test('with none ready, each request that waits brings another pod', () => {
    const { taken } = happened('incident-4344');
    const starting = taken.filter(({ at }) => at < 21);
    expect(starting.map(({ desired }) => desired)).toEqual([2, 3, 3, 6, 9, 15, 21]);
    expect(starting.every(({ inPanic }) => inPanic)).toBe(true);
  });

  test('the first pods work off in seconds what had piled up; the others start for nothing and stay a minute', () => {
    const { result, before } = happened('incident-4344');
    expect(before(30)).toMatchObject({ desired: 21, panic: 0.2 });
    expect(before(84)).toMatchObject({ desired: 21, ready: 21, inPanic: true });
    expect(result.totals.pods.started).toBe(21);
    expect(before(120)).toMatchObject({ desired: 1, inPanic: false });
  });

  test('fixed: scaled on requests per second, one pod does it, and nobody waits longer', () => {
    const { result } = happened('incident-4344');
    const fixed = happened('incident-4344-fixed').result.totals;
    expect(fixed.pods.max).toBe(1);
    expect(fixed.latency.max!).toBeLessThanOrEqual(result.totals.latency.max! + 0.1);
    expect(fixed.requests.completed).toBe(result.totals.requests.completed);
  });
});

describe('#15010, the activator never leaves the path', () => {
  const proxied = ({ taken }: Incident): number => taken.filter(({ burst }) => burst < 0).length / taken.length;
  const burst = (value: string, pods = '1'): Incident =>
    happened('incident-15010', [
      `services.httpbin.revision.annotations={autoscaling.knative.dev/target-burst-capacity: "${value}", autoscaling.knative.dev/min-scale: "${pods}"}`,
    ]);

  test('one pod of 100 can never absorb a burst of 211: the excess is negative whatever the load', () => {
    const incident = happened('incident-15010');
    expect(proxied(incident)).toBe(1);
    expect(new Set(incident.taken.map(({ burst: excess }) => excess))).toEqual(new Set([-112, -111]));
  });

  test('a larger target makes it worse, 100 depends on the moment, three pods are enough', () => {
    expect(proxied(burst('999999999'))).toBe(1);
    expect(proxied(burst('100'))).toBeGreaterThan(0.2);
    expect(proxied(burst('100'))).toBeLessThan(0.9);
    expect(proxied(burst('211', '2'))).toBe(1);
    expect(proxied(burst('211', '3'))).toBe(0);
  });

  test('fixed: a target below what the pod can take leaves 49, and requests go straight to it', () => {
    const fixed = happened('incident-15010-fixed');
    expect(proxied(fixed)).toBe(0);
    expect(new Set(fixed.taken.map(({ burst: excess }) => excess))).toEqual(new Set([49, 50]));
  });
});
