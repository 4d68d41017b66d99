import { describe, expect, it } from 'vitest';
import type { ResultDocument } from '../src/result/document.js';
import { resultOf } from './shipped.js';

const killed = ({ totals }: ResultDocument): number => totals.failures.failed['killed-in-flight'] ?? 0;
const capacity = ({ bills }: ResultDocument): number => Number(bills[0].capacity);
const group = ({ nodes }: ResultDocument, name: string) => nodes.find(({ group: known }) => known === name)!;
const service = ({ services }: ResultDocument, name: string) => services.find(({ name: known }) => known === name)!;

describe('image-pull-storm', () => {
  const storm = (...set: readonly string[]) => resultOf('image-pull-storm', ...set);

  it('makes most cold requests wait for images', () => {
    const { totals } = storm();
    expect(totals.coldStarts.byPhase['image-pull']).toBeGreaterThan(totals.coldStarts.requests / 2);
    expect(totals.coldStarts.byCause['scaled-to-zero']).toBeGreaterThan(totals.coldStarts.requests / 2);
    expect(totals.startup.phases['imagePull']).toBeGreaterThan(10);
  });

  it('lasts longer where the services share no layer', () => {
    const own = ['resize', 'ocr', 'classify'].flatMap((name) => {
      const layers = { resize: '80Mi', ocr: '300Mi', classify: '900Mi' }[name]!;
      return [`services.${name}.startup.image.layers={"base-${name}": "600Mi", "${name}": "${layers}"}`];
    });
    expect(storm(...own).totals.startup.mean).toBeGreaterThan(1.2 * storm().totals.startup.mean!);
  });

  const p99 = (...set: readonly string[]) => service(storm(...set), 'resize').latency.p99!;
  it.each([
    ['an image on every node', 'services.resize.startup.image.prePulled=true'],
    ['a smaller image', 'services.resize.startup.image.layers={"small": "60Mi"}'],
    ['a warm pool', 'services.resize.startup.warmPool=6'],
    ['pods that stand', 'services.resize.revision.annotations["autoscaling.knative.dev/min-scale"]="6"'],
  ])('is cured for one service by %s', (_remedy, set) => {
    expect(p99(set)).toBeLessThan(0.3 * p99());
  });

  it('is not cured by a faster start of what has been pulled', () => {
    expect(p99('services.resize.startup.preset=snapshot-restore')).toBeGreaterThan(0.8 * p99());
  });
});

describe('spot-reclaim', () => {
  it('reclaims nodes for hours and fails nothing with two minutes of notice', () => {
    const result = resultOf('spot-reclaim');
    expect(group(result, 'spot').reclaimed).toBeGreaterThan(3);
    expect(killed(result)).toBe(0);
    expect(result.totals.coldStarts.byCause['pods-lost']).toBeGreaterThan(0);
  });

  it('fails what executes where the notice is shorter than the requests take', () => {
    expect(killed(resultOf('spot-reclaim', 'cluster.nodeGroups.spot.reclaim.notice=2s'))).toBeGreaterThan(0);
  });

  it('is cheaper than nodes that nobody reclaims', () => {
    const steady = resultOf(
      'spot-reclaim',
      'services.render.nodeGroup=steady',
      'cluster.nodeGroups.steady.maxNodes=8',
      'cluster.nodeGroups.spot.nodes=0',
    );
    expect(steady.nodes.map(({ reclaimed }) => reclaimed)).toEqual([0, 0]);
    expect(capacity(steady)).toBeGreaterThan(1.3 * capacity(resultOf('spot-reclaim')));
  });
});

describe('zone-outage', () => {
  it('fails what the lost pods held, and no request that comes later', () => {
    const result = resultOf('zone-outage');
    expect(group(result, 'base').lost).toBe(1);
    expect(killed(result)).toBeGreaterThan(0);
    const { requests } = result.totals;
    expect(requests.failed).toBe(killed(result));
    expect(requests.timedOut + requests.refused).toBe(0);
    const failed = result.timeline.series.find(({ name }) => name.endsWith('.failed'))!.values;
    const during = Math.floor(600 / result.timeline.interval);
    expect(failed.flatMap((value, k) => (value === 0 ? [] : [k]))).toEqual([during]);
  });

  it('takes more where pods are packed instead of spread, and says that they were lost', () => {
    const packed = resultOf('zone-outage', 'cluster.scheduler.spread=none', 'cluster.scheduler.score=most-allocated');
    expect(killed(packed)).toBeGreaterThan(2 * killed(resultOf('zone-outage')));
    const { coldStarts } = packed.totals;
    expect(coldStarts.requests).toBeGreaterThan(20 * resultOf('zone-outage').totals.coldStarts.requests);
    expect(coldStarts.byCause['pods-lost']).toBeGreaterThan(coldStarts.requests / 2);
  });

  it('shows over time how the nodes go and come back, and who waits for one', () => {
    const { timeline } = resultOf('zone-outage');
    const of = (figure: string) => timeline.series.find(({ name }) => name === `checkout.${figure}`)!.values;
    const at = (second: number) => of('nodes')[Math.floor(second / timeline.interval)];
    // Two are left, until the next scan asks for another one; then zone a returns.
    expect([at(60), at(1190), at(1500)]).toEqual([3, 3, 4]);
    expect(Math.min(at(600)!, at(605)!)).toBeLessThan(3);
    expect(of('nodes')).toHaveLength(of('ready').length);
    expect(of('waitingPods')).toHaveLength(of('ready').length);
  });

  it('without a word lets requests hang and pods count as ready until it is found, and fails none', () => {
    const quiet = resultOf(
      'zone-outage',
      'faults=[{"zoneLoss":{"zone":"a","detection":"50s"},"at":"10m","for":"10m"}]',
    );
    const { requests, failures, pods } = quiet.totals;
    expect(requests.failed + requests.refused).toBe(0);
    expect(failures.timedOut).toEqual({ 'node-silent': requests.timedOut });
    expect(requests.timedOut).toBeGreaterThan(2 * killed(resultOf('zone-outage')));
    expect(quiet.totals.latency.max).toBe(300);
    expect(pods.max).toBeGreaterThan(resultOf('zone-outage').totals.pods.max); // what hangs is load to the autoscaler
    const ready = quiet.timeline.series.find(({ name }) => name === 'checkout.ready')!.values;
    const at = (second: number) => ready[Math.floor(second / quiet.timeline.interval)]!;
    expect(at(645) - at(655)).toBe(3);
  });

  it('never has more nodes than its group may have, also when the zone is back', () => {
    for (const set of [[], ['cluster.scheduler.spread=none', 'cluster.scheduler.score=most-allocated']])
      expect(group(resultOf('zone-outage', ...set), 'base').maxNodes).toBeLessThanOrEqual(6);
  });
});

describe('isolation', () => {
  it('has its price: the same requests, at twice the capacity cost', () => {
    const isolated = resultOf('isolation');
    const shared = resultOf('isolation', 'services.payments.nodeGroup=shared', 'cluster.nodeGroups.vault.nodes=0');
    expect(shared.totals.requests.arrived).toBe(isolated.totals.requests.arrived);
    expect(capacity(isolated)).toBeCloseTo(2 * capacity(shared), 6);
    expect(group(isolated, 'vault').cpuAllocated).toBeLessThan(0.2);
    // What the pods asked for cost the same: the rest is what nobody may use.
    expect(isolated.bills[0].capacityAllocated).toBe(shared.bills[0].capacityAllocated);
  });

  it('keeps everybody else out of the dedicated group', () => {
    const result = resultOf('isolation');
    expect(group(result, 'vault').meanNodes).toBe(2);
    const full = resultOf('isolation', 'cluster.nodeGroups.shared.nodes=1', 'cluster.nodeGroups.shared.maxNodes=1');
    expect(group(full, 'vault').cpuAllocated).toBe(group(result, 'vault').cpuAllocated);
  });
});
