import { describe, expect, it } from 'vitest';
import type { DecisionEntry, ResultDocument, ServiceResult } from '../src/result/document.js';
import { resultOf } from './shipped.js';

const service = ({ services }: ResultDocument, name: string): ServiceResult =>
  services.find((one) => one.name === name)!;
const decisions = (result: ResultDocument, revision: string): readonly DecisionEntry[] =>
  result.services.flatMap(({ decisions: { entries } }) => entries.filter((entry) => entry.revision === revision));
/** What was wanted at some second. */
const wantedAt = (entries: readonly DecisionEntry[], second: number): number =>
  entries.filter(({ at }) => at <= second).at(-1)?.wanted ?? 0;
/** Sum of a series over some seconds. */
function summed({ timeline }: ResultDocument, name: string, from: number, to: number): number {
  const values = timeline.series.find((series) => series.name === name)!.values;
  return values
    .slice(from / timeline.interval, to / timeline.interval)
    .reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

describe('canary', () => {
  it('creates the new revision when its first share is due, and lets nobody wait for it', () => {
    const result = resultOf('canary');
    const [first] = decisions(result, 'checkout-v2');
    expect(first.at).toBe(300);
    const causes = (result.causes ?? []).filter(({ kind }) => kind === 'cold').flatMap(({ counts }) => counts);
    expect(causes.every(([interval]) => interval * result.timeline.interval > 600)).toBe(true);
    expect(result.totals.coldStarts.byCause).not.toHaveProperty('rollout');
  });

  it('autoscales each revision by itself: more of the new one at half of the traffic, none of the old one at the end', () => {
    const result = resultOf('canary');
    const [one, two] = ['checkout-v1', 'checkout-v2'].map((revision) => decisions(result, revision));
    expect(wantedAt(two, 590)).toBe(1);
    expect(wantedAt(two, 1190)).toBeGreaterThan(wantedAt(one, 1190));
    expect(wantedAt(one, 1700)).toBe(0);
    expect(wantedAt(two, 1700)).toBeGreaterThan(10);
    expect(result.slos.map(({ met }) => met)).toEqual([true, true]);
  });

  it('tells the revisions apart: the new one is half as slow again, and met all cold starts', () => {
    const { byRevision = [], coldStarts } = resultOf('canary').services[0];
    const [one, two] = byRevision;
    expect([one.name, two.name]).toEqual(['checkout-v1', 'checkout-v2']);
    expect(two.latency.p50! / one.latency.p50!).toBeCloseTo(1.5, 1);
    expect([one.coldStarts.requests, two.coldStarts.requests]).toEqual([0, coldStarts.requests]);
    // 300/s for 300 s at 0 %, then 1, 10, 50 and for 600 s 100 %.
    expect(Math.abs(two.requests.arrived / 300 - (3 + 30 + 150 + 600))).toBeLessThan(20);
  });

  it('gives a canary whose pods do not start no request at all', () => {
    const result = resultOf('canary', 'faults=[{"failedStart":{"service":"checkout"},"at":"4m"}]');
    expect(result.totals.requests.timedOut + result.totals.requests.failed).toBe(0);
    expect(wantedAt(decisions(result, 'checkout-v1'), 1700)).toBeGreaterThan(5);
    expect(result.totals.pods.restarts).toBeGreaterThan(5);
  });
});

describe('retry-storm', () => {
  const budget = (share: string) => `services.orders.client.retries.budget=${share}`;
  const answered = (result: ResultDocument) => summed(result, 'orders.completed', 300, 600) / 300;

  it('goes on for ever after a fault of 20 s: nearly nobody is answered, by a database that is fast again', () => {
    const result = resultOf('retry-storm');
    expect(answered(result)).toBeLessThan(15);
    const { timedOut } = result.totals.failures;
    expect(timedOut['downstream-wait']).toBeGreaterThan(10 * timedOut['slow-dependency']);
    expect(result.totals.attempts.arrived).toBeGreaterThan(4 * result.totals.requests.arrived);
  });

  it('is over in less than half a minute under a budget of 10 %', () => {
    const result = resultOf('retry-storm', budget('10%'));
    expect(answered(result)).toBeGreaterThan(290);
    expect(summed(result, 'orders.timedOut', 170, 600)).toBe(0);
    expect(result.totals.attempts.arrived).toBeLessThanOrEqual(1.1 * result.totals.requests.arrived + 1);
  });
});

describe('autoscaler-outage', () => {
  it('decides nothing while it lasts, and calls its cold requests by its name', () => {
    const result = resultOf('autoscaler-outage');
    const during = result.services
      .flatMap(({ decisions: { entries } }) => entries)
      .filter(({ at }) => at > 300 && at < 480);
    expect(during).toEqual([]);
    const shop = service(result, 'shop').coldStarts;
    expect(shop.byCause['autoscaler-outage']).toBeGreaterThan(shop.requests / 2);
    const idle = service(result, 'idle').coldStarts;
    expect(idle.byCause).toEqual({ 'autoscaler-outage': idle.requests });
    expect(result.faults?.entries).toEqual([
      { kind: 'autoscalerOutage', target: null, at: 300, until: 480, services: ['shop', 'idle'], pods: 0 },
    ]);
  });

  it('comes back in panic, and asks for hundreds of pods for a load of five', () => {
    const after = decisions(resultOf('autoscaler-outage'), 'shop-00001').filter(({ at }) => at >= 480);
    expect(after[0]).toMatchObject({ inPanic: true });
    expect(after[0].at).toBeLessThan(483);
    expect(after[0].wanted).toBeGreaterThan(300);
    const held = resultOf(
      'autoscaler-outage',
      'services.shop.revision.annotations["autoscaling.knative.dev/max-scale"]="15"',
    );
    expect(service(held, 'shop').pods.max).toBeLessThan(40);
  });
});

describe('cpu-bound', () => {
  const key = 'services.render.revision.annotations["autoscaling.knative.dev/target"]';
  const targets = [1, 3, 5, 6, 8];
  const sweep = () => targets.map((target) => resultOf('cpu-bound', `${key}="${target}"`).totals);

  it('saves pods for time up to a target of 5, and turns at 6: more time and more pods', () => {
    const p99 = sweep().map(({ latency }) => latency.p99!);
    const pods = sweep().map(({ pods: { mean } }) => mean);
    for (let k = 1; k < targets.length; k++) expect(p99[k]).toBeGreaterThan(p99[k - 1]);
    expect(p99[0]).toBeLessThan(0.4);
    expect(p99[2]).toBeLessThan(0.75);
    expect(p99[3]).toBeGreaterThan(2 * p99[2]);
    expect(pods[1]).toBeLessThan(0.4 * pods[0]);
    expect(pods[2]).toBeLessThan(0.75 * pods[1]);
    expect(pods[3]).toBeGreaterThan(2 * pods[2]);
  });
});

describe.each(['canary', 'retry-storm', 'autoscaler-outage'])('%s', (name) => {
  it('tells every cause over time, adding up to what it tells over all', () => {
    const result = resultOf(name);
    for (const { name: owner, coldStarts, failures } of result.services) {
      const counted = (kind: string) =>
        Object.fromEntries(
          result
            .causes!.filter((one) => one.service === owner && one.kind === kind)
            .map(({ cause, counts }) => [cause, counts.reduce((sum, [, count]) => sum + count, 0)]),
        );
      expect(counted('cold')).toEqual(coldStarts.byCause);
      expect(counted('phase')).toEqual(coldStarts.byPhase);
      expect(counted('timedOut')).toEqual(failures.timedOut);
      expect(counted('failed')).toEqual(failures.failed);
    }
  });
});
