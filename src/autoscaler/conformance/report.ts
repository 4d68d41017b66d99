import type { Outcome } from './outcome.js';
import { CONFORMANCE_CHECKS } from './suite.js';

/** `nothing`: none of the files was there. */
export type Verdict = 'agrees' | 'disagrees' | 'nothing';

/**
 * Compares every recorded file that is there and writes one line for each, the first disagreements below it.
 *
 * @param read - the text of the file of that name, without its ending; `null` if there is none
 * @param write - takes whole lines
 */
export function reportConformance(read: (name: string) => string | null, write: (text: string) => void): Verdict {
  let verdict: Verdict = 'nothing';
  for (const [name, check] of Object.entries(CONFORMANCE_CHECKS)) {
    const agrees = compare(name, check, read, write);
    if (agrees !== null && verdict !== 'disagrees') verdict = agrees ? 'agrees' : 'disagrees';
  }
  return verdict;
}

function compare(
  name: string,
  check: (file: unknown) => Outcome,
  read: (name: string) => string | null,
  write: (text: string) => void,
): boolean | null {
  try {
    const text = read(name);
    if (text !== null) return describe(name, check(JSON.parse(text)), write);
    write(`${name}: skipped, neither ${name}.json nor ${name}.json.gz is there\n`);
    return null;
  } catch (error) {
    write(`${name}: cannot be compared: ${String(error)}\n`);
    return false;
  }
}

function describe(name: string, { total, agreed, disagreements }: Outcome, write: (text: string) => void): boolean {
  write(`${name}: ${agreed} of ${total} agree\n`);
  for (const disagreement of disagreements) write(`  ${disagreement}\n`);
  return agreed === total;
}
