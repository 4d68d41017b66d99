/** The page's tables: figures that are looked up rather than seen. */
import type {
  BillResult,
  DecisionEntry,
  Figures,
  Quantiles,
  ResultDocument,
  ServiceResult,
} from '../../result/document.js';
import { billColumns } from '../../result/billColumns.js';
import { knownFigures } from '../certainty.js';
import { coldCause, ranked } from '../causes.js';
import { VERDICTS, promises } from '../verdicts.js';
import { lossesOf, revisionRows } from '../revisions.js';
import { ROWS_WRITTEN, SERVICE_COLUMNS } from '../serviceRows.js';
import { NOTHING, clock, count, duration, money, number, percent } from '../words.js';
import { left, markup, named, right, table } from './html.js';
import type { Cell, Html, Piece } from './html.js';

export function requestsTable({ requests, attempts }: Figures): Html {
  const kinds = ['arrived', 'completed', 'refused', 'timedOut', 'failed', 'inFlight'] as const;
  const titles = ['', 'arrived', 'answered', 'refused (503)', 'timed out (504)', 'failed', 'under way at the end'];
  const row = (name: string, counts: Figures['requests']): readonly Piece[] => [
    name,
    ...kinds.map((kind) => count(counts[kind])),
  ];
  return table(
    'Requests, and attempts where clients retry',
    [left(''), ...titles.slice(1).map(right)],
    [row('requests', requests), row('attempts', attempts)],
  );
}

export function latencyTable({ latency, latencyCompleted, wait }: Figures): Html {
  const kinds = ['mean', 'p50', 'p90', 'p95', 'p99', 'p999', 'max'] as const;
  const row = (name: string, quantiles: Quantiles): readonly Piece[] => [
    name,
    ...kinds.map((kind) => duration(quantiles[kind])),
  ];
  const rows = [
    row('every request that ended', latency),
    row('completed requests', latencyCompleted),
    row('wait until a pod began', wait),
  ];
  return table(
    'Latency and waiting over the whole run',
    [left(''), ...['mean', 'median', '90th', '95th', '99th', '99.9th', 'longest'].map(right)],
    rows,
  );
}

export function causesTable({ coldStarts }: Figures): Html | null {
  const causes = ranked(coldStarts.byCause);
  if (causes.length === 0) return null;
  const rows = causes.map(({ code, count: n }) => {
    const words = coldCause(code);
    return [words.title, count(n), words.meaning, words.act];
  });
  return table(
    'Causes of cold starts, what they mean and what acts on them',
    [left('cause'), right('requests'), left('meaning'), left('what acts on it')],
    rows,
  );
}

/** Changes of what was wanted: the largest ones, in order of time. */
export function decisionsTable(service: ServiceResult, horizon: number, most = 60): Html {
  const entries = service.decisions.entries;
  const shown = largest(entries, most);
  const all = entries.length + service.decisions.omitted;
  const which = all > shown.length ? `The ${count(shown.length)} largest of ${count(all)} changes` : 'Every change';
  const rows = shown.map((entry) => [
    clock(entry.at, horizon),
    entry.desired < 0 ? 'not known' : count(entry.desired),
    count(entry.wanted),
    count(entry.ready),
    entry.inPanic ? 'panic' : 'stable',
    entry.reason,
  ]);
  return table(
    `${which} of what was wanted`,
    [left('time'), right('desired'), right('wanted'), right('ready'), left('window'), left('reason')],
    rows,
  );
}

function largest(entries: readonly DecisionEntry[], most: number): readonly DecisionEntry[] {
  if (entries.length <= most) return entries;
  const jumps = entries.map((entry, index) => ({
    index,
    jump: Math.abs(entry.wanted - (entries[index - 1]?.wanted ?? 0)),
  }));
  const kept = new Set(
    [...jumps]
      .sort((a, b) => b.jump - a.jump || a.index - b.index)
      .slice(0, most)
      .map(({ index }) => index),
  );
  return entries.filter((_, index) => kept.has(index));
}

export function billsTable(bills: readonly BillResult[]): Html {
  const { credits, days, monthCredits, titles } = billColumns(bills);
  const rows = bills.map((bill) => [
    named(bill.tariff),
    money(bill.metered, bill.currency),
    ...(credits ? [money(bill.total, bill.currency)] : []),
    money(bill.capacity, bill.currency),
    money(bill.perMillionRequests, bill.currency),
    money(bill.perHour, bill.currency),
    ...(days === undefined ? [] : [money(bill.month?.metered ?? null, bill.currency)]),
    ...(monthCredits ? [money(bill.month?.total ?? null, bill.currency)] : []),
    percent(bill.shares.busy),
    percent(bill.shares.idle),
    percent(bill.shares.coldStart),
    percent(bill.shares.rounding),
  ]);
  const [tariff, ...amounts] = titles;
  return table('The same run under every tariff', [left(tariff), ...amounts.map(right)], rows);
}

/** Every line of a bill: what is metered, credits, the capacity beside it, and the month it stands for. */
export function billLines(bill: BillResult): Html {
  const { tariff, lines, credits, capacityLines, month, notes } = bill;
  return markup`<details>
    <summary>Lines of ${named(tariff)}</summary>
    ${linesTable(`Metered by ${tariff}`, [...lines, ...credits], bill.currency)}
    ${capacityLines.length > 0 && linesTable('Capacity beside it', capacityLines, bill.currency)}
    ${month !== undefined && linesTable(monthTitle(month), [...month.lines, ...(month.credits ?? [])], bill.currency)}
    ${notes.length > 0 && markup`<ul class="notes">${notes.map((note) => markup`<li>${note}</li>`)}</ul>`}
  </details>`;
}

function linesTable(caption: string, lines: BillResult['lines'], currency: string): Html {
  const rows = lines.map((line) => [
    line.name,
    `${number(Number(line.quantity))} ${line.unit}`,
    line.rate,
    money(line.amount, currency),
  ]);
  return table(caption, [left('line'), right('quantity'), right('rate'), right('amount')], rows);
}

function monthTitle({ days, parts }: NonNullable<BillResult['month']>): string {
  const each = parts.map(({ name, seconds, times }) => `${name} (${duration(seconds)}) ${number(times)} times`);
  return `A month of ${days} days: ${each.join(', ')}`;
}

export function promisesTable(result: ResultDocument): Html {
  const rows = promises(result).map((promise) => {
    const { symbol, word } = VERDICTS[promise.verdict];
    return [
      named(promise.name),
      promise.service === null ? (promise.kind === 'objective' ? 'all' : NOTHING) : named(promise.service),
      markup`<span class="verdict ${promise.verdict}">${symbol} ${word}</span>`,
      promise.measured,
      promise.detail.join(' · '),
    ];
  });
  return table('Every promise', ['promise', 'service', 'verdict', 'measured', 'detail'].map(left), rows);
}

/** One row per service, to be sorted. Those past the first fifty are added by the page's script. */
export function servicesTable(services: readonly ServiceResult[], charted: ReadonlySet<string>): Html {
  const rows = services.slice(0, ROWS_WRITTEN).map((service) => {
    const link = markup`<a href="#traffic" data-choose="${service.name}">${named(service.name)}</a>`;
    const name = { text: charted.has(service.name) ? link : named(service.name) };
    return [name, ...SERVICE_COLUMNS.map((column) => measured(column.of(service), column.words))];
  });
  return table(
    'Every service; the headings sort. Pods are counted with those that start or drain',
    [left('service'), ...SERVICE_COLUMNS.map(({ title }) => right(title))],
    rows,
    true,
  );
}

/** The revisions of services that have several, side by side. */
export function revisionsTable(result: ResultDocument): Html | null {
  const several = result.services.length > 1;
  const rows = revisionRows(result).map(({ service, revision, figures }) => {
    const { requests, coldStarts, latency, pods } = figures;
    return [
      named(revision),
      ...(several ? [named(service)] : []),
      count(requests.arrived),
      lossesOf(figures),
      `${count(coldStarts.requests)} (${percent(coldStarts.rate)})`,
      ...[latency.p50, latency.p95, latency.p99].map((value) => duration(value)),
      count(pods.max),
    ];
  });
  if (rows.length === 0) return null;
  return table(
    'Each revision over the whole run; a request counts at the revision that it was tried at last, pods are counted with those that start or drain',
    [
      ...(several ? ['revision', 'service'] : ['revision']).map(left),
      ...['requests', 'unanswered', 'cold', 'median', '95th', '99th', 'most pods'].map(right),
    ],
    rows,
  );
}

function measured(value: number | null, words: (value: number) => string): Cell {
  return { text: value === null ? NOTHING : words(value), value };
}

/** What is known of the key figures after several replications. */
export function certaintyTable(result: ResultDocument): Html {
  const rows = knownFigures(result).map(({ title, value, sure, parts, pooled }) => [
    title,
    value,
    parts === '' ? sure : `${sure}: ${parts}`,
    pooled,
  ]);
  return table(
    'Means over replications; a pooled quantile is that of all their requests together',
    [left('figure'), right('mean'), left('95 % interval'), right('pooled quantile')],
    rows,
  );
}

export function nodesTable(result: ResultDocument): Html | null {
  if (result.nodes.length === 0) return null;
  const rows = result.nodes.map((group) => [
    named(group.group),
    group.kind,
    number(group.meanNodes),
    number(group.maxNodes),
    duration(group.nodeSeconds),
    percent(group.cpuAllocated),
    percent(group.memoryAllocated),
    ...[group.requested, group.removed, group.reclaimed, group.lost].map((times) => number(times ?? 0)),
  ]);
  return table(
    'Nodes; CPU and memory: the share that pods asked for',
    [
      left('group'),
      left('kind'),
      ...['mean', 'most', 'node time', 'CPU', 'memory'].map(right),
      ...['asked for', 'sent away', 'reclaimed', 'lost'].map(right),
    ],
    rows,
  );
}
