import type { OpenStream } from '../random/source.js';
import type { Micros } from '../units/quantities.js';
import { CountStream } from './countStream.js';
import { inTurn, mapped, multipliedInstants, thinned } from './instantTools.js';
import { merged } from './merge.js';
import { pointsOf } from './process.js';
import { profileOf, type Profile } from './profile.js';
import { flashed, multiplied, repeated, shifted, stretched, windowOf } from './profileTools.js';
import { RateStream } from './rateStream.js';
import type { Arrivals, Process, Tool } from './recipe.js';
import { spanOfArrivals } from './spans.js';
import type { ArrivalStream } from './stream.js';
import { checkTool } from './toolRules.js';
import type { InstantTrace, TraceLibrary } from './traceLibrary.js';

/** What stays the same all over a recipe. */
interface Setting {
  readonly horizon: Micros;
  readonly open: OpenStream;
  readonly traces: TraceLibrary;
}

/** Where in a recipe we are: how far the stream is needed, by how much it is multiplied, what its chance is called. */
interface Place {
  readonly until: Micros;
  readonly factor: number;
  readonly name: string;
}

/** A recipe on the way to a stream. A rate stays a rate as long as tools can change it exactly. */
type Plan =
  | { readonly kind: 'rate'; readonly profile: Profile; readonly process: Process; readonly name: string }
  | { readonly kind: 'instants'; readonly stream: ArrivalStream };

/**
 * Opens the stream of arrivals that a recipe describes, in [0, horizon).
 *
 * Rates are turned into instants by the inverse of their integral (no thinning, no rounding of gaps). A ramp takes the
 * length of the chain part it stands in, at top level the horizon. Tools change rates exactly where they can and instants
 * otherwise; `multiply` reaches through everything to the leaves.
 *
 * @param stream chance; used under the names `arrivals`, `arrivals/<part>` and `<name>/<tool>`
 * @throws RangeError for a recipe that describes no stream, or a trace that `traces` does not have
 */
export function openArrivals(
  recipe: Arrivals,
  stream: OpenStream,
  horizon: Micros,
  traces: TraceLibrary,
): ArrivalStream {
  const setting = { horizon, open: stream, traces };
  return streamOfPlan(planOf(recipe, setting, { until: horizon, factor: 1, name: 'arrivals' }), setting, horizon);
}

function streamOfPlan(plan: Plan, setting: Setting, until: Micros): ArrivalStream {
  if (plan.kind === 'instants') return plan.stream;
  const profile = windowOf(plan.profile, 0, until);
  return new RateStream(profile, pointsOf(plan.process, profile, setting.open, plan.name), until);
}

function openAt(recipe: Arrivals, setting: Setting, place: Place): ArrivalStream {
  return streamOfPlan(planOf(recipe, setting, place), setting, place.until);
}

function planOf(recipe: Arrivals, setting: Setting, place: Place): Plan {
  switch (recipe.kind) {
    case 'rate': {
      const profile = multiplied(profileOf(recipe.rate, setting.horizon, place.until), place.factor);
      return { kind: 'rate', profile, process: recipe.process, name: place.name };
    }
    case 'trace':
      return { kind: 'instants', stream: traceStream(recipe, setting, place) };
    case 'merge': {
      const parts = recipe.parts.map((part, i) => openAt(part, setting, { ...place, name: `${place.name}/${i}` }));
      return { kind: 'instants', stream: merged(parts) };
    }
    case 'apply':
      return applied(recipe.tool, recipe.to, setting, place);
  }
}

function traceStream(recipe: Extract<Arrivals, { kind: 'trace' }>, setting: Setting, place: Place): ArrivalStream {
  const trace = setting.traces.open(recipe.trace);
  const { factor, name, until } = place;
  if (trace.kind === 'counts') return new CountStream(trace, factor, recipe.within, setting.open, name, until);
  const once = mapped(instantsOf(trace), (instant) => instant, 0, until);
  return factor === 1 ? once : multipliedInstants(once, factor, 0, until, setting.open(`${name}/multiply`));
}

function instantsOf(trace: InstantTrace): ArrivalStream {
  const reader = trace.open();
  return { fill: (out) => reader.read(out) };
}

function applied(tool: Tool, to: Arrivals, setting: Setting, place: Place): Plan {
  checkTool(tool);
  if (tool.kind === 'multiply') return planOf(to, setting, { ...place, factor: place.factor * tool.by });
  if (tool.kind === 'repeat' && !isRate(to))
    return { kind: 'instants', stream: repeatedStream(tool, to, setting, place) };
  const untilThere = untilInside(tool, place.until, to, setting);
  const inner = planOf(to, setting, { ...place, until: untilThere });
  if (inner.kind === 'rate' && (tool.kind !== 'thin' || inner.process.kind === 'poisson')) {
    return { ...inner, profile: onProfile(tool, inner.profile, to, setting, place.until) };
  }
  const stream = streamOfPlan(inner, setting, untilThere);
  const name = `${place.name}/${tool.kind}-${depthOf(to)}`;
  return { kind: 'instants', stream: onInstants(tool, stream, setting, place.until, name) };
}

/** Whether a recipe is a rate under tools only: then a tool sees it as a rate, not as instants. */
function isRate(recipe: Arrivals): boolean {
  if (recipe.kind === 'apply') return isRate(recipe.to) && !(recipe.tool.kind === 'thin' && !isPoisson(recipe.to));
  return recipe.kind === 'rate';
}

function isPoisson(recipe: Arrivals): boolean {
  if (recipe.kind === 'apply') return isPoisson(recipe.to);
  return recipe.kind === 'rate' && recipe.process.kind === 'poisson';
}

/** How far a stream is needed so that the tool can give `until` of it. */
function untilInside(tool: Tool, until: Micros, to: Arrivals, setting: Setting): Micros {
  switch (tool.kind) {
    case 'stretch':
      return until / tool.by;
    case 'cut':
      return Math.min(tool.to, tool.from + until);
    case 'shift':
      return until - tool.by;
    case 'repeat':
      return Math.min(until, spanOfArrivals(to, setting.horizon, setting.traces));
    default:
      return until;
  }
}

function onProfile(tool: Tool, profile: Profile, to: Arrivals, setting: Setting, until: Micros): Profile {
  switch (tool.kind) {
    case 'multiply':
      return multiplied(profile, tool.by);
    case 'thin':
      return multiplied(profile, tool.keep);
    case 'stretch':
      return stretched(profile, tool.by);
    case 'cut':
      return shifted(windowOf(profile, tool.from, tool.to), -tool.from);
    case 'shift':
      return shifted(profile, tool.by);
    case 'repeat':
      return repeated(profile, spanOfArrivals(to, setting.horizon, setting.traces), tool.times, until);
    case 'flash':
      return flashed(profile, tool.at, tool.at + tool.for, tool.multiply);
  }
}

/** Tools on instants; `multiply` and `repeat` have been dealt with. */
function onInstants(tool: Tool, stream: ArrivalStream, setting: Setting, until: Micros, name: string): ArrivalStream {
  switch (tool.kind) {
    case 'thin':
      return thinned(stream, tool.keep, setting.open(name));
    case 'stretch':
      return mapped(stream, (instant) => Math.round(instant * tool.by), 0, until);
    case 'cut':
      return mapped(stream, (instant) => instant - tool.from, 0, Math.min(until, tool.to - tool.from));
    case 'shift':
      return mapped(stream, (instant) => instant + tool.by, 0, until);
    case 'flash':
      return multipliedInstants(stream, tool.multiply, tool.at, tool.at + tool.for, setting.open(name));
    default:
      return stream;
  }
}

type Repeat = Extract<Tool, { kind: 'repeat' }>;

/** Each round opens the inner stream anew, with chance of its own. */
function repeatedStream(tool: Repeat, to: Arrivals, setting: Setting, place: Place): ArrivalStream {
  const span = spanOfArrivals(to, setting.horizon, setting.traces);
  if (!(span > 0)) return inTurn(() => merged([]), 1, 0);
  const round = (k: number): ArrivalStream => {
    const name = k === 0 ? place.name : `${place.name}/round-${k}`;
    return openAt(to, setting, { ...place, until: Math.min(span, place.until - k * span), name });
  };
  return inTurn(round, span, Math.min(tool.times, Math.ceil(place.until / span)));
}

function depthOf(recipe: Arrivals): number {
  return recipe.kind === 'apply' ? 1 + depthOf(recipe.to) : 0;
}
