/** What it costs: price lists, and how bills are made from them. */
import { z } from 'zod';
import {
  bytes,
  count,
  cpu,
  duration,
  factor,
  flag,
  hourlyPrice,
  memory,
  message,
  money,
  nonEmpty,
  oneOf,
  positive,
} from './leaves.js';
import { also, closed, inOrder, named, textOr } from './shapes.js';

/** A bare number of units of a meter, kept as decimal text. */
const amount = (description: string) =>
  z
    .union([z.number(), z.string()], { error: 'must be a number of units of the meter' })
    .transform((value, context): string => {
      const text = String(value);
      if (/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return text;
      context.addIssue({ code: 'custom', message: 'must be a number of units of the meter, 0 or more' });
      return z.NEVER;
    })
    .meta({ description });

const byMeter = <T extends z.ZodType>(schema: T, example: string) =>
  z.record(z.string(), schema, { error: `must be a map such as ${example}` });

const volumeTier = closed({
  upTo: amount('Units of a month where the tier ends; the last tier has none').optional(),
  rate: money('Price of one unit in it'),
});

const memorySize = closed({
  memory: memory('A size on sale'),
  ghz: amount('CPU that comes with it, in GHz').optional(),
});

const machine = closed({
  name: nonEmpty('Of the machine'),
  cpu: cpu('CPU that pods can have'),
  memory: memory('Memory that pods can have'),
  price: hourlyPrice('On demand'),
  spot: hourlyPrice('As a spot node').optional(),
  reserved: hourlyPrice('As a reserved node').optional(),
}).meta({ description: 'What a pod takes a share of without nodes; the price of nodes that have none' });

const inlineTariff = also(
  closed({
    name: nonEmpty('Its name in results'),
    model: oneOf(
      ['request-time', 'instance-busy-time', 'instance-active-time', 'instance-lifetime', 'node-hours', 'event'],
      'What is metered',
    ),
    granularity: duration('Each span is rounded up to multiples of this; default: not rounded', positive).optional(),
    minimum: duration('Each span is at least this').optional(),
    prices: byMeter(money('Price of one unit of this meter'), '{ request: 0.0000002 USD }'),
    free: byMeter(amount('Units of this meter that are free each month'), '{ request: 1000000 }').optional(),
    tiers: byMeter(
      z.array(volumeTier, { error: 'must be a list of tiers' }).min(1, { error: 'must not be empty' }),
      '{ gibSecond: [{ upTo: 6000000000, rate: 0.00001 USD }, { rate: 0.000008 USD }] }',
    ).optional(),
    unitFactors: byMeter(amount('Compute units of one unit of this meter'), '{ request: 0.0075 }').optional(),
    basis: oneOf(['limits', 'requests'], 'Whose memory and CPU are billed').optional(),
    memory: closed({
      step: bytes('Memory is rounded up to multiples of this', positive).optional(),
      minimum: bytes('Memory is billed as at least this').optional(),
      maximum: bytes('Memory is billed as at most this', positive).optional(),
      sizes: z
        .array(memorySize, { error: 'must be a list of sizes' })
        .min(1, { error: 'must not be empty' })
        .meta({ description: 'Sizes on sale, rising, instead of step, minimum and maximum' })
        .optional(),
    }).optional(),
    alwaysReady: closed({
      instances: count('Instances of a service that are always ready where nothing else says so').optional(),
      granularity: duration('Their time is rounded up to multiples of this', positive).optional(),
    }).optional(),
    minimumInstances: count('Instances that are billed at least, per revision').optional(),
    node: machine.optional(),
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
  ({ prices, tiers, node }) => oneCurrency(prices, tiers, node),
  'must be in one currency, and not empty',
  ['prices'],
);

interface Priced {
  readonly currency?: string;
}

/** Prices that are wrong in themselves have none. */
function oneCurrency(
  prices: Readonly<Record<string, Priced>>,
  tiers: Readonly<Record<string, readonly { readonly rate: Priced }[]>> = {},
  node:
    { readonly price: Priced; readonly spot?: Priced | undefined; readonly reserved?: Priced | undefined } | undefined,
): boolean {
  const rates = Object.values(tiers).flatMap((list) => (Array.isArray(list) ? list.map((tier) => tier.rate) : []));
  const machines = node === undefined ? [] : [node.price, node.spot, node.reserved];
  const own = Object.values(prices ?? {});
  const currencies = [...own, ...rates, ...machines].map((price) => price?.currency);
  const known = new Set(currencies.filter((currency) => currency !== undefined));
  return own.length + machines.length > 0 && known.size <= 1;
}
export type WrittenTariff = z.output<typeof inlineTariff>;

export const tariffs = z
  .array(textOr(z.string(), inlineTariff, 'the name of a shipped tariff, or a map'), {
    error: 'must be a list of tariffs',
  })
  .min(1, { error: 'must not be empty' })
  .meta({ description: 'Price lists: names of shipped ones, or prices of your own' });

const days = z
  .number({ error: 'must be a whole number from 28 to 31' })
  .refine((value) => Number.isInteger(value) && value >= 28 && value <= 31, {
    error: message('must be a whole number from 28 to 31', 'the days of the month'),
  })
  .meta({ description: 'Days in the month', type: 'integer', minimum: 28, maximum: 31 });

const event = also(
  closed({
    name: nonEmpty('What happens').optional(),
    from: duration('Where in the run it begins'),
    to: duration('Where in the run it ends', positive),
    perMonth: factor('How often it happens in a month'),
  }),
  ({ from, to }) => inOrder(from, to) && from !== to,
  'must be later than from',
  ['to'],
);

export const billing = closed({
  freeTier: flag('Whether the free allowances of a month are taken off').optional(),
  volumeTiers: flag('Whether the volume tiers of a month hold').optional(),
  alwaysReady: named(
    count('Instances kept ready'),
    'Instances kept ready by service, for plans that sell them; default: the least scale of the service',
  ).optional(),
  month: closed({
    days: days.optional(),
    events: z
      .array(event, { error: 'must be a list of events' })
      .meta({
        description: 'Spans of the run that happen so often; the rest of the run stands for the rest of the month',
      })
      .optional(),
  })
    .meta({ description: 'What a month is made of: with it, bills say what a month costs' })
    .optional(),
}).meta({ description: 'How bills are made from the run' });
export type WrittenBilling = z.output<typeof billing>;
