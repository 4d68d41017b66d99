/** The services of a fleet that served most callers badly, for the terminal. */
import type { ResultDocument, ServiceResult } from '../result/document.js';
import { columns, cut, harmless } from './text.js';
import { count, counted, duration, percent } from './words.js';

/** More services than these are a fleet: the ten worst are shown, and how many others there are. */
const SHOWN = 10;
const NAME = 28;

/** Requests that got no good answer. */
const lost = ({ requests: { refused, timedOut, failed } }: ServiceResult): number => refused + timedOut + failed;

/** The ten services with most lost requests, then most cold ones, then most requests; names decide ties. */
export function worstServices(services: readonly ServiceResult[]): readonly ServiceResult[] {
  const rank = (a: ServiceResult, b: ServiceResult): number =>
    lost(b) - lost(a) ||
    b.coldStarts.requests - a.coldStarts.requests ||
    b.requests.arrived - a.requests.arrived ||
    (a.name < b.name ? -1 : 1);
  return [...services].sort(rank).slice(0, SHOWN);
}

/** One line for each of the ten; none where there are no more than ten. */
export function worstLines({ services }: ResultDocument): readonly string[] {
  if (services.length <= SHOWN) return [];
  const rows = worstServices(services).map((service) => [
    cut(harmless(service.name), NAME),
    count(service.requests.arrived),
    count(lost(service)),
    count(service.coldStarts.requests),
    percent(service.coldStarts.rate),
    duration(service.latency.p99),
    count(service.pods.max),
  ]);
  const head = ['', 'arrived', 'lost', 'cold', 'share', 'p99', 'pods'];
  const silent = services.filter(({ requests }) => requests.arrived === 0).length;
  const others = services.length - SHOWN;
  const idle = silent === 0 ? '' : `; ${counted(silent, 'service')} had no request`;
  return [...columns([head, ...rows]).map((line) => `  ${line}`), `  … and ${counted(others, 'other')}${idle}`];
}
