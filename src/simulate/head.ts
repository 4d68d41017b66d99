/** The head of a result: all that is needed to make it again. */
import type { ResultDocument } from '../result/document.js';
import { scenarioHash } from '../scenario/hash.js';
import { writtenScenario } from '../scenario/print/scenario.js';
import type { Scenario } from '../scenario/resolved.js';
import { HEADROOM_VERSION, MODEL_VERSION } from '../version.js';

type Head = Pick<
  ResultDocument,
  'schemaVersion' | 'headroomVersion' | 'modelVersion' | 'seed' | 'scenarioHash' | 'inputs' | 'scenario'
>;

/** Versions, seed, files by their digests, and the scenario as a file that resolves by itself. */
export function headOf(scenario: Scenario): Head {
  return {
    schemaVersion: 1,
    headroomVersion: HEADROOM_VERSION,
    modelVersion: MODEL_VERSION,
    seed: scenario.seed,
    scenarioHash: scenarioHash(scenario),
    inputs: inputsOf(scenario),
    scenario: writtenScenario(scenario),
  };
}

/** Every file that a recipe names, wherever in it. */
function inputsOf(scenario: Scenario): ResultDocument['inputs'] {
  const found = new Map<string, string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { file, sha256 } = value as { readonly file?: unknown; readonly sha256?: unknown };
    if (typeof file === 'string' && typeof sha256 === 'string') found.set(file, sha256);
    Object.values(value).forEach(visit);
  };
  visit([scenario.services, scenario.fleet]);
  return [...found].map(([file, sha256]) => ({ file, sha256 }));
}
