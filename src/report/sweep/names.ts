/** `applicationStart` for `services.jvm.startup.applicationStart`, where no other name ends the same. */
export function shortNames(names: readonly string[]): readonly string[] {
  const ends = names.map(lastPart);
  return names.map((name, k) => (ends.filter((end) => end === ends[k]).length === 1 ? ends[k] : name));
}

/** The last key of a path; of an annotation what follows its group. */
function lastPart(name: string): string {
  const quoted = /\["([^"]+)"\]$/.exec(name)?.[1];
  const last = quoted ?? name.slice(name.lastIndexOf('.') + 1);
  return last.slice(last.lastIndexOf('/') + 1);
}
