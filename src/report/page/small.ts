/** Small multiples: the worst services of a fleet as lines without axes, drawn without a library. */
import type { ResultDocument, ServiceResult } from '../../result/document.js';
import { coarser, factorFor, find, scopes } from '../series.js';
import type { FigureName, Values } from '../series.js';
import { counted, duration, percent } from '../words.js';
import { markup, named } from './html.js';
import type { Html } from './html.js';

const WORST = 10;

/** The ten services that have a timeline and kept their callers worst: unanswered, then cold, then slow. */
export function worst(result: ResultDocument): readonly ServiceResult[] {
  const charted = new Set(scopes(result));
  const bad = (service: ServiceResult): readonly number[] => [
    service.unansweredShare ?? 0,
    service.coldStarts.rate ?? 0,
    service.latency.p99 ?? 0,
  ];
  return result.services
    .filter((service) => charted.has(service.name))
    .sort((a, b) => {
      const [left, right] = [bad(a), bad(b)];
      const at = left.findIndex((value, index) => value !== right[index]);
      return at < 0 ? 0 : right[at]! - left[at]!;
    })
    .slice(0, WORST);
}

export function smallMultiples(result: ResultDocument): Html {
  return markup`<ul class="cards">
    ${worst(result).map((service) => card(result, service))}
  </ul>`;
}

function card(result: ResultDocument, service: ServiceResult): Html {
  const { name, coldStarts, latency, unansweredShare, pods } = service;
  return markup`<li>
    <h3><a href="#traffic" data-choose="${name}">${named(name)}</a></h3>
    ${mini(result, name, 'arrivals', 'load', 'traffic')}${mini(result, name, 'ready', 'serve', 'ready pods')}
    <p>cold ${percent(coldStarts.rate)}</p>
    <p>p99 ${duration(latency.p99)}</p>
    <p class="muted">unanswered ${percent(unansweredShare)}</p>
    <p class="muted">at most ${counted(pods.max, 'pod')}</p>
  </li>`;
}

function mini(result: ResultDocument, scope: string, figure: FigureName, colour: string, label: string): Html | null {
  const series = find(result, scope, figure);
  if (series === undefined) return null;
  const values = coarser(series.values, series.kind, factorFor(series.values.length, 120));
  return markup`<svg
    class="mini"
    viewBox="0 0 120 30"
    preserveAspectRatio="none"
    role="img"
    aria-label="${label} over the run"
  >
    <path class="${colour}" d="${path(values)}" />
  </svg>`;
}

/** A line from left to right, broken where nothing was observed; zero at the bottom. */
function path(values: Values): string {
  const top = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const step = 120 / Math.max(1, values.length - 1);
  let pen = 'M';
  const parts = values.map((value, index) => {
    if (value === null) {
      pen = 'M';
      return '';
    }
    const point = `${pen}${(index * step).toFixed(1)} ${(top === 0 ? 29 : 29 - (28 * value) / top).toFixed(1)}`;
    pen = 'L';
    return point;
  });
  return parts.join('');
}
