/** The scenarios that ship with the package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultDocument } from '../src/result/document.js';
import { readScenario } from '../src/scenario/read.js';
import type { Scenario } from '../src/scenario/resolved.js';
import { simulated } from './simulated.js';

/** Where they are. */
export const SCENARIOS = join(import.meta.dirname, '..', 'scenarios');

/** A shipped scenario with these settings. @param name below the folder, without its ending */
export function shipped(name: string, ...set: readonly string[]): Scenario {
  const read = readScenario({ path: `${name}.yaml`, text: textOf(`${name}.yaml`), read: textOf }, { set });
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 2));
  return read.scenario;
}

const textOf = (file: string): string => readFileSync(join(SCENARIOS, file), 'utf8');

const runs = new Map<string, ResultDocument>();

/** What a shipped scenario that reads no trace answers; each is run once for all tests of a worker. */
export function resultOf(name: string, ...set: readonly string[]): ResultDocument {
  const key = [name, ...set].join(' ');
  const result = runs.get(key) ?? simulated(shipped(name, ...set));
  runs.set(key, result);
  return result;
}
