/** What a chart is to the page, to the SVG writer and to the browser's script. */
import type { Palette } from './theme.js';

/** A Vega-Lite (or compiled Vega) specification. Its own types cost seconds of type-checking and catch little here. */
export type Spec = Readonly<Record<string, unknown>>;

export interface Look {
  readonly palette: Palette;
  /** Pixels, or the width of the element that holds the chart. */
  readonly width: number | 'container';
}

/** One line of what is read out at the cursor, from the row under it. */
export interface Readout {
  readonly field: string;
  readonly label: string;
  readonly unit: 'rate' | 'level' | 'count' | 'seconds' | 'share' | 'burn' | 'reason';
}

export interface Chart {
  readonly id: string;
  /** `time`: shares zoom and cursor with the others · `bars`: one bar per row. */
  readonly kind: 'time' | 'bars';
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly says: string;
  readonly readout: readonly Readout[];
  /** Why there is nothing to draw for all services together, where that is so. */
  readonly ofAll?: string;
  /** Vega-Lite. Its rows come from the named data sources of `datasets`. */
  readonly spec: Spec;
}

/** The one named data source that a chart reads. */
export function sourceOf(chart: Chart): string {
  return (chart.spec['data'] as { readonly name: string }).name;
}

type Cells = Readonly<Record<string, number | string | null>>;

/** Whether the rows hold anything to draw: a series of nothing but unobserved values is as empty as no rows. */
export function hasValues({ kind, readout }: Pick<Chart, 'kind' | 'readout'>, rows: readonly Cells[]): boolean {
  if (kind !== 'time' || readout.length === 0) return rows.length > 0;
  return rows.some((row) => readout.some(({ field }) => typeof row[field] === 'number'));
}
