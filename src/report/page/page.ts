/**
 * The report: one self-contained HTML text that opens without a network under a strict Content-Security-Policy. Loads
 * Vega-Lite to compile the charts (0.5 s); Vega itself is in the script that the caller hands in.
 */
import { createHash } from 'node:crypto';
import type { ResultDocument } from '../../result/document.js';
import { barCharts } from '../barCharts.js';
import type { Chart, Look, Spec } from '../chart.js';
import { sourceOf } from '../chart.js';
import { chartData, datasets } from '../chartData.js';
import type { ChartData } from '../chartData.js';
import { ROWS_WRITTEN, serviceRow } from '../serviceRows.js';
import { scenarioName } from '../summary.js';
import { compiled } from '../svg.js';
import { CSS, chartConfig } from '../theme.js';
import { timeCharts } from '../timeCharts.js';
import type { Drawn } from './figures.js';
import { Html, json, markup } from './html.js';
import { opening } from './opening.js';
import type { Payload } from './payload.js';
import { reproduction } from './reproduction.js';
import { sections } from './sections.js';
import { STYLE } from './style.js';

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
  return framed(scenarioName(result), body, payload(result, data, charts), script);
}

function framed(title: string, body: Html, data: Payload, script: string): string {
  const policy = `default-src 'none'; script-src '${digest(script)}'; style-src '${digest(STYLE)}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Headroom</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the findings</a>
${body}
<script type="application/json" id="payload">${json(data)}</script>
<script type="module">${new Html(script)}</script>
</body>
</html>
`.text;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
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
