/** What the page hands to its script, as JSON in a data block. */
import type { Readout, Spec } from '../chart.js';
import type { ChartData } from '../chartData.js';
import type { ServiceRow } from '../serviceRows.js';

export interface PageChart {
  readonly id: string;
  readonly kind: 'time' | 'bars';
  readonly source: string;
  readonly readout: readonly Readout[];
  /** Compiled Vega. */
  readonly spec: Spec;
}

export interface Payload {
  readonly data: ChartData;
  /** Vega's configuration, common to all charts. */
  readonly config: Spec;
  readonly charts: readonly PageChart[];
  /** Rows of the table of services that are not written into the page. */
  readonly services: readonly ServiceRow[];
}
