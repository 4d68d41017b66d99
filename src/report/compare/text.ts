/** A comparison as a page of terminal text. */
import type { ComparedPair, Comparison } from '../../experiment/compare.js';
import { PLAIN, columns, cut, hanging, harmless, padEnd, width, type Paint } from '../text.js';
import { counted, duration } from '../words.js';
import { changeOf, intervalOf, meaningOf, meaningWords, shownFigures, valueOf } from './figures.js';
import { judgedValue, overallOf, sentences, titleOf, verdictSentence } from './words.js';

export interface CompareTextOptions {
  /** Columns of the terminal; kept within 60..140. @default 80 */
  readonly columns?: number;
  readonly paint?: Paint;
  /** Figures to show beside the usual ones, by full path. */
  readonly figures?: readonly string[];
  /** Where the rest is. */
  readonly see?: readonly string[];
}

export function compareText(comparison: Comparison, options: CompareTextOptions = {}): string {
  const paint = options.paint ?? PLAIN;
  const wide = Math.min(140, Math.max(60, options.columns ?? 80));
  const blocks = [
    title(comparison, wide, paint),
    ...comparison.pairs.map((pair) => pairBlock(comparison, pair, wide, paint, options.figures ?? [])),
    thresholds(comparison, wide, paint),
    trouble(comparison, wide),
    options.see ?? [],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function title(comparison: Comparison, wide: number, paint: Paint): readonly string[] {
  const { replications, horizon, seed, warmup } = comparison;
  const facts = [
    duration(horizon),
    `seed ${seed}`,
    `${counted(replications, 'replication')} each, in pairs`,
    ...(warmup.seconds > 0
      ? [`counted after ${duration(warmup.seconds)}${warmup.method === 'mser-5' ? ' (MSER-5)' : ''}`]
      : []),
  ];
  const names = titleOf(comparison, harmless);
  const verdict = verdictSentence(comparison);
  const colour = { pass: paint.good, fail: paint.bad, inconclusive: paint.warn } as const;
  const overall = overallOf(comparison);
  return [
    `${paint.bold(cut(names, wide))}`,
    ...hanging('', facts.join(' · '), wide),
    ...(overall === null ? [] : hanging('', verdict, wide).map(colour[overall])),
  ];
}

function pairBlock(
  comparison: Comparison,
  pair: ComparedPair,
  wide: number,
  paint: Paint,
  figures: readonly string[],
): readonly string[] {
  const several = comparison.pairs.length > 1;
  const all = shownFigures(comparison, pair, figures);
  const colours = { better: paint.good, worse: paint.bad, open: paint.warn } as const;
  const rows = all.map((one) => [
    `  ${harmless(one.title)}`,
    valueOf(one, one.difference.a),
    valueOf(one, one.difference.b),
    changeOf(one),
    intervalOf(one),
  ]);
  const { lines, wordy } = fitting([['', 'before', 'after', 'difference', '95 % interval'], ...rows], wide - MEANING);
  const told = all.map((one, k) => {
    const meaning = meaningOf(one);
    const words = meaningWords(one, comparison.smallest);
    const colour = meaning in colours ? colours[meaning as keyof typeof colours] : paint.dim;
    return `${padEnd(lines[k + 1]!, wordy)}  ${colour(words)}`;
  });
  return [
    ...(several ? [paint.bold(`${harmless(pair.a)} → ${harmless(pair.b)}`)] : []),
    ...sentences(comparison, pair).flatMap((sentence) => hanging('', harmless(sentence), wide)),
    '',
    paint.dim(lines[0]!),
    ...told,
  ];
}

/** Room for a word or two at the end of a line. */
const MEANING = 26;

/** The intervals are left out where they do not fit: they are in the report. */
function fitting(
  rows: readonly (readonly string[])[],
  wide: number,
): { readonly lines: readonly string[]; readonly wordy: number } {
  const whole = columns(rows);
  const lines = Math.max(...whole.map(width)) <= wide ? whole : columns(rows.map((row) => row.slice(0, -1)));
  return { lines, wordy: Math.max(...lines.map(width)) };
}

const MARKS = { pass: '✓', fail: '✗', inconclusive: '?' } as const;

function thresholds(comparison: Comparison, wide: number, paint: Paint): readonly string[] {
  if (comparison.thresholds.length === 0) return [];
  const several = comparison.pairs.length > 1;
  return [
    paint.bold('Thresholds'),
    ...comparison.thresholds.flatMap((one) => {
      const variant = several ? `${one.variant}: ` : '';
      const word = one.verdict === 'pass' ? 'holds' : one.verdict === 'fail' ? 'fails' : 'inconclusive';
      const text = `${variant}${one.expression} ${word}: ${judgedValue(one, comparison)}`;
      return hanging(`  ${MARKS[one.verdict]} `, harmless(text), wide);
    }),
  ];
}

function trouble({ notes, failures }: Comparison, wide: number): readonly string[] {
  return [
    ...notes.flatMap(({ where, text }) => hanging('Note: ', harmless(`${where}: ${text}`), wide)),
    ...(failures.length === 0
      ? []
      : hanging('', harmless(`${counted(failures.length, 'run')} failed: ${failures[0]!.error}`), wide)),
  ];
}
