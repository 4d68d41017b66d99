import type { Micros } from '../units/quantities.js';
import { spanOfArrivals } from './spans.js';
import { cumulativeAt, profileOf } from './profile.js';
import type { Arrivals, Tool } from './recipe.js';
import { NO_TRACES, type Trace, type TraceLibrary } from './traceLibrary.js';

/**
 * The mean number of arrivals in [0, horizon): exact for rates and for whole intervals of counts; within a trace of
 * instants, and within an interval, arrivals are taken to be spread evenly. For progress and for sizing.
 */
export function expectedArrivals(recipe: Arrivals, horizon: Micros, traces: TraceLibrary = NO_TRACES): number {
  return expectedIn(recipe, 0, horizon, horizon, traces);
}

function expectedIn(recipe: Arrivals, from: Micros, to: Micros, horizon: Micros, traces: TraceLibrary): number {
  if (!(to > from)) return 0;
  switch (recipe.kind) {
    case 'rate': {
      const profile = profileOf(recipe.rate, horizon, to);
      return cumulativeAt(profile, to) - cumulativeAt(profile, Math.max(0, from));
    }
    case 'trace':
      return inTrace(traces.open(recipe.trace), from, to);
    case 'merge':
      return recipe.parts.reduce((sum, part) => sum + expectedIn(part, from, to, horizon, traces), 0);
    case 'apply': {
      const inside = (a: Micros, b: Micros): number => expectedIn(recipe.to, Math.max(0, a), b, horizon, traces);
      return withTool(recipe.tool, from, to, inside, () => spanOfArrivals(recipe.to, horizon, traces));
    }
  }
}

function inTrace(trace: Trace, from: Micros, to: Micros): number {
  if (trace.kind === 'instants') {
    const share = (Math.min(to, trace.span) - Math.max(0, from)) / trace.span;
    return trace.count * Math.max(0, share);
  }
  const { counts, interval } = trace;
  let sum = 0;
  for (let i = Math.max(0, Math.floor(from / interval)); i < counts.length && i * interval < to; i++) {
    sum += (counts[i] * (Math.min(to, (i + 1) * interval) - Math.max(from, i * interval))) / interval;
  }
  return sum;
}

type Inside = (from: Micros, to: Micros) => number;

function withTool(tool: Tool, from: Micros, to: Micros, inside: Inside, span: () => Micros): number {
  switch (tool.kind) {
    case 'multiply':
      return tool.by * inside(from, to);
    case 'thin':
      return tool.keep * inside(from, to);
    case 'stretch':
      return inside(from / tool.by, to / tool.by);
    case 'cut':
      return inside(from + tool.from, Math.min(to + tool.from, tool.to));
    case 'shift':
      return inside(from - tool.by, to - tool.by);
    case 'repeat':
      return inRounds(tool.times, span(), from, to, inside);
    case 'flash': {
      const within = inside(Math.max(from, tool.at), Math.min(to, tool.at + tool.for));
      return inside(from, to) + (tool.multiply - 1) * within;
    }
  }
}

function inRounds(times: number, span: Micros, from: Micros, to: Micros, inside: Inside): number {
  let sum = 0;
  for (let k = 0; span > 0 && k < times && k * span < to; k++) {
    sum += inside(from - k * span, Math.min(span, to - k * span));
  }
  return sum;
}
