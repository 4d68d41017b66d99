import { describe, expect, test } from 'vitest';
import { CONFIG_KEYS, KNATIVE_DEFAULTS, parseConfig } from '../../src/autoscaler/knative/config.js';
import { findParameter, listParameters, type Parameter } from '../../src/scenario/parameters.js';
import { openDocument, resolveDocument } from '../../src/scenario/read.js';
import { parsePath, setPath } from '../../src/scenario/set.js';
import { resolved, small } from './reading.js';

const text = small(
  'revision: { containerConcurrency: 10, annotations: { autoscaling.knative.dev/target: "8" } }\nstartup: node-container\n',
);
const document = openDocument({ path: 's.yaml', text, read: () => '' });
const written = document.written.value;
const scenario = resolved(text);
const byPath = new Map(listParameters(scenario, written).map((parameter) => [parameter.path, parameter]));
const parameter = (path: string): Parameter => {
  const found = byPath.get(path);
  if (found === undefined) throw new Error(`${path} is not among ${[...byPath.keys()].join(', ')}`);
  return found;
};

describe('paths', () => {
  test.each([
    ['horizon', ['horizon']],
    ['services.a.revision.containerConcurrency', ['services', 'a', 'revision', 'containerConcurrency']],
    [
      'services.a.revision.annotations.autoscaling.knative.dev/target',
      ['services', 'a', 'revision', 'annotations', 'autoscaling.knative.dev/target'],
    ],
    [
      'services.a.revision.annotations.autoscaling.knative.dev/new',
      ['services', 'a', 'revision', 'annotations', 'autoscaling.knative.dev/new'],
    ],
    [
      'services.a.revision.annotations["autoscaling.knative.dev/target"]',
      ['services', 'a', 'revision', 'annotations', 'autoscaling.knative.dev/target'],
    ],
    ['knative.config-autoscaler.stable-window', ['knative', 'config-autoscaler', 'stable-window']],
    ['tariffs[0].name', ['tariffs', 0, 'name']],
    ['services["a"].slos', ['services', 'a', 'slos']],
  ])('%s', (path, steps) => {
    expect(parsePath(path, written)).toEqual(steps);
  });

  test.each(['', '.a', 'a.', 'a..b'])('"%s" is none', (path) => {
    expect(parsePath(path, {})).toBeNull();
  });

  test('setting below a shorthand unfolds it', () => {
    const changed = resolved(text, {
      set: [
        'services.a.startup.applicationStart=20s',
        'services.a.arrivals.process=regular',
        'services.a.serviceTime.cpu=5ms',
      ],
    }).services[0];
    expect(changed.revisions[0].startup).toMatchObject({
      preset: 'node-container',
      phases: { applicationStart: { kind: 'constant', value: 20_000_000 } },
    });
    expect(changed.arrivals).toEqual({
      kind: 'rate',
      rate: { kind: 'constant', rate: 5 },
      process: { kind: 'regular' },
    });
    expect(changed.revisions[0].serviceTime).toEqual({
      io: { kind: 'constant', value: 80_000 },
      cpu: { kind: 'constant', value: 5000 },
    });
  });

  test('setting changes one revision where several share an anchor', () => {
    const shared = small('revisions:\n  one: &t { containerConcurrency: 10 }\n  two: *t\n');
    const { revisions } = resolved(shared, { set: ['services.a.revisions.two.containerConcurrency=20'] }).services[0];
    expect(revisions.map(({ containerConcurrency }) => containerConcurrency)).toEqual([10, 20]);
  });

  test('a document stays as it was when a field is set', () => {
    const changed = setPath(document.written, ['horizon'], '1h');
    expect([(written as { horizon: string }).horizon, (changed.value as { horizon: string }).horizon]).toEqual([
      '10m',
      '1h',
    ]);
  });

  test('one document gives many scenarios', () => {
    const horizons = ['20m', '30m'].map((horizon) =>
      resolveDocument(document, { set: [`horizon=${horizon}`], seed: 9 }),
    );
    expect(horizons.map((result) => result.ok && [result.scenario.horizon / 60e6, result.scenario.seed])).toEqual([
      [20, 9],
      [30, 9],
    ]);
  });
});

describe('parameters', () => {
  test('are what is written, with kind, default and bounds', () => {
    expect(parameter('horizon')).toMatchObject({ kind: 'duration', value: '10m', range: 'above 0s', knative: false });
    expect(parameter('services.a.revision.containerConcurrency')).toMatchObject({
      kind: 'count',
      value: '10',
      default: '0',
      range: '0 (none) to 1000',
    });
    expect(parameter('services.a.arrivals')).toMatchObject({ kind: 'rate', value: '5/s' });
    expect(parameter('services.a.serviceTime')).toMatchObject({ kind: 'duration', value: '80ms' });
    expect(parameter('services.a.startup')).toMatchObject({ kind: 'text', value: 'node-container' });
  });

  test('are also what is not written but could be', () => {
    expect(parameter('knative.ingress.endpointDelay')).toMatchObject({
      kind: 'duration',
      value: null,
      default: '100ms',
    });
    expect(parameter('services.a.revision.timeoutSeconds')).toMatchObject({ value: null, default: '300' });
  });

  test('hold every setting of Knative under its own name', () => {
    expect(parameter('knative.config-autoscaler.stable-window')).toEqual({
      path: 'knative.config-autoscaler.stable-window',
      kind: 'duration',
      value: null,
      default: '60s',
      range: '6s to 1h, whole seconds',
      knative: true,
      what: 'averaging window',
    });
    expect(parameter('services.a.revision.annotations["autoscaling.knative.dev/target"]')).toMatchObject({
      value: '8',
      knative: true,
    });
    expect(parameter('services.a.revision.annotations["autoscaling.knative.dev/window"]')).toMatchObject({
      value: null,
      default: null,
    });
  });

  test('have the defaults that Knative has', () => {
    const data = Object.fromEntries(
      CONFIG_KEYS.map((key) => [key, parameter(`knative.config-autoscaler.${key}`).default!]),
    );
    expect(parseConfig(data)).toEqual({ ok: KNATIVE_DEFAULTS });
  });

  test('can all be set to what they are, without changing anything but the notes', () => {
    const set = [...byPath.values()].flatMap(({ path, value, default: standard, knative }) =>
      value === null && (knative || standard === null) ? [] : [`${path}=${value ?? standard}`],
    );
    expect(set.length).toBeGreaterThan(10);
    expect({ ...resolved(text, { set }), notes: [] }).toEqual({ ...scenario, notes: [] });
  });

  test('without the document are those of the printed scenario', () => {
    expect(listParameters(scenario).map(({ path }) => path)).toContain('services.a.revision.startup');
  });

  test('revisions of a service that is scaled otherwise have no settings of Knative', () => {
    const fixed = resolved(small('autoscaler: { policy: fixed, pods: 2 }\n'));
    expect(listParameters(fixed).some(({ knative }) => knative)).toBe(false);
  });
});

describe('short names', () => {
  const find = (name: string, source = text): string => {
    const found = findParameter(
      resolved(source),
      name,
      openDocument({ path: 's.yaml', text: source, read: () => '' }).written.value,
    );
    return found.ok ? found.path : `${found.rule} (${found.hint ?? ''})`;
  };

  test.each([
    ['stable-window', 'knative.config-autoscaler.stable-window'],
    ['target', 'services.a.revision.annotations["autoscaling.knative.dev/target"]'],
    ['window', 'services.a.revision.annotations["autoscaling.knative.dev/window"]'],
    ['containerConcurrency', 'services.a.revision.containerConcurrency'],
    ['endpointDelay', 'knative.ingress.endpointDelay'],
    ['target-burst-capacity', 'knative.config-autoscaler.target-burst-capacity'],
    ['services.a.startup.sandbox', 'services.a.startup.sandbox'],
  ])('%s is %s', (name, path) => {
    expect(find(name)).toBe(path);
  });

  test('an annotation that is written is meant, because it wins', () => {
    expect(find('min-scale', small('revision: { annotations: { autoscaling.knative.dev/min-scale: "1" } }\n'))).toBe(
      'services.a.revision.annotations["autoscaling.knative.dev/min-scale"]',
    );
  });

  test('a name of two services is ambiguous, and both are named', () => {
    const two = `${small()}  b:\n    arrivals: 1/s\n    serviceTime: 1ms\n`;
    expect(find('containerConcurrency', two)).toBe(
      'is ambiguous (name one of services.a.revision.containerConcurrency, services.b.revision.containerConcurrency)',
    );
    expect(find('nonsense', two)).toBe(
      'is not the name of a parameter (a short name such as target or stable-window, or the path of a field)',
    );
    expect(find('stabel-window', two)).toBe('is not the name of a parameter (did you mean "stable-window"?)');
  });
});
