/** A small world for the terminal interface: ten intervals of one service, rows of every kind, a state at any point. */
import type { DecisionEntry, ResultDocument } from '../../src/result/document.js';
import type { ColdInterval, Row } from '../../src/tui/protocol.js';
import { reduce, type Action } from '../../src/tui/reduce.js';
import { initialState, type Answer, type Errand, type TuiState } from '../../src/tui/state.js';
import { billOf, figures, resultDocument, sloOf } from '../result/document.js';

const decision = (at: number, change: Partial<DecisionEntry>): DecisionEntry => ({
  at,
  revision: 'checkout-1',
  desired: 2,
  wanted: 2,
  ready: 2,
  stable: 12,
  panic: 14,
  inPanic: false,
  excessBurstCapacity: 40,
  mode: 'proxy',
  reason: 'stable: 60 s window wants 2 pods',
  ...change,
});

const series = (figure: string, unit: string, values: readonly (number | null)[]) =>
  ({ name: `checkout.${figure}`, unit, kind: 'level', values }) as const;

/** Ten minutes: quiet, a burst in minute 4, quiet again. */
export function small(change: Partial<ResultDocument> = {}): ResultDocument {
  const whole = figures();
  return resultDocument({
    horizon: 600,
    services: [
      {
        name: 'checkout',
        revisions: ['checkout-1'],
        ...whole,
        decisions: {
          omitted: 0,
          entries: [
            decision(2, { ready: 1, reason: 'stable: 60 s window wants 2 pods' }),
            decision(244, {
              desired: 9,
              wanted: 9,
              stable: 30,
              panic: 88,
              inPanic: true,
              excessBurstCapacity: -120,
              reason: 'panic: 6 s window wants 9 pods, 4.5 x ready >= 2.0',
            }),
            decision(360, { desired: 3, wanted: 3, ready: 9, reason: 'stable: 60 s window wants 3 pods' }),
          ],
        },
      },
    ],
    bills: [billOf('generic-100ms')],
    slos: [sloOf('checkout', 'latency')],
    timeline: {
      interval: 60,
      series: [
        series('arrivals', '1/s', [10, 10, 10, 10, 90, 80, 20, 10, 10, 0]),
        series('concurrency', 'requests', [4, 4, 4, 4, 60, 40, 8, 4, 4, 0]),
        series('capacity', 'requests', [20, 20, 20, 20, 20, 90, 90, 30, 30, 30]),
        series('ready', 'pods', [2, 2, 2, 2, 2, 9, 9, 3, 3, 3]),
        series('desired', 'pods', [2, 2, 2, 2, 9, 9, 9, 3, 3, 3]),
        series('panic', 'share', [0, 0, 0, 0, 1, 1, 0, 0, 0, 0]),
        series('p50', 's', [0.05, 0.05, 0.05, 0.05, 0.4, 0.1, 0.05, 0.05, 0.05, null]),
        series('p95', 's', [0.1, 0.1, 0.1, 0.1, 1.5, 0.5, 0.1, 0.1, 0.1, null]),
        series('p99', 's', [0.2, 0.2, 0.2, 0.2, 4, 1, 0.2, 0.2, 0.2, null]),
        series('coldStarts', 'requests', [0, 0, 0, 0, 120, 8, 0, 0, 0, 0]),
        series('refused', 'requests', [0, 0, 0, 0, 4, 0, 0, 0, 0, 0]),
      ],
    },
    ...change,
  });
}

export function row(path: string, change: Partial<Row> = {}): Row {
  return {
    path,
    group: 'Knative config-autoscaler',
    name: path.slice(path.lastIndexOf('.') + 1),
    kind: 'duration',
    value: null,
    default: null,
    range: null,
    knative: true,
    what: '',
    choices: [],
    ...change,
  };
}

export const WINDOW = 'knative.config-autoscaler.stable-window';
export const SCALE = 'traffic of checkout';
export const PRESET = 'services.checkout.startup.preset';

export const ROWS: readonly Row[] = [
  row(SCALE, {
    group: 'Load, start-up and price',
    name: 'traffic scale',
    kind: 'number',
    default: '1',
    range: '0 and more',
    knative: false,
    what: 'arrival rate times this, its shape unchanged',
  }),
  row(PRESET, {
    group: 'Load, start-up and price',
    name: 'start-up preset',
    kind: 'text',
    value: 'node-container',
    range: 'jvm, node-container, python',
    choices: ['jvm', 'node-container', 'python'],
  }),
  row(WINDOW, { value: '60s', default: '60s', range: '6s to 1h, whole seconds', what: 'averaging window' }),
  row('knative.config-autoscaler.container-concurrency-target-percentage', {
    kind: 'number',
    value: '70',
    default: '70',
    range: 'above 0, at most 100',
    what: 'share of the target that is aimed at',
  }),
  row('knative.config-autoscaler.max-scale', { kind: 'count', default: '0', range: '0 (any number) and more' }),
  row('services.checkout.revision.annotations["autoscaling.knative.dev/target"]', {
    group: 'Revision',
    name: 'target',
    kind: 'number',
    range: '0.01 and more',
  }),
];

export const ROOM = { list: 10, plot: 30 };

/** A state that several keys and answers led to. */
export function after(state: TuiState, ...actions: readonly Action[]): TuiState {
  return actions.reduce(reduce, state);
}

/** One key each; a word in brackets is a named key: `press(state, 'jj<enter>')`. */
export function press(state: TuiState, keys: string): TuiState {
  const names = [...keys.matchAll(/<([\w-]+)>|([\s\S])/g)].map((match) => match[1] ?? match[2]);
  return after(state, ...names.map((key): Action => ({ kind: 'key', key, room: ROOM })));
}

/** Answers what was asked last: valid, and simulated to the end. */
const COLD: readonly ColdInterval[] = [
  { index: 4, byCause: { 'burst-inside-window': 100, 'panic-not-yet': 20 } },
  { index: 5, byCause: { 'burst-inside-window': 8 } },
];

export function answered(
  state: TuiState,
  result = small(),
  rows: readonly Row[] = withChanges(state),
  cold: readonly ColdInterval[] = COLD,
): TuiState {
  const id = lastAsked(state).id;
  const sets = state.changes.map(({ path, text }) => `${path}=${text}`);
  return after(
    state,
    {
      kind: 'heard',
      message: { kind: 'resolved', id, name: 'shop', horizon: result.horizon, seed: 7, rows, sets },
    },
    { kind: 'heard', message: { kind: 'answer', id, result, cold, took: 123 } },
  );
}

function withChanges(state: TuiState): readonly Row[] {
  return ROWS.map((one) => {
    const change = state.changes.find(({ path }) => path === one.path);
    return change === undefined ? one : { ...one, value: change.text };
  });
}

export function lastErrand(state: TuiState): Errand {
  const errand = state.errands.at(-1);
  if (errand === undefined) throw new Error('there is no errand');
  return errand;
}

export function lastAsked(state: TuiState) {
  const asked = [...state.errands].reverse().find((errand) => errand.kind === 'ask');
  if (asked?.kind !== 'ask') throw new Error('nothing was asked');
  return asked.message;
}

/** After the first whole answer. */
export const started = (): TuiState => answered(initialState('shop.yaml'));

export const partOf = (result: ResultDocument, stoppedAt: number): ResultDocument => ({ ...result, stoppedAt });

export const answerOf = (result = small()): Answer => ({ result, cold: [], took: 5, changes: [], sets: [] });
