/** The outcome of reading a quantity: its value, or the rule it breaks with a hint where one helps. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rule: string; readonly hint?: string };

/** What was read. */
export const parsed = <T>(value: T): Parsed<T> => ({ ok: true, value });

/** A refusal. An empty hint counts as none. */
export function refused(rule: string, hint = ''): { ok: false; rule: string; hint?: string } {
  return hint === '' ? { ok: false, rule } : { ok: false, rule, hint };
}

/** "30" where "30s" was meant. */
export const isBareNumber = (text: string): boolean => /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());
