import type { Arrivals, Rate, Tool, TraceRef } from '../../workload/recipe.js';
import type { Micros } from '../../units/quantities.js';
import { DEFAULTS } from '../defaults.js';
import type { OpenArrivals } from '../schema/arrivals.js';
import type { OpenRate } from '../schema/rates.js';
import type { WrittenTrace } from '../schema/traceFiles.js';

/** Gives a trace file its digest. */
export type ResolveTrace = (trace: WrittenTrace) => TraceRef;

/** Closes open ends at `span`, which is the horizon unless tools change how time runs. */
export function resolveArrivals(open: OpenArrivals, span: Micros, resolveTrace: ResolveTrace): Arrivals {
  const inner = [...open.apply].reverse().reduce((outer, tool) => spanBefore(tool, outer), span);
  return applied(open.apply, plainArrivals(open, inner, resolveTrace));
}

/** Arrivals with tools applied to them, the first one first. */
export function applied(tools: readonly Tool[], to: Arrivals): Arrivals {
  return tools.reduce<Arrivals>((inner, tool) => ({ kind: 'apply', tool, to: inner }), to);
}

function plainArrivals(open: OpenArrivals, span: Micros, resolveTrace: ResolveTrace): Arrivals {
  switch (open.kind) {
    case 'rate':
      return { kind: 'rate', rate: closeRate(open.rate, span), process: open.process ?? { kind: DEFAULTS.process } };
    case 'trace':
      return { kind: 'trace', trace: resolveTrace(open.trace), within: open.within ?? DEFAULTS.within };
    case 'merge':
      return { kind: 'merge', parts: open.parts.map((part) => resolveArrivals(part, span, resolveTrace)) };
  }
}

/** How long arrivals must be known for, so that after the tool they fill `span`. */
function spanBefore(tool: Tool, span: Micros): Micros {
  switch (tool.kind) {
    case 'stretch':
      return Math.ceil(span / tool.by);
    case 'cut':
      return tool.to;
    case 'shift':
      return Math.max(0, span - tool.by);
    default:
      return span;
  }
}

/** The open last part of a chain lasts until the end of the span that the chain stands in. */
function closeRate(rate: OpenRate, span: Micros): Rate {
  if (rate.kind === 'sum') return { kind: 'sum', parts: rate.parts.map((part) => closeRate(part, span)) };
  return rate.kind === 'chain' ? closeChain(rate.parts, span) : rate;
}

function closeChain(parts: Extract<OpenRate, { kind: 'chain' }>['parts'], span: Micros): Rate {
  const before = parts.reduce((sum, part) => sum + (part.for ?? 0), 0);
  const closed = parts.map((part) => ({ rate: part.rate, for: part.for ?? Math.max(0, span - before) }));
  return {
    kind: 'chain',
    parts: closed
      .filter((part) => part.for > 0)
      .map((part) => ({ rate: closeRate(part.rate, part.for), for: part.for })),
  };
}
