import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exp } from '../../src/stats/portable.js';
import { HOUR, MINUTE, SECOND } from '../../src/units/quantities.js';
import type { Distribution } from '../../src/random/distribution.js';
import type { Arrivals, Rate } from '../../src/workload/recipe.js';
import type { Revision } from '../../src/platform/recipe.js';
import type { PolicyRecipe } from '../../src/autoscaler/recipe.js';
import { print } from '../../src/scenario/print/print.js';
import { resolved, small, type Files } from './reading.js';

const revision = (fields = '', top = ''): Revision => resolved(small(fields, top)).services[0].revisions[0];
const arrivals = (text: string): Arrivals =>
  resolved(small().replace('arrivals: 5/s', `arrivals: ${text}`)).services[0].arrivals;
const time = (text: string): Revision['serviceTime'] =>
  resolved(small().replace('serviceTime: 80ms', `serviceTime: ${text}`)).services[0].revisions[0].serviceTime;
const knative = (recipe: PolicyRecipe): Extract<PolicyRecipe, { policy: 'knative' }> => {
  if (recipe.policy !== 'knative') throw new Error(recipe.policy);
  return recipe;
};

describe('defaults', () => {
  test('a timeout of 0 is none given, as in Knative; one that Knative refuses by default is noted', () => {
    const timeout = (seconds: number) => resolved(small(`revision: { timeoutSeconds: ${seconds} }\n`));
    const noted = (seconds: number) =>
      timeout(seconds).notes.filter(({ text }) => text.includes('max-revision-timeout'));
    expect([0, 600].map((seconds) => timeout(seconds).services[0].revisions[0].timeout)).toEqual([
      300 * SECOND,
      600 * SECOND,
    ]);
    expect([0, 600, 601].map((seconds) => noted(seconds).length)).toEqual([0, 0, 1]);
  });

  test('a response must begin within 300 s where the whole request may take longer, as in Knative, unless told otherwise', () => {
    const start = (fields: string) => {
      const { services, notes } = resolved(small(`revision: { ${fields} }\n`));
      const noted = notes.some(({ text }) => text.startsWith('no responseStartTimeoutSeconds is given'));
      return [services[0].revisions[0].responseStartTimeout, noted];
    };
    expect(start('timeoutSeconds: 300')).toEqual([undefined, false]);
    expect(start('timeoutSeconds: 301')).toEqual([300 * SECOND, true]);
    expect(start('timeoutSeconds: 600, responseStartTimeoutSeconds: 0')).toEqual([undefined, false]);
    expect(start('timeoutSeconds: 600, responseStartTimeoutSeconds: 400')).toEqual([400 * SECOND, false]);
    expect(start('timeoutSeconds: 60, responseStartTimeoutSeconds: 5')).toEqual([5 * SECOND, false]);
    expect(start('timeoutSeconds: 600, autoscaler: { policy: fixed, pods: 1 }')).toEqual([undefined, false]);
  });

  test('a scenario of five lines is complete', () => {
    const scenario = resolved(small());
    expect(scenario).toMatchObject({
      format: 1,
      name: 's',
      horizon: 10 * MINUTE,
      seed: 1,
      analysis: { kind: 'terminating', warmup: 0 },
      network: { activators: 2, loadBalancing: 'round-robin', endpointDelay: 100_000 },
      fleet: null,
      cluster: null,
      faults: [],
      objectives: [],
      thresholds: [],
    });
    expect(scenario.tariffs.map(({ name }) => name)).toEqual(['generic-100ms']);
    expect(scenario.services[0]).toMatchObject({
      name: 'a',
      arrivals: { kind: 'rate', rate: { kind: 'constant', rate: 5 }, process: { kind: 'poisson' } },
      client: { timeout: null, retries: null },
      split: [{ at: 0, shares: [10_000] }],
      nodeGroup: null,
    });
    expect(scenario.services[0].revisions[0]).toMatchObject({
      name: 'a-00001',
      containerConcurrency: 0,
      timeout: 300 * SECOND,
      serviceTime: { io: { kind: 'constant', value: 80_000 }, cpu: null },
      start: 'ready',
      startup: { preset: 'knative-cached-image' },
      autoscaler: {
        policy: 'knative',
        decider: { targetValue: 70, totalValue: 100, stableWindowSeconds: 60, panicWindowSeconds: 6 },
      },
    });
  });

  test('what was assumed is noted with its place', () => {
    expect(resolved(small()).notes).toEqual([
      { where: 's.yaml:1 knative.ingress.endpointDelay', text: 'no endpointDelay is given: 100 ms is assumed' },
      {
        where: 's.yaml:4 services.a.revision.resources',
        text: 'no cpu is given: 1 CPU is assumed as limit and request; no memory is given: 512 MiB is assumed as limit and request',
      },
      { where: 's.yaml:4 services.a.revision.startup', text: 'no startup is given: knative-cached-image is assumed' },
    ]);
  });

  test('steady state finds its own warm-up', () => {
    expect(resolved(small('', 'analysis: steady-state\n')).analysis).toEqual({ kind: 'steady-state', warmup: 'auto' });
    expect(resolved(small('', 'analysis: steady-state\nwarmup: 1m\n')).analysis).toEqual({
      kind: 'steady-state',
      warmup: MINUTE,
    });
  });
});

describe('resources', () => {
  test('a request that is not written is the limit, as in Kubernetes', () => {
    const { requests, limits } = revision('revision: { resources: { limits: { cpu: 500m, memory: 1Gi } } }\n');
    expect([requests, limits]).toEqual([limits, { cpu: 500, memory: 1024 * 1024 * 1024 }]);
  });

  test('a limit that is not written is taken to be the request', () => {
    const { requests, limits } = revision(
      'revision: { resources: { requests: { cpu: 250m, memory: 64Mi }, limits: { cpu: 1 } } }\n',
    );
    expect(limits).toEqual({ cpu: 1000, memory: 64 * 1024 * 1024 });
    expect(requests).toEqual({ cpu: 250, memory: 64 * 1024 * 1024 });
  });
});

describe('rates', () => {
  const rate = (text: string): Rate => {
    const found = arrivals(`{ rate: ${text} }`);
    if (found.kind !== 'rate') throw new Error(found.kind);
    return found.rate;
  };

  test('a diurnal rate is a sine of 24 hours', () => {
    expect(rate('{ diurnal: { mean: 40/s, peakToMean: 1.5, peakAt: 13h } }')).toEqual({
      kind: 'sine',
      mean: 40,
      amplitude: 20,
      period: 24 * HOUR,
      peakAt: 13 * HOUR,
    });
  });

  test('a sine that says nothing of its peak begins at its mean and rises', () => {
    expect(rate('{ sine: { mean: 4/s, amplitude: 1/s, period: 1h } }')).toMatchObject({ peakAt: 15 * MINUTE });
  });

  test('a step is a chain that lasts until the horizon', () => {
    expect(rate('{ step: { from: 1/s, to: 9/s, at: 4m } }')).toEqual({
      kind: 'chain',
      parts: [
        { rate: { kind: 'constant', rate: 1 }, for: 4 * MINUTE },
        { rate: { kind: 'constant', rate: 9 }, for: 6 * MINUTE },
      ],
    });
  });

  test('a spike is a plateau on top of a base', () => {
    expect(rate('{ spike: { base: 5/s, peak: 100/s, at: 2m, for: 1m, rise: 10s } }')).toEqual({
      kind: 'sum',
      parts: [
        { kind: 'constant', rate: 5 },
        {
          kind: 'chain',
          parts: [
            { rate: { kind: 'constant', rate: 0 }, for: 2 * MINUTE },
            { rate: { kind: 'ramp', from: 0, to: 95 }, for: 10 * SECOND },
            { rate: { kind: 'constant', rate: 95 }, for: MINUTE },
          ],
        },
      ],
    });
  });

  test('an open part inside a part fills that part, not the horizon', () => {
    expect(
      rate('{ chain: [{ rate: { chain: [{ rate: 1/s, for: 1m }, { rate: 2/s }] }, for: 3m }, { rate: 3/s }] }'),
    ).toEqual({
      kind: 'chain',
      parts: [
        {
          rate: {
            kind: 'chain',
            parts: [
              { rate: { kind: 'constant', rate: 1 }, for: MINUTE },
              { rate: { kind: 'constant', rate: 2 }, for: 2 * MINUTE },
            ],
          },
          for: 3 * MINUTE,
        },
        { rate: { kind: 'constant', rate: 3 }, for: 7 * MINUTE },
      ],
    });
  });

  test('an open part after the horizon is never reached', () => {
    expect(rate('{ chain: [{ rate: 1/s, for: 1h }, { rate: 2/s }] }')).toMatchObject({ parts: [{ for: HOUR }] });
  });

  test('compressed time needs a longer last part', () => {
    const stretched = arrivals('{ rate: { step: { from: 1/s, to: 2/s, at: 1m } }, apply: [{ stretch: 0.5 }] }');
    expect(stretched).toMatchObject({
      kind: 'apply',
      to: { rate: { parts: [{ for: MINUTE }, { for: 19 * MINUTE }] } },
    });
  });
});

describe('arrivals', () => {
  test('tools wrap the arrivals from top to bottom', () => {
    expect(arrivals('{ rate: 1/s, apply: [{ shift: -1m }, { thin: 50% }] }')).toEqual({
      kind: 'apply',
      tool: { kind: 'thin', keep: 0.5 },
      to: {
        kind: 'apply',
        tool: { kind: 'shift', by: -MINUTE },
        to: { kind: 'rate', rate: { kind: 'constant', rate: 1 }, process: { kind: 'poisson' } },
      },
    });
  });

  test('streams are merged, each with its own process', () => {
    expect(
      arrivals('{ merge: [1/s, { rate: 2/s, process: { burstiness: 4 } }, { rate: 3/s, process: regular }] }'),
    ).toMatchObject({
      kind: 'merge',
      parts: [
        { process: { kind: 'poisson' } },
        { process: { kind: 'mmpp', burstiness: 4 } },
        { process: { kind: 'regular' } },
      ],
    });
  });

  test('a trace is named with its digest, and a name that looks like a number stays a name', () => {
    const text = small().replace('arrivals: 5/s', 'arrivals: { trace: { file: t/x.csv, format: k6, function: 1e5 } }');
    expect(resolved(text, {}, { 't/x.csv': 'abc' }).services[0].arrivals).toEqual({
      kind: 'trace',
      trace: {
        file: 't/x.csv',
        sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        format: 'k6',
        select: '1e5',
      },
      within: 'poisson',
    });
  });

  test('a digest that was written must be that of the file', () => {
    const text = small().replace('arrivals: 5/s', 'arrivals: { trace: { file: x.csv, format: k6, sha256: "00" } }');
    expect(() => resolved(text, {}, { 'x.csv': 'abc' })).toThrow('sha256 = 00, is not the digest of the file');
  });
});

describe('distributions', () => {
  const lognormal = (text: string): { readonly mu: number; readonly sigma: number } => {
    const { io } = time(`{ lognormal: ${text} }`);
    if (io.kind !== 'lognormal') throw new Error(io.kind);
    return io;
  };
  const Z99 = 2.3263478740408408;

  test.each([
    ['{ median: 45ms, p99: 250ms }', { median: 45_000, p99: 250_000 }],
    ['{ median: 45ms, sigma: 0.5 }', { median: 45_000, sigma: 0.5 }],
    ['{ median: 45ms, mean: 60ms }', { median: 45_000, mean: 60_000 }],
    ['{ median: 45ms, cv: 2 }', { median: 45_000, cv: 2 }],
    ['{ mean: 60ms, p99: 250ms }', { mean: 60_000, p99: 250_000 }],
    ['{ mean: 60ms, cv: 0.3 }', { mean: 60_000, cv: 0.3 }],
    ['{ mean: 60ms, sigma: 1.5 }', { mean: 60_000, sigma: 1.5 }],
    ['{ mu: 10.5, sigma: 1.25 }', { mu: 10.5, sigma: 1.25 }],
  ] as const)('a lognormal %s has just these figures', (text, figures) => {
    const { mu, sigma } = lognormal(text);
    const actual: Readonly<Record<string, number>> = {
      mu,
      sigma,
      median: exp(mu),
      mean: exp(mu + (sigma * sigma) / 2),
      p99: exp(mu + Z99 * sigma),
      cv: Math.sqrt(exp(sigma * sigma) - 1),
    };
    for (const [name, value] of Object.entries(figures)) expect(actual[name]! / value).toBeCloseTo(1, 9);
  });

  test.each<readonly [string, Distribution]>([
    ['80ms', { kind: 'constant', value: 80_000 }],
    ['{ exponential: { mean: 12ms } }', { kind: 'exponential', mean: 12_000 }],
    ['{ uniform: { min: 1ms, max: 3ms } }', { kind: 'uniform', min: 1000, max: 3000 }],
    ['{ normal: { mean: 10ms, sd: 2ms } }', { kind: 'normal', mean: 10_000, sd: 2000, min: 0, max: 30_000 }],
    [
      '{ quantiles: { p100: 1s, p0: 1ms, p99.9: 500ms } }',
      { kind: 'quantiles', p: [0, 0.999, 1], value: [1000, 500_000, 1_000_000] },
    ],
  ])('%s', (text, distribution) => {
    expect(time(text)).toEqual({ io: distribution, cpu: null });
  });

  test('waits and CPU stand apart; CPU alone waits for nothing', () => {
    expect(time('{ cpu: 5ms }')).toEqual({
      io: { kind: 'constant', value: 0 },
      cpu: { kind: 'constant', value: 5000 },
    });
  });

  test('service times of a trace are the percentiles of the function, ending where the mean is kept', () => {
    const header =
      'HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,percentile_Average_0,percentile_Average_1,percentile_Average_25,percentile_Average_50,percentile_Average_75,percentile_Average_99,percentile_Average_100';
    const files: Files = {
      'd.csv': `${header}\no,a,3f9c00,306,7726495,0,144874,1,247,269,282,304,481,130686\no,a,40,1,1,1,1,1,1,1,1,1,1,1\n`,
    };
    const text = small().replace(
      'serviceTime: 80ms',
      'serviceTime: { trace: { file: d.csv, format: azure-functions-2019, function: 3f9c } }',
    );
    const { io } = resolved(text, {}, files).services[0].revisions[0].serviceTime;
    if (io.kind !== 'quantiles') throw new Error(io.kind);
    expect(io.p).toEqual([0, 0.01, 0.25, 0.5, 0.75, 0.99, 1]);
    expect(io.value.slice(0, -1)).toEqual([1000, 247_000, 269_000, 282_000, 304_000, 481_000]);
    const mean = io.p.slice(1).reduce((sum, p, i) => sum + ((p - io.p[i]) * (io.value[i] + io.value[i + 1])) / 2, 0);
    expect(mean).toBeCloseTo(306_000, 0);
    expect(() => resolved(text.replace('3f9c', 'ffff'), {}, files)).toThrow('has no function that begins with ffff');
  });
});

describe('startup', () => {
  test('a duration or distribution is all of it in one phase', () => {
    expect(revision('startup: 20s\n').startup).toMatchObject({
      preset: null,
      source: null,
      phases: { applicationStart: { kind: 'constant', value: 20 * SECOND }, sandbox: null },
    });
    expect(revision('startup: { exponential: { mean: 2s } }\n').startup.phases.applicationStart).toEqual({
      kind: 'exponential',
      mean: 2 * SECOND,
    });
  });

  test('a preset gives the phases that are not written; 0s takes one away', () => {
    const { startup } = revision('startup: { preset: node-container, applicationStart: 3s, sandbox: 0s }\n');
    expect(startup.preset).toBe('node-container');
    expect(startup.source).toContain('knative/serving/pull/11965');
    expect(startup.phases).toMatchObject({
      sandbox: null,
      applicationStart: { kind: 'constant', value: 3 * SECOND },
      scheduling: { kind: 'normal', mean: 24_000 },
    });
  });

  test('layers may have names, which other images may name too', () => {
    expect(
      revision('startup: { image: { layers: { base: 10Mi, app: 2Mi }, prePulled: true } }\n').startup.image,
    ).toEqual({
      size: 12 * 1024 * 1024,
      layers: [10 * 1024 * 1024, 2 * 1024 * 1024],
      names: ['base', 'app'],
      prePulled: true,
    });
  });

  test('the size of an image is the sum of its layers', () => {
    expect(revision('startup: { image: { layers: [10Mi, 20Mi] } }\n').startup.image).toEqual({
      size: 30 * 1024 * 1024,
      layers: [10 * 1024 * 1024, 20 * 1024 * 1024],
    });
    expect(revision('startup: { image: { size: 5Mi } }\n').startup.image?.layers).toEqual([5 * 1024 * 1024]);
  });
});

describe('Knative settings', () => {
  const block = (data: string, more = ''): string => `knative: { config-autoscaler: { ${data} }${more} }\n`;

  test('numbers and booleans are read as their source text', () => {
    const { autoscaler } = revision(
      'revision: { annotations: { autoscaling.knative.dev/target: 1.50 } }\n',
      block('panic-window-percentage: 10.0, enable-scale-to-zero: false, stable-window: 90s'),
    );
    expect(knative(autoscaler).configMap).toEqual({
      'panic-window-percentage': '10.0',
      'enable-scale-to-zero': 'false',
      'stable-window': '90s',
    });
    expect(knative(autoscaler).annotations).toEqual({ 'autoscaling.knative.dev/target': '1.50' });
    expect(knative(autoscaler).config).toMatchObject({ EnableScaleToZero: false, StableWindow: 90 });
  });

  test('annotations win over the ConfigMap, which wins over the profile, which wins over the defaults', () => {
    const windowOf = (annotation: string, data: string, profile: string): number =>
      knative(
        revision(
          annotation === '' ? '' : `revision: { annotations: { autoscaling.knative.dev/window: ${annotation} } }\n`,
          block(data, profile === '' ? '' : `, profile: ${profile}`),
        ).autoscaler,
      ).decider.stableWindowSeconds;
    expect(windowOf('', '', '')).toBe(60);
    expect(windowOf('', '', 'cost-first')).toBe(30);
    expect(windowOf('', 'stable-window: 45s', 'cost-first')).toBe(45);
    expect(windowOf('20s', 'stable-window: 45s', 'cost-first')).toBe(20);
  });

  test('--set wins over all of them', () => {
    const text = small(
      'revision: { annotations: { autoscaling.knative.dev/window: 20s } }\n',
      block('stable-window: 45s'),
    );
    const set = [
      'services.a.revision.annotations.autoscaling.knative.dev/window=15s',
      'knative.config-autoscaler.panic-window-percentage=20.0',
    ];
    const recipe = knative(resolved(text, { set }).services[0].revisions[0].autoscaler);
    expect(recipe.decider).toMatchObject({ stableWindowSeconds: 15, panicWindowSeconds: 3 });
    expect(recipe.configMap['panic-window-percentage']).toBe('20.0');
  });

  test('a profile gives way to an annotation under its old name, and where it does not fit to it', () => {
    const recipe = knative(
      revision(
        'revision: { annotations: { autoscaling.knative.dev/minScale: "3" } }\n',
        'knative: { profile: latency-first }\n',
      ).autoscaler,
    );
    expect(recipe.decider.minScale).toBe(3);
    expect(recipe.decider.activationScale).toBe(0);
  });

  test('the balanced profile goes by memory', () => {
    const recipe = knative(
      revision('revision: { resources: { limits: { memory: 2Gi } } }\n', 'knative: { profile: balanced }\n').autoscaler,
    );
    expect(recipe.annotations['autoscaling.knative.dev/target']).toBe('20');
    expect(recipe.configMap).toEqual({ 'max-scale-up-rate': '5' });
  });

  test('keys that Knative ignores are noted, with what was probably meant', () => {
    const { notes } = resolved(
      small('revision: { annotations: { autoscaling.knative.dev/taget: 5 } }\n', block('stable-windw: 60s')),
    );
    expect(notes.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        'Knative ignores this key (did you mean "stable-window"?)',
        'Knative ignores this annotation (did you mean "autoscaling.knative.dev/target"?)',
      ]),
    );
  });
});

describe('other policies', () => {
  test('threshold takes its bounds and target from the annotations where it does not name them', () => {
    const { autoscaler } = revision(
      'revision: { annotations: { autoscaling.knative.dev/max-scale: "50", autoscaling.knative.dev/target: "10" } }\nautoscaler: { policy: threshold, minScale: 2, burstAbove: 80% }\n',
    );
    expect(autoscaler).toEqual({
      policy: 'threshold',
      burstAbove: 0.8,
      shrinkBelow: 0.3,
      burstMultiplier: 2,
      cooldown: MINUTE,
      prewarm: false,
      minScale: 2,
      maxScale: 50,
      target: 7,
    });
  });

  test('per-request and fixed are complete', () => {
    expect(revision('autoscaler: { policy: per-request, expiry: 5m }\n').autoscaler).toEqual({
      policy: 'per-request',
      expiry: 5 * MINUTE,
      idleOrder: 'newest',
      maxPods: 0,
      provisioned: 0,
    });
    expect(revision('autoscaler: { policy: fixed, pods: 4 }\n').autoscaler).toEqual({ policy: 'fixed', pods: 4 });
  });
});

describe('rollouts', () => {
  const rollout = small(
    'revisions: { one: { start: 3 }, two: { serviceTime: 20ms } }\ntraffic: [{ split: { one: 100% } }, { at: 5m, split: { one: 99.5%, two: 0.5% } }]\n',
  );

  test('revisions take from the service what they do not say', () => {
    const [one, two] = resolved(rollout).services[0].revisions;
    expect([one.name, one.start, one.serviceTime.io]).toEqual(['one', 3, { kind: 'constant', value: 80_000 }]);
    expect([two.name, two.serviceTime.io]).toEqual(['two', { kind: 'constant', value: 20_000 }]);
  });

  test('a revision whose first share comes later is deployed then, and that is noted', () => {
    const { services, notes } = resolved(rollout);
    expect(services[0].revisions.map(({ start }) => start)).toEqual([3, 'deploying']);
    expect(notes).toContainEqual(expect.objectContaining({ text: 'it is deployed when the split first names it' }));
  });

  test('splits are hundredths of a percent in the order of the revisions', () => {
    expect(resolved(rollout).services[0].split).toEqual([
      { at: 0, shares: [10_000, 0], named: [true, false] },
      { at: 5 * MINUTE, shares: [9950, 50], named: [true, true] },
    ]);
  });

  test('a revision that a split names with 0% is reachable; printed and read again it still is', () => {
    const text = small('revisions: { one: {}, two: {}, three: {} }\ntraffic: [{ split: { one: 0%, two: 100% } }]\n');
    const scenario = resolved(text);
    expect(scenario.services[0].split).toEqual([{ at: 0, shares: [0, 10_000, 0], named: [true, true, false] }]);
    const reachable = scenario.services[0].revisions.map(({ autoscaler }) => knative(autoscaler).decider.reachable);
    expect(reachable).toEqual([true, true, false]);
    expect(resolved(print(scenario)).services).toEqual(scenario.services);
  });

  test('a revision may have any name: what every map inherits is no share of it', () => {
    const text = small('revisions: { constructor: {}, two: {} }\ntraffic: [{ split: { two: 100% } }]\n');
    expect(resolved(text).services[0].split).toEqual([{ at: 0, shares: [0, 10_000], named: [false, true] }]);
  });

  test('without a split the latest revision gets everything, and that is noted', () => {
    const scenario = resolved(small('revisions: { one: {}, two: {} }\n'));
    expect(scenario.services[0].split).toEqual([{ at: 0, shares: [0, 10_000], named: [false, true] }]);
    expect(scenario.services[0].revisions.map(({ autoscaler }) => knative(autoscaler).decider.reachable)).toEqual([
      false,
      true,
    ]);
    expect(scenario.notes.map(({ text }) => text)).toContain(
      'no traffic is given: all of it goes to two, the latest revision',
    );
  });
});

describe('promises, faults and the cluster', () => {
  test('objectives carry their credits, those of services before those over all of them', () => {
    const scenario = resolved(
      small(
        'slos: { up: { objective: 99.9%, over: 28d, bad: [failed, { slowerThan: 500ms }], requestsExpected: 1000000, budgetSpent: 20% } }\nsla: [{ slo: up, credits: [{ below: 99%, credit: 10% }] }]\n',
        'slos: { warm: { objective: 99%, over: 7d, window: calendar, bad: [cold], alerts: [{ severity: page, longWindow: 1h, shortWindow: 5m, burnRate: 14.4 }] } }\n',
      ),
    );
    expect(scenario.objectives).toMatchObject([
      {
        service: 'a',
        name: 'up',
        objective: 0.999,
        window: 'rolling',
        bad: ['failed', { slowerThan: 500_000 }],
        requestsExpected: 1_000_000,
        budgetSpentBefore: 0.2,
        alerts: null,
        credits: [{ below: 0.99, credit: 0.1 }],
      },
      {
        service: null,
        name: 'warm',
        window: 'calendar',
        requestsExpected: null,
        alerts: [{ severity: 'page', longWindow: HOUR, shortWindow: 5 * MINUTE, burnRate: 14.4 }],
        credits: [],
      },
    ]);
  });

  test('faults name their target and how hard they hit', () => {
    const top =
      'cluster: { nodeGroups: { g: { nodes: 1, cpu: 4, memory: 8Gi, zones: [x] } } }\nfaults:\n  - { slowDependency: { service: a, multiply: 4 }, at: 1m, for: 2m }\n  - { zoneLoss: { zone: x }, at: 5m }\n  - { nodeLoss: { detection: 50s }, at: 6m }\n  - { podCrash: {}, rate: 1/h }\n';
    expect(resolved(small('', top)).faults).toEqual([
      { kind: 'slowDependency', target: 'a', factor: 4, at: MINUTE, for: 2 * MINUTE },
      { kind: 'zoneLoss', target: 'x', factor: null, at: 5 * MINUTE, for: null },
      {
        kind: 'nodeLoss',
        target: null,
        factor: null,
        silence: { detection: 50 * SECOND, eviction: 300 * SECOND },
        at: 6 * MINUTE,
        for: null,
      },
      { kind: 'podCrash', target: null, factor: null, rate: 1 / 3600, for: null },
    ]);
  });

  test('an own tariff has the schema of a shipped one', () => {
    const top =
      'tariffs: [{ name: ours, model: node-hours, prices: { clusterHour: 0.10 USD }, source: contract, asOf: "2026-06-01", confidence: official }]\n';
    expect(resolved(small('', top)).tariffs).toEqual([
      {
        name: 'ours',
        model: 'node-hours',
        granularity: 1,
        minimum: 0,
        prices: { clusterHour: '0.1' },
        currency: 'USD',
        provenance: { provider: 'own', region: null, source: 'contract', asOf: '2026-06-01', confidence: 'official' },
      },
    ]);
  });

  test('thresholds are in the unit of their figure', () => {
    expect(resolved(small('', 'thresholds: [p99 < 500ms, "coldStartRate <= 1%"]\n')).thresholds).toEqual([
      { expression: 'p99 < 500ms', figure: 'totals.latency.p99', op: '<', value: 0.5 },
      { expression: 'coldStartRate <= 1%', figure: 'totals.coldStarts.rate', op: '<=', value: 0.01 },
    ]);
  });
});

const FLEET = new URL('../../../shared/scenario-format/fleet.yaml', import.meta.url);
const TRACES = new URL('../../../shared/traces/azure-functions-2019-10/', import.meta.url);

describe('the fleet as it was drafted', () => {
  test.skipIf(!existsSync(FLEET))('reads and resolves', () => {
    const file = (name: string): string => readFileSync(new URL(name, TRACES), 'utf8');
    const files: Files = {
      'manifests/config-autoscaler.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config-autoscaler }\ndata: { stable-window: 60s }\n',
      'traces/invocations.csv': file('invocations.csv'),
      'traces/durations.csv': file('durations.csv'),
    };
    const text = readFileSync(FLEET, 'utf8').replaceAll('3f9c', '47658c');
    const scenario = resolved(text, {}, files);
    expect(scenario.fleet).toMatchObject({
      source: { kind: 'generated', apps: 1000, settings: 'ibm-code-engine' },
      serviceTimeFromModel: true,
      nodeGroup: 'cheap',
    });
    expect(scenario.services[0].revisions.map(({ name }) => name)).toEqual(['checkout-1', 'checkout-2']);
    expect(scenario.cluster?.nodeGroups.map(({ name, pricePerHour }) => [name, pricePerHour])).toEqual([
      ['base', '0.34'],
      ['cheap', '0.11'],
    ]);
  });
});
