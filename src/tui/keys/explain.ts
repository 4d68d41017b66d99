/** Keys while a moment is explained: along the timeline, from decision to decision, from cold start to cold start. */
import { find, mainScope, peak, type Values } from '../../report/series.js';
import { closed, said, send } from '../moves.js';
import type { Key, Room } from '../reduce.js';
import type { Answer, Panel, TuiState } from '../state.js';

type Explain = Extract<Panel, { kind: 'explain' }>;

/** Columns that the larger steps go. */
const LEAP = 10;

export function explainKey(state: TuiState, panel: Explain, key: Key, { plot }: Room): TuiState {
  const { answer } = state;
  if (key === 'escape' || key === 'e' || answer === null) return closed(state);
  if (key === 'q') return send(state, { kind: 'quit' });
  if (key === '?') return { ...state, panel: { kind: 'help' } };
  const { horizon } = answer.result;
  const column = horizon / Math.max(1, plot);
  const columns = STEPS[key];
  const to = (at: number): TuiState => ({
    ...state,
    panel: { ...panel, at: Math.min(endOf(answer), Math.max(0, at)) },
  });
  if (columns !== undefined) return to((Math.floor(panel.at / column) + columns + 0.5) * column);
  const jump = JUMPS[key];
  if (jump === undefined) return state;
  const found = jump(answer, panel.at);
  return found === null ? said(state, 'there is no other one') : to(found);
}

const STEPS: Readonly<Record<string, number>> = {
  left: -1,
  h: -1,
  right: 1,
  l: 1,
  pageup: -LEAP,
  H: -LEAP,
  pagedown: LEAP,
  L: LEAP,
  home: -1e6,
  g: -1e6,
  end: 1e6,
  G: 1e6,
};

const JUMPS: Readonly<Record<string, (answer: Answer, at: number) => number | null>> = {
  n: (answer, at) => after(decisionTimes(answer), at),
  N: (answer, at) => before(decisionTimes(answer), at),
  p: (answer, at) => before(decisionTimes(answer), at),
  c: (answer, at) => after(coldTimes(answer), at),
  C: (answer, at) => before(coldTimes(answer), at),
};

/** Two moments closer than this are one: a jump must get somewhere. */
const NEAR = 1e-6;
const after = (times: readonly number[], at: number): number | null => times.find((time) => time > at + NEAR) ?? null;
const before = (times: readonly number[], at: number): number | null =>
  [...times].reverse().find((time) => time < at - NEAR) ?? null;

function decisionTimes({ result }: Answer): readonly number[] {
  const times = result.services.flatMap(({ decisions }) => decisions.entries.map(({ at }) => at));
  return [...new Set(times)].sort((a, b) => a - b);
}

const coldStarts = ({ result }: Answer): Values => find(result, mainScope(result), 'coldStarts')?.values ?? [];

/** The middle of each interval with cold starts. */
function coldTimes(answer: Answer): readonly number[] {
  const { interval } = answer.result.timeline;
  return coldStarts(answer).flatMap((value, index) => (value !== null && value > 0 ? [(index + 0.5) * interval] : []));
}

/** The last moment that was simulated. */
function endOf({ result }: Answer): number {
  const end = result.stoppedAt ?? result.horizon;
  return Math.max(0, end - result.timeline.interval / 2);
}

/** Where to look first: at the most cold starts, or else at the longest latency. */
export function firstMoment(answer: Answer): number {
  const { result } = answer;
  const { interval } = result.timeline;
  const coldest = peak(coldStarts(answer));
  const slowest = peak(find(result, mainScope(result), 'p99')?.values ?? []);
  const index = (coldest !== null && coldest.value > 0 ? coldest : slowest)?.index ?? 0;
  return Math.min(endOf(answer), (index + 0.5) * interval);
}
