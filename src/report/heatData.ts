/** The heat map's part of the page's data: columns of counts, and the rows that they become. */
import type { ResultDocument } from '../result/document.js';
import type { Row } from './rows.js';
import { factorFor } from './series.js';

/** Where the bands begin and end; a band past the last bound is open. */
export interface Bands {
  readonly interval: number;
  readonly from: number;
  readonly bounds: readonly number[];
}

/** Requests that ended, by column and band. */
export type Columns = readonly (readonly number[])[];

/** Cells of the heat maps, over all scopes: most are one digit. */
const CELLS_AT_MOST = 15_000;

export function bandsOf({ latencyBands }: ResultDocument, columnsInOne: number): Bands | null {
  if (latencyBands === undefined) return null;
  const { interval, from, bounds } = latencyBands;
  return { interval: interval * columnsInOne, from, bounds };
}

/** How many columns must become one so that the heat maps of all scopes fit. */
export function heatFactor({ latencyBands }: ResultDocument, names: readonly string[]): number {
  const shown = (latencyBands?.scopes ?? []).filter(({ name }) => names.includes(name));
  const cells = shown.reduce((sum, { counts }) => sum + counts.length * (counts[0]?.length ?? 0), 0);
  return factorFor(cells, CELLS_AT_MOST);
}

/** Neighbouring columns added up. */
export function wider(columns: Columns, factor: number): Columns {
  if (factor <= 1) return columns;
  return Array.from({ length: Math.ceil(columns.length / factor) }, (_, k) => {
    const group = columns.slice(k * factor, (k + 1) * factor);
    return group[0]!.map((_count, band) => group.reduce((sum, counts) => sum + (counts[band] ?? 0), 0));
  });
}

/** One row for each band in which something ended. The open band is as wide as the one before it. */
export function heatRows(columns: Columns, bands: Bands, horizon: number): readonly Row[] {
  const { interval, bounds } = bands;
  const last = bounds.at(-1) ?? bands.from;
  return columns.flatMap((counts, column) => {
    const from = column * interval;
    const to = Math.min(horizon, from + interval);
    const row = (count: number, band: number): Row => ({
      t: from * 1000,
      t2: to * 1000,
      low: lowest(bands, band),
      high: bounds[band] ?? last * OPEN,
      open: band < bounds.length ? 0 : 1,
      count,
      rate: count / (to - from),
    });
    return to > from ? counts.flatMap((count, band) => (count > 0 ? [row(count, band)] : [])) : [];
  });
}

const OPEN = 1.33;

/** Where a band begins; on a logarithmic axis not at zero. */
function lowest({ from, bounds }: Bands, band: number): number {
  const begin = band === 0 ? from : bounds[band - 1]!;
  return begin > 0 ? begin : bounds[0]! / OPEN;
}

/** The ends of the axis of the heat map. */
export function heatDomain(bands: Bands, scopes: readonly { readonly heat: Columns }[]): readonly [number, number] {
  const widest = scopes.reduce((most, { heat }) => Math.max(most, heat[0]?.length ?? 0), 0);
  const last = bands.bounds.at(-1) ?? bands.from;
  return [lowest(bands, 0), widest > bands.bounds.length ? last * OPEN : last];
}
