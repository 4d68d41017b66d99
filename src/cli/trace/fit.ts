/** `headroom trace fit`: a generator of traffic like that of a trace, as a scenario that runs. */
import { count, duration, number, percent } from '../../report/words.js';
import { openStreams } from '../../random/streams.js';
import type { Distribution } from '../../random/distribution.js';
import { writtenArrivals, writtenDistribution } from '../../scenario/print/leaves.js';
import { printTree } from '../../scenario/print/print.js';
import { readDurations, type FunctionDurations } from '../../traces/durations.js';
import { fitArrivals, goodnessOf, type Fit, type Goodness } from '../../traces/fit.js';
import { fitServiceTime } from '../../traces/fitDurations.js';
import type { Histogram } from '../../stats/histogram.js';
import { writeDuration } from '../../units/duration.js';
import { SECOND, type Micros } from '../../units/quantities.js';
import { UserError } from '../../units/userError.js';
import { describeArrivals } from '../../workload/describe.js';
import { spanOf } from '../../workload/traceLibrary.js';
import { fileError, type Io } from '../io.js';
import { fileName } from '../paths.js';
import { bytesOf, selectedFrom, type SourceOptions } from './source.js';

export interface FitOptions extends SourceOptions {
  readonly select?: string | undefined;
  /** A duration file of Azure Functions 2019 beside the invocations. */
  readonly durations?: string | undefined;
  readonly name?: string | undefined;
  readonly seed?: number | undefined;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
}

/** The service time of the scenario and how it was found. */
interface Times {
  readonly family: string;
  readonly distribution: Distribution;
  readonly kolmogorovSmirnov: number | null;
  /** Seconds. */
  readonly wasserstein: number | null;
  readonly relativeWasserstein: number | null;
  readonly basis: string;
  readonly assumptions: readonly string[];
}

interface Fitted {
  readonly name: string;
  readonly file: string;
  readonly seed: number;
  readonly span: Micros;
  readonly fit: Fit;
  readonly goodness: Goodness;
  readonly times: Times;
}

/** Writes the scenario, headed by how good it is, or with `--json` all figures. */
export async function fit(path: string, options: FitOptions, io: Io): Promise<void> {
  const fitted = await fittedTo(path, options, io);
  const scenario = scenarioOf(fitted);
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify(documentOf(fitted, scenario), null, 2)}\n`);
    return;
  }
  const lines = goodnessLines(fitted);
  const text = [...lines.map((line) => `# ${line}`), '', printTree(scenario)].join('\n');
  if (options.out === undefined || options.out === '-') {
    io.stdout.write(text);
    return;
  }
  io.writeText(options.out, text);
  if (options.quiet !== true) io.stdout.write([...lines, `Scenario  ${options.out}`, ''].join('\n'));
}

/** What is fitted is generated once to be compared: so many take minutes. The whole first day of Azure 2019 has 10^9. */
const MOST_REQUESTS = 5_000_000_000;

function refuseCount(file: string, requests: number): void {
  if (!(requests > 0)) throw new UserError(`${file}: holds no requests`);
  if (requests <= MOST_REQUESTS) return;
  throw new UserError(
    `${file}: holds ${count(requests)} requests, must hold at most ${count(MOST_REQUESTS)} to be fitted`,
    'choose one function with --select',
  );
}

async function fittedTo(path: string, options: FitOptions, io: Io): Promise<Fitted> {
  const { read, found, trace } = await selectedFrom(path, options, io);
  refuseCount(read.report.file, found.counts.total + found.instants.count);
  if (spanOf(trace) <= 1)
    throw new UserError(`${read.report.file}: holds one instant, must take some time to be fitted`);
  const seed = options.seed ?? 1;
  const made = fitArrivals(trace);
  return {
    name: serviceName(options.name ?? options.select ?? path),
    file: read.report.file,
    seed,
    span: spanOf(trace),
    fit: made,
    goodness: goodnessOf(made, trace, openStreams(seed, 0)('fit')),
    times: await timesOf(found.durations, options, io),
  };
}

/** What is taken where nothing says how long a request takes. */
const ASSUMED: Times = {
  family: 'constant',
  distribution: { kind: 'constant', value: 100_000 },
  kolmogorovSmirnov: null,
  wasserstein: null,
  relativeWasserstein: null,
  basis: 'an assumption: the trace says nothing about durations, put yours in its place',
  assumptions: [],
};

async function timesOf(seen: Histogram, options: FitOptions, io: Io): Promise<Times> {
  if (options.durations !== undefined) return timesFrom(options.durations, options, io);
  const found = fitServiceTime(seen);
  if (found === null) return ASSUMED;
  return {
    family: found.family,
    distribution: found.distribution,
    kolmogorovSmirnov: found.kolmogorovSmirnov,
    wasserstein: found.wasserstein / SECOND,
    relativeWasserstein: found.relativeWasserstein,
    basis: `from ${number(found.count)} durations`,
    assumptions: [],
  };
}

async function timesFrom(file: string, { select, badRows }: FitOptions, io: Io): Promise<Times> {
  try {
    const bad = badRows === undefined ? {} : { badShare: badRows };
    const { functions, report } = await readDurations(file, bytesOf(file, io), bad);
    const [only, ...others] = functions.filter((one) => isSelected(one, select));
    if (only === undefined || others.length > 0) {
      const found = only === undefined ? 'none' : String(others.length + 1);
      throw new UserError(
        `--durations = ${file}, must have one function of that name, has ${found}`,
        'name one with --select',
      );
    }
    const { assumptions } = report;
    const basis = `from the percentiles of ${number(only.count)} invocations in ${file}`;
    return { ...ASSUMED, family: 'quantiles', distribution: only.distribution, basis, assumptions };
  } catch (error) {
    throw fileError(error, file);
  }
}

function isSelected({ name, app }: FunctionDurations, select: string | undefined): boolean {
  return select === undefined || name.startsWith(select) || app === select;
}

/** A name that Kubernetes allows. */
function serviceName(text: string): string {
  const base =
    text === '-'
      ? 'trace'
      : fileName(
          text
            .split(/[/\\]/)
            .at(-1)!
            .replace(/(\.(csv|json|ndjson|log|txt|trace|gz))+$/i, ''),
        );
  const safe = base
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '');
  return safe === '' ? 'trace' : safe;
}

function scenarioOf({ name, seed, span, fit: { arrivals }, times }: Fitted): Readonly<Record<string, unknown>> {
  return {
    headroom: 1,
    name: `like-${name}`,
    horizon: writeDuration(Math.max(SECOND, Math.ceil(span / SECOND) * SECOND)),
    seed,
    services: { [name]: { arrivals: writtenArrivals(arrivals), serviceTime: writtenDistribution(times.distribution) } },
  };
}

/** How good the fit is, in words. */
function goodnessLines({ file, seed, fit: { arrivals, step, burstiness }, goodness, times }: Fitted): string[] {
  const { meanRate, gapVariation, kolmogorovSmirnov, wasserstein, relativeWasserstein } = goodness;
  const gaps = gapVariation === null ? 'not known' : `${number(gapVariation)} times that of the trace`;
  return [
    `Fitted to ${file}: rates in steps of ${duration(step / SECOND)}, index of dispersion ${number(burstiness)} per minute around them.`,
    ...(arrivals.kind === 'apply'
      ? [`A mean day, repeated: ${describeArrivals({ ...arrivals.to }).slice(0, 60)}…`]
      : []),
    `Generated once with seed ${seed} and compared with the trace:`,
    `  mean rate              ${number(meanRate)} times that of the trace`,
    `  CV of gaps             ${gaps}`,
    `  counts per minute      Kolmogorov-Smirnov ${number(kolmogorovSmirnov)}, Wasserstein ${number(wasserstein)} requests (${percent(relativeWasserstein)} of the mean)`,
    `  service time           ${times.family}, ${times.basis}`,
    ...times.assumptions.map((assumption) => `                         ${assumption}`),
    ...(times.kolmogorovSmirnov === null
      ? []
      : [
          `                         Kolmogorov-Smirnov ${number(times.kolmogorovSmirnov)}, Wasserstein ${duration(times.wasserstein)} (${percent(times.relativeWasserstein)} of the mean)`,
        ]),
  ];
}

function documentOf({ file, seed, fit: made, goodness, times }: Fitted, scenario: unknown): unknown {
  const { distribution: _, ...timesFit } = times;
  return {
    file,
    seed,
    step: made.step / SECOND,
    burstiness: made.burstiness,
    arrivals: goodness,
    serviceTime: timesFit,
    scenario,
  };
}
