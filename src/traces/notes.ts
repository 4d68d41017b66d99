import { formatCount } from '../units/format.js';
import type { TraceReport } from './ledger.js';

/** Where something was found, and what: goes into the result. */
export interface TraceNote {
  readonly where: string;
  readonly text: string;
}

/** What a reader assumed about a file, what it left out, and what was wrong in it. */
export function notesOf({ file, rows, bad, problems, ignored, assumptions }: TraceReport): TraceNote[] {
  return [
    ...assumptions.map((text) => ({ where: file, text })),
    ...Object.entries(ignored).map(([reason, count]) => ({
      where: file,
      text: `left out as no requests: ${formatCount(count)} ${reason}`,
    })),
    ...(bad === 0
      ? []
      : [
          {
            where: `${file}:${problems[0].line}`,
            text: `${formatCount(bad)} of ${formatCount(rows)} rows are bad and left out; the first: ${problems[0].rule}`,
          },
        ]),
  ];
}
