import type { Series } from '../result/document.js';
import type { ServiceTimeline, Values } from './timeline.js';

/** Services that get a timeline of their own, beside the totals. */
const WORST = 10;

interface Named {
  readonly name: string;
  readonly timeline: ServiceTimeline;
}

/**
 * The series of a run: of its only service, or of the totals and the ten services with the worst time (most cold starts
 * and lost requests, then most arrivals). Percentiles are not added up: totals have none.
 */
export function totalTimeline(services: readonly Named[]): Series[] {
  if (services.length === 1) return seriesOf(services[0].name, Object.values(services[0].timeline.series));
  const worst = [...services].sort((a, b) => badness(b) - badness(a)).slice(0, WORST);
  const shown = services.filter((service) => worst.includes(service));
  return [
    ...seriesOf('totals', totals(services)),
    ...shown.flatMap(({ name, timeline }) => seriesOf(name, Object.values(timeline.series))),
  ];
}

function badness({ timeline: { series } }: Named): number {
  const sum = ({ values }: Values): number => values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const lost = [series.coldStarts, series.refused, series.timedOut, series.failed].reduce(
    (all, one) => all + sum(one),
    0,
  );
  return lost * 1e6 + sum(series.arrivals);
}

function totals(services: readonly Named[]): Values[] {
  if (services.length === 0) return [];
  const figures = Object.values(services[0].timeline.series).filter(
    ({ kind }) => kind !== 'quantile' && kind !== 'state',
  );
  return figures.map((first) => {
    const key = first.figure as keyof ServiceTimeline['series'];
    const all = services.map(({ timeline }) => timeline.series[key].values);
    return { ...first, values: first.values.map((_, k) => all.reduce((sum, values) => sum + (values[k] ?? 0), 0)) };
  });
}

/** Named after their scope. */
export function seriesOf(scope: string, all: readonly Values[]): Series[] {
  return all.map(({ figure, unit, kind, values }) => ({ name: `${scope}.${figure}`, unit, kind, values }));
}
