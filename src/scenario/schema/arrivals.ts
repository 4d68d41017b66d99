import { z } from 'zod';
import type { Process, Tool, Within } from '../../workload/recipe.js';
import { count, duration, factor, oneOf, percent, perSecond, positive, shift } from './leaves.js';
import { constant, rate, type OpenRate } from './rates.js';
import { also, closed, inOrder, present, single, textOr } from './shapes.js';
import { arrivalTrace, type WrittenTrace } from './traceFiles.js';

const process = textOr(
  oneOf(
    ['poisson', 'regular', 'uniform'],
    'Random, evenly spaced, or one at a random place in each even step',
  ).transform((kind): Process => ({ kind })),
  closed({
    burstiness: factor('Index of dispersion of the counts per minute; 1 is Poisson', (value) =>
      value >= 1 ? null : 'must be at least 1',
    ),
  }).transform(({ burstiness }): Process => ({ kind: 'mmpp', burstiness })),
  'poisson, regular, uniform or { burstiness: 4 }',
).meta({ description: 'How a rate becomes instants' });

const tool = single(
  {
    multiply: factor('Rate x this, the shape unchanged'),
    stretch: factor('Time x this, so that the rate is divided by it'),
    cut: also(
      closed({ from: duration('Start'), to: duration('End', positive) }),
      ({ from, to }) => inOrder(from, to) && (typeof from !== 'number' || from !== to),
      'from must be before to',
    ),
    shift: shift('Later by this much, or earlier'),
    thin: percent('Keep each arrival with this probability'),
    repeat: count('How many times in all', { min: 1 }),
    flash: closed({ at: duration('When'), for: duration('How long', positive), multiply: factor('Rate x this') }),
  },
  'a tool',
).transform(({ key, value }): Tool => {
  switch (key) {
    case 'multiply':
    case 'stretch':
    case 'shift':
      return { kind: key, by: value };
    case 'thin':
      return { kind: 'thin', keep: value };
    case 'repeat':
      return { kind: 'repeat', times: value };
    case 'cut':
      return { kind: 'cut', ...value };
    case 'flash':
      return { kind: 'flash', ...value };
  }
});

export type OpenArrivals = (
  | { readonly kind: 'rate'; readonly rate: OpenRate; readonly process: Process | null }
  | { readonly kind: 'trace'; readonly trace: WrittenTrace; readonly within: Within | null }
  | { readonly kind: 'merge'; readonly parts: readonly OpenArrivals[] }
) & { readonly apply: readonly Tool[] };

/** Tools for a stream of arrivals. */
export const tools = z
  .array(tool, { error: 'must be a list of tools such as [{ multiply: 2 }]' })
  .meta({ description: 'Tools, applied top to bottom' });

const plainFields = closed(
  {
    process: process.optional(),
    rate: rate.optional(),
    trace: arrivalTrace.optional(),
    merge: z
      .array(
        z.lazy(() => arrivals),
        { error: 'must be a list of arrivals' },
      )
      .min(1, { error: 'must not be empty' })
      .meta({ description: 'Streams of instants added up (rates are added with `sum`)' })
      .optional(),
    apply: tools.optional(),
  },
  'a rate such as "20/s" or a map with one of rate, trace, merge',
);

const oneSource = also(
  plainFields,
  ({ rate: what, trace, merge }) => present(what, trace, merge) === 1,
  'must have exactly one of rate, trace, merge',
);
const fields = also(
  oneSource,
  ({ process: how, trace, merge }) => how === undefined || present(trace, merge) === 0,
  'goes with rate only',
  ['process'],
).transform(({ process: how, rate: what, trace, merge, apply = [] }): OpenArrivals => {
  if (merge !== undefined) return { kind: 'merge', parts: merge, apply };
  if (trace === undefined) return { kind: 'rate', rate: what!, process: how ?? null, apply };
  const { within: placed, ...file } = trace;
  return { kind: 'trace', trace: file, within: placed ?? null, apply };
});

/** `20/s` is a Poisson process of that rate. */
export const arrivals: z.ZodType<OpenArrivals> = textOr(
  perSecond('Poisson arrivals at this rate').transform((value): OpenArrivals => ({
    kind: 'rate',
    rate: constant(value),
    process: null,
    apply: [],
  })),
  fields,
  'a rate such as "20/s" or a map with one of rate, trace, merge',
).meta({ id: 'Arrivals', description: 'The load' });
