/** What stands behind a flag; `true`: nothing does; several values: the flag is said for each; `undefined`: it is not said. */
type FlagValue = string | number | true | readonly string[] | undefined;

/**
 * A command line that a shell reads back as it was meant.
 *
 * @param words what comes first
 * @param flags by name, in their order
 */
export function commandLine(words: readonly string[], flags: Readonly<Record<string, FlagValue>>): string {
  return [...words, ...Object.entries(flags).flatMap(([flag, value]) => flagWords(flag, value))].map(quoted).join(' ');
}

function flagWords(flag: string, value: FlagValue): readonly string[] {
  if (value === undefined) return [];
  if (value === true) return [flag];
  if (typeof value === 'object') return value.flatMap((one) => [flag, one]);
  return [flag, String(value)];
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}
