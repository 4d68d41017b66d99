import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../src/scenario/problem.js';
import { editDistance, nearest } from '../../src/units/nearest.js';
import { problems, read, resolved, small } from './reading.js';

describe('problems of a scenario', () => {
  test('say where a field that is known elsewhere belongs', () => {
    const text = small('minScale: 1\nrevision: { maxScale: 3, window: 30s }').replace('80ms', '{ p50: 80ms }');
    expect(problems(text).map((problem) => /services.*/.exec(problem)?.[0])).toEqual(
      expect.arrayContaining([
        'services.a.serviceTime.p50 = 80ms, is not a known field (percentiles stand in quantiles: { p50: 80ms, p99: 400ms }, or in lognormal: { median: 80ms, p99: 400ms })',
        'services.a.minScale = 1, is not a known field (it is an annotation of the revision: annotations: { autoscaling.knative.dev/min-scale: "..." })',
        'services.a.revision.maxScale = 3, is not a known field (it is an annotation of the revision: annotations: { autoscaling.knative.dev/max-scale: "..." })',
        'services.a.revision.window = 30s, is not a known field (it is an annotation of the revision: annotations: { autoscaling.knative.dev/window: "..." })',
      ]),
    );
  });

  test('are one, where the file is something else that people have at hand', () => {
    expect(problems('apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: orders }\n')).toEqual([
      's.yaml:1:1  is a manifest (Service of serving.knative.dev/v1), must be a scenario ("headroom init s.yaml" writes one around it)',
    ]);
    expect(problems('{ "schemaVersion": 1, "services": [] }')).toEqual([
      's.yaml:1:1  is a result, must be a scenario ("headroom report s.yaml" makes its page)',
    ]);
  });

  test('are all reported at once, each at its place, with its rule and what was probably meant', () => {
    const text = `headroom: 1
horizon: 30
sede: 4
knative:
  config-autoscaler: { stable-window: 60, panic-window-percentage: 1.0, max-scale-up-rate: "0.5" }
  profile: balance
services:
  Checkout:
    arrivals: 20
    serviceTime: { lognormal: { median: 5ms } }
    startup: node-contaner
    autoscaler: { policy: oracle }
    revision:
      containerConcurency: 10
      resources: { requests: { cpu: 2 }, limits: { cpu: 500m } }
      annotations: { autoscaling.knative.dev/target: 0 }
    slos: { a: { objective: 99.9, over: 28d, bad: [slow] } }
tariffs: [generic-100]
thresholds: [services.x.latency.p99 < 500ms]
`;
    expect(problems(text)).toEqual([
      's.yaml:2:10  horizon = 30, must be a duration with its unit (did you mean "30s" or "30ms"?)',
      's.yaml:3:1  sede = 4, is not a known field (did you mean "seed"?)',
      's.yaml:5:39  knative.config-autoscaler.stable-window = 60, must be a duration with a unit, such as "60s" or "1m30s"',
      's.yaml:5:92  knative.config-autoscaler.max-scale-up-rate = 0.5, must be above 1',
      's.yaml:6:12  knative.profile = balance, is not a known profile (did you mean "balanced"?)',
      's.yaml:8:3  services.Checkout, must be a Kubernetes name: lower-case letters, digits and "-", at most 63 of them',
      's.yaml:9:15  services.Checkout.arrivals = 20, must be a rate with its unit (did you mean "20/s"?)',
      's.yaml:10:31  services.Checkout.serviceTime.lognormal = { median }, a lognormal distribution needs exactly two figures, such as median and p99',
      's.yaml:11:14  services.Checkout.startup = node-contaner, must be a duration or a shipped start-up preset (did you mean "node-container"?)',
      's.yaml:12:27  services.Checkout.autoscaler.policy = oracle, the clairvoyant policy is not built (built: knative, threshold, fixed, per-request)',
      's.yaml:14:7  services.Checkout.revision.containerConcurency = 10, is not a known field (did you mean "containerConcurrency"?)',
      's.yaml:15:37  services.Checkout.revision.resources.requests.cpu = 2, must not exceed limits.cpu',
      's.yaml:16:54  services.Checkout.revision.annotations["autoscaling.knative.dev/target"] = 0, must be at least 0.01',
      's.yaml:17:29  services.Checkout.slos.a.objective = 99.9, must be a percentage with its sign (did you mean "99.9%"?)',
      's.yaml:17:52  services.Checkout.slos.a.bad[0] = slow, must be one of refused, timedOut, failed, cold or { slowerThan: 500ms }',
      's.yaml:18:11  tariffs[0] = generic-100, is not a shipped tariff (did you mean "generic-100ms"?)',
      's.yaml:19:14  thresholds[0] = services.x.latency.p99 < 500ms, must name a service that exists: there is no "x" (one of Checkout)',
    ]);
  });

  const cases: readonly (readonly [name: string, fields: string, problem: string])[] = [
    [
      'two shapes at once',
      'arrivals: { rate: { ramp: { from: 1/s, to: 2/s }, chain: [{ rate: 1/s }] } }',
      'must be exactly one of ramp, sine, diurnal, step, spike, sum, chain',
    ],
    [
      'a shape that does not exist',
      'arrivals: { rate: { rampp: { from: 1/s } } }',
      'rampp = { from }, is not a known field (did you mean "ramp"?)',
    ],
    [
      'an open part that is not the last',
      'arrivals: { rate: { chain: [{ rate: 1/s }, { rate: 2/s }] } }',
      'only the last part may omit `for`',
    ],
    [
      'a wave below zero',
      'arrivals: { rate: { sine: { mean: 1/s, amplitude: 2/s, period: 1h } } }',
      'sine.amplitude = 2/s, must not exceed mean',
    ],
    ['arrivals from nowhere', 'arrivals: { process: poisson }', 'must have exactly one of rate, trace, merge'],
    [
      'a trace outside of the folder',
      'arrivals: { trace: { file: ../x.csv, format: k6 } }',
      'must stay in the folder of the scenario (copy the file beside it)',
    ],
    [
      'a trace that is not there',
      'arrivals: { trace: { file: x.csv, format: k6 } }',
      'trace.file = x.csv, cannot be read: no such file',
    ],
    [
      'a negative number of pods',
      'autoscaler: { policy: fixed, pods: -1 }',
      'pods = -1, must be a whole number of at least 0',
    ],
    [
      'a setting of another policy',
      'autoscaler: { policy: fixed, pods: 1, expiry: 5m }',
      'autoscaler.expiry = 5m, is not a known field',
    ],
    [
      'a distribution beside phases',
      'startup: { preset: wasm, exponential: { mean: 1s } }',
      'must be one distribution for everything, or a preset and phases',
    ],
    [
      'a p99 below the median',
      'serviceTime: { lognormal: { median: 5s, p99: 1s } }',
      'p99 must not be below the median',
    ],
    ['quantiles that fall', 'serviceTime: { quantiles: { p0: 5s, p100: 1s } }', 'quantiles must not fall'],
    [
      'quantiles without an end',
      'serviceTime: { quantiles: { p0: 5s, p50: 6s } }',
      'must begin with p0 and end with p100',
    ],
    [
      'a pod that is too large when it does nothing',
      'memory: { base: 512Mi, perRequest: 1Mi }',
      'services.a.memory.base = 512Mi, must be below limits.memory, 512 MiB',
    ],
    [
      'a dependency without a limit',
      'downstream: { queue: 5 }',
      'services.a.downstream = { queue }, must have connections or rate',
    ],
    [
      'revision beside revisions',
      'revision: {}\nrevisions: { x: {} }',
      'services.a.revision, must not stand beside revisions',
    ],
    [
      'a split that does not add up',
      'revisions: { x: {}, y: {} }\ntraffic: [{ split: { x: 50%, y: 40% } }]',
      'must add up to 100%, it adds up to 90%',
    ],
    [
      'a split among strangers',
      'revisions: { xylo: {} }\ntraffic: [{ split: { xylp: 100% } }]',
      'split.xylp, is not a revision of this service (did you mean "xylo"?)',
    ],
    [
      'steps that go back',
      'revisions: { x: {} }\ntraffic: [{ split: { x: 100% } }, { at: 0s, split: { x: 100% } }]',
      'traffic[1].at = 0s, must be later than the step before',
    ],
    [
      'an agreement about nothing',
      'sla: [{ slo: up, credits: [{ below: 99%, credit: 10% }] }]',
      'sla[0].slo = up, is not an objective under slos',
    ],
    ['a node group without a cluster', 'nodeGroup: base', 'nodeGroup = base, is not a node group of the cluster'],
    ['one to be kept out of, too', 'notNodeGroups: [x]', 'notNodeGroups[0] = x, is not a node group of the cluster'],
    [
      'a layer with two sizes',
      'revisions: { one: { startup: { image: { layers: { base: 10Mi } } } }, two: { startup: { image: { layers: { base: 11Mi } } } } }',
      'image.layers.base = 11Mi, must be 10Mi, as where layer base is first named',
    ],
    [
      'another autoscaler class',
      'revision: { annotations: { autoscaling.knative.dev/class: hpa.autoscaling.knative.dev } }',
      'is not simulated: only "kpa.autoscaling.knative.dev" is',
    ],
    [
      'an annotation Knative refuses',
      'revision: { annotations: { autoscaling.knative.dev/min-scale: 3, autoscaling.knative.dev/max-scale: 2 } }',
      'max-scale"] = 2, must not be below min-scale (3)',
    ],
  ];
  test.each(cases)('%s is refused', (_name, fields, problem) => {
    const text =
      fields.startsWith('arrivals') || fields.startsWith('serviceTime')
        ? small().replace(new RegExp(`^ +${fields.split(':')[0]}:.*$`, 'm'), `    ${fields}`)
        : small(fields);
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });

  const tops: readonly (readonly [name: string, top: string, problem: string])[] = [
    [
      'automatic warm-up of a run that ends',
      'warmup: auto\n',
      'warmup = auto, auto goes with analysis: steady-state only',
    ],
    ['a warm-up that leaves nothing', 'warmup: 10m\n', 'warmup = 10m, must be shorter than the horizon'],
    [
      'a fault without a time',
      'faults: [{ podCrash: {} }]\n',
      'faults[0] = { podCrash }, must have exactly one of at, rate',
    ],
    ['a fault of no kind', 'faults: [{ at: 1m }]\n', 'faults[0] = { at }, must have exactly one kind'],
    [
      'a fault of a stranger',
      'faults: [{ podCrash: { service: b }, at: 1m }]\n',
      'podCrash.service = b, is not a service of this scenario',
    ],
    [
      'a crash that lasts',
      'faults: [{ podCrash: {}, at: 1m, for: 5s }]\n',
      'faults[0].for = 5s, has no meaning for podCrash, which is over at once',
    ],
    [
      'a slow dependency that comes again and never ends',
      'faults: [{ slowDependency: { multiply: 2 }, rate: 1/h }]\n',
      'faults[0].for, is required beside rate for slowDependency, which lasts',
    ],
    [
      'an eviction from a node that nobody has to find',
      'faults: [{ nodeLoss: { eviction: 10s }, at: 1m }]\n',
      'faults[0].nodeLoss.eviction = 10s, must come with detection: without it a lost node is known at once',
    ],
    ['a tariff twice', 'tariffs: [generic-100ms, generic-100ms]\n', 'tariffs[1] = generic-100ms, is listed twice'],
    [
      'prices of nothing',
      'tariffs: [{ name: x, model: event, source: s, asOf: today, prices: { requst: 2 USD } }]\n',
      'requst, is not a known meter (did you mean "request"?)',
    ],
    [
      'two currencies',
      'tariffs: [{ name: x, model: event, source: s, asOf: today, prices: { request: 2 USD, monthFee: 1 EUR } }]\n',
      'must be in one currency',
    ],
    [
      'fewer nodes at most than at first',
      'cluster: { nodeGroups: { g: { nodes: 3, maxNodes: 2, cpu: 1, memory: 1Gi } } }\n',
      'maxNodes = 2, must not be below nodes',
    ],
    ['another version', 'seed: 1.5\n', 'seed = 1.5, must be a whole number of at least 0'],
  ];
  test.each(tops)('%s is refused', (_name, top, problem) => {
    const found = problems(small('', top));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });

  const thresholds: readonly (readonly [name: string, service: string, problem: string])[] = [
    [
      'a threshold that shrinks what it has just multiplied',
      'autoscaler: { policy: threshold, burstAbove: 20%, shrinkBelow: 60% }\n',
      's.yaml:7:50  services.a.autoscaler.burstAbove = 20%, must not be below shrinkBelow (60 %)',
    ],
    [
      'a threshold that shrinks above the default of the other',
      'revision: { autoscaler: { policy: threshold, shrinkBelow: 71% } }\n',
      'services.a.revision.autoscaler.shrinkBelow = 71%, must not be above burstAbove (70 %)',
    ],
    [
      'a least scale above the most',
      'autoscaler: { policy: threshold, minScale: 9, maxScale: 3 }\n',
      'services.a.autoscaler.maxScale = 3, must not be below the least scale (9)',
    ],
    [
      'a least scale above the annotation for the most',
      'revision: { annotations: { autoscaling.knative.dev/maxScale: "3" } }\nautoscaler: { policy: threshold, minScale: 9 }\n',
      'services.a.autoscaler.minScale = 9, must not be above max-scale (3)',
    ],
  ];
  test.each(thresholds)('%s is refused', (_name, service, problem) => {
    const found = problems(small(service));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });

  test('a threshold policy may shrink and grow at one share, and have no upper bound', () => {
    expect(
      problems(
        small('autoscaler: { policy: threshold, burstAbove: 50%, shrinkBelow: 50%, minScale: 3, maxScale: 0 }\n'),
      ),
    ).toEqual([]);
  });

  test('what is missing is asked for where it belongs', () => {
    expect(problems('headroom: 1\nservices: { a: {} }\n')).toEqual([
      's.yaml:1:1  horizon, is required (a duration such as "90s")',
      's.yaml:2:13  services.a.arrivals, is required (the load, for example "20/s")',
      's.yaml:2:13  services.a.serviceTime, is required (what a warm pod needs for one request, for example "80ms")',
    ]);
    expect(problems('')).toContain(
      's.yaml:1:1  headroom, the version of this format is required (begin with "headroom: 1")',
    );
  });

  test('a service whose name was mistyped in --set is asked for by the name that was meant', () => {
    const set = ['services.chekout.revision.containerConcurrency=2'];
    const shop = small().replace(/(services:\s*\{?\s*)\w+/, '$1checkout');
    expect(problems(shop, { set })).toEqual(
      ['arrivals', 'serviceTime'].map((field) =>
        expect.stringMatching(
          new RegExp(`services.chekout.${field}, is required \\(did you mean services.checkout\\?\\)$`),
        ),
      ),
    );
  });

  test('a file of 20,000 lines that are no YAML is refused by its first error', () => {
    const found = problems(`headroom: 1\n${Array.from({ length: 20_000 }, (_, k) => `a${k}: [ ] ]`).join('\n')}`);
    expect(found).toEqual([expect.stringContaining('s.yaml:2:9  is not valid YAML: ')]);
  });

  test('syntax errors of YAML come with what stands before them, without the consequences behind', () => {
    expect(problems('sede: 1\na: [1, 2\nb: 3\n').map((line) => line.split(/ \(|: F/)[0])).toEqual([
      's.yaml:1:1  sede = 1, is not a known field',
      's.yaml:2:1  a = [2 items], is not a known field',
      's.yaml:3:1  is not valid YAML',
    ]);
  });

  test('of a file that is no YAML at all the first error is told, not its forty consequences', () => {
    const lines = problems('# Title\n\n| a | b |\n- x: y: z\n@ no: [\n`code`\n* list: : :\n{{ } ]\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('is not valid YAML');
  });

  test('the errors of YAML that are made most come with what to do', () => {
    const [indent] = problems('headroom: 1\nhorizon: 10m\nservices:\n  a:\n    arrivals: 1/s\n   serviceTime: 1s\n');
    expect(indent).toMatch(/^s\.yaml:6:1 .*\(does the line begin in the same column as its neighbours\?\)$/);
    expect(problems('headroom: 1\nservices:\n\ta: 1\n').at(-1)).toMatch(/\(indent with spaces\)$/);
  });

  test('a tariff by half of its name is asked for by those that begin with it', () => {
    const told = (name: string) => problems(`${small()}tariffs: [${name}]\n`);
    expect(told('generic')).toEqual([
      's.yaml:7:11  tariffs[0] = generic, is not a shipped tariff (did you mean "generic-100ms"?)',
    ]);
    expect(told('the-cheapest-one')[0]).toContain('("headroom presets tariffs" lists them)');
  });

  test('a key that stands twice is refused at its second place', () => {
    const twice = ['s.yaml:7:1  horizon stands twice: each key may stand once in a map'];
    expect(problems(`${small()}horizon: 2h\n`)).toEqual(twice);
    expect(problems(`${small()}"horizon": 2h\n`)).toEqual(twice);
  });

  test('aliases that hold themselves are refused instead of followed', () => {
    expect(problems('a: &a [*a]')).toEqual([
      's.yaml:1:1  is not valid YAML: aliases that hold themselves, or grow without end',
    ]);
  });

  test('a map that merges itself is refused instead of followed', () => {
    for (const merged of ['x-a: &a { <<: *a, b: 1 }', 'x-a: &a\n  <<: [*a, *a]'])
      expect(problems(`${merged}\n${small()}`)).toEqual([
        's.yaml:1:1  is not valid YAML: aliases that hold themselves, or grow without end',
      ]);
  });

  test('thousands of aliases of one anchor are followed in time that grows with them', () => {
    const lines = Array.from({ length: 4000 }, (_, i) => `  s${i}: { arrivals: 1/h, <<: *d }\n`).join('');
    const text = `headroom: 1\nhorizon: 1m\nx-d: &d { serviceTime: 1ms, startup: 1s }\nservices:\n${lines}`;
    expect(resolved(text).services).toHaveLength(4000);
  });

  test('a manifest, a result or anything else is said to be no scenario, once', () => {
    const service = 'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: shop }\nspec: {}\n';
    expect(problems(`apiVersion: v1\nkind: Namespace\n---\n${service}`)).toEqual([
      's.yaml:4:1  is a manifest (Service of serving.knative.dev/v1), must be a scenario ("headroom init s.yaml" writes one around it)',
    ]);
    expect(problems('apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\n')).toEqual([
      's.yaml:1:1  is a manifest (Deployment of apps/v1), must be a scenario (of what is deployed only Services of Knative are read; "headroom init" writes a scenario to begin with)',
    ]);
    expect(problems('{ "schemaVersion": 1, "modelVersion": 2, "totals": {} }')).toEqual([
      's.yaml:1:1  is a result, must be a scenario ("headroom report s.yaml" makes its page)',
    ]);
    const other = 's.yaml:1:1  is no scenario (one begins with "headroom: 1"; docs/scenario.md shows a whole one)';
    expect(problems('Transform: AWS::Serverless-2016-10-31\nResources: {}\n')).toEqual([other]);
    expect(problems('hello')).toEqual([other]);
    expect(problems('[1, 2]')).toEqual([other]);
  });

  test('templates and variables that nobody filled in are asked for', () => {
    expect(problems(small().replace('10m', '{{ .Values.horizon }}'))[0]).toMatch(/\(render templates first, .*\)$/);
    expect(problems(small().replace('10m', '${HORIZON}'))).toEqual([
      's.yaml:2:10  horizon = ${HORIZON}, must be a duration such as "90s", "1h30m" or "250ms" (fill in variables first, for example with envsubst)',
    ]);
  });

  test('aliases that double and double are refused instead of unfolded', () => {
    const lines = Array.from({ length: 24 }, (_, i) => `x-${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
    expect(problems(`x-0: &a0 [1]\n${lines.join('\n')}\n`)[0]).toContain(
      'aliases that hold themselves, or grow without end',
    );
  });

  test('an alias of no anchor is told, not what would follow from it', () => {
    expect(problems('headroom: 1\nhorizon: 1h\nservices:\n  a: *missing\n')).toEqual([
      's.yaml:4:6  is not valid YAML: no anchor before it is named &missing',
    ]);
  });

  test('a text with a tag of YAML 1.1 stays that text', () => {
    expect(problems(small().replace('horizon: 10m', 'horizon: !!binary MTBtcw==')).join('\n')).toContain(
      'horizon = MTBtcw==, must be a duration',
    );
  });

  test('a normal distribution must not begin where it has ended by default', () => {
    const told = (normal: string): readonly string[] =>
      problems(small().replace('serviceTime: 80ms', `serviceTime: { normal: ${normal} }`));
    const rule = 'min must not exceed max (ten standard deviations above the mean, where it is not given)';
    expect(told('{ mean: 5ms, sd: 1ms, min: 1s }')).toEqual([expect.stringContaining(rule)]);
    expect(told('{ mean: 5ms, sd: 1ms, min: 2s, max: 1s }')).toEqual([expect.stringContaining(rule)]);
    expect(told('{ mean: 5ms, sd: 1ms, min: 15ms }')).toEqual([]);
    expect(told('{ mean: soon, sd: 1ms, min: 1s }')).toEqual([expect.stringContaining('must be a duration')]);
  });

  test('what is nested too deeply is said once', () => {
    expect(problems(`a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`)).toEqual([
      expect.stringMatching(/^s\.yaml:1:\d+ {2}is not valid YAML: is nested too deeply$/),
    ]);
  });

  test('a second document is refused at its place', () => {
    expect(problems(`${small()}---\n${small()}`)).toEqual([
      expect.stringMatching(/^s\.yaml:8:1 {2}a scenario is one YAML/),
    ]);
  });

  test('a number in quotes where a number belongs is shown with its quotes', () => {
    expect(problems(small().replace('headroom: 1', 'headroom: "1"'))).toEqual([
      's.yaml:1:11  headroom = "1", must be 1, the only version of this format',
    ]);
  });

  test('an empty value of the ConfigMap is shown as such', () => {
    expect(problems(`${small()}knative: { config-autoscaler: { max-scale-up-rate: "" } }\n`)).toEqual([
      's.yaml:7:52  knative.config-autoscaler.max-scale-up-rate = "", must be a number, with nothing around it',
    ]);
  });

  test('numbers that are none are refused where Knative would take them, but for rates without limit', () => {
    const config = (key: string, value: string): readonly string[] =>
      problems(`${small()}knative: { config-autoscaler: { ${key}: ${value} } }\n`);
    expect(config('container-concurrency-target-default', 'NaN')).toEqual([
      's.yaml:7:71  knative.config-autoscaler.container-concurrency-target-default = NaN, must be finite (Knative accepts it; nothing can come of it)',
    ]);
    expect(config('target-burst-capacity', '+Inf')).toHaveLength(1);
    expect(config('max-scale-down-rate', 'nan')).toHaveLength(1);
    expect(config('max-scale-up-rate', 'Inf')).toEqual([]);
    expect(config('pod-autoscaler-class', 'kpa.autoscaling.knative.dev')).toEqual([]);
  });

  test('a colon without its space is told as such', () => {
    expect(problems(small('downstream: { connections:5 }\n'))).toContain(
      's.yaml:7:19  services.a.downstream["connections:5"] = null, is not a known field (YAML wants a space after the colon: "connections: 5")',
    );
  });

  test('a merge key takes keys that its map does not write itself, from one map or from several', () => {
    const merged = (lines: string): string =>
      `x-a: &a { arrivals: 5/s, serviceTime: 80ms }\nx-b: &b { arrivals: 9/s, startup: 3s }\nheadroom: 1\nhorizon: 1h\nservices:\n  a:\n${lines}`;
    const written = (text: string): unknown => {
      const result = read(text);
      return result.ok ? result.scenario.services[0] : result.problems.map((problem) => formatProblem(problem));
    };
    const plain = (fields: string): unknown => written(merged(`    { ${fields} }\n`));
    expect(written(merged('    <<: *a\n    serviceTime: 10ms\n'))).toEqual(plain('arrivals: 5/s, serviceTime: 10ms'));
    expect(written(merged('    serviceTime: 10ms\n    <<: *a\n'))).toEqual(plain('arrivals: 5/s, serviceTime: 10ms'));
    expect(written(merged('    <<: [*b, *a]\n'))).toEqual(plain('arrivals: 9/s, startup: 3s, serviceTime: 80ms'));
    expect(written(merged('    <<: 5\n    arrivals: 5/s\n    serviceTime: 1ms\n'))).toEqual([
      's.yaml:7:9  is not valid YAML: << takes a map, or a list of maps',
    ]);
  });

  test('a problem behind an alias points at the anchor, where the text is', () => {
    const text = 'headroom: 1\nhorizon: 1h\nservices:\n  a: &s { arrivals: 5/s, serviceTime: 80 }\n  b: *s\n';
    expect(problems(text).map((line) => line.split(',')[0])).toEqual([
      's.yaml:4:39  services.a.serviceTime = 80',
      's.yaml:4:39  services.b.serviceTime = 80',
    ]);
  });

  test('for terminals the line and a caret follow', () => {
    const result = read('headroom: 1\nhorizon: ten minutes\nservices: { a: { arrivals: 5/s, serviceTime: 5ms } }\n');
    expect(result.ok ? '' : formatProblem(result.problems[0], { caret: true })).toBe(
      [
        's.yaml:2:10  horizon = ten minutes, must be a duration such as "90s", "1h30m" or "250ms"',
        '    2 | horizon: ten minutes',
        '                 ^',
      ].join('\n'),
    );
  });

  test('of a long line, as JSON has them, only what stands around the place follows', () => {
    const extra = 'x'.repeat(5000);
    const result = read(`{ "x-a": "${extra}", "headroom": 1, "horizon": "soon", "x-b": "${extra}", "services": {} }`);
    const soon = result.ok ? undefined : result.problems.find(({ path }) => path === 'horizon');
    const [, line = '', caret = ''] = formatProblem(soon!, { caret: true }).split('\n');
    expect(line.length).toBeLessThan(120);
    expect(line).toMatch(/^ {4}1 \| …x+", "headroom": 1, "horizon": "soon", "x-b": "x+…$/);
    expect(line.slice(caret.length - 1)).toMatch(/^"soon"/);
  });

  test('a value of several lines is told in one', () => {
    expect(problems(small().replace('10m', '"ten\\nminutes"'))[0]).toContain('horizon = ten\\nminutes, must be');
  });
});

describe('--set', () => {
  test('is checked by the same rules and blamed by its own text', () => {
    const set = [
      'horizon=10',
      'services.a.revision.containerConcurrency=1.5',
      'foo=3',
      'services.a.arrivals.rate',
      'services[0]=1',
      'knative.config-autoscaler.stable-window=1s',
    ];
    expect(problems(small(), { set }).map((line) => line.slice(0, 110))).toEqual([
      '--set services.a.arrivals.rate  must be path=value (for example --set horizon=1h)',
      '--set services[0]=1  services[0], there is no services[0]',
      '--set horizon=10  horizon = 10, must be a duration with its unit (did you mean "10s" or "10ms"?)',
      '--set services.a.revision.containerConcurrency=1.5  services.a.revision.containerConcurrency = 1.5, must be a ',
      '--set foo=3  foo = 3, is not a known field (known: headroom, name, horizon, seed, analysis, warmup, knative, c',
      '--set knative.config-autoscaler.stable-window=1s  knative.config-autoscaler.stable-window = 1s, must be from 6',
    ]);
  });
});

describe('did you mean', () => {
  test('counts typing errors, swapped letters once', () => {
    expect(editDistance('horizon', 'horizno')).toBe(1);
    expect(editDistance('seed', 'sede')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
  });

  test('stays silent where nothing is near', () => {
    expect(nearest('foo', ['name', 'horizon'])).toBeUndefined();
    expect(nearest('x', ['a', 'b'])).toBeUndefined();
  });
});
