/** The figures of all services together that are told first. */
const FIRST = [
  'latency.mean',
  'latency.p50',
  'latency.p99',
  'coldStarts.rate',
  'unansweredShare',
  'pods.mean',
] as const;
/** More services than these are told of in the JSON document alone. */
const FEW = 5;

/** Paths of the figures that are told first: of all services together, and of each where there are a few. */
export function firstFigures(services: readonly string[]): readonly string[] {
  const own = services.length > 1 && services.length <= FEW ? services : [];
  return [
    ...FIRST.map((figure) => `totals.${figure}`),
    ...own.flatMap((name) => [`services.${name}.latency.p99`, `services.${name}.coldStarts.rate`]),
  ];
}
