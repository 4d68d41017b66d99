/** The top of the page: what happened in words, the three figures that matter, the verdicts, what to look at. */
import type { ResultDocument } from '../../result/document.js';
import { findings } from '../findings.js';
import { scenarioName } from '../summary.js';
import { VERDICTS, keyFigures, promiseNotes, promiseSentence, promises, worstFirst } from '../verdicts.js';
import type { Promised } from '../verdicts.js';
import { count, counted, duration, percent } from '../words.js';
import { glued, markup, named } from './html.js';
import type { Html } from './html.js';

export function opening(result: ResultDocument): Html {
  const name = scenarioName(result);
  return markup`<header>
<p class="eyebrow">Headroom · simulated run · ${facts(result)}</p>
<h1${name.length > 80 ? markup` class="long"` : ''}>${named(name)}</h1>
<p class="lead">${glued(lead(result))}</p>
<dl class="figures">${keyFigures(result).map(
    (figure) =>
      markup`<div>
        <dt>${figure.label}</dt>
        <dd class="value">${figure.value}</dd>
        <dd class="note">${glued(figure.note)}</dd>
      </div>`,
  )}</dl>
</header>`;
}

function facts(result: ResultDocument): string {
  const ran =
    result.stoppedAt === null
      ? `${duration(result.horizon)} of traffic`
      : `stopped after ${duration(result.stoppedAt)} of ${duration(result.horizon)}`;
  return [
    ran,
    ...(result.warmup > 0 ? [`counted after ${duration(result.warmup)}`] : []),
    counted(result.services.length, 'service'),
    `seed ${result.seed}`,
    ...meansOf(result),
  ].join(' · ');
}

/** That figures are means, where they are. */
function meansOf({ replications: of }: ResultDocument): readonly string[] {
  return of === undefined || of.method === 'batch-means' ? [] : [`means of ${counted(of.count, 'replication')}`];
}

function lead(result: ResultDocument): string {
  const { requests, unansweredShare } = result.totals;
  if (requests.arrived === 0) return `${promiseSentence(result)} No request arrived.`;
  const arrived = `${counted(requests.arrived, 'request')} arrived`;
  const answered =
    unansweredShare === null
      ? ''
      : unansweredShare === 0
        ? ` and every one${requests.inFlight > 0 ? ' that ended' : ''} was answered`
        : `; ${percent(unansweredShare)} of those that ended got no good answer`;
  return `${promiseSentence(result)} ${arrived}${answered}.`;
}

/** The verdict on every promise; past twenty, the broken ones first and the number of the rest. */
export function verdicts(result: ResultDocument): Html {
  const all = promises(result);
  if (all.length === 0)
    return markup`<p class="muted">
      The scenario declares neither objectives nor thresholds. Add <code>slos</code> or <code>thresholds</code> to have
      them judged.
    </p>`;
  const shown = worstFirst(all).slice(0, 20);
  const rest = all.length - shown.length;
  const notes = promiseNotes(result);
  return markup`<ul class="promises">
      ${shown.map((promise) => verdict(promise, result.services.length > 1))}
    </ul>
    ${rest > 0 && markup`<p class="says under">and ${count(rest)} more, in the table under Promises.</p>`}
    ${notes.length > 0 && markup`<p class="says under">${glued(notes.join(' '))}</p>`}`;
}

function verdict(promise: Promised, several: boolean): Html {
  const { symbol, word } = VERDICTS[promise.verdict];
  const service = several && promise.service !== null ? markup`${named(promise.service)}: ` : '';
  const detail = promise.detail.length === 0 ? '' : markup`<p class="detail">${glued(promise.detail.join(' · '))}</p>`;
  return markup`<li>
    <span class="verdict ${promise.verdict}">${symbol} ${word}</span>
    <div>
      <p><span class="name">${service}${named(promise.name)}</span> ${glued(promise.measured)}</p>
      ${detail}
    </div>
  </li>`;
}

export function lookAt(result: ResultDocument): Html {
  const found = findings(result, 7);
  if (found.length === 0) return markup`<p class="muted">Nothing stands out.</p>`;
  return markup`<ol class="findings">
    ${found.map(
      (finding) =>
        markup`<li>
          <div>
            <p>${glued(finding.seen)} <a href="#${finding.section}">See</a></p>
            ${finding.act !== '' && markup`<p class="act">To change it: ${finding.act}.</p>`}
          </div>
        </li>`,
    )}
  </ol>`;
}
