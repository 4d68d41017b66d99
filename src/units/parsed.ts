import { UserError } from './userError.js';

/** The rule that a text breaks, with a hint where one helps. */
export interface Refused {
  readonly ok: false;
  readonly rule: string;
  readonly hint?: string;
}

/** The outcome of reading a quantity. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | Refused;

/** What was read. */
export const parsed = <T>(value: T): Parsed<T> => ({ ok: true, value });

/** A refusal. An empty hint counts as none. */
export function refused(rule: string, hint = ''): Refused {
  return hint === '' ? { ok: false, rule } : { ok: false, rule, hint };
}

/** What stands behind an option, as it was read. @throws UserError where it was refused */
export function accepted<T extends { readonly ok: true }>(option: string, text: string, read: T | Refused): T {
  if (read.ok) return read;
  throw new UserError(`${option} = ${text}, ${read.rule}`, read.hint);
}

/** "30" where "30s" was meant. */
export const isBareNumber = (text: string): boolean => /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());
