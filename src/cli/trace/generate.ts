/** `headroom trace generate`: a synthetic population as a folder that tools for the Azure trace read, and a scenario. */
import { join } from 'node:path';
import { counted, duration } from '../../report/words.js';
import { openStreams } from '../../random/streams.js';
import { meanOf } from '../../random/sampler.js';
import { printTree } from '../../scenario/print/print.js';
import { PERCENTILES } from '../../traces/durations.js';
import { quantileOf } from '../../traces/levels.js';
import { writeDuration } from '../../units/duration.js';
import { GIB, MILLISECOND, MINUTE, SECOND, type Micros } from '../../units/quantities.js';
import { openArrivals } from '../../workload/arrivals.js';
import { expectedArrivals } from '../../workload/expected.js';
import { fleetApp, type FleetApp } from '../../workload/fleet.js';
import { NO_TRACES } from '../../workload/traceLibrary.js';
import type { Io } from '../io.js';
import { ProgressLine } from '../progressLine.js';
import { openOutput, type TextOutput } from './output.js';
import { Interrupted } from './source.js';

export interface GenerateOptions {
  readonly apps: number;
  readonly seed: number;
  readonly horizon: Micros;
  readonly out: string;
  readonly quiet?: true | undefined;
}

/** The files of a population, by name. */
const FILES = ['invocations.csv', 'durations.csv', 'memory.csv', 'apps.csv'] as const;
type FileName = (typeof FILES)[number];
type Outputs = Readonly<Record<FileName, TextOutput>>;

/**
 * Writes the population that `fleet: { generated: … }` simulates with the same seed: the same apps, and the same arrivals
 * counted per minute.
 */
export async function generate(options: GenerateOptions, io: Io): Promise<void> {
  const outputs = Object.fromEntries(FILES.map((name) => [name, openOutput(join(options.out, name), io)])) as Outputs;
  const all = Object.values(outputs);
  try {
    const total = await writePopulation(outputs, options, io);
    for (const output of all) await output.close();
    io.writeText(join(options.out, 'fleet.yaml'), scenarioText(options));
    if (options.quiet !== true) io.stdout.write(saidOf(options, total));
  } catch (error) {
    for (const output of all) await output.abandon();
    throw error;
  }
}

/** Of which the last may be cut short. */
const minutesOf = (horizon: Micros): number => Math.ceil(horizon / MINUTE);

async function writePopulation(outputs: Outputs, options: GenerateOptions, io: Io): Promise<number> {
  const { apps, seed, horizon, quiet } = options;
  const population = openStreams(seed, 0)('fleet');
  const minutes = minutesOf(horizon);
  writeHeaders(outputs, minutes);
  const work = Array.from({ length: apps }, (_, i) => expectedArrivals(fleetApp(i, population).arrivals, horizon));
  const whole = work.reduce((sum, one) => sum + one, 0);
  const watch = new Watch(io, whole, quiet === true);
  let total = 0;
  try {
    for (let index = 0; index < apps; index++) {
      const app = fleetApp(index, population);
      const counts = await countsPerMinute(app, seed, horizon, watch);
      total += counts.reduce((sum, count) => sum + count, 0);
      writeApp(outputs, app, counts);
      for (const output of Object.values(outputs)) await output.flush();
    }
  } finally {
    watch.stop();
  }
  return total;
}

function writeHeaders(outputs: Outputs, minutes: number): void {
  const numbers = Array.from({ length: minutes }, (_, i) => i + 1).join(',');
  outputs['invocations.csv'].emit(`HashOwner,HashApp,HashFunction,Trigger,${numbers}\n`);
  const percentiles = PERCENTILES.map((p) => `percentile_Average_${p}`).join(',');
  outputs['durations.csv'].emit(`HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,${percentiles}\n`);
  outputs['memory.csv'].emit('HashOwner,HashApp,SampleCount,AverageAllocatedMb\n');
  outputs['apps.csv'].emit(
    'app,triggers,functions,daily_invocations,gap_cv,mean_duration_s,memory_mb,cpu_vcpu,memory_gb,container_concurrency,min_scale\n',
  );
}

/** The same arrivals as in a simulation: the stream of the service of this name. */
async function countsPerMinute(app: FleetApp, seed: number, horizon: Micros, watch: Watch): Promise<Float64Array> {
  const arrivals = openArrivals(app.arrivals, openStreams(seed, 0)(app.name), horizon, NO_TRACES);
  const counts = new Float64Array(minutesOf(horizon));
  const block = new Float64Array(4096);
  for (let n = arrivals.fill(block); n > 0; n = arrivals.fill(block)) {
    for (let i = 0; i < n; i++) counts[Math.floor(block[i] / MINUTE)]++;
    if (watch.add(n)) await watch.breathe();
  }
  return counts;
}

function writeApp(outputs: Outputs, app: FleetApp, counts: Float64Array): void {
  const { name, triggers, serviceTime, settings } = app;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [trigger] = triggers.split(' ');
  outputs['invocations.csv'].emit(`owner,${name},${name},${trigger},${counts.join(',')}\n`);
  const values = PERCENTILES.map((p) => quantileOf(serviceTime, Math.min(0.999, Math.max(0.001, p / 100))));
  const milliseconds = values.map((micros) => round(micros / MILLISECOND, 3));
  const mean = meanOf(serviceTime);
  const figures = [round(mean / MILLISECOND, 3), total, milliseconds[0], milliseconds.at(-1), ...milliseconds];
  outputs['durations.csv'].emit(`owner,${name},${name},${figures.join(',')}\n`);
  const megabytes = round(app.memory / 1e6, 1);
  outputs['memory.csv'].emit(`owner,${name},1,${megabytes}\n`);
  const facts = [app.functions, round(app.daily, 3), round(app.gapVariation, 3), round(mean / SECOND, 6), megabytes];
  const pod = [settings.cpu / 1000, settings.memory / GIB, settings.containerConcurrency, settings.minScale];
  outputs['apps.csv'].emit(`${[name, triggers, ...facts, ...pod].join(',')}\n`);
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

function scenarioText({ apps, seed, horizon }: GenerateOptions): string {
  const scenario = {
    headroom: 1,
    name: `fleet-of-${apps}`,
    horizon: writeDuration(horizon),
    seed,
    fleet: {
      generated: { model: 'azure-2019', apps, settings: 'ibm-code-engine' },
      defaults: { timeoutSeconds: 600, responseStartTimeoutSeconds: 0 },
    },
  };
  const head = [
    `# The population of the files beside this one: the same apps and, with this seed, the same arrivals to the microsecond.`,
    `# To simulate the files instead, where only counts per minute are known:`,
    `#   fleet: { trace: { dir: ., format: azure-functions-2019 } }`,
  ];
  return `${head.join('\n')}\n${printTree(scenario)}`;
}

function saidOf({ apps, out, horizon }: GenerateOptions, total: number): string {
  return `${counted(apps, 'application')}, ${counted(total, 'invocation')} in ${duration(horizon / SECOND)}: ${[...FILES, 'fleet.yaml'].map((name) => join(out, name)).join(', ')}\n`;
}

/** Progress and Ctrl-C while arrivals are drawn. */
class Watch {
  readonly stop: () => void;
  readonly #line: ProgressLine;
  readonly #whole: number;
  readonly #io: Io;
  #done = 0;
  #next = BREATH;
  #interrupted = false;

  constructor(io: Io, whole: number, quiet: boolean) {
    this.#io = io;
    this.#line = new ProgressLine(io, quiet);
    this.#whole = whole;
    const stopListening = io.onInterrupt(() => (this.#interrupted = true));
    this.stop = () => {
      this.#line.clear();
      stopListening();
    };
  }

  /** Whether it is time to breathe. */
  add(arrivals: number): boolean {
    this.#done += arrivals;
    return this.#done >= this.#next;
  }

  async breathe(): Promise<void> {
    this.#next = this.#done + BREATH;
    this.#line.show((elapsedMs) => {
      const share = Math.min(1, this.#done / this.#whole);
      const left = duration(Math.ceil((elapsedMs / 1000) * (1 / share - 1)));
      return `drawing · ${Math.floor(share * 100)} % · ${counted(this.#done, 'invocation')} · ${left} left`;
    });
    await this.#io.pause();
    if (this.#interrupted) throw new Interrupted();
  }
}

/** Arrivals between two looks at the world: a tenth of a second or so. */
const BREATH = 1_000_000;
