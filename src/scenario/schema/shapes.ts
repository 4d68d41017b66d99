/** Ways to combine fields: closed maps, maps with exactly one key, named maps. */
import { z } from 'zod';
import { LABEL_RULE, DNS_LABEL, message } from './leaves.js';

/** Marks the issue of unknown keys, so that they can be compared with the known ones. */
export const UNKNOWN_KEYS = 'unknown keys';

/** A map that allows only these keys. */
export function closed<T extends z.core.$ZodLooseShape>(shape: T, what = 'a map') {
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? message(UNKNOWN_KEYS, Object.keys(shape).join(',')) : `must be ${what}`,
  });
}

type OneOf<T extends Readonly<Record<string, z.ZodType>>> = {
  [K in keyof T]: { readonly key: K; readonly value: z.output<T[K]> };
}[keyof T];

/** A map with exactly one of these keys: `{ ramp: ... }`. */
export function single<T extends Readonly<Record<string, z.ZodType>>>(shapes: T, what: string) {
  const optional = Object.fromEntries(Object.entries(shapes).map(([key, schema]) => [key, schema.optional()]));
  return closed(optional, what)
    .transform((value: Record<string, unknown>, context): OneOf<T> => {
      const keys = Object.keys(value).filter((key) => value[key] !== undefined);
      if (keys.length === 1) return { key: keys[0], value: value[keys[0]] } as OneOf<T>;
      context.addIssue({
        code: 'custom',
        message: message(`must be exactly one of ${Object.keys(shapes).join(', ')}`, foundText(keys)),
      });
      return z.NEVER;
    })
    .meta({ minProperties: 1, maxProperties: 1 });
}

const foundText = (keys: readonly string[]): string => (keys.length === 0 ? '' : `it has ${keys.join(' and ')}`);

/** A text or a map: whichever was written is checked, and only its problems are reported. */
export function textOr<S extends z.ZodType, T extends z.ZodType>(textSchema: S, mapSchema: T, what: string) {
  return z.union([textSchema, mapSchema], { error: `must be ${what}` });
}

/** A map of names that Kubernetes allows. */
export function named<T extends z.ZodType>(schema: T, description: string) {
  return z
    .record(z.string().regex(DNS_LABEL, { error: LABEL_RULE }), schema, { error: 'must be a map of names' })
    .meta({ description });
}
