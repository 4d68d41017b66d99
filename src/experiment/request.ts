/** From what a person asks for to the plan of a sweep: parameters, samples, figures. */
import { addressOf, type KnownNames } from '../result/address.js';
import { parseThreshold, type Threshold } from '../result/thresholds.js';
import { openSource } from '../random/streams.js';
import { namesOf } from '../scenario/names.js';
import { findParameter, listParameters } from '../scenario/parameters.js';
import type { ScenarioDocument } from '../scenario/read.js';
import type { Scenario } from '../scenario/resolved.js';
import { traceRefsOf } from '../scenario/traceRefs.js';
import { accepted } from '../units/parsed.js';
import { UserError } from '../units/userError.js';
import { HEADROOM_VERSION, MODEL_VERSION } from '../version.js';
import { latinHypercube } from './latin.js';
import { complete, type Design, type Plan } from './plan.js';
import { SOBOL_DIMENSIONS, sobolPoints } from './sobol.js';
import { grid, readValues, valueAt, type Axis } from './space.js';

export interface SweepRequest {
  /** As opened, with `--set` and `--seed` folded in; it resolves without problems to `scenario`. */
  readonly document: ScenarioDocument;
  readonly scenario: Scenario;
  readonly folder: string;
  /** As a person types it, to make the same again. */
  readonly command: string;
  /** `NAME=VALUES`. */
  readonly params: readonly string[];
  readonly sample: { readonly kind: 'sobol' | 'latin'; readonly count: number } | null;
  readonly replications: number;
  readonly front: readonly string[];
  readonly figures: readonly string[];
  readonly thresholds: readonly string[];
  /** Leave points out that are no valid scenario, instead of refusing the whole. */
  readonly skipInvalid: boolean;
}

/** All tasks of a sweep, points times replications: what a folder and a person can still handle. */
const TASKS_AT_MOST = 50_000;

/** Services whose every figure is kept of every run. */
const SERVICES_AT_MOST = 8;

const FRONT = ['cost.capacity', 'p99', 'coldStartRate'] as const;

/** Of all services together; bills, objectives and thresholds add theirs. */
const TABLE = [
  'requests.arrived',
  'latency.p50',
  'latency.p95',
  'latency.p99',
  'coldStarts.rate',
  'unansweredShare',
  'pods.mean',
  'pods.max',
  'pods.podSeconds',
  'autoscaler.panics',
] as const;

/**
 * Lays a sweep down.
 *
 * @throws UserError where a parameter, a figure or a point is wrong
 */
export function makePlan(request: SweepRequest): Plan {
  const { document, scenario, folder, replications } = request;
  const axes = axesOf(request);
  const design: Design = request.sample === null ? { kind: 'grid' } : { ...request.sample, seed: scenario.seed };
  const points = pointsOf(axes, design);
  if (points * replications > TASKS_AT_MOST) throw tooMany(points, replications);
  const rows = rowsOf(axes, design);
  const known = namesOf(scenario);
  const thresholds = [...scenario.thresholds, ...request.thresholds.map((text) => thresholdOf(text, known))];
  const front = (request.front.length > 0 ? request.front : FRONT).map((text) => figureOf(text, known, '--front'));
  return complete(
    {
      format: 1,
      experiment: 'sweep',
      headroomVersion: HEADROOM_VERSION,
      modelVersion: MODEL_VERSION,
      name: scenario.name,
      command: request.command,
      scenario: document.written.value,
      folder: traceRefsOf(scenario).length === 0 && scenario.fleet === null ? '.' : folder,
      design,
      parameters: axes.map(({ name, path, kind, values }) => ({
        name,
        path,
        kind,
        log: values.kind === 'between' && values.log,
      })),
      replications,
      front,
      figures: tableOf(request, front, thresholds, known),
      thresholds,
      objectives: scenario.objectives.map(({ service, name, objective }) => ({
        path: `slo.${service ?? 'totals'}.${name}.sli`,
        target: objective,
      })),
      everyService: scenario.services.length <= SERVICES_AT_MOST,
      currencies: known.currencies ?? {},
      points: rows.map((values, k) => ({ id: pointId(k, rows.length), values })),
    },
    document,
    request.skipInvalid,
  );
}

const tooMany = (points: number, replications: number): UserError =>
  new UserError(
    `--param, makes ${points} points of ${replications} runs each, must be at most ${TASKS_AT_MOST} runs`,
    'fewer values, or --sample sobol:256',
  );

const pointId = (k: number, count: number): string =>
  `p${String(k + 1).padStart(Math.max(4, String(count).length), '0')}`;

function axesOf({ params, scenario, document }: SweepRequest): readonly Axis[] {
  const axes = params.map((text) => axisOf(text, scenario, document));
  if (axes.length === 0) throw new UserError('--param is missing', 'for example --param stable-window=10s..120s/10s');
  const twice = axes.find(({ path }, k) => axes.findIndex((other) => other.path === path) < k);
  if (twice !== undefined) throw new UserError(`--param = ${twice.name}, names ${twice.path} a second time`);
  return axes;
}

function axisOf(text: string, scenario: Scenario, { written }: ScenarioDocument): Axis {
  const equals = /=(?!=)/.exec(text.replace(/\["[^"]*"\]/g, (quoted) => '.'.repeat(quoted.length)))?.index ?? -1;
  if (equals < 1)
    throw new UserError(`--param = ${text}, must be NAME=VALUES`, 'for example stable-window=10s..120s/10s');
  const name = text.slice(0, equals).trim();
  const { path } = accepted('--param', name, findParameter(scenario, name, written.value));
  const parameter = listParameters(scenario, written.value).find((one) => one.path === path);
  const nature = { kind: parameter?.kind ?? 'text', knative: parameter?.knative ?? false } as const;
  const listed = text.slice(equals + 1);
  const { values } = accepted(`--param ${name}`, listed, readValues(listed, nature));
  return { name, path, kind: nature.kind, values };
}

/** How many points there will be: known before they are made, since they may be more than memory holds. */
const pointsOf = (axes: readonly Axis[], design: Design): number =>
  design.kind === 'grid' ? axes.reduce((product, axis) => product * listedTexts(axis).length, 1) : design.count;

function rowsOf(axes: readonly Axis[], design: Design): readonly (readonly string[])[] {
  if (design.kind === 'grid') return grid(axes.map(listedTexts));
  if (axes.length > SOBOL_DIMENSIONS && design.kind === 'sobol')
    throw new UserError(
      `--sample = sobol, takes at most ${SOBOL_DIMENSIONS} parameters`,
      '--sample latin takes any number',
    );
  return cube(axes.length, design).map((point) => point.map((u, k) => valueAt(axes[k].values, u)));
}

function listedTexts({ name, values }: Axis): readonly string[] {
  if (values.kind === 'listed') return values.texts;
  const [low, high] = [values.low.value, values.high.value];
  throw new UserError(
    `--param = ${name}, a range needs a step (LOW..HIGH/STEP) or a count (LOW..HIGH:COUNT) to make a grid`,
    `or --sample sobol:64 draws from it${low === high ? '' : ' as it is'}`,
  );
}

function cube(dimensions: number, design: Exclude<Design, { readonly kind: 'grid' }>): readonly (readonly number[])[] {
  const { kind, count, seed } = design;
  if (kind === 'latin') return latinHypercube(count, dimensions, (d) => openSource(`${seed}/sweep/latin/${d}`));
  const shift = openSource(`${seed}/sweep/sobol`);
  return sobolPoints(
    count,
    dimensions,
    Array.from({ length: dimensions }, () => Math.floor(shift.next() * 4_294_967_296)),
  );
}

function figureOf(text: string, known: KnownNames, option: string): string {
  return accepted(option, text, addressOf(text.trim(), known)).address.path;
}

function thresholdOf(text: string, known: KnownNames): Threshold {
  return accepted('--threshold', text, parseThreshold(text, known)).threshold;
}

/** A figure of the one service there is, is that of all: once in a table is enough. */
function ofTotals(path: string, { services, fleet }: Scenario): string {
  const own = services.length === 1 && fleet === null ? `services.${services[0].name}.` : null;
  if (own === null || !path.startsWith(own) || path.startsWith(`${own}revisions.`)) return path;
  return `totals.${path.slice(own.length)}`;
}

function tableOf(
  request: SweepRequest,
  front: readonly string[],
  thresholds: readonly Threshold[],
  known: KnownNames,
): readonly string[] {
  const asked = request.figures.map((text) => figureOf(text, known, '--figure'));
  const bills = (known.tariffs ?? []).flatMap((tariff) =>
    ['metered', 'capacity', 'perMillionRequests'].map((figure) => `bills.${tariff}.${figure}`),
  );
  const slos = (known.slos ?? []).map((slo) => `slo.${slo}.sli`);
  const totals = TABLE.map((figure) => `totals.${figure}`);
  const judged = thresholds.map(({ figure }) => ofTotals(figure, request.scenario));
  return [...new Set([...front, ...asked, ...judged, ...slos, ...totals, ...bills])];
}
