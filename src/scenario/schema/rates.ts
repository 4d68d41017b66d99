/** Rates as functions of time. */
import { z } from 'zod';
import { DAY } from '../../units/quantities.js';
import { duration, factor, perSecond, positive } from './leaves.js';
import { also, closed, inOrder, single, textOr } from './shapes.js';

/** A rate whose last part may still be open: its length is known when the span around it is. */
export type OpenRate =
  | { readonly kind: 'constant'; readonly rate: number }
  | { readonly kind: 'ramp'; readonly from: number; readonly to: number }
  | {
      readonly kind: 'sine';
      readonly mean: number;
      readonly amplitude: number;
      readonly period: number;
      readonly peakAt: number;
    }
  | { readonly kind: 'sum'; readonly parts: readonly OpenRate[] }
  | { readonly kind: 'chain'; readonly parts: readonly { readonly rate: OpenRate; readonly for: number | null }[] };

export const constant = (rate: number): OpenRate => ({ kind: 'constant', rate });

const ramp = closed({ from: perSecond('Rate at the start of its span'), to: perSecond('Rate at the end of its span') })
  .transform((ends): OpenRate => ({ kind: 'ramp', ...ends }))
  .meta({ description: 'From one rate to another, in a straight line over its span' });

const sine = also(
  closed({
    mean: perSecond('Mean rate'),
    amplitude: perSecond('Highest above the mean, at most the mean'),
    period: duration('From peak to peak', positive),
    peakAt: duration('When the first peak is; default: a quarter of the period').optional(),
  }),
  ({ mean, amplitude }) => inOrder(amplitude, mean),
  'must not exceed mean: a rate is never negative',
  ['amplitude'],
)
  .transform(({ peakAt, ...wave }): OpenRate => ({
    kind: 'sine',
    ...wave,
    peakAt: peakAt ?? Math.floor(wave.period / 4),
  }))
  .meta({ description: 'A wave around the mean' });

const diurnal = closed({
  mean: perSecond('Mean rate of the day'),
  peakToMean: factor('Peak / mean, from 1 (flat) to 2 (nothing at night)', (value) =>
    value >= 1 && value <= 2 ? null : 'must be from 1 to 2',
  ),
  peakAt: duration('Time of the peak, counted from the start of the run'),
})
  .transform(({ mean, peakToMean, peakAt }): OpenRate => ({
    kind: 'sine',
    mean,
    amplitude: mean * (peakToMean - 1),
    period: DAY,
    peakAt,
  }))
  .meta({ description: 'A sine of 24 hours' });

const step = closed({
  from: perSecond('Rate before'),
  to: perSecond('Rate from then on'),
  at: duration('When it changes'),
})
  .transform(({ from, to, at }): OpenRate => ({
    kind: 'chain',
    parts: [
      { rate: constant(from), for: at },
      { rate: constant(to), for: null },
    ],
  }))
  .meta({ description: 'One rate, then another' });

const spike = also(
  closed({
    base: perSecond('Rate before and after'),
    peak: perSecond('Rate at its height, at least the base'),
    at: duration('When it begins to rise'),
    for: duration('How long it stays at its height'),
    rise: duration('How long it rises; default: at once').optional(),
    fall: duration('How long it falls; default: at once').optional(),
  }),
  ({ base, peak }) => inOrder(base, peak),
  'must not be below base',
  ['peak'],
)
  .transform(spikeRate)
  .meta({ description: 'A base rate with a plateau on top of it' });

interface Spike {
  readonly base: number;
  readonly peak: number;
  readonly at: number;
  readonly for: number;
  readonly rise?: number | undefined;
  readonly fall?: number | undefined;
}

function spikeRate({ base, peak, at, for: plateau, rise = 0, fall = 0 }: Spike): OpenRate {
  const height = peak - base;
  const parts = [
    { rate: constant(0), for: at },
    { rate: { kind: 'ramp', from: 0, to: height } as const, for: rise },
    { rate: constant(height), for: plateau },
    { rate: { kind: 'ramp', from: height, to: 0 } as const, for: fall },
  ];
  return { kind: 'sum', parts: [constant(base), { kind: 'chain', parts: parts.filter((part) => part.for > 0) }] };
}

const sum = z
  .array(
    z.lazy(() => rate),
    { error: 'must be a list of rates' },
  )
  .min(1, { error: 'must not be empty' })
  .transform((parts): OpenRate => ({ kind: 'sum', parts }))
  .meta({ description: 'Rates added up' });

const chain = z
  .array(
    closed({
      rate: z.lazy(() => rate),
      for: duration('How long; the last part may omit it and fills what is left', positive).optional(),
    }),
    { error: 'must be a list such as [{ rate: 3/s, for: 10m }]' },
  )
  .min(1, { error: 'must not be empty' })
  .superRefine((parts, context) => {
    parts.slice(0, -1).forEach((part, i) => {
      if (part.for === undefined)
        context.addIssue({ code: 'custom', path: [i], message: 'only the last part may omit `for`' });
    });
  })
  .transform((parts): OpenRate => ({
    kind: 'chain',
    parts: parts.map((part) => ({ rate: part.rate, for: part.for ?? null })),
  }))
  .meta({
    description:
      'Rates one after the other; after the last one the rate is 0. Times inside a part count from its start',
  });

/** A rate as a function of time. */
export const rate: z.ZodType<OpenRate> = textOr(
  perSecond('A constant').transform(constant),
  single({ ramp, sine, diurnal, step, spike, sum, chain }, 'a rate').transform(({ value }): OpenRate => value),
  'a rate such as "20/s" or a shape such as { ramp: { from: 1/s, to: 20/s } }',
).meta({ id: 'Rate', description: 'Arrivals per second: a constant such as "20/s", or one shape of time' });
