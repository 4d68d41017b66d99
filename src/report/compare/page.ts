/** A comparison as one self-contained HTML page: what changed and how sure that is, drawn and in words. */
import type { ComparedPair, Comparison } from '../../experiment/compare.js';
import { glued, left, markup, named, right, table, type Html } from '../page/html.js';
import { framed } from '../page/shell.js';
import { VERDICTS } from '../verdicts.js';
import { counted, duration, percent } from '../words.js';
import { forest } from './forest.js';
import { changeOf, intervalOf, meaningWords, shownFigures, valueOf, type Shown } from './figures.js';
import { judgedValue, sentences, titleOf, verdictSentence } from './words.js';

export interface ComparePageOptions {
  /** The command that makes this page again. */
  readonly command: string;
  /** Figures to show beside the usual ones, by full path. */
  readonly figures?: readonly string[];
}

/** The whole page. Deterministic: the same comparison gives the same bytes. */
export function comparePage(comparison: Comparison, { command, figures = [] }: ComparePageOptions): string {
  const title = titleOf(comparison);
  const body = markup`${opening(comparison, title)}
<main id="main">
${comparison.pairs.map((pair) => pairSection(comparison, pair, figures))}
${thresholds(comparison)}
${reproduction(comparison, command)}
</main>
<footer><p>Made by Headroom ${comparison.headroomVersion}, a simulation: what a model of the platform did with this traffic, not a measurement. Each interval holds by itself in ${percent(comparison.level)} of experiments; of twenty figures one may be wrong by chance.</p></footer>`;
  return framed({ title, body, payload: null, script: '', skip: 'Skip to the differences' });
}

function opening(comparison: Comparison, title: string): Html {
  const { horizon, seed, replications, warmup } = comparison;
  const facts = [
    `${duration(horizon)} of traffic`,
    `seed ${seed}`,
    `${counted(replications, 'replication')} of each, in pairs`,
    ...(warmup.seconds > 0 ? [`counted after ${duration(warmup.seconds)}`] : []),
  ];
  const verdict = verdictSentence(comparison);
  const [first] = comparison.pairs;
  const lead = comparison.pairs.length === 1 && first !== undefined ? sentences(comparison, first) : [];
  return markup`<header>
<p class="eyebrow">Headroom · comparison · ${facts.join(' · ')}</p>
<h1${title.length > 80 ? markup` class="long"` : ''}>${named(title)}</h1>
<p class="lead">${glued([verdict, ...lead].filter((text) => text !== '').join(' '))}</p>
</header>`;
}

function pairSection(comparison: Comparison, pair: ComparedPair, figures: readonly string[]): Html {
  const all = shownFigures(comparison, pair, figures);
  const several = comparison.pairs.length > 1;
  const words = several && markup`<p>${glued(sentences(comparison, pair).join(' '))}</p>`;
  return markup`<section>
    <h2>${named(pair.a)} → ${named(pair.b)}</h2>
    ${words}
    <figure>
      <figcaption>
        <h3>Relative difference with its ${percent(comparison.level)} interval</h3>
        <p class="says">
          Within the shaded band a difference is smaller than the ${percent(comparison.smallest)} that matter. Figures that
          were 0 before have no percentage: see the table. A filled dot is a difference that is surely there.
        </p>
      </figcaption>
      <div class="scroll" tabindex="0" role="region" aria-label="Relative differences">${forest(all.filter(hasOwnScale), comparison.smallest)}</div>
    </figure>
    ${differencesTable(comparison, all)}
  </section>`;
}

/** An SLI's relative difference is that of the bad share: a line of its own would be misread. */
const hasOwnScale = ({ difference: { figure } }: Shown): boolean => !figure.endsWith('.sli');

function differencesTable(comparison: Comparison, all: readonly Shown[]): Html {
  const rows = all.map((one) => [
    one.title,
    valueOf(one, one.difference.a),
    valueOf(one, one.difference.b),
    changeOf(one),
    intervalOf(one),
    meaningWords(one, comparison.smallest),
  ]);
  return table(
    'Means, and the difference between paired replications',
    [left('figure'), right('before'), right('after'), right('difference'), right('95 % interval'), left('meaning')],
    rows,
  );
}

function thresholds(comparison: Comparison): Html | null {
  if (comparison.thresholds.length === 0) return null;
  const verdicts = { pass: 'kept', fail: 'broken', inconclusive: 'unknown' } as const;
  const rows = comparison.thresholds.map((one) => {
    const verdict = verdicts[one.verdict];
    const mark = markup`<span class="verdict ${verdict}">${VERDICTS[verdict].symbol} ${one.verdict}</span>`;
    return [markup`<code>${one.expression}</code>`, named(one.variant), judgedValue(one, comparison), mark];
  });
  return markup`<section>
    <h2>Thresholds</h2>
    ${table('Every threshold', ['threshold', 'variant', 'value', 'verdict'].map(left), rows)}
  </section>`;
}

function reproduction(comparison: Comparison, command: string): Html {
  const trouble = [
    ...comparison.notes.map(({ where, text }) => `${where}: ${text}`),
    ...comparison.failures.map(({ id, error }) => `${id} failed: ${error}`),
  ];
  return markup`<section>
    <h2>How to reproduce</h2>
    <p class="says">The same version, scenarios, inputs and seed give the same bytes, on any number of threads.</p>
    <pre tabindex="0">${command}</pre>
    <dl class="facts">
      <dt>Version</dt>
      <dd>Headroom ${comparison.headroomVersion}, model ${comparison.modelVersion}</dd>
      ${comparison.variants.map(
        ({ name, scenarioHash, count }) =>
          markup`<dt>${named(name)}</dt>
            <dd>${counted(count, 'replication')}, scenario ${scenarioHash}</dd>`,
      )}
    </dl>
    ${
      trouble.length > 0 &&
      markup`<h3>To be known</h3>
        <ul class="notes">
          ${trouble.map((text) => markup`<li>${text}</li>`)}
        </ul>`
    }
  </section>`;
}
