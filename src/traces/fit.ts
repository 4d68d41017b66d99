import type { OpenStream } from '../random/source.js';
import { DAY, HOUR, MINUTE, SECOND, type Micros } from '../units/quantities.js';
import { openArrivals } from '../workload/arrivals.js';
import type { Arrivals, Process, Rate } from '../workload/recipe.js';
import { NO_TRACES, spanOf, type InstantTrace, type Trace } from '../workload/traceLibrary.js';
import { inspectTrace } from './inspect.js';
import { countsOf } from './minutes.js';

/** A generator of traffic like that of a trace, and what it was made from. */
export interface Fit {
  readonly arrivals: Arrivals;
  /** How long each step of the profile is. */
  readonly step: Micros;
  /** Index of dispersion of counts per minute around the profile: 1 is Poisson, below it traffic is more even. */
  readonly burstiness: number;
}

/** Below this a Poisson process does. */
const HARDLY_BURSTY = 1.05;
/** Below this traffic is a clock's rather than that of many who do not know of each other. */
const EVEN = 0.5;
/** From so many days on, the profile is that of a mean day. */
const DAYS_FOR_A_MEAN_DAY = 2;

/**
 * Fits a rate profile (constant steps with the trace's own means: of half an hour from half a day on, otherwise a 12th of
 * the span but at least three minutes; of several days a mean day, repeated) and the burstiness that is left around it,
 * which becomes a Markov-modulated Poisson process; traffic that is much more even than Poisson becomes one arrival in each
 * even step (`uniform`).
 */
export function fitArrivals(trace: Trace): Fit {
  const minutes = countsOf(trace);
  const step = stepFor(minutes.length * MINUTE);
  const days = Math.floor((minutes.length * MINUTE) / DAY);
  const period = days >= DAYS_FOR_A_MEAN_DAY ? DAY / MINUTE : minutes.length;
  const profile = profileOf(minutes, step / MINUTE, period);
  // What is shorter than a minute is counted as one.
  const covered = Math.min(1, spanOf(trace) / MINUTE);
  const burstiness = residualDispersion(minutes, profile, step / MINUTE, period);
  const rate = rateOf(
    profile.map((perMinute) => perMinute / covered),
    step,
    period * MINUTE,
  );
  const process = processFor(burstiness);
  const once: Arrivals = { kind: 'rate', rate, process };
  const times = Math.ceil(minutes.length / period);
  const arrivals: Arrivals = times > 1 ? { kind: 'apply', tool: { kind: 'repeat', times }, to: once } : once;
  return { arrivals, step, burstiness };
}

function processFor(burstiness: number): Process {
  if (burstiness < EVEN) return { kind: 'uniform' };
  return burstiness < HARDLY_BURSTY ? { kind: 'poisson' } : { kind: 'mmpp', burstiness };
}

function stepFor(span: Micros): Micros {
  if (span >= 12 * HOUR) return HOUR / 2;
  return Math.max(3, Math.ceil(span / MINUTE / 12)) * MINUTE;
}

/** Mean count per minute in each step of the period. */
function profileOf(minutes: Float64Array, step: number, period: number): Float64Array {
  const sums = new Float64Array(Math.ceil(period / step));
  const sizes = new Float64Array(sums.length);
  minutes.forEach((count, i) => {
    const at = Math.floor((i % period) / step);
    sums[at] += count;
    sizes[at]++;
  });
  return sums.map((sum, i) => sum / sizes[i]);
}

/** Squared distances from the profile over what Poisson counts would show, corrected for the means that were fitted. */
function residualDispersion(minutes: Float64Array, profile: Float64Array, step: number, period: number): number {
  let squares = 0;
  let sum = 0;
  minutes.forEach((count, i) => {
    const mean = profile[Math.floor((i % period) / step)];
    squares += (count - mean) * (count - mean);
    sum += mean;
  });
  const freedom = 1 - profile.length / minutes.length;
  return sum > 0 && freedom > 0 ? squares / (sum * freedom) : 1;
}

function rateOf(profile: Float64Array, step: Micros, span: Micros): Rate {
  const parts = Array.from(profile, (perMinute, i) => ({
    rate: { kind: 'constant' as const, rate: perMinute / (MINUTE / SECOND) },
    for: Math.min(step, span - i * step),
  }));
  return parts.length === 1 ? parts[0].rate : { kind: 'chain', parts };
}

/** How near what is generated comes to what it was fitted to. */
export interface Goodness {
  /** Mean rate of the generated traffic over that of the trace. */
  readonly meanRate: number;
  /** Coefficient of variation of gaps, generated over the trace's; null where either has none. */
  readonly gapVariation: number | null;
  /** Largest distance of the distribution functions of counts per minute, 0..1 (Kolmogorov-Smirnov). */
  readonly kolmogorovSmirnov: number;
  /** Mean distance of the sorted counts per minute, in arrivals per minute (Wasserstein). */
  readonly wasserstein: number;
  /** The same over the mean count per minute. */
  readonly relativeWasserstein: number;
}

/** Generates once over the span of the trace and compares. */
export function goodnessOf(fit: Fit, trace: Trace, stream: OpenStream): Goodness {
  const span = spanOf(trace);
  const generated = generatedTrace(fit.arrivals, span, stream);
  const [ours, theirs] = [countsOf(generated), countsOf(trace)].map((counts) => counts.sort());
  const [made, given] = [inspectTrace(generated), inspectTrace(trace)];
  const wasserstein = ours.reduce((sum, count, i) => sum + Math.abs(count - theirs[i]), 0) / ours.length;
  return {
    meanRate: made.meanRate / given.meanRate,
    gapVariation: ratio(made.gapVariation, given.gapVariation),
    kolmogorovSmirnov: greatestDistance(ours, theirs),
    wasserstein,
    relativeWasserstein: wasserstein / (theirs.reduce((sum, count) => sum + count, 0) / theirs.length),
  };
}

/** Null where either is unknown, and where the second is nothing to compare with. */
function ratio(ours: number | null, theirs: number | null): number | null {
  return ours === null || theirs === null || Number.isNaN(ours) || !(theirs > 0) ? null : ours / theirs;
}

/** Opened anew each time, so that nothing is kept. */
function generatedTrace(arrivals: Arrivals, span: Micros, stream: OpenStream): InstantTrace {
  const open = (): { read(out: Float64Array): number } => {
    const opened = openArrivals(arrivals, stream, span, NO_TRACES);
    return { read: (out) => opened.fill(out) };
  };
  const block = new Float64Array(1024);
  let count = 0;
  const reader = open();
  for (let n = reader.read(block); n > 0; n = reader.read(block)) count += n;
  return { kind: 'instants', span, count, open };
}

/** Of the distribution functions of two sorted samples. */
function greatestDistance(a: Float64Array, b: Float64Array): number {
  let greatest = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i], b[j]);
    while (i < a.length && a[i] <= value) i++;
    while (j < b.length && b[j] <= value) j++;
    greatest = Math.max(greatest, Math.abs(i / a.length - j / b.length));
  }
  return greatest;
}
