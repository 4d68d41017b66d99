/**
 * What is published about populations of serverless applications.
 *
 * Azure: Shahrad et al., "Serverless in the Wild", USENIX ATC 2020, text and plots, and quantiles of day 1 of the released
 * trace (17,577 apps with at least one invocation). Settings: shares among 1,780 applications of IBM Cloud Code Engine
 * (ubc-cirrus-lab, MIT), rare values left out.
 */

/** Points of a distribution function: share of apps, and the value up to which they lie. */
export type Curve = readonly (readonly [share: number, value: number])[];

/** Invocations per app and day; between the points the logarithm is a straight line. */
export const DAILY_INVOCATIONS: Curve = [
  [0, 1],
  [0.1, 2],
  [0.25, 15],
  [0.3, 24],
  [0.5, 288],
  [0.75, 1415],
  [0.78, 1440],
  [0.9, 8573],
  [0.95, 35_948],
  [0.99, 493_983],
  [1, 127_471_685],
];

/** What timers fire at, per day. */
export const TIMER_STEPS: readonly number[] = [1, 24, 48, 96, 288, 1440];

/** Functions per app: 54 % have one, 95 % at most 10, 0.04 % more than 100. */
export const FUNCTIONS: Curve = [
  [0, 1],
  [0.54, 1],
  [0.95, 10],
  [0.9996, 100],
  [1, 1000],
];

/** Coefficient of variation of gaps between invocations; 0 is a clock. */
export const GAP_VARIATION: Readonly<Record<'timer' | 'mixed' | 'other', Curve>> = {
  timer: [
    [0.45, 0],
    [0.94, 1],
    [1, 4],
  ],
  mixed: [
    [0.2, 0],
    [0.57, 1],
    [0.71, 2],
    [0.86, 4],
    [0.9, 6],
    [0.95, 10],
    [1, 20],
  ],
  other: [
    [0.11, 0],
    [0.35, 1],
    [0.55, 2],
    [0.76, 4],
    [0.92, 10],
    [1, 20],
  ],
};

/** Triggers of an app, by share of apps; the rest has some other combination. */
export const TRIGGERS: readonly (readonly [share: number, triggers: string])[] = [
  [0.4327, 'http'],
  [0.1336, 'timer'],
  [0.0947, 'queue'],
  [0.0459, 'http timer'],
  [0.0422, 'http queue'],
  [0.0301, 'event'],
  [0.028, 'storage'],
  [0.0257, 'timer queue'],
  [0.0248, 'http timer queue'],
  [0.1423, 'others'],
];

/** Mean duration of a function: lognormal, ln of seconds (Serverless in the Wild, ATC 2020). */
export const MEAN_DURATION = { mu: -0.38, sigma: 2.36 } as const;
/**
 * Spread of durations within an app, ln: half of the functions average below 1 s, and half never exceed 3 s, which is
 * what a sigma of 0.4 gives over some hundred invocations.
 */
export const DURATION_SPREAD = 0.4;
/** A function may run for ten minutes on the plan that the trace is of. */
export const LONGEST_MEAN_SECONDS = 600;

/** Memory of an app in MB: Burr XII, F(x) = 1 - (1 + (x / lambda)^c)^-k. */
export const MEMORY = { c: 11.652, k: 0.221, lambda: 107.083 } as const;

/** Traffic in the trough of the day is half of that at its peak: amplitude over mean. */
export const DAILY_SWING = 1 / 3;

/** Cores and GB of a container, by share. */
export const SIZES: readonly (readonly [share: number, size: readonly [cores: number, gigabytes: number]])[] = [
  [0.389, [1, 4]],
  [0.133, [0.125, 0.25]],
  [0.129, [0.25, 0.5]],
  [0.103, [1, 2]],
  [0.078, [0.5, 1]],
  [0.042, [0.125, 0.5]],
  [0.026, [0.5, 2]],
  [0.016, [0.25, 1]],
  [0.014, [2, 8]],
  [0.011, [0.125, 1]],
  [0.011, [1, 8]],
  [0.011, [0.25, 2]],
  [0.011, [2, 4]],
];

export const CONCURRENCIES: readonly (readonly [share: number, containerConcurrency: number])[] = [
  [0.933, 100],
  [0.008, 50],
  [0.007, 200],
  [0.006, 10],
  [0.006, 150],
  [0.006, 300],
  [0.005, 30],
  [0.004, 1000],
  [0.004, 20],
];

export const MIN_SCALES: readonly (readonly [share: number, minScale: number])[] = [
  [0.535, 1],
  [0.413, 0],
  [0.032, 2],
  [0.01, 3],
  [0.005, 4],
];
