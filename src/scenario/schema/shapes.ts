/** Ways to combine fields: closed maps, maps with exactly one key, named maps. */
import { z } from 'zod';
import { DNS_LABEL, message } from './leaves.js';

/** Marks the issue of unknown keys, so that they can be compared with the known ones. */
export const UNKNOWN_KEYS = 'unknown keys';

/** A map that allows only these keys. */
export function closed<T extends z.core.$ZodLooseShape>(shape: T, what = 'a map') {
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? message(UNKNOWN_KEYS, Object.keys(shape).join(',')) : `must be ${what}`,
  });
}

/**
 * A rule between fields of a map that speaks even where one of them is wrong in itself. Fields that are wrong hold what
 * was written: compare with {@link inOrder}, count with {@link present}.
 */
export function also<T extends z.ZodType>(
  schema: T,
  holds: (fields: z.output<T>) => boolean,
  rule: string,
  path: readonly string[] = [],
): T {
  return schema.refine(holds, {
    error: rule,
    path: [...path],
    when: ({ value }) => typeof value === 'object' && value !== null,
  }) as T;
}

/** Whether `a` is at most `b`, as far as both are known. */
export const inOrder = (a: unknown, b: unknown): boolean => typeof a !== 'number' || typeof b !== 'number' || a <= b;

/** How many of them were written. */
export const present = (...fields: readonly unknown[]): number => fields.filter((field) => field !== undefined).length;

type OneOf<T extends Readonly<Record<string, z.ZodType>>> = {
  [K in keyof T]: { readonly key: K; readonly value: z.output<T[K]> };
}[keyof T];

/** A map with exactly one of these keys: `{ ramp: ... }`. */
export function single<T extends Readonly<Record<string, z.ZodType>>>(shapes: T, what: string) {
  const optional = Object.fromEntries(Object.entries(shapes).map(([key, schema]) => [key, schema.optional()]));
  const written = (value: object): readonly string[] =>
    Object.entries(value).flatMap(([key, field]) => (field === undefined ? [] : [key]));
  return also(
    closed(optional, what),
    (value) => written(value).length === 1,
    `${EXACTLY_ONE} ${Object.keys(shapes).join(', ')}`,
  )
    .transform((value): OneOf<T> => {
      const [key] = written(value);
      return { key, value: (value as Readonly<Record<string, unknown>>)[key] } as OneOf<T>;
    })
    .meta({ minProperties: 1, maxProperties: 1 });
}

/** Begins the rule of {@link single}. */
export const EXACTLY_ONE = 'must be exactly one of';

/** A text or a map: whichever was written is checked, and only its problems are reported. */
export function textOr<S extends z.ZodType, T extends z.ZodType>(textSchema: S, mapSchema: T, what: string) {
  return z.union([textSchema, mapSchema], { error: `must be ${what}` });
}

/** A map of names that Kubernetes allows (the names themselves are checked in ../rules). */
export function named<T extends z.ZodType>(schema: T, description: string) {
  return z
    .record(z.string().meta({ pattern: DNS_LABEL.source }), schema, { error: 'must be a map of names' })
    .meta({ description });
}
