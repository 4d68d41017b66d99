/** The table of services: which figures, in which words. Used by the writer and, for large fleets, by the page's script. */
import type { Figures, ServiceResult } from '../result/document.js';
import { count, duration, number, percent } from './words.js';

export interface ServiceColumn {
  readonly title: string;
  readonly of: (service: Figures) => number | null;
  readonly words: (value: number) => string;
}

export const SERVICE_COLUMNS: readonly ServiceColumn[] = [
  { title: 'arrived', of: (service) => service.requests.arrived, words: count },
  { title: 'unanswered', of: (service) => service.unansweredShare, words: percent },
  { title: 'cold', of: (service) => service.coldStarts.rate, words: percent },
  { title: 'median', of: (service) => service.latency.p50, words: duration },
  { title: '99th percentile', of: (service) => service.latency.p99, words: duration },
  { title: 'most pods', of: (service) => service.pods.max, words: number },
  { title: 'mean pods', of: (service) => service.pods.mean, words: number },
  { title: 'panics', of: (service) => service.autoscaler.panics, words: count },
];

/** A service's name and figures, in the order of the columns. */
export type ServiceRow = readonly [name: string, ...figures: (number | null)[]];

export function serviceRow(service: ServiceResult): ServiceRow {
  const figures = SERVICE_COLUMNS.map((column) => column.of(service));
  return [service.name, ...figures.map((value) => (value === null ? null : Number(value.toPrecision(4))))];
}

/** Rows that are written into the page; the others come with its data and are added by its script. */
export const ROWS_WRITTEN = 50;
