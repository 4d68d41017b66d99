/** From what stands on the command line to a resolved scenario: the file, `--set`, `--seed`, `--threshold`. */
import { dirname, join } from 'node:path';
import type { Problem } from '../scenario/problem.js';
import type { ReadOptions, ScenarioFiles } from '../scenario/read.js';
import type { Scenario } from '../scenario/resolved.js';
import { accepted } from '../units/parsed.js';
import { UserError } from '../units/userError.js';
import { fileError, fileReason, type Io } from './io.js';

/** What the command line changes of a scenario. */
export interface Changes {
  /** `path=value` texts, in their order. */
  readonly set?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  /** Expressions beside those of the scenario. */
  readonly threshold?: readonly string[] | undefined;
}

/** Where the files are that a scenario file names. */
export const folderOf = (path: string): string => (path === '-' ? '.' : dirname(path));

/** What messages call a file. */
export const shownName = (path: string): string => (path === '-' ? 'stdin' : path);

/** A scenario's text and the files beside it. */
export function filesOf(path: string, text: string, io: Io): ScenarioFiles {
  const folder = folderOf(path);
  return {
    path: shownName(path),
    text,
    read: (file) => inWords(() => readable(io.readText(join(folder, file)))),
    digest: (file) => inWords(() => io.digest(join(folder, file))),
  };
}

/** What the system says of a file, as a reason that a problem gives. */
function inWords<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw new Error(fileReason(error), { cause: error });
  }
}

function readable(text: string): string {
  const wrong = notText(text);
  if (wrong !== null) throw new Error(`${wrong.rule} (${wrong.hint})`);
  return text;
}

/** The changes that are made before a scenario is resolved. */
export function readOptions({ set = [], seed }: Changes): ReadOptions {
  return { set, ...(seed === undefined ? {} : { seed }) };
}

/**
 * Reads and resolves a scenario; `-` reads it from standard input.
 *
 * @throws UserError when it cannot be read, or with every problem in it
 */
export async function loadScenario(path: string, changes: Changes, io: Io): Promise<Scenario> {
  const text = await textOf(path, io);
  const { readScenario } = await import('../scenario/read.js');
  const outcome = readScenario(filesOf(path, text, io), readOptions(changes));
  if (!outcome.ok) return refuseProblems(shownName(path), outcome.problems, io.stderr.isTTY);
  return withThresholds(outcome.scenario, changes.threshold ?? []);
}

/**
 * The same of a scenario that is about to be simulated.
 *
 * @throws UserError also where the simulator cannot run it
 */
export async function loadRunnable(path: string, changes: Changes, io: Io): Promise<Scenario> {
  const scenario = await loadScenario(path, changes, io);
  const { cannotRun } = await import('../scenario/cannotRun.js');
  const reason = cannotRun(scenario);
  if (reason !== null) throw new UserError(reason);
  return scenario;
}

/**
 * Says every problem at its place, each in a line of its own; `caret` marks it in a line of the file.
 *
 * @throws UserError always
 */
export async function refuseProblems(path: string, problems: readonly Problem[], caret: boolean): Promise<never> {
  const { formatProblem } = await import('../scenario/problem.js');
  const head = `${path}, ${problems.length === 1 ? 'one problem' : `${problems.length} problems`}:`;
  throw new UserError([head, ...problems.map((problem) => `  ${formatProblem(problem, { caret })}`)].join('\n'));
}

/** The text of a file, `-` for standard input. @throws UserError for what is no UTF-8 text */
export async function textOf(path: string, io: Io): Promise<string> {
  const text = await readAll(path, io);
  const wrong = notText(text);
  if (wrong === null) return text;
  const where = wrong.line === null ? path : `${path}:${wrong.line}`;
  throw new UserError(`${where}, ${wrong.rule}`, wrong.hint);
}

/** Why it is no text, and what to do; reading puts \uFFFD in the place of bytes that are no UTF-8. */
function notText(text: string): { readonly line: number | null; readonly rule: string; readonly hint: string } | null {
  const convert = (from: string): string => `convert it: iconv -f ${from} -t UTF-8`;
  const rule = 'is not UTF-8 text';
  if (text.startsWith('\x1f\uFFFD')) return { line: null, rule: 'is packed, must be text', hint: 'unpack it: gunzip' };
  if (text.includes('\0')) return { line: null, rule, hint: convert('UTF-16') };
  const torn = text.indexOf('\uFFFD');
  return torn < 0 ? null : { line: text.slice(0, torn).split('\n').length, rule, hint: convert('LATIN1') };
}

async function readAll(path: string, io: Io): Promise<string> {
  try {
    return path === '-' ? await io.readStdin() : io.readText(path);
  } catch (error) {
    throw fileError(error, path);
  }
}

/** The scenario with more thresholds, read as its own are. @throws UserError where one cannot be read */
export async function withThresholds(scenario: Scenario, texts: readonly string[]): Promise<Scenario> {
  if (texts.length === 0) return scenario;
  const [{ parseThreshold }, { namesOf }] = await Promise.all([
    import('../result/thresholds.js'),
    import('../scenario/names.js'),
  ]);
  const known = namesOf(scenario);
  const added = texts.map((text) => accepted('--threshold', text, parseThreshold(text, known)).threshold);
  return { ...scenario, thresholds: [...scenario.thresholds, ...added] };
}
