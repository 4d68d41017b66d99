import type { Fraction, Micros, PerSecond } from '../units/quantities.js';

/** Streams of instants. A `rate` is a function of time; a process turns it into instants. */
export type Arrivals =
  | { readonly kind: 'rate'; readonly rate: Rate; readonly process: Process }
  | { readonly kind: 'trace'; readonly trace: TraceRef; readonly within: Within }
  | { readonly kind: 'merge'; readonly parts: readonly Arrivals[] }
  | { readonly kind: 'apply'; readonly tool: Tool; readonly to: Arrivals };

/** How the arrivals of one counted interval (a minute) are placed within it. */
export type Within = 'poisson' | 'uniform' | 'regular' | 'bursty';

export type Process =
  /** `regular`: equal steps of the cumulative rate. `uniform`: one arrival, uniformly placed, in each unit step of it. */
  | { readonly kind: 'poisson' | 'regular' | 'uniform' }
  /** Markov-modulated Poisson with this index of dispersion of counts per minute. */
  | { readonly kind: 'mmpp'; readonly burstiness: number };

/** Arrivals per second as a function of time. `step`, `spike`, `diurnal` are spelling: they resolve to these. */
export type Rate =
  | { readonly kind: 'constant'; readonly rate: PerSecond }
  /** From one rate to another over its span (that of the chain's part it stands in, or the horizon). */
  | { readonly kind: 'ramp'; readonly from: PerSecond; readonly to: PerSecond }
  | {
      readonly kind: 'sine';
      readonly mean: PerSecond;
      readonly amplitude: PerSecond;
      readonly period: Micros;
      readonly peakAt: Micros;
    }
  | { readonly kind: 'sum'; readonly parts: readonly Rate[] }
  /** One after the other; after the last one the rate is 0. Times inside a part count from its start. */
  | { readonly kind: 'chain'; readonly parts: readonly { readonly rate: Rate; readonly for: Micros }[] };

/** Changes any stream of arrivals. */
export type Tool =
  | { readonly kind: 'multiply'; readonly by: number }
  | { readonly kind: 'stretch'; readonly by: number }
  | { readonly kind: 'cut'; readonly from: Micros; readonly to: Micros }
  | { readonly kind: 'shift'; readonly by: Micros }
  | { readonly kind: 'thin'; readonly keep: Fraction }
  | { readonly kind: 'repeat'; readonly times: number }
  | { readonly kind: 'flash'; readonly at: Micros; readonly for: Micros; readonly multiply: number };

/** The file is named with its digest, so that a re-run knows it has the same input. */
export interface TraceRef {
  readonly file: string;
  readonly sha256: string;
  readonly format: string;
  /** Which function or series of the file; `null`: all of it together. */
  readonly select: string | null;
  /** The share of rows that may be bad before it is refused. @default 0.01 */
  readonly badRows?: Fraction;
}
