/** A comparison in sentences: what is known, what is not, and what it would take. */
import type { ComparedPair, Comparison } from '../../experiment/compare.js';
import { isDelta, type ComparedThreshold } from '../../experiment/deltaThreshold.js';
import type { Span } from '../../experiment/difference.js';
import { addressOf } from '../../result/address.js';
import { significant } from '../../units/format.js';
import { capitalised, count, counted, listed, percent } from '../words.js';
import { isSmall, meaningOf, scaleOf, shown, signedNumber, signedPercent, valueOf, type Shown } from './figures.js';

/** `before → after`; each of several is compared with the first: `before → one or another`. */
export function titleOf({ variants }: Comparison, write: (name: string) => string = String): string {
  const [first = '', ...others] = variants.map(({ name }) => write(name));
  return `${first} → ${listed(others, 'or')}`;
}

/** What a pair comes to, in the order: differences seen, figures that did not move, what is open. */
export function sentences(comparison: Comparison, pair: ComparedPair): readonly string[] {
  const told = headline(comparison, pair);
  const by = (...meanings: readonly string[]): readonly Shown[] =>
    told.filter((one) => meanings.includes(meaningOf(one)));
  const seen = by('better', 'worse', 'changed').map((one) => difference(one, comparison.smallest));
  const within = by('equivalent').map((one) => titleIn(one));
  const same = by('same').map((one) => titleIn(one));
  return [
    ...(seen.length === 0 ? [] : [`${sentence(seen.join('; '))}.`]),
    ...(within.length === 0
      ? []
      : [`${sentence(listed(within))}: no difference of ${percent(comparison.smallest)} or more.`]),
    ...(same.length === 0
      ? []
      : [`${sentence(listed(same))} ${same.length === 1 ? 'is' : 'are'} the same in every replication.`]),
    ...open(by('open'), comparison, pair),
  ];
}

/** Names of figures keep their letters: `p99 is ...`. */
const sentence = (text: string): string => (/^p\d/.test(text) ? text : capitalised(text));

/** The figures that a decision rests on. */
function headline(comparison: Comparison, pair: ComparedPair): readonly Shown[] {
  const bill = pair.differences.map(({ figure }) => /^bills\..+\.metered$/.exec(figure)?.[0]).find(Boolean);
  const paths = [
    'totals.latency.p99',
    'totals.coldStarts.rate',
    'totals.unansweredShare',
    ...(bill === undefined ? [] : [bill, bill.replace(/metered$/, 'capacity')]),
  ];
  return paths.flatMap((path) => shown(comparison, pair, path) ?? []);
}

const SHORT: Readonly<Record<string, string>> = {
  'totals.latency.p99': 'p99',
  'totals.coldStarts.rate': 'cold-start rate',
  'totals.unansweredShare': 'share without a good answer',
};

function titleIn({ title, difference: { figure } }: Shown): string {
  if (figure.endsWith('.metered')) return 'cost';
  return figure.endsWith('.capacity') ? 'capacity cost' : (SHORT[figure] ?? title);
}

/** `p99 is 120 ms lower [95, 146]`, `cost +8 % [7, 9]`. */
export function difference(one: Shown, smallest: number): string {
  const { absolute, relative } = one.difference;
  const small = isSmall(one, smallest) ? ` (less than the ${percent(smallest)} that matter)` : '';
  if (relative !== null && one.unit !== 's' && one.unit !== 'share')
    return `${titleIn(one)} ${signedPercent(relative.estimate)} ${bracket(relative, 100)}${small}`;
  return `${titleIn(one)} is ${amountOf(one, absolute!)}${small}`;
}

/** `120 ms lower [95, 146]`. */
function amountOf(one: Shown, { estimate, low, high }: Span): string {
  const { factor, name } = scaleOf(one, Math.abs(estimate));
  const size = (value: number): string => significant(Math.abs(value) * factor);
  const [near, far] = estimate < 0 ? [high, low] : [low, high];
  const unit = name === '' ? '' : ` ${name}`;
  return `${size(estimate)}${unit} ${estimate < 0 ? 'lower' : 'higher'} [${size(near)}, ${size(far)}]`;
}

/** `[7, 9]`, with signs where the ends have different ones. */
function bracket({ low, high }: Span, factor: number): string {
  const plain = low >= 0 ? significant : signedNumber;
  return `[${plain(low * factor)}, ${plain(high * factor)}]`;
}

function open(all: readonly Shown[], { smallest }: Comparison, { count: pairs }: ComparedPair): readonly string[] {
  if (all.length === 0) return [];
  if (pairs < 2) return ['One pair of replications says nothing of chance: ask for more with --replications.'];
  const told = all.filter(({ difference: { relative } }) => relative !== null);
  const rare = all.filter(({ difference: { relative } }) => relative === null);
  return [
    ...(told.length === 0 ? [] : [unsettled(told, smallest, pairs)]),
    ...rare.map(
      (one) =>
        `${sentence(titleIn(one))} was ${valueOf(one, one.difference.a)} and is ${valueOf(one, one.difference.b)}: ${counted(pairs, 'replication')} cannot tell that from chance.`,
    ),
  ];
}

function unsettled(all: readonly Shown[], smallest: number, pairs: number): string {
  const none = `no difference of ${percent(smallest)} or more can be seen with ${counted(pairs, 'replication')}`;
  const [only, second] = all;
  if (only !== undefined && second === undefined)
    return `${sentence(`${titleIn(only)} (${range(only)}): ${none}; ${settling(only)}`)}.`;
  const figures = all.map((one) => `${titleIn(one)} (${range(one)}; ${settling(one)})`);
  return `${capitalised(none)} in ${listed(figures)}.`;
}

/** `+14 % [−12.2, +40.4]`. */
const range = ({ difference: { relative } }: Shown): string =>
  `${signedPercent(relative!.estimate)} ${bracket(relative!, 100)}`;

const settling = ({ difference: { settledBy } }: Shown): string =>
  `${settledBy === null ? 'more than a million' : `about ${count(settledBy)}`} would settle it`;

/** What a threshold was judged by: `+8 % [7, 9]`, `412 ms [400, 424]`. */
export function judgedValue(one: ComparedThreshold, { variants }: Comparison): string {
  const { expression, figure, relative, value } = one;
  const found = addressOf(figure);
  if (value === null || !found.ok) return 'nothing to compare';
  const { scope, figure: of } = found.address;
  const currency = (scope.kind === 'bill' && scope.tariff !== null && variants[0].currencies[scope.tariff]) || 'USD';
  const own = scaleOf({ unit: of.unit, currency }, Math.abs(value));
  if (relative) return withEnds(one, value, 100, '%', signedNumber);
  if (isDelta(expression)) return withEnds(one, value, own.factor, own.name, signedNumber);
  return withEnds(one, value, own.factor, of.unit === 'share' ? '%' : own.name, significant);
}

function withEnds(
  { low, high }: ComparedThreshold,
  value: number,
  factor: number,
  unit: string,
  write: (value: number) => string,
): string {
  const ends = low === null || high === null ? '' : ` [${write(low * factor)}, ${write(high * factor)}]`;
  return `${write(value * factor)} ${unit}`.trimEnd() + ends;
}

/** Worst verdict of all thresholds; `null`: there are none. */
export function overallOf({ thresholds }: Comparison): 'pass' | 'fail' | 'inconclusive' | null {
  const order = ['fail', 'inconclusive', 'pass'] as const;
  return order.find((verdict) => thresholds.some((one) => one.verdict === verdict)) ?? null;
}

/** `1 of 3 thresholds failed`. */
export function verdictSentence(comparison: Comparison): string {
  const all = comparison.thresholds;
  const of = (verdict: string): number => all.filter((one) => one.verdict === verdict).length;
  switch (overallOf(comparison)) {
    case null:
      return '';
    case 'fail':
      return `${of('fail')} of ${counted(all.length, 'threshold')} failed.`;
    case 'inconclusive':
      return `${of('inconclusive')} of ${counted(all.length, 'threshold')} inconclusive: the intervals reach to both sides.`;
    case 'pass':
      return all.length === 1 ? 'The threshold held.' : `All ${all.length} thresholds held.`;
  }
}
