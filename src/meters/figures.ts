import { COLD_CAUSES, FAILURE_CAUSES, REFUSAL_CAUSES, TIMEOUT_CAUSES, WAIT_PHASES } from '../platform/causes.js';
import { PHASES } from '../platform/recipe.js';
import type { Counts, Figures, Quantiles } from '../result/document.js';
import { Histogram } from '../stats/histogram.js';
import type { Micros } from '../units/quantities.js';
import { SECOND } from '../units/quantities.js';
import type { PodFigures } from './podFigures.js';
import type { ServiceMeter } from './serviceMeter.js';

const LEVELS = [0.5, 0.9, 0.95, 0.99, 0.999] as const;

/** The figures of some services together: of one, or of all. `span`: the counted time. */
export function figuresOf(services: readonly ServiceMeter[], revisions: readonly PodFigures[], span: Micros): Figures {
  const completed = merged(services.map((service) => service.latencyCompleted));
  const lost = merged(services.map((service) => service.latencyLost));
  const all = merged([completed, lost]);
  const requests = counts(services, false);
  const ended = requests.arrived - requests.inFlight;
  return {
    requests,
    attempts: counts(services, true),
    coldStarts: coldStarts(services, requests.completed),
    failures: {
      refused: byName(
        REFUSAL_CAUSES,
        summed(services, (one) => one.lostByCause[1]),
      ),
      timedOut: byName(
        TIMEOUT_CAUSES,
        summed(services, (one) => one.lostByCause[2]),
      ),
      failed: byName(
        FAILURE_CAUSES,
        summed(services, (one) => one.lostByCause[3]),
      ),
    },
    latency: quantiles(all),
    latencyCompleted: quantiles(completed),
    wait: quantiles(merged(services.map((service) => service.wait))),
    unansweredShare: ended > 0 ? (ended - requests.completed) / ended : null,
    pods: {
      started: total(revisions, (one) => one.started),
      mean: span > 0 ? total(revisions, (one) => one.podMicros) / span : 0,
      max: total(revisions, (one) => one.mostPods),
      podSeconds: total(revisions, (one) => one.podMicros) / SECOND,
      busySeconds: total(revisions, (one) => one.busyMicros) / SECOND,
      ...restarts(total(revisions, (one) => one.restarts)),
    },
    startup: startup(revisions),
    autoscaler: {
      decisions: total(revisions, (one) => one.decisions),
      panicSeconds: total(revisions, (one) => one.panicMicros) / SECOND,
      panics: total(revisions, (one) => one.panics),
      scaleToZero: total(revisions, (one) => one.toZero),
    },
  };
}

/** Told where there were some. */
function restarts(count: number): { readonly restarts?: number } {
  return count === 0 ? {} : { restarts: count };
}

function total<T>(all: readonly T[], value: (one: T) => number): number {
  return all.reduce((sum, one) => sum + value(one), 0);
}

function merged(histograms: readonly Histogram[]): Histogram {
  if (histograms.length === 1) return histograms[0];
  const sum = new Histogram();
  for (const histogram of histograms) sum.merge(histogram);
  return sum;
}

function summed(services: readonly ServiceMeter[], read: (one: ServiceMeter) => Float64Array): Float64Array {
  const sum = new Float64Array(read(services[0]).length);
  for (const service of services) read(service).forEach((value, k) => (sum[k] += value));
  return sum;
}

/** Only what happened, so that a reader sees the causes there were. */
function byName(names: readonly string[], values: ArrayLike<number>): Record<string, number> {
  return Object.fromEntries(names.map((name, k) => [name, values[k]] as const).filter(([, value]) => value > 0));
}

/** Requests, or with `attempts` the attempts made for them: each one tried again is one more that ended badly. */
function counts(services: readonly ServiceMeter[], attempts: boolean): Counts {
  const retried = summed(services, (one) => one.retriedCount);
  const lost = summed(services, (one) => one.lostCount);
  const of = (outcome: number): number => lost[outcome] + (attempts ? retried[outcome] : 0);
  const retries = attempts ? retried[1] + retried[2] + retried[3] : 0;
  const waitingToRetry = attempts ? total(services, (one) => one.betweenAttempts) : 0;
  const arrived = total(services, (one) => one.arrivedCount) + retries - waitingToRetry;
  const completed = total(services, (one) => one.completedCount);
  const ended = completed + of(1) + of(2) + of(3);
  return { arrived, completed, refused: of(1), timedOut: of(2), failed: of(3), inFlight: arrived - ended };
}

function coldStarts(services: readonly ServiceMeter[], completed: number): Figures['coldStarts'] {
  const requests = total(services, (one) => one.coldCount);
  return {
    requests,
    rate: completed > 0 ? requests / completed : null,
    byCause: byName(
      COLD_CAUSES,
      summed(services, (one) => one.coldByCause),
    ),
    byPhase: byName(
      WAIT_PHASES,
      summed(services, (one) => one.coldByPhase),
    ),
    queuedDuringScaleUp: total(services, (one) => one.queuedCount),
  };
}

function seconds(micros: number): number | null {
  return Number.isNaN(micros) ? null : micros / SECOND;
}

function quantiles(histogram: Histogram): Quantiles {
  const [p50, p90, p95, p99, p999] = histogram.quantiles(LEVELS).map(seconds);
  return { mean: seconds(histogram.mean), p50, p90, p95, p99, p999, max: seconds(histogram.max) };
}

function startup(revisions: readonly PodFigures[]): Figures['startup'] {
  const histogram = merged(revisions.map((one) => one.startup));
  const [p50, p95, p99] = histogram.quantiles([0.5, 0.95, 0.99]).map(seconds);
  const { count } = histogram;
  const phases = PHASES.map((phase, k) => [phase, total(revisions, (one) => one.phaseMicros[k])] as const);
  return {
    count,
    mean: seconds(histogram.mean),
    p50,
    p95,
    p99,
    phases: count === 0 ? {} : Object.fromEntries(phases.map(([phase, sum]) => [phase, sum / count / SECOND])),
  };
}
