/** From what stands on the command line to a resolved scenario: the file, `--set`, `--seed`, `--threshold`. */
import { dirname, join } from 'node:path';
import type { Problem } from '../scenario/problem.js';
import type { Scenario } from '../scenario/resolved.js';
import { UserError, fileError } from './io.js';
import type { Io } from './io.js';

export interface Changes {
  readonly set?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly threshold?: readonly string[] | undefined;
}

/** A scenario with problems: all of them, each a line of its own. */
export class BadScenario extends UserError {}

/**
 * Reads and resolves a scenario; `-` reads it from standard input.
 * @throws UserError when it cannot be read, BadScenario with every problem in it
 */
export async function loadScenario(path: string, changes: Changes, io: Io): Promise<Scenario> {
  const text = await textOf(path, io);
  const { readScenario } = await import('../scenario/read.js');
  const folder = path === '-' ? '.' : dirname(path);
  const files = {
    path: path === '-' ? 'stdin' : path,
    text,
    read: (relative: string) => io.readText(join(folder, relative)),
    digest: (relative: string) => io.digest(join(folder, relative)),
  };
  const outcome = readScenario(files, {
    set: changes.set ?? [],
    ...(changes.seed === undefined ? {} : { seed: changes.seed }),
  });
  if (!outcome.ok) return refuseProblems(files.path, outcome.problems, io.stderr.isTTY);
  return withThresholds(outcome.scenario, changes.threshold ?? []);
}

/** Says every problem at its place; `caret` marks it in a line of the file. */
export async function refuseProblems(path: string, problems: readonly Problem[], caret: boolean): Promise<never> {
  const { formatProblem } = await import('../scenario/problem.js');
  const head = `${path}, ${problems.length === 1 ? 'one problem' : `${problems.length} problems`}:`;
  throw new BadScenario([head, ...problems.map((problem) => `  ${formatProblem(problem, { caret })}`)].join('\n'));
}

/** The text of a file, `-` for standard input. */
export async function textOf(path: string, io: Io): Promise<string> {
  const text = await readAll(path, io);
  if (text.includes('\0')) throw new UserError(`${path}, is not UTF-8 text`, 'convert it: iconv -f UTF-16 -t UTF-8');
  return text;
}

async function readAll(path: string, io: Io): Promise<string> {
  try {
    return path === '-' ? await io.readStdin() : io.readText(path);
  } catch (error) {
    throw fileError(error, path);
  }
}

export async function withThresholds(scenario: Scenario, texts: readonly string[]): Promise<Scenario> {
  if (texts.length === 0) return scenario;
  const [{ parseThreshold }, { namesOf }] = await Promise.all([
    import('../result/thresholds.js'),
    import('../scenario/names.js'),
  ]);
  const known = namesOf(scenario);
  const added = texts.map((text) => {
    const parsed = parseThreshold(text, known);
    if (!parsed.ok) throw new UserError(`--threshold = ${text}, ${parsed.rule}`, parsed.hint);
    return parsed.threshold;
  });
  return { ...scenario, thresholds: [...scenario.thresholds, ...added] };
}
