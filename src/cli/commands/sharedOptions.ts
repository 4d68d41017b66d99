/** Options that several commands have, each with its words and what it takes. */
import { positiveCount, wholeNumber } from '../optionValues.js';

export const SHARED = {
  seed: ['--seed <number>', 'override the seed', wholeNumber],
  workers: ['--workers <number>', 'threads (default: as many as cores)', positiveCount],
  out: ['--out <path>', 'folder of the report, or its own path when it ends in .html (default: "reports")'],
  noReport: ['--no-report', 'write no report'],
  csv: ['--csv <dir>', 'write the series as CSV'],
  svg: ['--svg <dir>', 'write the charts as SVG'],
  png: ['--png <dir>', 'write the charts as PNG (needs a Chromium)'],
  junit: ['--junit <file>', 'write the thresholds as JUnit XML'],
  markdown: ['--markdown <file>', 'write a summary as Markdown'],
  quiet: ['--quiet', 'print nothing but errors'],
} as const;
