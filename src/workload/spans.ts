import type { Micros } from '../units/quantities.js';
import { spanOfRate } from './profile.js';
import type { Arrivals, Tool } from './recipe.js';
import { spanOf, type TraceLibrary } from './traceLibrary.js';

/** How long a recipe lasts by its own description: what `repeat` repeats. What never ends lasts for the horizon. */
export function spanOfArrivals(recipe: Arrivals, horizon: Micros, traces: TraceLibrary): Micros {
  switch (recipe.kind) {
    case 'rate':
      return spanOfRate(recipe.rate, horizon);
    case 'trace':
      return spanOf(traces.open(recipe.trace));
    case 'merge':
      return Math.max(0, ...recipe.parts.map((part) => spanOfArrivals(part, horizon, traces)));
    case 'apply':
      return spanAfter(recipe.tool, spanOfArrivals(recipe.to, horizon, traces));
  }
}

function spanAfter(tool: Tool, span: Micros): Micros {
  switch (tool.kind) {
    case 'stretch':
      return Math.ceil(span * tool.by);
    case 'cut':
      return Math.max(0, Math.min(span, tool.to) - tool.from);
    case 'shift':
      return Math.max(0, span + tool.by);
    case 'repeat':
      return span * tool.times;
    default:
      return span;
  }
}
