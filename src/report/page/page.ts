/**
 * The report: one self-contained HTML text that opens without a network under a strict Content-Security-Policy. Loads
 * Vega-Lite to compile the charts (0.5 s); Vega itself is in the script that the caller hands in.
 */
import type { ResultDocument } from '../../result/document.js';
import { barCharts } from '../barCharts.js';
import type { Chart, Look, Spec } from '../chart.js';
import { sourceOf } from '../chart.js';
import { chartData, type ChartData } from '../chartData.js';
import { datasets } from '../datasets.js';
import { ROWS_WRITTEN, serviceRow } from '../serviceRows.js';
import { scenarioName } from '../summary.js';
import { compiled } from '../svg.js';
import { CSS, chartConfig } from '../theme.js';
import { timeCharts } from '../timeCharts.js';
import type { Drawn } from './figures.js';
import { markup } from './html.js';
import { opening } from './opening.js';
import type { Payload } from './payload.js';
import { reproduction } from './reproduction.js';
import { sections } from './sections.js';
import { framed } from './shell.js';

export interface PageOptions {
  /** The page's script with Vega, as built into `dist/report/page.js`. */
  readonly script: string;
  /** The command that makes this result again. */
  readonly command: string;
}

/** The whole page. Deterministic: the same result gives the same bytes. */
export function page(result: ResultDocument, { script, command }: PageOptions): string {
  const look: Look = { palette: CSS, width: 'container' };
  const data = chartData(result);
  const charts = [...timeCharts(data, look), ...barCharts(data, look)];
  const drawn: Drawn = {
    charts: new Map(charts.map((chart) => [chart.id, chart])),
    rows: datasets(data, data.main),
    horizon: data.horizon,
  };
  const body = markup`${opening(result)}
<main id="main">
${sections(result, drawn, data)}
${reproduction(result, command)}
</main>
<footer><p>Made by Headroom ${result.headroomVersion}, a simulation: what a model of the platform did with this traffic and this seed, not a measurement. Drag across a chart over time to zoom all of them; double-click to see the whole run.</p></footer>
<div id="spoken" class="hidden" role="status" aria-live="polite"></div>`;
  return framed({
    title: scenarioName(result),
    body,
    payload: payload(result, data, charts),
    script,
    skip: 'Skip to the findings',
  });
}

/** Vega-Lite writes the same configuration into each chart; the page holds it once. */
function payload(result: ResultDocument, data: ChartData, charts: readonly Chart[]): Payload {
  const config = { ...chartConfig(CSS), aria: false };
  let shared: Spec = {};
  const compiledCharts = charts.map((chart) => {
    const { config: own, ...spec } = compiled(chart, config);
    shared = own as Spec;
    return { id: chart.id, kind: chart.kind, source: sourceOf(chart), readout: chart.readout, spec };
  });
  return {
    data,
    config: shared,
    charts: compiledCharts,
    services: result.services.slice(ROWS_WRITTEN).map(serviceRow),
  };
}
