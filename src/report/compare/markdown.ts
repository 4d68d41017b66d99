/** A comparison as one Markdown comment, for a pull request. */
import type { ComparedPair, Comparison } from '../../experiment/compare.js';
import { tableLine as row } from '../../result/markdown.js';
import { counted, duration } from '../words.js';
import { changeOf, intervalOf, meaningOf, meaningWords, shownFigures, valueOf, type Meaning } from './figures.js';
import { judgedValue, overallOf, sentences, titleOf, verdictSentence } from './words.js';

const HEAD = { pass: '✅', fail: '❌', inconclusive: '⚠️' } as const;
const MEANING: Readonly<Record<Meaning, string>> = {
  better: '🟢',
  worse: '🔴',
  changed: '🔵',
  same: '⚪',
  equivalent: '⚪',
  open: '🟡',
};

/** @param figures to show beside the usual ones, by full path */
export function compareMarkdown(comparison: Comparison, figures: readonly string[] = []): string {
  const overall = overallOf(comparison);
  const head = overall === null ? '' : `${HEAD[overall]} `;
  const names = titleOf(comparison, plain);
  return [
    `## ${head}Headroom: ${names}`,
    ...(overall === null ? [] : [`**${verdictSentence(comparison)}**`]),
    ...comparison.pairs.flatMap((pair) => pairParts(comparison, pair, figures)),
    ...thresholdParts(comparison),
    ...comparison.notes.map(({ where, text }) => `> Note: ${plain(where)}: ${plain(text)}`),
    ...comparison.failures
      .slice(0, 1)
      .map(({ error }) => `> ${counted(comparison.failures.length, 'run')} failed: ${plain(error)}`),
    footer(comparison),
  ]
    .join('\n\n')
    .concat('\n');
}

function pairParts(comparison: Comparison, pair: ComparedPair, figures: readonly string[]): readonly string[] {
  const rows = shownFigures(comparison, pair, figures).map((one) => [
    one.title,
    valueOf(one, one.difference.a),
    valueOf(one, one.difference.b),
    changeOf(one),
    intervalOf(one),
    `${MEANING[meaningOf(one)]} ${meaningWords(one, comparison.smallest)}`,
  ]);
  return [
    ...(comparison.pairs.length > 1 ? [`### ${plain(pair.a)} → ${plain(pair.b)}`] : []),
    sentences(comparison, pair).map(plain).join(' '),
    [['figure', 'before', 'after', 'difference', '95 % interval', ''], Array<string>(6).fill('---'), ...rows]
      .map(row)
      .join('\n'),
  ];
}

function thresholdParts(comparison: Comparison): readonly string[] {
  if (comparison.thresholds.length === 0) return [];
  const rows = comparison.thresholds.map((one) => [
    plain(one.variant),
    `\`${one.expression}\``,
    judgedValue(one, comparison),
    `${HEAD[one.verdict]} ${one.verdict}`,
  ]);
  return [[['variant', 'threshold', 'value', 'verdict'], Array<string>(4).fill('---'), ...rows].map(row).join('\n')];
}

function footer({ horizon, seed, replications, warmup, headroomVersion }: Comparison): string {
  const counted = warmup.seconds > 0 ? `, counted after ${duration(warmup.seconds)}` : '';
  return `<sub>${duration(horizon)} simulated ${replications} times for each${counted}, on the same random numbers (seed ${seed}). Headroom ${headroomVersion}: a simulation, not a measurement.</sub>`;
}

/** Names are text, never markup. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>#|]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
