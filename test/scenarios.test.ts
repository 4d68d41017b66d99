import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ResultDocument } from '../src/result/document.js';
import { readTraces } from '../src/scenario/traces.js';
import { open, type Inputs } from '../src/simulate.js';
import { erlangC } from '../src/stats/queueing.js';
import { SCENARIOS, resultOf as untracedResultOf, shipped } from './shipped.js';
import { simulated } from './simulated.js';

const NAMES = readdirSync(SCENARIOS)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(join(SCENARIOS, file));
}

/** What the scenarios that replay traces need, and answer. */
const inputs = new Map<string, Inputs>();
for (const name of NAMES) {
  const traces = await readTraces(shipped(name), bytesOf);
  if (traces !== undefined) inputs.set(name, { traces });
}
const replayed = new Map([...inputs].map(([name, own]) => [name, simulated(shipped(name), own)]));
const resultOf = (name: string): ResultDocument => replayed.get(name) ?? untracedResultOf(name);

const series = (result: ResultDocument, figure: string): readonly (number | null)[] =>
  result.timeline.series.find(({ name }) => name.endsWith(`.${figure}`))?.values ?? [];
const at = (result: ResultDocument, figure: string, second: number): number | null =>
  series(result, figure)[Math.floor(second / result.timeline.interval)];

describe('flash-sale', () => {
  it('panics within seconds of the sale, meets cold starts in its first minutes and goes to zero at night', () => {
    const result = resultOf('flash-sale');
    const panic = result.services[0].decisions.entries.find(({ at: when, inPanic }) => when >= 600 && inPanic);
    expect(panic?.at).toBeLessThan(630);
    expect(panic?.reason).toMatch(/^panic: 6 s window wants \d+ pods?, .* x ready >= 2\.0/);
    const cold = series(result, 'coldStarts');
    const { interval } = result.timeline;
    const during = cold.slice(600 / interval, 1080 / interval).reduce<number>((sum, value) => sum + (value ?? 0), 0);
    expect(during).toBe(result.totals.coldStarts.requests);
    expect(during).toBeGreaterThan(50);
    expect(at(result, 'ready', 1790)).toBe(0);
    expect(result.totals.autoscaler.scaleToZero).toBe(1);
  });

  it('breaks its latency promise, keeps its thresholds, and shows what rounding costs on three bills', () => {
    const result = resultOf('flash-sale');
    expect(result.slos.find(({ name }) => name === 'latency')?.met).toBe(false);
    expect(result.thresholds.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass']);
    expect(result.bills.map(({ tariff }) => tariff)).toEqual([
      'generic-100ms',
      'gcp-cloud-run-request',
      'aws-fargate-x86',
    ]);
    expect(result.bills[0].notes.join(' ')).toMatch(/rounding to 100 ms costs/i);
  });
});

describe('scale-to-zero', () => {
  it('makes most requests cold, and one kept pod makes none cold but costs more capacity', () => {
    const cold = resultOf('scale-to-zero');
    expect(cold.totals.coldStarts.rate).toBeGreaterThan(0.5);
    expect(cold.totals.coldStarts.byCause).toEqual({ 'scaled-to-zero': cold.totals.coldStarts.requests });
    const key = 'services.report.revision.annotations["autoscaling.knative.dev/min-scale"]';
    const warm = simulated(shipped('scale-to-zero', `${key}="1"`));
    expect(warm.totals.coldStarts.rate).toBeLessThan(0.05);
    expect(warm.totals.requests.arrived).toBe(cold.totals.requests.arrived);
  });
});

describe('diurnal', () => {
  it('follows the day with hardly a cold start', () => {
    const result = resultOf('diurnal');
    expect(at(result, 'ready', 13 * 3600)! / at(result, 'ready', 3600)!).toBeGreaterThan(2);
    expect(result.totals.coldStarts.rate).toBeLessThan(0.01);
    expect(result.totals.unansweredShare).toBe(0);
  });
});

describe('slow-start', () => {
  it('floods the cluster with pods while the first ones start, and a max-scale prevents it', () => {
    const flooded = resultOf('slow-start');
    expect(flooded.totals.pods.max).toBeGreaterThan(60);
    const key = 'services.jvm.revision.annotations["autoscaling.knative.dev/max-scale"]';
    const bounded = simulated(shipped('slow-start', `${key}="12"`));
    expect(bounded.totals.pods.max).toBeLessThan(30);
    expect(bounded.totals.requests.arrived).toBe(flooded.totals.requests.arrived);
  });
});

describe('steady', () => {
  it('is the M/M/4 queue that its comments say', () => {
    const theory = 1 / 5 + erlangC(4, 14 / 5) / (4 * 5 - 14);
    expect(theory).toBeCloseTo(0.2714, 4);
    expect(resultOf('steady').totals.latency.mean! / theory).toBeCloseTo(1, 1);
  });
});

describe('every-bill', () => {
  const bills = () => Object.fromEntries(resultOf('every-bill').bills.map((bill) => [bill.tariff, bill]));
  const metered = (tariff: string) => Number(bills()[tariff].metered);

  it('prices one run by sixteen lists, each with what it meters, its capacity beside it and a month', () => {
    const all = Object.values(bills());
    expect(all).toHaveLength(16);
    for (const { tariff, notes, capacity, month, perMillionRequests, perHour } of all) {
      expect(notes[0], tariff).toMatch(/^Metered: /);
      expect(notes, tariff).toContain('Egress is left out.');
      expect(Number(capacity), tariff).toBeGreaterThan(0);
      expect(Number(month?.metered), tariff).toBeGreaterThan(0);
      expect(perMillionRequests === null || perHour === null, tariff).toBe(false);
    }
  });

  it('shows what its comments say: what rounding costs, and what bills overlapping requests once', () => {
    expect(bills()['generic-100ms'].shares.rounding).toBeGreaterThan(0.2);
    expect(bills()['aws-lambda-x86'].shares.rounding).toBeLessThan(0.01);
    expect(bills()['vm-hour'].shares.rounding).toBeGreaterThan(0.5);
    // the same rates, finer and finer
    expect(metered('aws-lambda-x86')).toBeLessThan(metered('function-100ms'));
    expect(metered('container-second')).toBeLessThan(metered('aws-fargate-x86'));
    const seconds = (tariff: string, name: string) =>
      Number(bills()[tariff].lines.find((line) => line.name === name)?.quantity);
    const { busySeconds, podSeconds } = resultOf('every-bill').totals.pods;
    // half a GiB for as long as a pod is busy or starts: less than its life, more than what it executes
    expect(seconds('gcp-cloud-run-request', 'CPU')).toBeGreaterThan(busySeconds);
    expect(seconds('gcp-cloud-run-request', 'CPU')).toBeLessThan(podSeconds * 1.1);
    expect(seconds('gcp-cloud-run-instance', 'CPU')).toBeGreaterThanOrEqual(podSeconds);
  });

  it('has a free tier on the command line', () => {
    const free = simulated(shipped('every-bill', 'billing.freeTier=true', 'tariffs=[aws-lambda-x86]', 'thresholds=[]'));
    expect(Number(free.bills[0].metered)).toBeLessThan(metered('aws-lambda-x86'));
    expect(Number(free.bills[0].month?.metered)).toBeLessThan(Number(bills()['aws-lambda-x86'].month?.metered));
  });
});

describe('fleet', () => {
  it('has a few applications that make nearly all of the traffic and many that keep a pod for nothing', () => {
    const { services, totals } = resultOf('fleet');
    expect(services).toHaveLength(150);
    const arrived = services.map(({ requests }) => requests.arrived).sort((a, b) => b - a);
    const few = arrived.slice(0, 5).reduce((sum, count) => sum + count, 0);
    expect(few / totals.requests.arrived).toBeGreaterThan(0.9);
    expect(arrived.filter((count) => count === 0).length).toBeGreaterThan(30);
    expect(totals.pods.busySeconds / totals.pods.podSeconds).toBeLessThan(0.2);
    expect(totals.coldStarts.byCause).toEqual({ 'scaled-to-zero': totals.coldStarts.requests });
  });

  it('says what it is drawn from', () => {
    const said = resultOf('fleet').assumptions.map(({ text }) => text);
    expect(said.join()).toContain('Shahrad et al., ATC 2020');
    expect(said.join()).toContain('published shares of 1,780 applications of IBM Code Engine');
  });
});

describe('trace-day', () => {
  it('replays every invocation of the day, doubles the flash sale, and lets nightly and hourly apps sleep', () => {
    const { services, assumptions, inputs } = resultOf('trace-day');
    const arrived = Object.fromEntries(services.map(({ name, requests }) => [name, requests.arrived]));
    expect(arrived).toMatchObject({ web: 26_346 + 9894, nightly: 819, hourly: 24 });
    expect(arrived.checkout).toBeGreaterThan(26_346 + 400);
    const pods = Object.fromEntries(services.map(({ name, pods: { mean } }) => [name, mean]));
    expect(pods.nightly).toBeLessThan(0.1);
    expect(pods.hourly).toBeLessThan(0.1);
    expect(pods.checkout).toBeGreaterThanOrEqual(1);
    expect(services.find(({ name }) => name === 'hourly')?.coldStarts.rate).toBe(1);
    const said = assumptions.map(({ text }) => text).join('\n');
    expect(said).toContain('each app is a service: 3 of them');
    expect(said).toContain('placed in bursts of 5 s');
    expect(said).toContain('percentiles are of 30-second averages');
    expect(inputs.map(({ file }) => file)).toContain('traces/shop-day/durations.csv');
  });
});

/** Run again, in slices: of each kind one. */
const SLICED: readonly string[] = ['canary', 'fleet', 'scale-to-zero', 'trace-day'];

describe('every shipped scenario', () => {
  it.each(NAMES)('%s accounts for every request, and gives the same bytes again in slices', (name) => {
    const result = resultOf(name);
    for (const { arrived, completed, refused, timedOut, failed, inFlight } of [
      result.totals.requests,
      result.totals.attempts,
    ]) {
      expect(arrived).toBe(completed + refused + timedOut + failed + inFlight);
    }
    if (!SLICED.includes(name)) return; // once is enough for the others: test/simulate.test.ts slices random ones
    const run = open(shipped(name), inputs.get(name));
    for (let slice = 1; run.now < run.horizon; slice++) run.advance(run.now + slice * 977_777);
    expect(digest(run.result())).toBe(digest(result));
  });

  it('has the bytes it had when its model version was given: a change of behaviour must not go unseen', () => {
    const asGiven = ({ totals, timeline: { interval, series } }: ResultDocument) =>
      digest({ totals, timeline: { interval, series } }); // revisions over time came later
    const digests = Object.fromEntries(NAMES.map((name) => [name, asGiven(resultOf(name))]));
    expect(digests).toMatchInlineSnapshot(`
      {
        "autoscaler-outage": "3b752a287c5820d5",
        "canary": "153a6962a85393da",
        "cpu-bound": "84876e0f9c036c35",
        "diurnal": "e6a002f5f65ff909",
        "every-bill": "ad42b579b4950ebe",
        "flash-sale": "03d5f7aa104cd344",
        "fleet": "9d5f357450ea801a",
        "image-pull-storm": "21a0c978f6ac14db",
        "isolation": "88b5f6c98c31ab1e",
        "retry-storm": "4a38c0e19d98fdec",
        "scale-to-zero": "8e86d4d1e545af63",
        "slow-start": "d79006cfd3f87cfd",
        "spot-reclaim": "77b48b80bb68d3bd",
        "steady": "b0b3b32595cf30f4",
        "trace-day": "3881b87335642b4f",
        "zone-outage": "412f65655dfb79e1",
      }
    `);
  });
});

function digest(result: Partial<ResultDocument>): string {
  return createHash('sha256').update(JSON.stringify(result)).digest('hex').slice(0, 16);
}
