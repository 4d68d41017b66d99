import type { Outcome } from './outcome.js';
import { CONFORMANCE_CHECKS } from './suite.js';

/** The worst of all files counts, the last of these being the worst; `nothing`: none of them was there. */
const VERDICTS = ['nothing', 'agrees', 'disagrees', 'unusable'] as const;
export type Verdict = (typeof VERDICTS)[number];

export function worseOf(a: Verdict, b: Verdict): Verdict {
  return VERDICTS.indexOf(b) > VERDICTS.indexOf(a) ? b : a;
}

/**
 * Compares every recorded file that is there and writes one line for each, the first disagreements below it.
 *
 * @param read - the text of the file of that name, without its ending; `null` if there is none
 * @param write - takes whole lines
 */
export function reportConformance(read: (name: string) => string | null, write: (text: string) => void): Verdict {
  let worst: Verdict = 'nothing';
  for (const [name, check] of Object.entries(CONFORMANCE_CHECKS)) {
    worst = worseOf(worst, compare(name, check, read, write));
  }
  return worst;
}

function compare(
  name: string,
  check: (file: unknown) => Outcome,
  read: (name: string) => string | null,
  write: (text: string) => void,
): Verdict {
  let rule = 'must be a JSON file that can be read';
  try {
    const text = read(name);
    if (text === null) {
      write(`${name}: skipped, neither ${name}.json nor ${name}.json.gz is there\n`);
      return 'nothing';
    }
    const file: unknown = JSON.parse(text);
    rule = `must have the format of test/conformance/golden/${name}.json`;
    return describe(name, check(file), write) ? 'agrees' : 'disagrees';
  } catch (error) {
    write(`${name}: ${rule}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 'unusable';
  }
}

function describe(name: string, { total, agreed, disagreements }: Outcome, write: (text: string) => void): boolean {
  write(`${name}: ${agreed} of ${total} agree\n`);
  for (const disagreement of disagreements) write(`  ${disagreement}\n`);
  return agreed === total;
}
