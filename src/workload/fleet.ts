import type { Distribution } from '../random/distribution.js';
import type { OpenStream, Source } from '../random/source.js';
import { normalQuantile } from '../stats/normal.js';
import { exp, ln, pow } from '../stats/portable.js';
import { DAY, GIB, SECOND, type Bytes, type MilliCores, type PerSecond } from '../units/quantities.js';
import {
  CONCURRENCIES,
  DAILY_INVOCATIONS,
  DAILY_SWING,
  DURATION_SPREAD,
  FUNCTIONS,
  GAP_VARIATION,
  LONGEST_MEAN_SECONDS,
  MEAN_DURATION,
  MEMORY,
  MIN_SCALES,
  SIZES,
  TIMER_STEPS,
  TRIGGERS,
  type Curve,
} from './fleetFacts.js';
import { BURST_MEMORY, dispersionSeen } from './process.js';
import type { Arrivals, Process } from './recipe.js';

/** One application of a generated population. */
export interface FleetApp {
  /** "app-00017": its index, so that order of names is order of apps. */
  readonly name: string;
  /** "http timer". */
  readonly triggers: string;
  readonly functions: number;
  /** Mean invocations per day. */
  readonly daily: number;
  /** The coefficient of variation of gaps that was drawn; 0 is a clock. */
  readonly gapVariation: number;
  readonly arrivals: Arrivals;
  readonly serviceTime: Distribution;
  /** What an app allocated on Azure, in bytes. */
  readonly memory: Bytes;
  readonly settings: FleetSettings;
}

/** Knative settings of an app, drawn from production ones. */
export interface FleetSettings {
  readonly cpu: MilliCores;
  readonly memory: Bytes;
  readonly containerConcurrency: number;
  readonly minScale: number;
}

const MEGABYTE: Bytes = 1_000_000;

/**
 * The app of this index in a population like that of Azure Functions in 2019, with settings like those on IBM Code Engine.
 * Every app has streams of its own: app 7 is the same whether 10 or 10,000 are generated.
 *
 * What the sources do not say and is assumed: rate, duration, memory and settings are independent of each other; apps that
 * are clocks fire at a timer's period; the day's peak is at a random hour.
 *
 * @param open chance; used under the names `fleet/<index>/<what>`
 */
export function fleetApp(index: number, open: OpenStream): FleetApp {
  const source = (what: string): Source => open(`fleet/${index}/${what}`);
  const traffic = source('traffic');
  const triggers = chosen(TRIGGERS, traffic.next());
  const variation = gapVariationOf(triggers, traffic.next());
  const wanted = onCurve(DAILY_INVOCATIONS, traffic.next(), true);
  const daily = variation === 0 ? nearestTimer(wanted) : wanted;
  return {
    name: `app-${String(index).padStart(5, '0')}`,
    triggers,
    functions: Math.round(onCurve(FUNCTIONS, source('functions').next(), true)),
    daily,
    gapVariation: variation,
    arrivals: arrivalsOf(daily, variation, traffic.next()),
    serviceTime: serviceTimeOf(source('duration').double()),
    memory: Math.round(memoryOf(source('memory').double()) * MEGABYTE),
    settings: settingsOf(source('settings')),
  };
}

function gapVariationOf(triggers: string, u: number): number {
  const timer = triggers.includes('timer');
  const curve = GAP_VARIATION[triggers === 'timer' ? 'timer' : timer ? 'mixed' : 'other'];
  return u < curve[0][0] ? 0 : onCurve(curve, u, false);
}

/** Timers have round periods; what is faster than one a minute is left as it is. */
function nearestTimer(daily: number): number {
  if (daily > 1.5 * TIMER_STEPS[TIMER_STEPS.length - 1]) return Math.round(daily);
  const distances = TIMER_STEPS.map((step) => Math.abs(ln(daily / step)));
  return TIMER_STEPS[distances.indexOf(Math.min(...distances))];
}

function arrivalsOf(daily: number, variation: number, phase: number): Arrivals {
  const mean = daily / (DAY / SECOND);
  if (variation === 0) return clock(mean, phase);
  const peakAt = Math.floor(phase * DAY);
  const rate = { kind: 'sine', mean, amplitude: mean * DAILY_SWING, period: DAY, peakAt } as const;
  return { kind: 'rate', rate, process: processOf(variation, mean) };
}

/** Longer than any run. */
const FOR_EVER = 100 * 365 * DAY;

/**
 * Fires once a period, the first time after a share `phase` of it: not all timers of a fleet fire at once. (A regular
 * process fires when the cumulative rate passes a half: that is reached at the end of the first part.)
 */
function clock(mean: PerSecond, phase: number): Arrivals {
  const first = Math.max(1, Math.round((phase * SECOND) / mean));
  const parts = [
    { rate: { kind: 'constant', rate: (0.5 * SECOND) / first }, for: first },
    { rate: { kind: 'constant', rate: mean }, for: FOR_EVER },
  ] as const;
  return { kind: 'rate', rate: { kind: 'chain', parts }, process: { kind: 'regular' } };
}

/**
 * A process whose gaps vary like this. Up to 1 Poisson; above it the modulated process, for which (while its quiet state
 * is silent) CV^2 = 1 + 2 rate v m, with the variance v of its factor and its memory m.
 */
function processOf(variation: number, rate: PerSecond): Process {
  if (variation <= 1) return { kind: 'poisson' };
  const factorVariance = (variation * variation - 1) / (2 * rate * (BURST_MEMORY / SECOND));
  return { kind: 'mmpp', burstiness: 1 + rate * factorVariance * dispersionSeen() };
}

function serviceTimeOf(u: number): Distribution {
  const mean = Math.min(LONGEST_MEAN_SECONDS, exp(MEAN_DURATION.mu + MEAN_DURATION.sigma * normalQuantile(u)));
  const mu = ln(mean * SECOND) - (DURATION_SPREAD * DURATION_SPREAD) / 2;
  return { kind: 'lognormal', mu, sigma: DURATION_SPREAD };
}

/** Inverse of the Burr distribution, in MB. */
function memoryOf(u: number): number {
  return MEMORY.lambda * pow(pow(1 - u, -1 / MEMORY.k) - 1, 1 / MEMORY.c);
}

function settingsOf(source: Source): FleetSettings {
  const [cores, gigabytes] = chosen(SIZES, source.next());
  return {
    cpu: cores * 1000,
    memory: gigabytes * GIB,
    containerConcurrency: chosen(CONCURRENCIES, source.next()),
    minScale: chosen(MIN_SCALES, source.next()),
  };
}

/** One of several with given shares, which need not add up to 1. */
function chosen<T>(shares: readonly (readonly [share: number, value: T])[], u: number): T {
  let left = u * shares.reduce((sum, [share]) => sum + share, 0);
  for (const [share, value] of shares) {
    if (left < share) return value;
    left -= share;
  }
  return shares[shares.length - 1][1];
}

/** The value up to which a share `u` lies: linear between points, in the logarithm if asked. */
function onCurve(curve: Curve, u: number, logarithmic: boolean): number {
  const i = Math.max(
    1,
    curve.findIndex(([share]) => share > u),
  );
  const [[shareBelow, below], [shareAbove, above]] = [curve[i - 1], curve[i]];
  const part = (u - shareBelow) / (shareAbove - shareBelow);
  return logarithmic ? below * exp(part * ln(above / below)) : below + part * (above - below);
}
