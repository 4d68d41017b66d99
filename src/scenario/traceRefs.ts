import type { Arrivals, TraceRef } from '../workload/recipe.js';
import type { Scenario } from './resolved.js';

/** The traces whose requests a scenario replays, in the order of its services. */
export function traceRefsOf({ services }: Pick<Scenario, 'services'>): readonly TraceRef[] {
  return services.flatMap(({ arrivals }) => refsIn(arrivals));
}

function refsIn(arrivals: Arrivals): readonly TraceRef[] {
  switch (arrivals.kind) {
    case 'trace':
      return [arrivals.trace];
    case 'merge':
      return arrivals.parts.flatMap(refsIn);
    case 'apply':
      return refsIn(arrivals.to);
    case 'rate':
      return [];
  }
}
