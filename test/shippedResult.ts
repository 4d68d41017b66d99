import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultDocument } from '../src/result/document.js';
import { readScenario } from '../src/scenario/read.js';
import { open } from '../src/simulate.js';

const missing = (path: string): never => {
  throw new Error(`${path} is not shipped`);
};
const runs = new Map<string, ResultDocument>();

/** A shipped scenario that reads no other file, with these settings, run once for all tests. */
export function resultOf(name: string, ...set: readonly string[]): ResultDocument {
  const key = [name, ...set].join(' ');
  const known = runs.get(key);
  if (known !== undefined) return known;
  const path = join(import.meta.dirname, '..', 'scenarios', `${name}.yaml`);
  const read = readScenario({ path, text: readFileSync(path, 'utf8'), read: missing, digest: missing }, { set });
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 2));
  const run = open(read.scenario);
  run.advance(run.horizon);
  const result = run.result();
  runs.set(key, result);
  return result;
}
