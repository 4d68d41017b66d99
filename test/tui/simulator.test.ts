/** The simulating side in this thread, on files in memory. */
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../src/scenario/read.js';
import { scenarioHash } from '../../src/scenario/hash.js';
import type { Change, FromSimulator, ToSimulator } from '../../src/tui/protocol.js';
import { Simulator } from '../../src/tui/simulator.js';

const SHOP = `headroom: 1
name: shop
horizon: 10m
# how it is deployed
knative:
  config-autoscaler:
    stable-window: "60s"   # the default
services:
  shop:
    revision: { containerConcurrency: 10 }
    arrivals: 20/s
    serviceTime: 50ms
    startup: node-container
tariffs: [generic-100ms, aws-fargate-x86]
`;
const WINDOW = 'knative.config-autoscaler.stable-window';

interface Place {
  readonly simulator: Simulator;
  readonly heard: FromSimulator[];
  /** Called at every pause, with what was heard so far. */
  onPause: () => void;
}

function place(text = SHOP, files: Readonly<Record<string, string>> = {}, clock = () => 0): Place {
  const heard: FromSimulator[] = [];
  const all: Readonly<Record<string, string>> = { 'shop.yaml': text, ...files };
  const own: Place = {
    heard,
    onPause: () => undefined,
    simulator: new Simulator(
      { path: 'shop.yaml', folder: '', set: [] },
      {
        post: (message) => void heard.push(message),
        now: clock,
        pause: async () => own.onPause(),
        readText: (path) => all[path] ?? missing(path),
        openBytes: async function* (path) {
          yield new TextEncoder().encode(all[path] ?? missing(path));
        },
        digest: (path) => `digest of ${path}`,
      },
    ),
  };
  return own;
}

function missing(path: string): never {
  throw new Error(`${path}, no such file`);
}

const run = (id: number, changes: readonly Change[] = []): ToSimulator => ({ kind: 'run', id, changes });
const kinds = (messages: readonly FromSimulator[]): readonly string[] => messages.map(({ kind }) => kind);
const answers = (messages: readonly FromSimulator[]) => messages.flatMap((one) => (one.kind === 'answer' ? [one] : []));

/** Every look at the clock takes so many milliseconds. */
function ticking(step: number): () => number {
  let now = 0;
  return () => (now += step);
}

describe('a run', () => {
  it('tells the knobs first, then answers whole', async () => {
    const { simulator, heard } = place();
    await simulator.ask(run(1));
    expect(kinds(heard)).toEqual(['resolved', 'answer']);
    const [resolved, answer] = heard;
    expect(resolved).toMatchObject({ name: 'shop', horizon: 600, seed: 1, sets: [] });
    expect(answer).toMatchObject({ id: 1, result: { stoppedAt: null } });
  });

  it('answers in parts when it takes long: each of a longer first part, the last of all, none thinned', async () => {
    const { simulator, heard } = place(SHOP, {}, ticking(7));
    await simulator.ask(run(1));
    const parts = answers(heard);
    expect(parts.length).toBeGreaterThan(2);
    const ends = parts.map(({ result }) => result.stoppedAt ?? 600);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    expect(ends.at(-1)).toBe(600);
    expect(parts[0].took).toBeLessThan(100);
    const [first] = parts;
    const arrivals = first.result.timeline.series.find(({ name }) => name === 'shop.arrivals')?.values ?? [];
    const whole = parts.at(-1)?.result.timeline.series.find(({ name }) => name === 'shop.arrivals')?.values ?? [];
    expect(arrivals.length).toBeGreaterThan(0);
    expect(whole.slice(0, arrivals.length - 1)).toEqual(arrivals.slice(0, -1));
  });

  it('answers the first part of a fleet first: all of its services up to one moment', async () => {
    const fleet = `headroom: 1
name: many
horizon: 10m
fleet: { generated: { model: azure-2019, apps: 60, settings: ibm-code-engine } }
`;
    const { simulator, heard } = place(fleet, {}, ticking(2));
    await simulator.ask(run(1));
    const [first, whole, ...more] = answers(heard).map(({ result }) => result);
    expect(more).toEqual([]);
    expect(first.stoppedAt).toBeGreaterThan(0);
    expect([first.horizon, whole.stoppedAt]).toEqual([600, null]);
    const ready = ({ timeline }: typeof whole) =>
      timeline.series.find(({ name }) => name === 'totals.ready')?.values ?? [];
    const shown = ready(first).slice(0, -1);
    expect(shown.length).toBeGreaterThan(0);
    shown.forEach((value, k) => expect(value).toBeCloseTo(ready(whole)[k] ?? -1, 9));
    expect(first.services).toHaveLength(60);
  });

  it('is the same run however it is sliced', async () => {
    const [slow, fast] = [place(SHOP, {}, ticking(7)), place()];
    await slow.simulator.ask(run(1));
    await fast.simulator.ask(run(1));
    expect(answers(slow.heard).at(-1)?.result).toEqual(answers(fast.heard).at(-1)?.result);
  });

  it('ends at its next slice when something newer is asked', async () => {
    const own = place(SHOP, {}, ticking(7));
    let pauses = 0;
    own.onPause = () => {
      if (++pauses === 3) void own.simulator.ask(run(2, [{ path: 'seed', text: '9' }]));
    };
    await own.simulator.ask(run(1));
    const last = answers(own.heard).filter(({ result }) => result.stoppedAt === null);
    expect(last.map(({ id, result }) => [id, result.seed])).toEqual([[2, 9]]);
  });

  it('answers only the last of many questions that came at once', async () => {
    const { simulator, heard } = place();
    const all = [1, 2, 3, 4].map((id) => simulator.ask(run(id, [{ path: 'seed', text: String(id) }])));
    await Promise.all(all);
    expect(new Set(heard.map(({ id }) => id))).toEqual(new Set([4]));
  });

  it('counts cold requests by cause in each interval, together as many as the result has', async () => {
    const bursty = SHOP.replace('arrivals: 20/s', 'arrivals: { rate: { step: { from: 0/s, to: 60/s, at: 4m } } }');
    const { simulator, heard } = place(bursty);
    await simulator.ask(run(1));
    const [answer] = answers(heard);
    const counted = answer.cold.flatMap(({ byCause }) => Object.values(byCause)).reduce((sum, n) => sum + n, 0);
    expect(counted).toBe(answer.result.totals.coldStarts.requests);
    expect(counted).toBeGreaterThan(0);
    expect(Math.min(...answer.cold.map(({ index }) => index * answer.result.timeline.interval))).toBeGreaterThanOrEqual(
      240,
    );
  });
});

describe('changes', () => {
  it('scale the traffic behind the tools that are there', async () => {
    const text = SHOP.replace('arrivals: 20/s', 'arrivals: { rate: 20/s, apply: [{ shift: 1m }] }');
    const { simulator, heard } = place(text);
    await simulator.ask(run(1, [{ path: 'traffic of shop', text: 'x3' }]));
    const arrivals =
      answers(heard)[0].result.timeline.series.find(({ name }) => name === 'shop.arrivals')?.values ?? [];
    expect(arrivals[0]).toBe(0);
    const mean = arrivals.slice(100).reduce<number>((sum, value) => sum + (value ?? 0), 0) / arrivals.slice(100).length;
    expect(mean).toBeGreaterThan(55);
    expect(mean).toBeLessThan(65);
    expect(heard[0]).toMatchObject({ sets: ['services.shop.arrivals.apply=[{"shift":"1m"},{"multiply":3}]'] });
  });

  it('put the chosen tariff first and keep the others', async () => {
    const { simulator, heard } = place();
    await simulator.ask(run(1, [{ path: 'tariff', text: 'aws-fargate-x86' }]));
    expect(answers(heard)[0].result.bills.map(({ tariff }) => tariff)).toEqual(['aws-fargate-x86', 'generic-100ms']);
  });

  it('make a cluster of a number of nodes, whose size can be turned then', async () => {
    const { simulator, heard } = place();
    await simulator.ask(run(1, [{ path: 'nodes', text: '3' }]));
    const rows = heard[0].kind === 'resolved' ? heard[0].rows : [];
    expect(rows.find(({ path }) => path === 'nodes')?.value).toBe('3');
    expect(rows.find(({ path }) => path === 'cluster.nodeGroups.nodes.cpu')?.value).toBe('4');
    expect(kinds(heard)).toContain('answer');
  });

  it('are refused by the rules of the scenario, in the words of those rules', async () => {
    const { simulator, heard } = place();
    await simulator.ask(run(1, [{ path: WINDOW, text: '3s' }]));
    expect(heard).toEqual([{ kind: 'refused', id: 1, why: ['must be from 6s to 1h'] }]);
    await simulator.ask(run(2, [{ path: 'traffic of shop', text: 'much' }]));
    expect(heard[1]).toMatchObject({ kind: 'refused', why: [expect.stringContaining('= much, ')] });
  });

  it('list every setting of Knative once, with its default and range', async () => {
    const { simulator, heard } = place();
    await simulator.ask(run(1));
    const rows = heard[0].kind === 'resolved' ? heard[0].rows : [];
    const paths = rows.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(rows.find(({ path }) => path === WINDOW)).toMatchObject({
      group: 'Knative config-autoscaler',
      value: '60s',
      default: '60s',
      range: '6s to 1h, whole seconds',
    });
    expect(rows.find(({ name }) => name === 'start-up')?.choices).toContain('node-container');
    expect(rows.find(({ name }) => name === 'policy')).toMatchObject({ value: null, default: 'knative' });
    expect(rows.filter(({ knative }) => knative).length).toBeGreaterThan(30);
    const groups = rows.map(({ group }) => group);
    expect(groups).toEqual([...new Set(groups)].flatMap((group) => groups.filter((one) => one === group)));
    expect(groups[0]).toBe('Load, start-up and price');
  });
});

describe('a sweep', () => {
  it('answers point by point, and a refused value does not end it', async () => {
    const { simulator, heard } = place();
    await simulator.ask({ kind: 'sweep', id: 1, changes: [], path: WINDOW, values: ['30s', '3s', '60s'] });
    expect(heard.map((one) => (one.kind === 'point' ? [one.index, one.outcome.kind] : one.kind))).toEqual([
      [0, 'answered'],
      [1, 'refused'],
      [2, 'answered'],
    ]);
  });

  it('ends when a run is asked for', async () => {
    const own = place(SHOP, {}, ticking(7));
    let pauses = 0;
    own.onPause = () => {
      if (++pauses === 4) void own.simulator.ask(run(2));
    };
    const values = ['30s', '40s', '50s', '60s'];
    await own.simulator.ask({ kind: 'sweep', id: 1, changes: [], path: WINDOW, values });
    expect(own.heard.filter(({ kind }) => kind === 'point').length).toBeLessThan(values.length);
    expect(answers(own.heard).at(-1)).toMatchObject({ id: 2, result: { stoppedAt: null } });
  });
});

describe('files', () => {
  async function written(changes: readonly Change[], as: 'scenario' | 'manifests' = 'scenario', text = SHOP) {
    const { simulator, heard } = place(text);
    await simulator.ask({ kind: 'files', id: 1, changes, as });
    const [message] = heard;
    if (message.kind !== 'files') throw new Error(JSON.stringify(message));
    return message.files;
  }

  it('keep what the person wrote, comments and all, but for what was changed', async () => {
    const [file] = await written([{ path: WINDOW, text: '30s' }]);
    expect(file.text).toContain('# how it is deployed');
    expect(file.text).toContain('stable-window: "30s" # the default');
    expect(file.text).toContain('startup: node-container');
  });

  it.each<[string, readonly Change[]]>([
    ['nothing', []],
    ['a setting that was not written', [{ path: 'knative.config-autoscaler.max-scale-up-rate', text: '5' }]],
    ['an annotation', [{ path: 'services.shop.revision.annotations["autoscaling.knative.dev/target"]', text: '7' }]],
    ['a shorthand that must be unfolded', [{ path: 'traffic of shop', text: '2' }]],
    ['a list', [{ path: 'tariff', text: 'azure-container-apps-consumption' }]],
    [
      'several',
      [
        { path: 'horizon', text: '5m' },
        { path: 'services.shop.revision.containerConcurrency', text: '3' },
      ],
    ],
  ])('read back as the scenario that was on the screen: %s changed', async (_, changes) => {
    const known = (await import('../../src/billing/tariffs/index.js')).shippedTariffs.map(({ name }) => name);
    const fitting = changes.map((one) => (one.path === 'tariff' ? { ...one, text: known[5] } : one));
    const { simulator, heard } = place();
    await simulator.ask(run(1, fitting));
    const [file] = await written(fitting);
    const read = readScenario({ path: 'again.yaml', text: file.text, read: missing });
    expect(read.ok && scenarioHash(read.scenario)).toBe(answers(heard)[0].result.scenarioHash);
  });

  it('write manifests to apply, and the scenario that goes with them', async () => {
    const files = await written([{ path: WINDOW, text: '30s' }], 'manifests');
    expect(files.map(({ path }) => path)).toEqual(['scenario.yaml', 'config-autoscaler.yaml', 'shop.yaml']);
    expect(files[1].text).toContain('stable-window: 30s');
  });

  it('do not stop the run that is under way', async () => {
    const own = place(SHOP, {}, ticking(7));
    let pauses = 0;
    own.onPause = () => {
      if (++pauses === 3) void own.simulator.ask({ kind: 'files', id: 2, changes: [], as: 'scenario' });
    };
    await own.simulator.ask(run(1));
    expect(kinds(own.heard)).toContain('files');
    expect(answers(own.heard).at(-1)).toMatchObject({ id: 1, result: { stoppedAt: null } });
  });
});

it('says why a scenario cannot be read, and why a trace cannot', async () => {
  expect(() => new Simulator({ path: 'none.yaml', folder: '', set: [] }, { ...noPlace, readText: missing })).toThrow(
    'none.yaml, no such file',
  );
  const text = SHOP.replace('arrivals: 20/s', 'arrivals: { trace: { file: t.csv, format: timestamps } }');
  const { simulator, heard } = place(text, { 't.csv': 'timestamp\nsoon\n' });
  await simulator.ask(run(1));
  expect(heard.at(-1)).toMatchObject({ kind: 'failed', why: expect.stringContaining('t.csv') });
});

const noPlace = {
  post: () => undefined,
  now: () => 0,
  pause: async () => undefined,
  openBytes: () => missing(''),
  digest: () => '',
};
