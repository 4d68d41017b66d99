import { createReadStream, existsSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { expandFleet, type Fleet } from '../../../src/scenario/fleet/expand.js';
import { readScenario } from '../../../src/scenario/read.js';
import type { Scenario } from '../../../src/scenario/resolved.js';
import { traceFilesOf } from '../../../src/scenario/traceRefs.js';
import { readTraces } from '../../../src/scenario/traces.js';
import { cannotRun } from '../../../src/scenario/cannotRun.js';
import type { Service } from '../../../src/platform/recipe.js';
import { open } from '../../../src/simulate.js';
import { MINUTE, SECOND } from '../../../src/units/quantities.js';
import { expectedArrivals } from '../../../src/workload/expected.js';
import type { Arrivals } from '../../../src/workload/recipe.js';
import { NO_TRACES } from '../../../src/workload/traceLibrary.js';

type Files = Readonly<Record<string, string>>;

function scenarioOf(fleet: string, files: Files = {}, more = ''): Scenario {
  const text = `headroom: 1\nname: f\nhorizon: 5m\nseed: 3\n${more}fleet:\n${fleet}`;
  const read = (file: string): string => {
    if (files[file] === undefined) throw new Error(`${file} does not exist`);
    return files[file];
  };
  const outcome = readScenario({ path: 'f.yaml', text, read });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.scenario;
}

const bytesIn = (files: Files) =>
  async function* (file: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(files[file]);
  };

const all = ({ size, at }: Fleet): readonly Service[] => Array.from({ length: size }, (_, k) => at(k));

/** Two apps: one with two functions, one with one that no other file knows. */
const DAY: Files = {
  'day/invocations.csv':
    'HashOwner,HashApp,HashFunction,Trigger,1,2,3\no,a,f,http,2,0,1\no,a,g,queue,0,1,1\no,b,h,timer,0,4,0\n',
  'day/durations.csv': `HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,${[0, 1, 25, 50, 75, 99, 100].map((p) => `percentile_Average_${p}`).join(',')}
o,a,f,10,3,10,10,10,10,10,10,10,10,10
o,a,g,30,1,30,30,30,30,30,30,30,30,30
`,
  'day/memory.csv': 'HashOwner,HashApp,SampleCount,AverageAllocatedMb\no,a,7,200\n',
};

describe('a generated fleet', () => {
  const fleet = '  generated: { model: azure-2019, apps: 200, settings: ibm-code-engine }\n';

  it('has as many services as apps, each with settings of its own and its index in its name', () => {
    const services = all(expandFleet(scenarioOf(fleet)));
    expect(services.map(({ name }) => name).slice(0, 2)).toEqual(['app-00000', 'app-00001']);
    expect(services).toHaveLength(200);
    const kept = services.filter(
      ({ revisions: [{ autoscaler }] }) => autoscaler.policy === 'knative' && autoscaler.decider.minScale > 0,
    );
    expect(Math.abs(kept.length / 200 - 0.587)).toBeLessThan(4 * Math.sqrt((0.587 * 0.413) / 200));
    const hard = services.filter(({ revisions: [revision] }) => revision.containerConcurrency === 100);
    expect(hard.length).toBeGreaterThan(170);
    for (const { revisions } of services) expect(revisions[0].requests).toEqual(revisions[0].limits);
  });

  it('has tools for the traffic of all its services', () => {
    const daily = ({ arrivals }: { readonly arrivals: Arrivals }): number =>
      expectedArrivals(arrivals, 24 * 60 * MINUTE, NO_TRACES);
    const plain = all(expandFleet(scenarioOf(fleet)));
    const half = all(expandFleet(scenarioOf(`${fleet}  apply: [{ multiply: 0.5 }, { cut: { from: 0s, to: 12h } }]\n`)));
    expect(half[3].arrivals).toEqual({
      kind: 'apply',
      tool: { kind: 'cut', from: 0, to: 12 * 60 * MINUTE },
      to: { kind: 'apply', tool: { kind: 'multiply', by: 0.5 }, to: plain[3].arrivals },
    });
    const doubled = all(expandFleet(scenarioOf(`${fleet}  apply: [{ multiply: 2 }]\n`)));
    plain.forEach((service, k) => expect(daily(doubled[k]) / daily(service)).toBeCloseTo(2, 6));
  });

  it('makes a service only when it is asked for, the same each time, with recipes that are shared', () => {
    const made = expandFleet(scenarioOf(fleet));
    expect(made.at(17)).toEqual(all(made)[17]);
    const policies = new Set(all(made).map(({ revisions: [{ autoscaler }] }) => autoscaler));
    expect(policies.size).toBeLessThan(40);
    expect(() => made.at(200)).toThrow('index = 200');
  });

  it('lets an annotation of the defaults win over the settings, and max-scale bound them', () => {
    const annotated = `${fleet}  defaults: { annotations: { autoscaling.knative.dev/min-scale: "7" } }\n`;
    for (const { revisions } of all(expandFleet(scenarioOf(annotated))))
      expect(revisions[0].autoscaler).toMatchObject({ decider: { minScale: 7 } });
    const bounded = `${fleet}  defaults: { annotations: { autoscaling.knative.dev/max-scale: "1" } }\n`;
    for (const { revisions } of all(expandFleet(scenarioOf(bounded))))
      expect(revisions[0].autoscaler).toMatchObject({ decider: { maxScale: 1 } });
    const most = all(expandFleet(scenarioOf(bounded))).map(({ revisions: [{ autoscaler }] }) =>
      autoscaler.policy === 'knative' ? autoscaler.decider.minScale : NaN,
    );
    expect(Math.max(...most)).toBe(1);
  });

  it('without settings has the defaults, with the memory that each app allocated', () => {
    const plain = scenarioOf('  generated: { model: azure-2019, apps: 50 }\n  defaults: { containerConcurrency: 4 }\n');
    const memory = all(expandFleet(plain)).map(({ revisions: [revision] }) => {
      expect(revision.containerConcurrency).toBe(4);
      expect(revision.limits.memory).toBeGreaterThanOrEqual(revision.requests.memory);
      return revision.requests.memory;
    });
    expect(new Set(memory).size).toBe(50);
    const given =
      '  generated: { model: azure-2019, apps: 5 }\n  defaults: { resources: { limits: { memory: 256Mi } } }\n';
    for (const { revisions } of all(expandFleet(scenarioOf(given))))
      expect(revisions[0].requests.memory).toBe(256 * 1024 * 1024);
  });

  it('takes one service time for all where the defaults name one', () => {
    const same = scenarioOf('  generated: { model: azure-2019, apps: 5 }\n  defaults: { serviceTime: 40ms }\n');
    for (const { revisions } of all(expandFleet(same)))
      expect(revisions[0].serviceTime.io).toEqual({ kind: 'constant', value: 40_000 });
  });

  it('draws rows of a file of settings, which must be there', async () => {
    const files = {
      'settings.csv': 'app,cpu_vcpu,memory_gb,container_concurrency,min_scale\nx,0.5,1,10,0\ny,2,8,1.0,3.0\n',
    };
    const scenario = scenarioOf('  generated: { model: azure-2019, apps: 60, settings: settings.csv }\n', files);
    expect(traceFilesOf(scenario)).toEqual(['settings.csv']);
    const made = all(expandFleet(scenario, await readTraces(scenario, bytesIn(files))));
    const seen = new Set(made.map(({ revisions: [r] }) => `${r.limits.cpu} ${r.containerConcurrency}`));
    expect([...seen].sort()).toEqual(['2000 1', '500 10']);
    expect(() => expandFleet(scenario)).toThrow('fleet.generated.settings = settings.csv, must have been read');
    expect(() => scenarioOf('  generated: { model: azure-2019, apps: 1, settings: nowhere.csv }\n')).toThrow(
      'must be none, ibm-code-engine, or a file in the folder',
    );
  });

  it('may not share a name with a service that is named', () => {
    const named = (name: string): Scenario =>
      scenarioOf(fleet, {}, `services:\n  ${name}: { arrivals: 1/s, serviceTime: 10ms }\n`);
    expect(cannotRun(named('app-00003'))).toBe('services.app-00003, must not have the name of a service of the fleet');
    expect(cannotRun(named('app-00200'))).toBeNull();
  });

  it('runs, every service with its own autoscaler, and accounts for every request', () => {
    const run = open(scenarioOf(fleet));
    run.advance(run.horizon);
    const { services, totals, assumptions } = run.result();
    expect(services).toHaveLength(200);
    expect(services.filter(({ autoscaler }) => autoscaler.decisions > 0).length).toBe(200);
    const { arrived, completed, refused, timedOut, failed, inFlight } = totals.requests;
    expect(arrived).toBe(completed + refused + timedOut + failed + inFlight);
    expect(arrived).toBe(services.reduce((sum, { requests }) => sum + requests.arrived, 0));
    expect(arrived).toBeGreaterThan(1000);
    expect(assumptions.map(({ text }) => text).join()).toContain('200 applications are drawn from published facts');
  });
});

describe('a day of a trace', () => {
  const traced = (more = ''): Scenario =>
    scenarioOf(`  trace: { dir: day/, format: azure-functions-2019${more} }\n`, DAY);

  it('is one service for each app, its functions added up and their durations mixed', async () => {
    const scenario = traced();
    expect(traceFilesOf(scenario)).toEqual(['day/invocations.csv', 'day/durations.csv', 'day/memory.csv']);
    const library = (await readTraces(scenario, bytesIn(DAY)))!;
    const [a, b] = all(expandFleet(scenario, library));
    expect([a.name, b.name]).toEqual(['a', 'b']);
    expect(a.arrivals.kind === 'trace' && library.open(a.arrivals.trace)).toEqual({
      kind: 'counts',
      interval: MINUTE,
      counts: Float64Array.of(2, 1, 2),
    });
    const { io } = a.revisions[0].serviceTime;
    // Three of four take 10 ms, one 30 ms.
    expect(io).toMatchObject({ kind: 'quantiles', value: [10_000, 10_000, 30_000, 30_000] });
    expect(io.kind === 'quantiles' && io.p[1]).toBeCloseTo(0.75, 6);
    expect(a.revisions[0].requests.memory).toBe(200_000_000);
    expect(b.revisions[0].serviceTime.io).toMatchObject({ kind: 'lognormal' });
    const notes = library.notes!.map(({ text }) => text).join('\n');
    expect(notes).toContain('each app is a service: 2 of them');
    expect(notes).toContain('service times of 1 services are not known');
    expect(notes).toContain('placed at random (within: poisson)');
    expect(notes).toContain('percentiles are of 30-second averages');
  });

  it('or one for each function, which share the memory of their app', async () => {
    const scenario = traced(', by: function, within: regular');
    const library = (await readTraces(scenario, bytesIn(DAY)))!;
    const services = all(expandFleet(scenario, library));
    expect(services.map(({ name }) => name)).toEqual(['f', 'g', 'h']);
    expect(services.map(({ revisions: [r] }) => r.requests.memory)).toEqual([
      100_000_000,
      100_000_000,
      512 * 1024 ** 2,
    ]);
  });

  it('runs to the last invocation, with what was assumed in the result', async () => {
    const scenario = traced();
    const run = open(scenario, { traces: (await readTraces(scenario, bytesIn(DAY)))! });
    run.advance(run.horizon);
    const { totals, assumptions, inputs } = run.result();
    expect(totals.requests.arrived).toBe(9);
    expect(assumptions.map(({ where }) => where)).toContain('day/durations.csv');
    expect(inputs.map(({ file }) => file)).toEqual(['day/', 'day/durations.csv', 'day/memory.csv']);
  });

  it('cannot run before its files were read, and needs no files but the invocations', async () => {
    expect(() => open(traced())).toThrow('fleet.trace.dir = day/, must have been read before the run');
    const { 'day/invocations.csv': only } = DAY;
    const scenario = scenarioOf('  trace: { dir: day, format: invitro }\n', { 'day/invocations.csv': only });
    const library = (await readTraces(scenario, bytesIn(DAY)))!;
    expect(library.notes!.map(({ text }) => text)).toContain('no file of durations');
  });

  const shared = new URL('../../../../shared/traces/', import.meta.url);
  test.skipIf(!existsSync(shared))('of ten real functions is ten services with all their invocations', async () => {
    const files = Object.fromEntries(
      ['invocations', 'durations', 'memory'].map((name) => [`azure-functions-2019-10/${name}.csv`, '']),
    );
    const scenario = scenarioOf('  trace: { dir: azure-functions-2019-10, format: azure-functions-2019 }\n', files);
    const library = (await readTraces(scenario, (file) => createReadStream(new URL(file, shared))))!;
    expect(library.fleet!().reduce((sum, { total }) => sum + total, 0)).toBe(13_037_064);
    expect(library.fleet!().every(({ serviceTime, memory }) => serviceTime !== null && memory! > 5e7)).toBe(true);
    const run = open({ ...scenario, horizon: 10 * SECOND }, { traces: library });
    run.advance(run.horizon);
    expect(run.result().services).toHaveLength(10);
  });
});
