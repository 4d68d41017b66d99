import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openDocument, resolveDocument } from '../../src/scenario/read.js';
import { LISTS_OF_QUANTITIES, rangesIn, valueIn } from '../../src/scenario/ranges.js';
import { scenarioJsonSchema } from '../../src/scenario/schema/scenario.js';
import { asTree } from '../../src/scenario/written.js';
import { problems, read, resolved, small } from './reading.js';

const document = (text: string) => openDocument({ path: 's.yaml', text, read: () => '' });
const onlyRange = (yaml: string) => rangesIn({ value: { within: parse(yaml) as unknown }, spots: new Map() })[0];
const UNCERTAIN = small('startup: { applicationStart: { lognormal: { median: [1s, 3s], p99: 9s } } }\n').replace(
  'serviceTime: 80ms',
  'serviceTime: [60ms, 100ms]',
);

describe('ranges of inputs', () => {
  test('one run takes the middle of each, and says so', () => {
    const { services, notes } = resolved(UNCERTAIN);
    expect(services[0].revisions[0].serviceTime.io).toEqual({ kind: 'constant', value: 80_000 });
    expect(notes).toContainEqual({
      where: 'services.a.serviceTime',
      text: 'is given as 60ms to 100ms: 80ms is taken',
    });
    expect(notes.filter(({ text }) => text.startsWith('is given as')).length).toBe(2);
  });

  test('a replication takes its own place in each of them, without such a note', () => {
    const outcome = resolveDocument(document(UNCERTAIN), {
      shareOf: (path) => (path === 'services.a.serviceTime' ? 0 : 1),
    });
    if (!outcome.ok) throw new Error('must resolve');
    const [revision] = outcome.scenario.services[0].revisions;
    expect(revision.serviceTime.io).toEqual({ kind: 'constant', value: 60_000 });
    expect(revision.startup.phases.applicationStart).toMatchObject({ kind: 'lognormal', mu: Math.log(3e6) });
    expect(outcome.scenario.notes.some(({ text }) => text.startsWith('is given as'))).toBe(false);
    expect(outcome.ranges.map(({ path }) => path.join('.'))).toEqual([
      'services.a.serviceTime',
      'services.a.startup.applicationStart.lognormal.median',
    ]);
  });

  const middles: readonly (readonly [string, string | number])[] = [
    ['rate: [10/s, 30/s]', '20/s'],
    ['keep: [10%, 20%]', '15%'],
    ['memory: [128Mi, 256Mi]', '192Mi'],
    ['cpu: [100m, 500m]', '300m'],
    ['for: [100m, 500m]', '5h'],
    ['price: [1 USD, 2 USD]', '1.5 USD'],
    ['containerConcurrency: [10, 13]', 12],
    ['sigma: [0.5, 1]', 0.75],
    ['target: ["70", "80"]', '75'],
  ];
  for (const [yaml, middle] of middles)
    test(`the middle of ${yaml} is ${middle}`, () => expect(valueIn(onlyRange(yaml), 0.5)).toBe(middle));

  test('whole numbers are drawn evenly, both ends included', () => {
    const range = onlyRange('n: [3, 5]');
    expect([0, 0.32, 0.34, 0.66, 0.67, 0.999, 1].map((share) => valueIn(range, share))).toEqual([3, 3, 4, 4, 5, 5, 5]);
  });

  test('a range with two units, or the wrong way round, is refused at its place', () => {
    const at = (range: string) => problems(small().replace('serviceTime: 80ms', `serviceTime: ${range}`))[0];
    expect(at('[80ms, 60ms]')).toBe(
      's.yaml:6:18  services.a.serviceTime = [2 items], a range must begin with its lower end',
    );
    expect(at('[10, 80ms]')).toContain('the ends of a range must have the same unit');
  });

  test('what breaks a rule within a range is refused', () => {
    expect(problems(small('revision: { containerConcurrency: [900, 2000] }\n'))[0]).toContain('from 0 to 1000');
  });

  test('how long to run is no input', () => {
    expect(problems(small().replace('10m', '[10m, 20m]'))[0]).toContain('horizon = [2 items], must be a duration');
  });

  test('the JSON Schema takes a range wherever a quantity stands below the top level', () => {
    const text = JSON.stringify(scenarioJsonSchema());
    expect(text).toContain('"endpointDelay":{"anyOf":[{"description":');
    expect(text.match(/#\/\$defs\/Range/g)!.length).toBeGreaterThan(50);
    expect(JSON.stringify(asTree(scenarioJsonSchema()['properties'])['horizon'])).not.toContain('Range');
  });

  test('lists that mean both of their quantities stay lists', () => {
    const rates = read(small().replace('5/s', '{ rate: { sum: [5/s, 10/s] } }'));
    expect(rates.ok && rates.scenario.services[0].arrivals).toMatchObject({ rate: { kind: 'sum' } });
    const merged = read(small().replace('5/s', '{ merge: [5/s, 10/s] }'));
    expect(merged.ok && merged.scenario.services[0].arrivals).toMatchObject({ kind: 'merge' });
  });

  test('every list of the format that may hold plain quantities is known as one', () => {
    const lists = listsOfQuantities(scenarioJsonSchema(), asTree(scenarioJsonSchema()['$defs']));
    expect(new Set(lists)).toEqual(LISTS_OF_QUANTITIES);
  });
});

/** Keys of lists whose items may be a text with a unit (an example begins with a digit). */
function listsOfQuantities(schema: unknown, definitions: Readonly<Record<string, unknown>>, key = ''): string[] {
  if (Array.isArray(schema)) return schema.flatMap((item) => listsOfQuantities(item, definitions, key));
  const tree = asTree(schema);
  const isOne = tree['type'] === 'array' && mayBeQuantity(tree['items'], definitions);
  const below = Object.entries(tree).flatMap(([name, inner]) =>
    listsOfQuantities(inner, definitions, /^(properties|anyOf|items|\d+)$/.test(name) ? key : name),
  );
  return isOne ? [key, ...below] : below;
}

function mayBeQuantity(items: unknown, definitions: Readonly<Record<string, unknown>>): boolean {
  const { $ref: ref, anyOf, examples } = asTree(items);
  if (typeof ref === 'string') return mayBeQuantity(definitions[ref.split('/').at(-1) ?? ''], definitions);
  if (Array.isArray(anyOf)) return anyOf.some((one) => mayBeQuantity(one, definitions));
  return Array.isArray(examples) && /^\d/.test(String(examples[0]));
}
