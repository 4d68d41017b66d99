import type { ResultDocument, ServiceResult } from './document.js';
import { SERVICE_FIGURES } from './figures.js';
import { figureAt } from './read.js';

/** How far faults reached: each service beside the same run without them, under common random numbers. */
export interface Isolation {
  readonly services: readonly ServiceIsolation[];
}

export interface ServiceIsolation {
  readonly name: string;
  /** Kinds of the faults that hit it; empty: none did, and it should be as it is without them. */
  readonly hitBy: readonly string[];
  /** Figures that are not what they are without the faults; empty: the service is untouched, to the last digit. */
  readonly differences: readonly FigureDifference[];
}

export interface FigureDifference {
  /** As in result/figures: `latency.p99`. */
  readonly figure: string;
  readonly with: number | null;
  readonly without: number | null;
}

/**
 * Compares a run with the same run without its faults, service by service. The same seed gives both the same requests, so
 * what differs is what the faults did.
 */
export function isolationOf(faulty: ResultDocument, calm: ResultDocument): Isolation {
  return {
    services: faulty.services.map((service) => {
      const same = calm.services.find(({ name }) => name === service.name);
      return {
        name: service.name,
        hitBy: faulty.faults?.hits[service.name] ?? [],
        differences: same === undefined ? [] : differences(service, same),
      };
    }),
  };
}

function differences(one: ServiceResult, other: ServiceResult): readonly FigureDifference[] {
  return SERVICE_FIGURES.flatMap((figure) => {
    const [a, b] = [figureAt(one, figure), figureAt(other, figure)];
    return a === b ? [] : [{ figure: figure.path, with: a, without: b }];
  });
}
