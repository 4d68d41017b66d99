/** Paths of files that are named after what they are of. */
import { join } from 'node:path';

/** Whether `-o` names the report itself, not a folder. */
export const reportIsFile = (out: string | undefined): out is string => out !== undefined && /\.html?$/i.test(out);

/** A report's path: the name of the scenario, made safe for any file system, below the folder. */
export function reportPath(out: string | undefined, name: string): string {
  if (reportIsFile(out)) return out;
  return join(out ?? 'reports', `${fileName(name)}.html`);
}

/** Letters, digits, dots, dashes and underscores; anything else becomes a dash. */
export function fileName(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
  return safe === '' ? 'scenario' : withinBytes(safe);
}

/** File systems take 255 bytes; an ending and the name of a draft must fit too. */
const MOST_BYTES = 100;

function withinBytes(name: string): string {
  let kept = '';
  for (const letter of name) {
    if (Buffer.byteLength(kept + letter) > MOST_BYTES) break;
    kept += letter;
  }
  return kept;
}
