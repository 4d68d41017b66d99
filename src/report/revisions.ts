/** The revisions of a service side by side: for whoever compares a canary with what it replaces. */
import type { Figures, ResultDocument } from '../result/document.js';
import { failureTitle, ranked } from './causes.js';
import { columns, cut, harmless } from './text.js';
import { count, duration, percent } from './words.js';

export interface RevisionRow {
  readonly service: string;
  readonly revision: string;
  readonly figures: Figures;
}

/** Every revision of the services that have several. */
export function revisionRows({ services }: ResultDocument): readonly RevisionRow[] {
  return services.flatMap(({ name, byRevision = [] }) =>
    byRevision.map(({ name: revision, ...figures }) => ({ service: name, revision, figures })),
  );
}

/** Requests without a good answer, and most of their causes. */
export function lossesOf({ requests, failures }: Figures): string {
  const lost = requests.refused + requests.timedOut + requests.failed;
  const [first, ...rest] = ranked({ ...failures.refused, ...failures.timedOut, ...failures.failed });
  if (first === undefined) return count(lost);
  return `${count(lost)}, ${rest.length === 0 ? 'all' : 'mostly'} ${failureTitle(first.code)}`;
}

/** Lines that are told of revisions at most, and the columns their names may take. */
const SHOWN = 12;
const NAME = 24;

/** A table for the terminal; none where every service has one revision. */
export function revisionLines(result: ResultDocument, wide: number): readonly string[] {
  const all = revisionRows(result);
  if (all.length === 0) return [];
  const several = result.services.length > 1;
  const rows = all
    .slice(0, SHOWN)
    .map(({ service, revision, figures: { requests, coldStarts, latency, pods } }) => [
      cut(harmless(several ? `${service}: ${revision}` : revision), NAME),
      count(requests.arrived),
      count(requests.refused + requests.timedOut + requests.failed),
      percent(coldStarts.rate),
      duration(latency.p50),
      duration(latency.p95),
      duration(latency.p99),
      count(pods.max),
    ]);
  const head = ['', 'requests', 'lost', 'cold', 'p50', 'p95', 'p99', 'pods'];
  const rest = all.length > SHOWN ? [`  … and ${all.length - SHOWN} more`] : [];
  return [...columns([head, ...rows]).map((line) => cut(`  ${line}`, wide)), ...rest];
}
