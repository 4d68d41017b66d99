import { openStreams } from '../../src/random/streams.js';
import type { Micros } from '../../src/units/quantities.js';
import { openArrivals } from '../../src/workload/arrivals.js';
import type { Arrivals, Process, Rate, Tool, TraceRef, Within } from '../../src/workload/recipe.js';
import { NO_TRACES, type InstantTrace, type Trace, type TraceLibrary } from '../../src/workload/traceLibrary.js';

/** Every arrival of a recipe, pulled in blocks of an odd size so that block edges are met. */
export function arrivalsOf(
  recipe: Arrivals,
  horizon: Micros,
  { seed = 1, traces = NO_TRACES, block = 37 }: { seed?: number; traces?: TraceLibrary; block?: number } = {},
): number[] {
  const stream = openArrivals(recipe, openStreams(seed, 0)('test'), horizon, traces);
  const out = new Float64Array(block);
  const all: number[] = [];
  for (let n = stream.fill(out); n > 0; n = stream.fill(out)) for (let i = 0; i < n; i++) all.push(out[i]);
  if (stream.fill(out) !== 0) throw new Error('a stream that has ended must stay so');
  return all;
}

export const rate = (of: Rate | number, process: Process['kind'] | number = 'poisson'): Arrivals => ({
  kind: 'rate',
  rate: typeof of === 'number' ? constant(of) : of,
  process: typeof process === 'number' ? { kind: 'mmpp', burstiness: process } : ({ kind: process } as Process),
});

export const constant = (perSecond: number): Rate => ({ kind: 'constant', rate: perSecond });

/** Tools in the order in which a scenario lists them. */
export const apply = (to: Arrivals, ...tools: Tool[]): Arrivals =>
  tools.reduce<Arrivals>((recipe, tool) => ({ kind: 'apply', tool, to: recipe }), to);

export const ref = (file: string): TraceRef => ({ file, sha256: '', format: 'test', select: null });

export const traceOf = (file: string, within: Within = 'poisson'): Arrivals => ({
  kind: 'trace',
  trace: ref(file),
  within,
});

export const library = (traces: Readonly<Record<string, Trace>>): TraceLibrary => ({
  open: ({ file }) => traces[file],
});

export function instantTrace(instants: readonly number[], span: Micros): InstantTrace {
  return {
    kind: 'instants',
    span,
    count: instants.length,
    open() {
      let next = 0;
      return {
        read(out) {
          let n = 0;
          while (n < out.length && next < instants.length) out[n++] = instants[next++];
          return n;
        },
      };
    },
  };
}

/** How many fall into each interval of [0, horizon). */
export function countsPer(interval: Micros, arrivals: readonly number[], horizon: Micros): number[] {
  const counts = new Array<number>(Math.ceil(horizon / interval)).fill(0);
  for (const instant of arrivals) counts[Math.floor(instant / interval)]++;
  return counts;
}
