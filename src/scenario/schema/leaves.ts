/** The smallest fields of the written format: texts with units, read into quantities. */
import { z } from 'zod';
import { parseBytes, parseCpu, parseMemory } from '../../units/bytes.js';
import { parseDuration, parseSignedDuration } from '../../units/duration.js';
import { parseHourlyPrice, parseMoney } from '../../units/money.js';
import type { Parsed } from '../../units/parsed.js';
import { parseBandwidth, parsePercent, parseRate } from '../../units/rate.js';

/** A rule and its hint travel through zod as one message. */
const SEPARATOR = '\u0000';
export const message = (rule: string, hint = ''): string => (hint === '' ? rule : rule + SEPARATOR + hint);
export function splitMessage(text: string): { readonly rule: string; readonly hint?: string } {
  const [rule, hint] = text.split(SEPARATOR);
  return hint === undefined ? { rule } : { rule, hint };
}

/** `null` where it holds, otherwise the rule that is broken. */
export type Check<T> = (value: T) => string | null;

interface Kind<T> {
  readonly parse: (text: string) => Parsed<T>;
  readonly what: string;
  readonly example: string;
}

const DURATION: Kind<number> = { parse: parseDuration, what: 'a duration', example: '90s' };
const SHIFT: Kind<number> = { parse: parseSignedDuration, what: 'a duration with or without sign', example: '-15m' };
const BYTES: Kind<number> = { parse: parseBytes, what: 'a size', example: '512Mi' };
const RATE: Kind<number> = { parse: parseRate, what: 'a rate', example: '20/s' };
const BANDWIDTH: Kind<number> = { parse: parseBandwidth, what: 'a bandwidth', example: '200Mi/s' };
const PERCENT: Kind<number> = { parse: parsePercent, what: 'a percentage', example: '1%' };
const MONEY = { parse: parseMoney, what: 'an amount of money', example: '2 USD' };
const HOURLY = { parse: parseHourlyPrice, what: 'a price per hour', example: '0.34 USD/h' };

/** A text with a unit. Numbers and other types are refused in the words of the unit's own reader. */
function quantity<T>({ parse, what, example }: Kind<T>, description: string, check?: Check<T>) {
  return z
    .string({ error: ({ input }) => wrongType(parse, input, `must be ${what} such as "${example}"`) })
    .meta({ examples: [example] })
    .transform((text, context): T => {
      const result = parse(text);
      const broken = result.ok ? (check?.(result.value) ?? null) : message(result.rule, result.hint);
      if (result.ok && broken === null) return result.value;
      context.addIssue({ code: 'custom', message: broken ?? '' });
      return z.NEVER;
    })
    .meta({ description });
}

function wrongType(parse: (text: string) => Parsed<unknown>, input: unknown, otherwise: string): string {
  if (typeof input !== 'number') return otherwise;
  const result = parse(String(input));
  return result.ok ? otherwise : message(result.rule, result.hint);
}

export const positive: Check<number> = (value) => (value > 0 ? null : 'must be above zero');

export const duration = (description: string, check?: Check<number>) => quantity(DURATION, description, check);
export const shift = (description: string) => quantity(SHIFT, description);
export const bytes = (description: string, check?: Check<number>) => quantity(BYTES, description, check);
export const perSecond = (description: string, check?: Check<number>) => quantity(RATE, description, check);
export const bandwidth = (description: string) => quantity(BANDWIDTH, description, positive);
export const money = (description: string) => quantity(MONEY, description);
export const hourlyPrice = (description: string) => quantity(HOURLY, description);

/** A share; above 100 % only where `max` says so. */
export function percent(
  description: string,
  { min = 0, max = 1 }: { readonly min?: number; readonly max?: number } = {},
) {
  const check: Check<number> = (value) =>
    value >= min && value <= max ? null : `must be from ${min * 100}% to ${max === Infinity ? 'any' : `${max * 100}%`}`;
  return quantity(PERCENT, description, check);
}

/** A field copied from Kubernetes: a quantity as text or number. */
function kubernetesQuantity(parse: (text: string) => Parsed<number>, description: string, example: string) {
  return z
    .union([z.string(), z.number()], { error: `must be a Kubernetes quantity such as "${example}"` })
    .transform((value, context) => {
      const result = parse(String(value));
      if (result.ok && result.value > 0) return result.value;
      context.addIssue({
        code: 'custom',
        message: result.ok ? 'must be above zero' : message(result.rule, result.hint),
      });
      return z.NEVER;
    })
    .meta({ description, examples: [example] });
}
export const cpu = (description: string) => kubernetesQuantity(parseCpu, description, '250m');
export const memory = (description: string) => kubernetesQuantity(parseMemory, description, '512Mi');

/** A whole number within bounds. */
export function count(
  description: string,
  { min = 0, max = Number.MAX_SAFE_INTEGER }: { readonly min?: number; readonly max?: number } = {},
) {
  const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return z
    .number({ error: `must be a whole number ${bounds}` })
    .refine((value) => Number.isSafeInteger(value) && value >= min && value <= max, {
      error: `must be a whole number ${bounds}`,
    })
    .meta({ description, type: 'integer', minimum: min, ...(max === Number.MAX_SAFE_INTEGER ? {} : { maximum: max }) });
}

/** A plain number: factors, ratios. */
export function factor(description: string, check: Check<number> = positive) {
  return z
    .number({ error: 'must be a number' })
    .superRefine((value, context) => {
      const broken = Number.isFinite(value) ? check(value) : 'must be finite';
      if (broken !== null) context.addIssue({ code: 'custom', message: broken });
    })
    .meta({ description });
}

export const nonEmpty = (description: string) =>
  z.string({ error: 'must be a text' }).min(1, { error: 'must not be empty' }).meta({ description });
export const flag = (description: string) => z.boolean({ error: 'must be true or false' }).meta({ description });

/** One of a closed list of words. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T, description: string) {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` }).meta({ description });
}

/** What Kubernetes allows in `metadata.name`. */
export const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
export const LABEL_RULE = 'must be a Kubernetes name: lower-case letters, digits and "-", at most 63 of them';

/** Annotations and ConfigMap data: texts, kept as they are. */
export const verbatim = (description: string) =>
  z
    .record(
      z.string(),
      z.string({ error: 'must be a text, as in Kubernetes' }).meta({ type: ['string', 'number', 'boolean'] }),
      { error: 'must be a map of texts' },
    )
    .meta({ description });
