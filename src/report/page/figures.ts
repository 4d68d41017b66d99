/** One chart on the page: its frame, its text alternative, its numbers. */
import { barNumbers } from '../readout.js';
import type { Chart } from '../chart.js';
import { sourceOf } from '../chart.js';
import type { Datasets, Row } from '../rows.js';
import { markup } from './html.js';
import type { Html } from './html.js';
import { peak } from '../series.js';
import { clock } from '../words.js';
import { spoken } from '../readout.js';

/** The charts of a page by id, with the rows they open with. */
export interface Drawn {
  readonly charts: ReadonlyMap<string, Chart>;
  readonly rows: Datasets;
  readonly horizon: number;
}

/** The chart as a figure; nothing where the document has no rows for it under any scope. */
export function figure(drawn: Drawn, id: string): Html | null {
  const chart = drawn.charts.get(id);
  if (chart === undefined) return null;
  const rows = drawn.rows[sourceOf(chart)] ?? [];
  const keys = chart.kind === 'time' ? ' Arrow keys move the cursor, plus and minus zoom, 0 shows the whole run.' : '';
  return markup`<figure id="chart-${id}">
    <figcaption>
      <h3>${chart.title}</h3>
      <p class="says">${chart.says}</p>
    </figcaption>
    <div
      class="plot"
      data-chart="${id}"
      data-kind="${chart.kind}"
      tabindex="0"
      role="img"
      aria-label="${`${chart.title}. ${alternative(chart, rows, drawn.horizon)}${keys}`}"
    ></div>
    <p class="empty" hidden>Nothing to show here for this service.</p>
    ${chart.ofAll !== undefined && markup`<p class="empty all" hidden>${chart.ofAll}</p>`}
    ${numbers(chart)}
  </figure>`;
}

/** What the chart shows, in words: the extremes of a series, the bars with their numbers. */
function alternative(chart: Chart, rows: readonly Row[], horizon: number): string {
  if (chart.kind === 'time' && chart.readout.length > 0) {
    return chart.readout
      .filter(({ unit }) => unit !== 'reason' && unit !== 'share')
      .map(({ field, label, unit }) => {
        const top = peak(rows.map((row) => (typeof row[field] === 'number' ? row[field] : null)));
        return top === null
          ? `${label}: nothing observed.`
          : `${label}: at most ${spoken(top.value, unit)}, at ${clock(Number(rows[top.index]!['t']) / 1000, horizon)}.`;
      })
      .join(' ');
  }
  const { rows: lines } = barNumbers(sourceOf(chart), rows, horizon);
  return lines.map((line) => line.join(' ')).join('; ');
}

/** Filled by the script, from the rows that it has anyway. */
function numbers(chart: Chart): Html {
  return markup`<details data-numbers="${chart.id}"><summary>Numbers: ${chart.title}</summary><div class="scroll" tabindex="0" role="region" aria-label="${`Numbers: ${chart.title}`}"></div></details>`;
}
