/** Reading scenarios in tests: from texts, with files held in memory. */
import { formatProblem } from '../../src/scenario/problem.js';
import { readScenario, type ReadOptions } from '../../src/scenario/read.js';
import type { Scenario } from '../../src/scenario/resolved.js';

export type Files = Readonly<Record<string, string>>;

export function read(text: string, options: ReadOptions = {}, files: Files = {}): ReturnType<typeof readScenario> {
  const readFile = (path: string): string => {
    if (!Object.hasOwn(files, path)) throw new Error('no such file');
    return files[path];
  };
  return readScenario({ path: 's.yaml', text, read: readFile }, options);
}

/** The scenario; fails with its problems where it has some. */
export function resolved(text: string, options: ReadOptions = {}, files: Files = {}): Scenario {
  const result = read(text, options, files);
  if (!result.ok) throw new Error(result.problems.map((problem) => formatProblem(problem)).join('\n'));
  return result.scenario;
}

/** The problems as they are printed, one a line. */
export function problems(text: string, options: ReadOptions = {}, files: Files = {}): readonly string[] {
  const result = read(text, options, files);
  return result.ok ? [] : result.problems.map((problem) => formatProblem(problem));
}

/** The smallest scenario, with more fields of its one service. */
export const small = (fields = '', top = ''): string =>
  `headroom: 1\nhorizon: 10m\n${top}services:\n  a:\n    arrivals: 5/s\n    serviceTime: 80ms\n${fields.replace(/^(?=.)/gm, '    ')}`;
