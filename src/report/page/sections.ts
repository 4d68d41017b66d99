/** The sections of the page in reading order, and what steers their charts. */
import type { ResultDocument } from '../../result/document.js';
import { certaintyNotes, certaintyTitle } from '../certainty.js';
import type { ChartData } from '../chartData.js';
import { scopes } from '../series.js';
import { count } from '../words.js';
import { figure } from './figures.js';
import type { Drawn } from './figures.js';
import { glued, markup } from './html.js';
import type { Html } from './html.js';
import { lookAt, verdicts } from './opening.js';
import { smallMultiples } from './small.js';
import {
  billLines,
  billsTable,
  causesTable,
  certaintyTable,
  decisionsTable,
  latencyTable,
  nodesTable,
  promisesTable,
  requestsTable,
  revisionsTable,
  servicesTable,
} from './tables.js';
import { causesOverTime, faultsTable } from './why.js';

interface Section {
  readonly id: string;
  readonly title: string;
  /** What the links at the top say, where that is shorter. */
  readonly short?: string;
  readonly body: Html;
}

/** Links to all sections, the verdict first, then the charts under the bar that zooms them. */
export function sections(result: ResultDocument, drawn: Drawn, data: ChartData): Html {
  const first = [summary(result), ...certainty(result), attention(result), ...services(result)];
  const rest = [
    traffic(result, drawn),
    pods(result, drawn),
    latency(result, drawn),
    coldStarts(result, drawn),
    ...why(result),
    ...cost(result, drawn),
    ...promised(result, drawn),
  ];
  const all: readonly Pick<Section, 'id' | 'title' | 'short'>[] = [
    ...first,
    ...rest,
    { id: 'scenario', title: 'Scenario' },
  ];
  const links = all.map(({ id, title, short = title }) => markup`<li><a href="#${id}">${short}</a></li>`);
  return markup`<nav aria-label="Sections"><ul>${links}</ul></nav>
${first.map(framed)}
${bar(data)}
${rest.map(framed)}`;
}

function framed({ id, title, body }: Section): Html {
  return markup`<section id="${id}"><h2>${title}</h2>${body}</section>`;
}

/** The service that the charts show and their zoom. Shown by the script: without it there is nothing to steer. */
function bar(data: ChartData): Html {
  const several = data.scopes.length > 1;
  const options = data.scopes.map(({ name, title }) => {
    const chosen = name === data.main && markup` selected`;
    return markup`<option value="${name}"${chosen}>${title ?? (name === 'totals' ? 'all services' : name)}</option>`;
  });
  return markup`<div class="bar" id="bar" hidden><form>
${several && markup`<label>Service <select id="scope">${options}</select></label>`}
<label>From <input id="zoom-from" type="range" min="0" max="1000" value="0"></label>
<label>to <input id="zoom-to" type="range" min="0" max="1000" value="1000"></label>
<output id="zoom-shown"></output>
<button type="button" id="zoom-reset">Whole run</button>
</form></div>`;
}

function summary(result: ResultDocument): Section {
  return { id: 'summary', title: 'Verdict', body: verdicts(result) };
}

function certainty(result: ResultDocument): readonly Section[] {
  if (result.replications === undefined) return [];
  const notes = certaintyNotes(result).map((note) => markup`<li>${note}</li>`);
  const body = markup`${certaintyTable(result)}${notes.length > 0 && markup`<ul class="notes">${notes}</ul>`}`;
  return [{ id: 'certainty', title: glued(certaintyTitle(result)), short: 'How sure', body }];
}

function attention(result: ResultDocument): Section {
  return { id: 'look-at', title: 'What to look at', body: lookAt(result) };
}

function services(result: ResultDocument): readonly Section[] {
  if (result.services.length < 2) return [];
  const charted = new Set(scopes(result));
  const says =
    'The ten services with a timeline that served their callers worst (by the share without an answer, then the cold, then the slowest): traffic above, ready pods below, each from zero to its own peak.';
  const small = result.services.length > 10 && markup`<p class="says">${says}</p>${smallMultiples(result)}`;
  return [{ id: 'services', title: 'Services', body: markup`${small}${servicesTable(result.services, charted)}` }];
}

function charts(drawn: Drawn, ...ids: readonly string[]): readonly (Html | null)[] {
  return ids.map((id) => figure(drawn, id));
}

function traffic(result: ResultDocument, drawn: Drawn): Section {
  const body = markup`${charts(drawn, 'traffic', 'load', 'failures')}${requestsTable(result.totals)}${revisionsTable(result)}`;
  return { id: 'traffic', title: 'Traffic and capacity', body };
}

function pods(result: ResultDocument, drawn: Drawn): Section {
  return {
    id: 'pods',
    title: 'Pods and decisions',
    body: markup`${charts(drawn, 'pods', 'nodes')}${decisions(result)}${nodesTable(result)}`,
  };
}

/** The decisions of a lone service; with several, the readout of the chart gives those of the chosen one. */
function decisions(result: ResultDocument): Html | null {
  const [only, second] = result.services;
  if (only === undefined || second !== undefined || only.decisions.entries.length === 0) return null;
  return markup`<details><summary>Decisions and their reasons</summary>${decisionsTable(only, result.horizon)}</details>`;
}

function latency(result: ResultDocument, drawn: Drawn): Section {
  return {
    id: 'latency',
    title: 'Latency',
    body: markup`${charts(drawn, 'latency', 'heat')}${heatMissing(result, drawn)}${latencyTable(result.totals)}`,
  };
}

/** Where a reader of other reports would look for the heat map. */
function heatMissing({ services: { length } }: ResultDocument, { charts: drawn }: Drawn): Html | false {
  const says = `Of ${count(length)} services no heat map of latencies is kept: a scenario of the few that matter has one.`;
  return length > 1 && !drawn.has('heat') && markup`<p class="says under">${says}</p>`;
}

function coldStarts(result: ResultDocument, drawn: Drawn): Section {
  const title = 'Cold starts';
  const id = 'cold-starts';
  if (result.totals.coldStarts.requests === 0) {
    return {
      id,
      title,
      body: markup`<p class="says">No request waited for a pod to start.</p>${charts(drawn, 'startup')}`,
    };
  }
  const why = markup`<div class="pair">${charts(drawn, 'causes', 'phases')}</div>`;
  return {
    id,
    title,
    body: markup`${charts(drawn, 'cold')}${why}${causesTable(result.totals)}${charts(drawn, 'startup')}`,
  };
}

function why(result: ResultDocument): readonly Section[] {
  const tables = [faultsTable(result), causesOverTime(result)].filter((one) => one !== null);
  return tables.length === 0 ? [] : [{ id: 'causes', title: 'Causes over time', body: markup`${tables}` }];
}

function cost(result: ResultDocument, drawn: Drawn): readonly Section[] {
  if (result.bills.length === 0) return [];
  // Side by side as long as both stay short; a narrow chart of many bars is hard to read.
  const few = result.bills.length <= 5;
  const bars = few
    ? markup`<div class="pair">${charts(drawn, 'bills', 'lines')}</div>${charts(drawn, 'shares')}`
    : markup`${charts(drawn, 'bills', 'lines', 'shares')}`;
  return [
    { id: 'cost', title: 'Cost', body: markup`${bars}${billsTable(result.bills)}${result.bills.map(billLines)}` },
  ];
}

function promised(result: ResultDocument, drawn: Drawn): readonly Section[] {
  if (result.slos.length + result.thresholds.length === 0) return [];
  return [
    {
      id: 'promises',
      title: 'Promises',
      body: markup`${charts(drawn, 'burn', 'budget', 'alerts')}${promisesTable(result)}`,
    },
  ];
}
