/** How well the figures of several replications are known, in words: for the terminal and the page alike. */
import { addressOf, namesIn } from '../result/address.js';
import type { FigureInterval, ResultDocument, Sensitivity } from '../result/document.js';
import { formatFigure } from '../result/shown.js';
import { firstFigures } from './firstFigures.js';
import { counted, duration, listed, percent } from './words.js';

/** One figure with what is known of it. */
export interface Known {
  readonly figure: string;
  readonly title: string;
  readonly value: string;
  /** `± 12 ms (3 %)`, or `none in 10; ≤ 0.3 %`. */
  readonly sure: string;
  /** `seed ± 12 ms, inputs ± 86 ms`, where inputs are uncertain; empty otherwise. */
  readonly parts: string;
  /** The quantile over all requests of all replications; empty for other figures. */
  readonly pooled: string;
}

/** Key figures of all services together, of every service where there are few, of bills and objectives. */
export function knownFigures(result: ResultDocument): readonly Known[] {
  if (result.replications === undefined) return [];
  const { services, bills, slos } = result;
  const batched = result.replications.method === 'batch-means';
  return [
    ...firstFigures(services.map(({ name }) => name)),
    ...bills.flatMap(({ tariff }) =>
      (batched ? ['perHour'] : ['metered', 'capacity']).map((figure) => `bills.${tariff}.${figure}`),
    ),
    ...slos.map(({ service, name }) => `slo.${service ?? 'totals'}.${name}.sli`),
  ].flatMap((path) => known(path, result) ?? []);
}

function known(path: string, result: ResultDocument): Known | null {
  const interval = result.intervals?.[path];
  const names = namesIn(result);
  const found = addressOf(path, names);
  if (interval === undefined || !found.ok) return null;
  const { figure, scope } = found.address;
  const currency = scope.kind === 'bill' && scope.tariff !== null ? names.currencies?.[scope.tariff] : undefined;
  const write = (value: number): string => formatFigure(value, figure.unit, currency);
  const pooled = result.replications?.pooled[path];
  return {
    figure: path,
    title: titleOf(path, figure.title),
    value: write(interval.mean),
    sure: sureness(interval, write, figure.unit !== 'share'),
    parts: partsOf(interval, write),
    pooled: pooled === undefined || pooled === null ? '' : write(pooled),
  };
}

/** `p99 latency`, `checkout: p99 latency`, `generic-100ms: metered cost`. @param title of the figure alone */
export function titleOf(path: string, title: string): string {
  const [head, ...rest] = path.split('.');
  if (head === 'totals') return title;
  if (head === 'slo') return `${rest.slice(1, -1).join('.')} (${rest[0] === 'totals' ? 'all' : rest[0]}): ${title}`;
  return `${nameIn(path, head)}: ${title}`;
}

function nameIn(path: string, head: string): string {
  const ending = head === 'bills' ? /\.(metered|capacity|perHour)$/ : /\.(latency\.p99|coldStarts\.rate)$/;
  return path.slice(head.length + 1).replace(ending, '');
}

/** `± 12 ms (3 %)`. @param relative whether to say the half-width as a share of the mean too */
export function sureness(interval: FigureInterval, write: (value: number) => string, relative: boolean): string {
  const { mean, halfWidth, low, high, n, method } = interval;
  if (method === 'none-seen') return `none in ${n}; ≤ ${write(high ?? 0)}`;
  if (halfWidth === null || low === null || high === null) return 'one value: nothing is known of its spread';
  if (halfWidth <= Math.abs(mean) * 1e-9) return 'the same every time';
  const share = relative && mean !== 0 ? ` (${percent(halfWidth / Math.abs(mean))})` : '';
  const clipped = low > mean - halfWidth * 0.999 ? `, not below ${write(low)}` : '';
  return `± ${write(halfWidth)}${share}${clipped}`;
}

function partsOf({ parts }: FigureInterval, write: (value: number) => string): string {
  return parts === undefined ? '' : `seed ± ${write(parts.seed)}, inputs ± ${write(parts.inputs)}`;
}

/** Head line, then what there is to say of warm-up, precision, inputs and defaults. */
export function certaintyNotes(result: ResultDocument): readonly string[] {
  const { replications: of } = result;
  if (of === undefined) return [];
  return [
    ...(of.warmup.method === 'mser-5' ? [`Warm-up: the first ${duration(of.warmup.seconds)}, found by MSER-5.`] : []),
    ...(of.precision ?? []).map(precisionNote),
    ...(of.inputs === undefined
      ? []
      : [
          `Uncertain inputs: ${listed(of.inputs.map(({ path, low, high }) => `${path} ${low} to ${high}`))}. More replications narrow what the seed does, not what the inputs do.`,
        ]),
    ...defaultsNote(of.sensitivity ?? []),
    ...(of.failures === undefined ? [] : [`${counted(of.failures.length, 'run')} failed: ${of.failures[0].error}`]),
  ];
}

/** `10 replications, 95 % intervals`. */
export function certaintyTitle({ replications: of }: ResultDocument): string {
  if (of === undefined) return '';
  const what = of.method === 'batch-means' ? 'batch means of one run' : counted(of.count, 'replication');
  return `How sure: ${what}, ${percent(of.level)} intervals`;
}

type Reached = NonNullable<NonNullable<ResultDocument['replications']>['precision']>[number];

function precisionNote({ figure, asked, reached, met }: Reached): string {
  const now = reached === null ? 'it was never observed' : `reached ± ${percent(reached)}`;
  return `${figure}: ± ${percent(asked)} was asked for, ${now}${met ? '' : ' (not precise enough)'}.`;
}

/** Defaults that move a figure by less than this are not worth a line. */
const WORTH = 0.01;
const DEFAULTS_SHOWN = 3;

function defaultsNote(all: readonly Sensitivity[]): readonly string[] {
  const told = all.flatMap((one) => strongest(one) ?? []).slice(0, DEFAULTS_SHOWN);
  if (told.length === 0)
    return all.length === 0 ? [] : ['No default that nobody gave changes a figure by 1 % or more.'];
  return [`Defaults that matter most: ${told.join('; ')}. Write down what you know of them.`];
}

/** `services.a.startup (knative-cached-image): doubled, latency.p99 +34 %`. */
function strongest({ input, assumed, changes }: Sensitivity): string | null {
  const all = changes.flatMap(({ figure, halved, doubled }) => [
    { figure, how: 'halved', change: halved ?? 0 },
    { figure, how: 'doubled', change: doubled ?? 0 },
  ]);
  const top = all.reduce((best, one) => (Math.abs(one.change) > Math.abs(best.change) ? one : best));
  if (Math.abs(top.change) < WORTH) return null;
  return `${input} (${assumed}): ${top.how}, ${top.figure} ${signed(top.change)}`;
}

export const signed = (share: number): string => `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;
