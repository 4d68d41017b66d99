import seedrandom from 'seedrandom';
import type { OpenStream, Source } from './source.js';

/**
 * Opens the streams of one replication: `openStreams(seed, replication)(service)(purpose)`.
 *
 * A stream is seedrandom's `tychei` (Neves and Araujo 2011) seeded by the text `seed/replication/service/purpose`, so
 * that every purpose has a stream of its own: what one draws never shifts what another one gets (common random numbers).
 *
 * @param seed the scenario's seed
 * @param replication 0 for the first
 */
export function openStreams(seed: number, replication: number): (service: string) => OpenStream {
  return (service) => (purpose) => openSource(`${seed}/${replication}/${service}/${purpose}`);
}

/** The stream of exactly this name. */
export function openSource(name: string): Source {
  const draw = seedrandom.tychei(name);
  return { next: draw, double: draw.double };
}
