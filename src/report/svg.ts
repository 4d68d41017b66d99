/** Charts as SVG files, drawn by Vega in Node. Importing this module loads Vega and Vega-Lite (0.5 s). */
import * as vega from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';
import type { ResultDocument } from '../result/document.js';
import { barCharts } from './barCharts.js';
import { hasValues, sourceOf } from './chart.js';
import type { Chart, Look, Spec } from './chart.js';
import { chartData } from './chartData.js';
import { datasets } from './datasets.js';
import type { Datasets } from './rows.js';
import { LIGHT, chartConfig } from './theme.js';
import type { Palette } from './theme.js';
import { timeCharts } from './timeCharts.js';

/** Vega-Lite to Vega. Warnings of the compiler are faults of ours: they throw. */
export function compiled(chart: Chart, config?: Spec): Spec {
  const spec = { ...chart.spec, ...(config === undefined ? {} : { config }) } as unknown as TopLevelSpec;
  const { spec: vegaSpec } = compile(spec, { logger: strict(chart.id) });
  return vegaSpec as unknown as Spec;
}

/** Said of every chart with a fixed height per bar, even when only its width is fitted. */
const HARMLESS = 'Dropping "fit-y" because spec has discrete height.';

function strict(id: string): vega.LoggerInterface {
  const silent = (): vega.LoggerInterface => logger;
  const fail = (...words: readonly unknown[]): vega.LoggerInterface => {
    const message = words.map(String).join(' ');
    if (message !== HARMLESS) throw new Error(`chart "${id}": ${message}`);
    return logger;
  };
  const logger: vega.LoggerInterface = {
    level: silent,
    error: fail,
    warn: fail,
    info: silent,
    debug: silent,
  } as vega.LoggerInterface;
  return logger;
}

export interface SvgOptions {
  /** Pixels. @default 840 */
  readonly width?: number;
  /** @default LIGHT */
  readonly palette?: Palette;
}

/** Every chart of the result's main scope that has anything to draw, as an SVG text, by its id. */
export async function svgs(result: ResultDocument, options: SvgOptions = {}): Promise<ReadonlyMap<string, string>> {
  const palette = options.palette ?? LIGHT;
  const look: Look = { palette, width: options.width ?? 840 };
  const data = chartData(result);
  const rows = datasets(data, data.main);
  const files = new Map<string, string>();
  for (const chart of [...timeCharts(data, look), ...barCharts(data, look)]) {
    if (!hasValues(chart, rows[sourceOf(chart)] ?? [])) continue;
    files.set(
      chart.id,
      await svg({ ...chart, spec: { ...chart.spec, title: chart.title, background: palette.paper } }, rows, palette),
    );
  }
  return files;
}

async function svg(chart: Chart, rows: Datasets, palette: Palette): Promise<string> {
  const config = {
    ...chartConfig(palette),
    aria: false,
    title: { color: palette.ink, anchor: 'start', fontSize: 15, offset: 12 },
  };
  const view = new vega.View(vega.parse(compiled(chart, config) as unknown as vega.Spec), { renderer: 'none' });
  for (const [name, values] of Object.entries(rows))
    if (sourceOf(chart) === name)
      view.data(
        name,
        values.map((row) => ({ ...row })),
      );
  await view.runAsync();
  const text = await view.toSVG();
  view.finalize();
  return renumbered(text);
}

/** Vega counts clip paths over the life of the process; a file should not depend on what was drawn before it. */
function renumbered(text: string): string {
  const order = new Map<string, number>();
  return text.replace(/\bclip(\d+)\b/g, (_, id: string) => {
    if (!order.has(id)) order.set(id, order.size);
    return `clip${order.get(id)}`;
  });
}
