/** The page of a sweep: which settings are not beaten, and what each parameter does. */
import { valuesText } from '../../experiment/plan.js';
import type { SweepPoint, SweepResult } from '../../experiment/sweepResult.js';
import type { Chart, Look, Spec } from '../chart.js';
import { sourceOf } from '../chart.js';
import { markup, named, table, type Cell, type Html, type Piece } from '../page/html.js';
import { framed } from '../page/shell.js';
import { compiled } from '../svg.js';
import { CSS, chartConfig } from '../theme.js';
import { count, counted, percent } from '../words.js';
import { sweepCharts } from './charts.js';
import { heading, said, saidInterval, sweepFigure } from './figures.js';
import { shortNames } from './names.js';
import { sweepData, type SweepData, type SweepPayload } from './payload.js';
import { firstChoice, pointText } from './rows.js';
import {
  bestText,
  factsOf,
  frontFigures,
  frontName,
  frontRows,
  frontText,
  isJudged,
  keptAll,
  type FrontRow,
} from './front.js';

export interface SweepPageOptions {
  /** The page's script, as built into `dist/report/sweep.js`. */
  readonly script: string;
  /** The command that makes this again. */
  readonly command: string;
}

/** Rows of the front in its table. */
const FRONT_ROWS = 40;

/** The whole page. Deterministic: the same result gives the same bytes. */
export function sweepPage(result: SweepResult, { script, command }: SweepPageOptions): string {
  const look: Look = { palette: CSS, width: 'container' };
  const data = sweepData(result);
  const charts = sweepCharts(data, look);
  const body = markup`${opening(result)}
<main id="main">
${front(result, data, charts)}
${choosers(data)}
${explored(data, charts)}
${allPoints(result, data)}
${trouble(result)}
${reproduction(result, command)}
</main>
<footer><p>Made by Headroom ${result.plan.headroomVersion}, a simulation: what a model of the platform did with these settings, not a measurement.</p></footer>
<div id="spoken" class="hidden" role="status" aria-live="polite"></div>`;
  return framed({
    title: `${result.plan.name}, sweep`,
    body,
    payload: payload(data, charts),
    script,
    skip: 'Skip to the front',
  });
}

/** Vega-Lite writes the same configuration into each chart; the page holds it once. */
function payload(data: SweepData, charts: readonly Chart[]): SweepPayload {
  let config: Spec = {};
  const drawn = charts.map((chart) => {
    const { config: own, ...spec } = compiled(chart, { ...chartConfig(CSS), aria: false });
    config = own as Spec;
    return { id: chart.id, source: sourceOf(chart), spec };
  });
  return { data, config, charts: drawn };
}

function opening(result: SweepResult): Html {
  const { plan, points } = result;
  const best = points.find(({ point }) => point === result.best);
  return markup`<header>
<p class="eyebrow">Headroom · sweep · ${factsOf(result).join(' · ')}</p>
<h1${plan.name.length > 80 ? markup` class="long"` : ''}>${named(plan.name)}</h1>
<p class="lead">${lead(result)}</p>
${best !== undefined && figures(result, best)}
</header>`;
}

function lead(result: SweepResult): string {
  const front = !result.points.some((point) => point.front) ? 'Nothing can be said yet' : frontText(result);
  return [`${front}.`, ...bestText(result)].join(' ');
}

/** The best point's own figures of the front. */
function figures(result: SweepResult, best: SweepPoint): Html {
  return markup`<dl class="figures">${frontFigures(result).map((figure) => {
    const seen = best.figures[figure.path];
    const half = seen?.halfWidth ?? null;
    return markup`<div>
        <dt>${heading(figure)}</dt>
        <dd class="value">${said(figure, seen?.mean ?? null)}</dd>
        <dd class="note">${`${half === null ? '' : `± ${said(figure, half)} (95 %), `}of the best setting, ${best.point}`}</dd>
      </div>`;
  })}</dl>`;
}

function figure(chart: Chart): Html {
  return markup`<figure id="chart-${chart.id}">
    <figcaption>
      <h3>${chart.title}</h3>
      <p class="says">${chart.says}</p>
    </figcaption>
    <div class="plot" data-chart="${chart.id}" tabindex="0" role="img" aria-label="${chart.title}. ${chart.says}"></div>
    <p class="empty" hidden>Nothing to show here for this choice.</p>
  </figure>`;
}

const among = (charts: readonly Chart[], id: RegExp): readonly Html[] =>
  charts.filter((chart) => id.test(chart.id)).map(figure);

function front(result: SweepResult, data: SweepData, charts: readonly Chart[]): Html {
  const on = frontRows(result);
  const says =
    'A setting is on the front when no other is at least as good in all of these figures and better in one. What counts are means; settings whose intervals overlap may be equally good.';
  const rest =
    on.length > FRONT_ROWS &&
    markup`<p class="muted">and ${count(on.length - FRONT_ROWS)} more, in the table of all settings</p>`;
  return markup`<section id="front"><h2>The front</h2><p class="says">${says}</p>
<div class="pair">${among(charts, /^front/)}</div>
${on.length > 0 && frontTable(result, on.slice(0, FRONT_ROWS))}${rest}
${data.omitted > 0 && markup`<p class="muted">Charts leave out ${count(data.omitted)} settings that are not on the front; points.csv has all of them.</p>`}
</section>`;
}

function frontTable(result: SweepResult, on: readonly FrontRow[]): Html {
  const shown = result.plan.figures
    .slice(0, result.plan.front.length + 3)
    .map((path) => sweepFigure(path, result.plan.currencies));
  const judged = isJudged(result);
  const columns = [
    { title: 'Setting' },
    ...shortNames(result.plan.parameters.map(({ name }) => name)).map((title) => ({ title, numeric: true })),
    ...shown.map((one) => ({ title: heading(one), numeric: true })),
    ...(judged ? [{ title: 'Promises' }] : []),
  ];
  const rows = on.map((row): readonly (Cell | Piece)[] => [
    frontName(row, result.best),
    ...row.values.map(named),
    ...shown.map((one): Cell => {
      const seen = row.points[0].figures[one.path];
      return { text: saidInterval(one, seen), value: seen?.mean ?? null };
    }),
    ...(judged ? [keptText(keptAll(result, row.points[0]))] : []),
  ]);
  return table('Settings that are not beaten', columns, rows, true);
}

const keptText = (kept: boolean | null): string => (kept === null ? 'unknown' : kept ? 'kept' : 'broken');

/** What the charts below show. Without the script there is nothing to steer. */
function choosers(data: SweepData): Html | null {
  if (data.points.length === 0) return null;
  const choice = firstChoice(data);
  const options = (texts: readonly string[], chosen: number): readonly Html[] =>
    texts.map((text, k) => markup`<option value="${k}"${k === chosen && markup` selected`}>${text}</option>`);
  const names = data.parameters.map(({ name }) => name);
  const several = data.parameters.length > 1;
  const held = data.points.flatMap((point, k) => (point.front || k === choice.held ? [k] : [])).slice(0, FRONT_ROWS);
  return markup`<div class="bar" id="bar" hidden><form>
<label>Figure <select id="choose-figure">${options(
    data.figures.map(({ title }) => title),
    choice.figure,
  )}</select></label>
${
  several &&
  markup`<label>Across <select id="choose-x">${options(names, choice.x)}</select></label>
<label>up <select id="choose-y">${options(names, choice.y)}</select></label>`
}
${
  several &&
  !data.sampled &&
  markup`<label>Curves through <select id="choose-held">${held.map(
    (k) =>
      markup`<option value="${k}"${k === choice.held && markup` selected`}>${data.points[k].id}: ${pointText(data, data.points[k])}</option>`,
  )}</select></label>`
}
</form></div>`;
}

function explored(data: SweepData, charts: readonly Chart[]): Html | null {
  if (data.points.length === 0) return null;
  return markup`<section id="parameters"><h2>What each parameter does</h2>
${among(charts, /^heat$/)}
<div class="pair">${among(charts, /^curve/)}</div>
${among(charts, /^parallel$/)}
</section>`;
}

/** Filled by the script, from the rows that it has anyway. */
function allPoints(result: SweepResult, data: SweepData): Html | null {
  if (data.points.length === 0) return null;
  return markup`<section id="settings"><h2>All settings</h2>
<p class="says">Means, with the half-width of their 95 % intervals where there are several runs. points.csv and points.jsonl beside this page hold ${data.omitted > 0 ? 'all of them and ' : ''}more figures.</p>
<details><summary>${counted(data.points.length, 'setting')}${result.complete ? '' : ' so far'}</summary><div class="scroll" id="all" tabindex="0" role="region" aria-label="All settings"></div></details>
</section>`;
}

function trouble({ plan, points }: SweepResult): Html | null {
  const wrong = points.filter(({ error }) => error !== undefined);
  const missing = points.filter(({ state }) => state === 'missing').length;
  if (wrong.length + missing === 0) return null;
  const rows = wrong
    .slice(0, 50)
    .map((point) => [
      point.point,
      named(valuesText(plan, { values: Object.values(point.parameters) })),
      point.state === 'invalid' ? 'no valid scenario' : 'failed',
      named((point.error ?? '').slice(0, 300)),
    ]);
  return markup`<section id="trouble"><h2>What is not here</h2>
${missing > 0 && markup`<p>${counted(missing, 'setting')} did not run yet: the sweep was interrupted.</p>`}
${wrong.length > 0 && table('Settings that could not be run', [{ title: 'Setting' }, { title: 'Values' }, { title: 'State' }, { title: 'Why' }], rows)}
${wrong.length > 50 && markup`<p class="muted">and ${count(wrong.length - 50)} more, in points.jsonl</p>`}
</section>`;
}

function reproduction({ plan }: SweepResult, command: string): Html {
  return markup`<section id="plan">
    <h2>How to reproduce</h2>
    <p class="says">The same version, scenario, inputs and seed give the same bytes, however many work on it.</p>
    <pre tabindex="0">${command}</pre>
    <dl class="facts">
      <dt>Version</dt>
      <dd>Headroom ${plan.headroomVersion}, model ${plan.modelVersion}</dd>
      ${plan.parameters.map(({ path }, k) => markup`<dt>Parameter ${k + 1}</dt><dd><bdi>${path}</bdi></dd>`)}
      <dt>Thresholds</dt>
      <dd>${plan.thresholds.length === 0 ? 'none' : plan.thresholds.map(({ expression }) => expression).join(', ')}</dd>
      <dt>Objectives</dt>
      <dd>${plan.objectives.length === 0 ? 'none' : plan.objectives.map(({ path, target }) => `${path} >= ${percent(target)}`).join(', ')}</dd>
      <dt>Fingerprint</dt>
      <dd>${plan.fingerprint}</dd>
    </dl>
  </section>`;
}
