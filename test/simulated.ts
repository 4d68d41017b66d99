import type { ResultDocument } from '../src/result/document.js';
import type { Scenario } from '../src/scenario/resolved.js';
import { open, type Inputs } from '../src/simulate.js';

/** What a scenario answers when it is run to its horizon. */
export function simulated(scenario: Scenario, inputs: Inputs = {}): ResultDocument {
  const run = open(scenario, inputs);
  run.advance(run.horizon);
  return run.result();
}
