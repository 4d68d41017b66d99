import { z } from 'zod';
import type { Distribution } from '../../random/distribution.js';
import { shifted } from '../../units/decimal.js';
import { Z99 } from '../../stats/normal.js';
import { ln } from '../../stats/portable.js';
import { duration, factor, positive } from './leaves.js';
import { also, closed, inOrder, present, single, textOr } from './shapes.js';

const exponential = closed({ mean: duration('Mean', positive) }).meta({ description: 'Memoryless, with this mean' });

const uniform = also(
  closed({ min: duration('Smallest value'), max: duration('Largest value') }),
  ({ min, max }) => inOrder(min, max),
  'min must not exceed max',
).meta({ description: 'Every value between the two is equally likely' });

const lognormalFields = also(
  closed({
    median: duration('Half of the values are below', positive).optional(),
    mean: duration('Mean', positive).optional(),
    p99: duration('99 of 100 values are below', positive).optional(),
    cv: factor('Coefficient of variation: standard deviation / mean').optional(),
    sigma: factor('Standard deviation of the logarithm').optional(),
    mu: factor('Mean of the logarithm of microseconds (how the exact value is printed)', () => null).optional(),
  }),
  (fields) => present(...Object.values(fields)) === 2,
  'a lognormal distribution needs exactly two figures, such as median and p99',
);
type LognormalFields = z.output<typeof lognormalFields>;

const lognormal = lognormalFields
  .transform((fields, context): Distribution => {
    const result = fromTwo(fields);
    if (typeof result !== 'string') return { kind: 'lognormal', ...result };
    context.addIssue({ code: 'custom', message: result });
    return z.NEVER;
  })
  .meta({
    description:
      'Given by two of: median and p99, median and sigma, median and cv, median and mean, mean and cv, mean and p99, mean and sigma, mu and sigma',
  });

interface LogMoments {
  readonly mu: number;
  readonly sigma: number;
}

/** mu and sigma from whichever two figures were given, or the rule that is broken. */
function fromTwo({ median, mean, p99, cv, sigma, mu }: LognormalFields): LogMoments | string {
  const spread = sigma ?? (cv === undefined ? undefined : Math.sqrt(ln(1 + cv * cv)));
  if (mu !== undefined) return spread === undefined || cv !== undefined ? 'mu goes with sigma' : { mu, sigma: spread };
  if (median !== undefined) return fromMedian(median, { mean, p99, spread });
  if (mean !== undefined) return fromMean(mean, { p99, spread });
  return 'a lognormal distribution needs its median or its mean';
}

interface Second {
  readonly mean?: number | undefined;
  readonly p99?: number | undefined;
  readonly spread?: number | undefined;
}

function fromMedian(median: number, { mean, p99, spread }: Second): LogMoments | string {
  const mu = ln(median);
  if (spread !== undefined) return { mu, sigma: spread };
  if (p99 !== undefined)
    return p99 >= median ? { mu, sigma: ln(p99 / median) / Z99 } : 'p99 must not be below the median';
  const ratio = mean! / median;
  return ratio >= 1 ? { mu, sigma: Math.sqrt(2 * ln(ratio)) } : 'the mean must not be below the median';
}

function fromMean(mean: number, { p99, spread }: Second): LogMoments | string {
  if (spread !== undefined) return { mu: ln(mean) - (spread * spread) / 2, sigma: spread };
  const excess = ln(p99! / mean);
  const root = Z99 * Z99 - 2 * excess;
  if (excess < 0) return 'p99 must not be below the mean';
  if (root < 0) return 'p99 must not exceed 14.9 times the mean: no lognormal distribution has that';
  const sigma = Z99 - Math.sqrt(root);
  return { mu: ln(mean) - (sigma * sigma) / 2, sigma };
}

/** Where a normal distribution ends if nobody says where. */
const furthest = (mean: number, sd: number): number => mean + 10 * sd;

/** The same where both may be wrong in themselves. */
const knownEnd = (mean: unknown, sd: unknown): number | undefined =>
  typeof mean === 'number' && typeof sd === 'number' ? furthest(mean, sd) : undefined;

const normal = also(
  closed({
    mean: duration('Mean before truncation'),
    sd: duration('Standard deviation before truncation'),
    min: duration('Values below are drawn again').optional(),
    max: duration('Values above are drawn again').optional(),
  }),
  ({ mean, sd, min, max }) => inOrder(min, max) && (max !== undefined || inOrder(min, knownEnd(mean, sd))),
  'min must not exceed max (ten standard deviations above the mean, where it is not given)',
)
  .transform(({ mean, sd, min = 0, max = furthest(mean, sd) }) => ({ kind: 'normal', mean, sd, min, max }) as const)
  .meta({ description: 'Truncated to [min, max], by default from 0 to ten standard deviations above the mean' });

const quantiles = z
  .record(
    z.string().regex(/^p(100|\d{1,2}(\.\d+)?)$/, { error: 'must be a quantile such as p50 or p99.9' }),
    duration('Value at this quantile'),
    {
      error: 'must be a map such as { p0: 1ms, p50: 20ms, p100: 1s }',
    },
  )
  .transform((map, context): Distribution => {
    const points = Object.entries(map)
      .map(([name, value]) => ({ p: Number(shifted(name.slice(1), -2)), value }))
      .sort((a, b) => a.p - b.p);
    const broken = quantileRule(points);
    if (broken === null)
      return { kind: 'quantiles', p: points.map(({ p }) => p), value: points.map(({ value }) => value) };
    context.addIssue({ code: 'custom', message: broken });
    return z.NEVER;
  })
  .meta({ description: 'Straight lines between the given quantiles; p0 and p100 are required' });

function quantileRule(points: readonly { readonly p: number; readonly value: number }[]): string | null {
  if (points[0]?.p !== 0 || points.at(-1)?.p !== 1) return 'quantiles must begin with p0 and end with p100';
  return points.every(({ value }, i) => i === 0 || value >= points[i - 1].value) ? null : 'quantiles must not fall';
}

/** The named distributions, by key. */
export const distributionShapes = { exponential, uniform, lognormal, normal, quantiles };

type Shaped = z.output<ReturnType<typeof single<typeof distributionShapes>>>;

/** One map `{ exponential: ... }` as a recipe. */
export function fromShape({ key, value }: Shaped): Distribution {
  switch (key) {
    case 'exponential':
      return { kind: 'exponential', mean: value.mean };
    case 'uniform':
      return { kind: 'uniform', ...value };
    case 'lognormal':
    case 'normal':
    case 'quantiles':
      return value;
  }
}

/** `80ms` is a constant; otherwise one of the shapes. */
export const distribution = textOr(
  duration('A constant').transform((value): Distribution => ({ kind: 'constant', value })),
  single(distributionShapes, 'a distribution').transform(fromShape),
  'a duration such as "80ms" or a distribution such as { exponential: { mean: 80ms } }',
).meta({ id: 'Distribution', description: 'How long something takes: a constant duration, or a distribution' });
