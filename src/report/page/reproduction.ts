/** The end of the page: what was run and how to run it again. */
import type { ResultDocument } from '../../result/document.js';
import { duration } from '../words.js';
import { markup } from './html.js';
import type { Html } from './html.js';

/** More of a resolved scenario than this is cut: the result document holds all of it. */
const SCENARIO_AT_MOST = 20_000;

export function reproduction(result: ResultDocument, command: string): Html {
  return markup`<section id="scenario">
    <h2>Scenario and how to reproduce</h2>
    <p class="says">The same version, scenario, inputs and seed give the same bytes.</p>
    <pre tabindex="0">${command}</pre>
    <dl class="facts">
      <dt>Version</dt>
      <dd>Headroom ${result.headroomVersion}, model ${result.modelVersion}, result schema ${result.schemaVersion}</dd>
      <dt>Seed</dt>
      <dd>${result.seed}</dd>
      <dt>Horizon</dt>
      <dd>
        ${duration(result.horizon)}${result.warmup > 0 && `, of which ${duration(result.warmup)} warm-up is not counted`}
      </dd>
      <dt>Scenario hash</dt>
      <dd>${result.scenarioHash}</dd>
      ${result.inputs.map(
        (input) =>
          markup`<dt>Input</dt>
            <dd><bdi>${input.file}</bdi> (sha256 ${input.sha256})</dd>`,
      )}
    </dl>
    ${assumptions(result)}
    <details open>
      <summary>Resolved scenario</summary>
      <pre tabindex="0">${scenarioText(result)}</pre>
    </details>
  </section>`;
}

function assumptions(result: ResultDocument): Html | null {
  if (result.assumptions.length === 0) return null;
  return markup`<h3>Assumed or left out</h3>
    <ul class="notes">
      ${result.assumptions.map(({ where, text }) => markup`<li><bdi>${where}</bdi>: ${text}</li>`)}
    </ul>`;
}

/** JSON is YAML, so what is shown is itself a scenario file. */
function scenarioText(result: ResultDocument): string {
  const text = JSON.stringify(result.scenario, null, 2) ?? 'null';
  return text.length <= SCENARIO_AT_MOST
    ? text
    : `${text.slice(0, SCENARIO_AT_MOST)}\n… cut: all of it is in the result document (--json)`;
}
