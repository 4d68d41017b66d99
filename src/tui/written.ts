/** The scenario with its changes as a file: the person's own text with the changed fields in it, comments and all. */
import { isScalar, parseDocument, type Document } from 'yaml';
import { scenarioHash } from '../scenario/hash.js';
import { print } from '../scenario/print/print.js';
import type { Path } from '../scenario/problem.js';
import { openDocument, resolveDocument, type ScenarioDocument, type ScenarioFiles } from '../scenario/read.js';
import type { Scenario } from '../scenario/resolved.js';
import { applySets, parsePath } from '../scenario/set.js';
import { isVerbatim } from '../scenario/verbatim.js';
import { valueAt } from '../scenario/written.js';

interface ChangedScenario {
  readonly scenario: Scenario;
  readonly sets: readonly string[];
  readonly seed: number | undefined;
}

/**
 * The text to write. It is read again, and must give the same scenario; where it does not (a field that stands in a
 * manifest, an anchor), the resolved scenario is printed instead.
 */
export function changedScenario(
  document: ScenarioDocument,
  files: ScenarioFiles,
  { scenario, sets, seed }: ChangedScenario,
): string {
  const all = seed === undefined ? sets : [...sets, `seed=${seed}`];
  const edited = all.length === 0 ? files.text : editedText(document, files.text, all);
  if (edited === null) return print(scenario);
  const outcome = resolveDocument(openDocument({ ...files, text: edited }));
  const agrees = outcome.ok && scenarioHash(outcome.scenario) === scenarioHash(scenario);
  return agrees ? edited : print(scenario);
}

function editedText(before: ScenarioDocument, text: string, sets: readonly string[]): string | null {
  const after = applySets(before.written, sets).written.value;
  const document = parseDocument(text);
  try {
    for (const set of sets) {
      const path = parsePath(set.slice(0, set.indexOf('=')), after);
      if (path === null) return null;
      place(document, path, after);
    }
    return document.toString({ lineWidth: 0, flowCollectionPadding: true });
  } catch {
    return null; // an alias or a scalar stands on the way
  }
}

/** Puts a value in, whole where a shorthand (`startup: node-container`) stands in its place. */
function place(document: Document, path: Path, after: unknown): void {
  const shorthand = path.findIndex((_, length) => length > 0 && isScalar(document.getIn(path.slice(0, length), true)));
  const at = shorthand < 0 ? path : path.slice(0, shorthand);
  const old = document.getIn(at, true);
  const value = valueAt(after, at);
  if (isScalar(old) && typeof value !== 'object') old.value = isVerbatim(at) ? String(value) : value;
  else document.setIn(at, document.createNode(value));
}
