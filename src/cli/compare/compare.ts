/** `headroom compare`: from the command line through the experiment to text, files and an exit code. */
import type { Comparison } from '../../experiment/compare.js';
import type { DeltaThreshold } from '../../experiment/deltaThreshold.js';
import type { Subject } from '../../experiment/subject.js';
import type { Threshold } from '../../result/thresholds.js';
import { duration } from '../../report/words.js';
import { accepted } from '../../units/parsed.js';
import { EXIT, type Io } from '../io.js';
import { printsDocument, told, writerOf } from '../outputs.js';
import { reportPath } from '../paths.js';
import { commandLine } from '../shellWords.js';
import { withRunner } from '../subjects.js';
import { loadVariants } from './variants.js';

export interface CompareOptions {
  readonly vary?: readonly string[] | undefined;
  readonly manifestsFrom?: readonly string[] | undefined;
  readonly replications?: number | undefined;
  /** Share of the first variant's value. */
  readonly smallest?: number | undefined;
  readonly set?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly threshold?: readonly string[] | undefined;
  readonly figure?: readonly string[] | undefined;
  readonly workers?: number | undefined;
  readonly json?: true | undefined;
  readonly out?: string | undefined;
  readonly report?: boolean | undefined;
  readonly junit?: string | undefined;
  readonly markdown?: string | undefined;
  readonly quiet?: true | undefined;
}

const REPLICATIONS = 10;
const SMALLEST = 0.05;

/** @returns the exit code */
export async function runCompare(paths: readonly string[], options: CompareOptions, io: Io): Promise<number> {
  printsDocument(options);
  const subjects = await loadVariants(paths, options, io);
  const judged = await thresholdsOf(options.threshold ?? [], subjects[0]);
  const figures = await figuresOf(options.figure ?? [], subjects[0]);
  const [{ compare }, { ExperimentProgress, meanSoFar }] = await Promise.all([
    import('../../experiment/compare.js'),
    import('../experimentProgress.js'),
  ]);
  const plan = {
    subjects,
    replications: options.replications ?? REPLICATIONS,
    smallest: options.smallest ?? SMALLEST,
    ...judged,
  };
  const progress = new ExperimentProgress(io, options.quiet === true, meanSoFar('totals.latency.p99', 'p99', duration));
  const { comparison, interrupted } = await withRunner(io, options.workers, (runner) =>
    compare(plan, runner, progress, progress.signal),
  ).finally(() => progress.end());
  const command = commandOf(paths, options, subjects[0]);
  const written = await writeAll(comparison, command, options, figures, io);
  await tell(comparison, options, figures, written, io);
  if (interrupted) io.stderr.write('headroom: interrupted; the pairs of replications that were done are kept\n');
  return exitCode(comparison, interrupted);
}

function exitCode({ thresholds, failures }: Comparison, interrupted: boolean): number {
  if (interrupted) return EXIT.interrupted;
  if (failures.length > 0) return EXIT.internal;
  return thresholds.some(({ verdict }) => verdict === 'fail') ? EXIT.threshold : EXIT.ok;
}

async function thresholdsOf(
  texts: readonly string[],
  { scenario }: Subject,
): Promise<{ readonly deltas: readonly DeltaThreshold[]; readonly thresholds: readonly Threshold[] }> {
  const [{ isDelta, parseDelta }, { parseThreshold }, { namesOf }] = await Promise.all([
    import('../../experiment/deltaThreshold.js'),
    import('../../result/thresholds.js'),
    import('../../scenario/names.js'),
  ]);
  const known = namesOf(scenario);
  const plain = texts.filter((text) => !isDelta(text));
  return {
    deltas: texts.filter(isDelta).map((text) => accepted('--threshold', text, parseDelta(text, known)).threshold),
    thresholds: plain.map((text) => accepted('--threshold', text, parseThreshold(text, known)).threshold),
  };
}

async function figuresOf(paths: readonly string[], { scenario }: Subject): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const [{ addressOf }, { namesOf }] = await Promise.all([
    import('../../result/address.js'),
    import('../../scenario/names.js'),
  ]);
  const known = namesOf(scenario);
  return paths.map((path) => accepted('--figure', path, addressOf(path, known)).address.path);
}

async function writeAll(
  comparison: Comparison,
  command: string,
  options: CompareOptions,
  figures: readonly string[],
  io: Io,
): Promise<readonly string[]> {
  const write = writerOf(io);
  const lines: string[] = [];
  const keep = (label: string, path: string, text: string): void => {
    write(path, text);
    lines.push(...told(label, path));
  };
  if (options.report !== false && (options.json !== true || options.out !== undefined)) {
    const { comparePage } = await import('../../report/compare/page.js');
    const name = `compare ${comparison.variants.map((variant) => variant.name).join(' ')}`;
    keep('Report', reportPath(options.out, name), comparePage(comparison, { command, figures }));
  }
  if (options.junit !== undefined) {
    const { compareJunit } = await import('../../report/compare/junit.js');
    keep('JUnit', options.junit, compareJunit(comparison));
  }
  if (options.markdown !== undefined) {
    const { compareMarkdown } = await import('../../report/compare/markdown.js');
    keep('Markdown', options.markdown, compareMarkdown(comparison, figures));
  }
  return lines;
}

async function tell(
  comparison: Comparison,
  options: CompareOptions,
  figures: readonly string[],
  see: readonly string[],
  io: Io,
): Promise<void> {
  if (options.json === true) return io.stdout.write(`${JSON.stringify(comparison, null, 2)}\n`);
  if (options.quiet === true || printsDocument(options)) return;
  const [{ compareText }, { paintFor }] = await Promise.all([
    import('../../report/compare/text.js'),
    import('../paint.js'),
  ]);
  const columns = io.stdout.columns;
  const paint = paintFor(io.stdout, io.env);
  io.stdout.write(compareText(comparison, { paint, figures, see, ...(columns === undefined ? {} : { columns }) }));
}

/** The command that makes this comparison again. */
function commandOf(paths: readonly string[], options: CompareOptions, { scenario }: Subject): string {
  const { vary, manifestsFrom, set, threshold, replications, smallest, figure } = options;
  return commandLine(['headroom', 'compare', ...paths], {
    '--seed': scenario.seed,
    '--vary': vary,
    '--manifests-from': manifestsFrom,
    '--replications': replications,
    '--smallest': smallest === undefined ? undefined : `${smallest * 100}%`,
    '--set': set,
    '--threshold': threshold,
    '--figure': figure,
  });
}
