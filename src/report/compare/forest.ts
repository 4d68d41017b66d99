/** Relative differences with their intervals, one figure a line: drawn without a library, read without colour. */
import { markup, type Html } from '../page/html.js';
import { CSS } from '../theme.js';
import { percent } from '../words.js';
import { meaningOf, signedPercent, type Meaning, type Shown } from './figures.js';

const WIDTH = 840;
const LABELS = 250;
const VALUES = 90;
const LINE = 30;
const TOP = 8;
const AXIS = 34;

const COLOURS: Readonly<Record<Meaning, string>> = {
  better: CSS.serve,
  worse: CSS.alarm,
  changed: CSS.load,
  same: CSS.quiet,
  equivalent: CSS.quiet,
  open: CSS.ask,
};

/** Beyond this share of the scale's end an interval is cut, with an arrow. */
const WIDEST = 2;

/** Figures that were 0 before have no percentage and are left out. */
export function forest(all: readonly Shown[], smallest: number): Html {
  const rows = all.filter(({ difference }) => difference.relative !== null);
  const end = scaleEnd(rows, smallest);
  const x = (share: number): number =>
    LABELS + ((Math.max(-end, Math.min(end, share)) + end) / (2 * end)) * (WIDTH - LABELS - VALUES);
  const height = TOP + rows.length * LINE + AXIS;
  const bottom = TOP + rows.length * LINE;
  const ticks = [-end, -end / 2, 0, end / 2, end];
  const spoken = rows.map(({ title, difference: { relative } }) => `${title} ${signedPercent(relative!.estimate)}`);
  return markup`<svg class="forest" viewBox="0 0 ${WIDTH} ${height}" width="100%" role="img" aria-label="${spoken.join(', ')}">
    <rect x="${fixed(x(-smallest))}" y="${TOP}" width="${fixed(x(smallest) - x(-smallest))}" height="${bottom - TOP}" fill="${CSS.line}" opacity="0.55"/>
    ${ticks.map((tick) => axisTick(x(tick), tick, bottom))}
    ${rows.map((row, k) => line(row, TOP + k * LINE + LINE / 2, x, end))}
  </svg>`;
}

function scaleEnd(rows: readonly Shown[], smallest: number): number {
  const reach = rows.flatMap(({ difference: { relative } }) => [
    Math.abs(relative!.estimate) * 1.15,
    Math.min(Math.max(Math.abs(relative!.low), Math.abs(relative!.high)), WIDEST),
  ]);
  const least = Math.max(2 * smallest, ...reach);
  const steps = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 2, 4, 6, 10, 20, 50, 100];
  return steps.find((step) => step >= least) ?? least;
}

function axisTick(x: number, share: number, bottom: number): Html {
  const bold = share === 0;
  return markup`<line x1="${fixed(x)}" x2="${fixed(x)}" y1="${TOP}" y2="${bottom}" stroke="${bold ? CSS.muted : CSS.line}"/>
    <text x="${fixed(x)}" y="${bottom + 18}" text-anchor="middle" font-size="12" fill="${CSS.muted}">${signedPercent(share)}</text>`;
}

function line(row: Shown, y: number, x: (share: number) => number, end: number): Html {
  const { estimate, low, high } = row.difference.relative!;
  const meaning = meaningOf(row);
  const colour = COLOURS[meaning];
  const arrow = (share: number, tip: string): Html | false =>
    Math.abs(share) > end &&
    markup`<text x="${fixed(x(share))}" y="${y + 4}" text-anchor="middle" font-size="12" fill="${colour}">${tip}</text>`;
  const full = ['better', 'worse', 'changed'].includes(meaning);
  return markup`<g>
    <title>${row.title}: ${signedPercent(estimate)}, ${percent(0.95)} interval ${signedPercent(low)} to ${signedPercent(high)}</title>
    <text x="0" y="${y + 4}" font-size="13" fill="${CSS.ink}">${shortened(row.title)}</text>
    <line x1="${fixed(x(low))}" x2="${fixed(x(high))}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2.5"/>
    <circle cx="${fixed(x(estimate))}" cy="${y}" r="5" fill="${full ? colour : CSS.paper}" stroke="${colour}" stroke-width="2"/>
    ${arrow(low, '◂')}${arrow(high, '▸')}
    <text x="${WIDTH}" y="${y + 4}" text-anchor="end" font-size="13" fill="${CSS.ink}">${row.difference.verdict === 'same' ? '0 %' : signedPercent(estimate)}</text>
  </g>`;
}

const fixed = (value: number): string => value.toFixed(1);

const shortened = (text: string): string => (text.length <= 36 ? text : `${text.slice(0, 35)}…`);
