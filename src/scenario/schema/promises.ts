/** What was promised and what it costs: objectives, credits, tariffs. */
import { z } from 'zod';
import { bytes, count, duration, factor, message, money, nonEmpty, oneOf, percent, positive } from './leaves.js';
import { also, closed, inOrder, single, textOr } from './shapes.js';

const BAD = ['refused', 'timedOut', 'failed', 'cold'] as const;

const bad = textOr(
  oneOf(BAD, 'An outcome'),
  single({ slowerThan: duration('A latency', positive) }, 'an outcome').transform(({ value }) => ({
    slowerThan: value,
  })),
  `one of ${BAD.join(', ')} or { slowerThan: 500ms }`,
);

const alert = also(
  closed({
    severity: oneOf(['page', 'ticket'], 'Who is woken'),
    longWindow: duration('Long window', positive),
    shortWindow: duration('Short window', positive),
    burnRate: factor('Fires when both windows burn at least this fast'),
  }),
  ({ longWindow, shortWindow }) => inOrder(shortWindow, longWindow),
  'must not exceed longWindow',
  ['shortWindow'],
);

export const slo = closed({
  objective: percent('Share of requests that must be good').refine((share) => share > 0 && share < 1, {
    error: message('must be above 0% and below 100%', 'an objective of 100% leaves no budget'),
  }),
  over: duration('Window of the promise, e.g. 28d', positive),
  bad: z
    .array(bad, { error: 'must be a list of outcomes' })
    .min(1, { error: 'must not be empty' })
    .meta({ description: 'What makes a request bad' }),
  window: oneOf(['rolling', 'calendar'], 'Whether the window moves').optional(),
  requestsExpected: count('Requests expected in the window; without it there is no budget, only SLI and burn rate', {
    min: 1,
  }).optional(),
  budgetSpent: percent('Share of the budget spent before this run', { max: Infinity }).optional(),
  alerts: z
    .array(alert, { error: 'must be a list of alerts' })
    .meta({ description: 'Default: the pairs of the SRE workbook, rescaled to the window' })
    .optional(),
}).meta({ id: 'Objective' });
export type WrittenObjective = z.output<typeof slo>;

export const OBJECTIVE_NAME = /^[A-Za-z][\w-]*$/;
export const OBJECTIVE_RULE = 'must be a name: letters, digits, "_" and "-"';
export const slos = z
  .record(z.string().meta({ pattern: OBJECTIVE_NAME.source }), slo, {
    error: 'must be a map of objectives',
  })
  .meta({ description: 'Objectives; their names are addresses: slo.<service>.<name>.<figure>' });

export const slas = z
  .array(
    closed({
      slo: nonEmpty('Name of the objective'),
      credits: z
        .array(
          closed({
            below: percent('When the SLI is below this'),
            credit: percent('Share of the bill that is given back'),
          }),
          { error: 'must be a list of credits' },
        )
        .min(1, { error: 'must not be empty' }),
    }),
    { error: 'must be a list such as [{ slo: availability, credits: [{ below: 99.9%, credit: 10% }] }]' },
  )
  .meta({ description: 'Objectives with a price' });

const inlineTariff = also(
  closed({
    name: nonEmpty('Its name in results'),
    model: oneOf(
      ['request-time', 'instance-busy-time', 'instance-active-time', 'instance-lifetime', 'node-hours', 'event'],
      'What is metered',
    ),
    granularity: duration('Each span is rounded up to multiples of this; default: not rounded', positive).optional(),
    minimum: duration('Each span is at least this').optional(),
    prices: z.record(z.string(), money('Price of one unit of this meter'), {
      error: 'must be a map such as { request: 0.0000002 USD }',
    }),
    basis: oneOf(['limits', 'requests'], 'Whose memory and CPU are billed').optional(),
    memory: closed({
      step: bytes('Memory is rounded up to multiples of this', positive).optional(),
      minimum: bytes('Memory is billed as at least this').optional(),
      maximum: bytes('Memory is billed as at most this', positive).optional(),
    }).optional(),
    minimumInstances: count('Instances that are billed at least, per revision').optional(),
    notes: z
      .array(z.string(), { error: 'must be a list of texts' })
      .meta({ description: 'What a reader of the bill must know' })
      .optional(),
    provider: nonEmpty('Who bills').optional(),
    region: nonEmpty('Where').optional(),
    source: nonEmpty('Where the prices are from'),
    asOf: nonEmpty('When they held, e.g. 2026-06-01'),
    confidence: oneOf(['official', 'feed', 'secondary', 'memory'], 'How well the source is known').optional(),
  }),
  ({ prices }) => oneCurrency(prices),
  'must be in one currency, and not empty',
  ['prices'],
);

/** Prices that are wrong in themselves have none. */
function oneCurrency(prices: Readonly<Record<string, { readonly currency?: string }>>): boolean {
  const currencies = Object.values(prices ?? {}).map(({ currency }) => currency);
  return currencies.length > 0 && new Set(currencies.filter((currency) => currency !== undefined)).size <= 1;
}
export type WrittenTariff = z.output<typeof inlineTariff>;

export const tariffs = z
  .array(textOr(z.string(), inlineTariff, 'the name of a shipped tariff, or a map'), {
    error: 'must be a list of tariffs',
  })
  .min(1, { error: 'must not be empty' })
  .meta({ description: 'Price lists: names of shipped ones, or prices of your own' });
