import { billColumns, type BillColumns } from './billColumns.js';
import { formatCount, formatMoney, formatShare, formatSeconds, significant } from '../units/format.js';
import type { BillResult, Figures, ResultDocument, SloResult, ThresholdResult } from './document.js';
import { formatJudged } from './shown.js';

/** A summary for CI systems and pull requests: verdicts first, then services, bills and objectives. */
export function markdown(result: ResultDocument, name: string): string {
  return [
    `# ${name}: ${verdictLine(result.thresholds)}`,
    spanLine(result),
    ...section('Thresholds', table(['threshold', 'value', 'verdict'], thresholdRows(result))),
    ...section('Services', table(SERVICE_COLUMNS, serviceRows(result))),
    ...section('Bills', billTable(result)),
    ...section('Objectives', table(SLO_COLUMNS, result.slos.map(sloRow))),
  ]
    .join('\n\n')
    .concat('\n');
}

function verdictLine(thresholds: readonly ThresholdResult[]): string {
  if (thresholds.length === 0) return 'no thresholds';
  const failed = thresholds.filter(({ verdict }) => verdict === 'fail').length;
  const open = thresholds.filter(({ verdict }) => verdict === 'inconclusive').length;
  if (failed > 0) return `${failed} of ${thresholds.length} thresholds failed`;
  return open > 0
    ? `${open} of ${thresholds.length} thresholds inconclusive`
    : `all ${thresholds.length} thresholds passed`;
}

function spanLine({ horizon, stoppedAt, warmup, seed, headroomVersion }: ResultDocument): string {
  const span =
    stoppedAt === null ? formatSeconds(horizon) : `${formatSeconds(stoppedAt)} of ${formatSeconds(horizon)} (stopped)`;
  const counted = warmup > 0 ? `, counted after ${formatSeconds(warmup)}` : '';
  return `Simulated ${span}${counted}, seed ${seed}, Headroom ${headroomVersion}.`;
}

const SERVICE_COLUMNS = ['service', 'requests', 'cold', 'p50', 'p99', 'unanswered', 'pods (mean / max)'];
const SLO_COLUMNS = ['objective', 'good', 'promised', 'met', 'burn rate', 'budget left', 'alerts'];

const section = (title: string, text: string): readonly string[] => (text === '' ? [] : [`## ${title}`, text]);

/** Nothing where there are no rows. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : [head, head.map(() => '---'), ...rows].map(tableLine).join('\n');
}

/** One line of a table; what would break it is escaped. */
export const tableLine = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

const cell = (text: string): string => text.replace(/[\\|]/g, '\\$&').replace(/\s*\n\s*/g, ' ');

const MARKS: Readonly<Record<ThresholdResult['verdict'], string>> = {
  pass: '✅ pass',
  fail: '❌ fail',
  inconclusive: '⚠️ inconclusive',
};

function thresholdRows(result: ResultDocument): readonly (readonly string[])[] {
  return result.thresholds.map((threshold) => [
    `\`${threshold.expression}\``,
    formatJudged(threshold, result),
    threshold.why === undefined ? MARKS[threshold.verdict] : `${MARKS[threshold.verdict]}: ${threshold.why}`,
  ]);
}

function serviceRows({ services, totals }: ResultDocument): readonly (readonly string[])[] {
  const rows = services.map((service) => serviceRow(service.name, service));
  return services.length > 1 ? [...rows, serviceRow('all', totals)] : rows;
}

function serviceRow(name: string, figures: Figures): readonly string[] {
  return [
    name,
    formatCount(figures.requests.arrived),
    orDash(figures.coldStarts.rate, formatShare),
    orDash(figures.latency.p50, formatSeconds),
    orDash(figures.latency.p99, formatSeconds),
    orDash(figures.unansweredShare, formatShare),
    `${significant(figures.pods.mean)} / ${formatCount(figures.pods.max)}`,
  ];
}

function billRow(bill: BillResult, { credits, days, monthCredits }: BillColumns): readonly string[] {
  const money = (amount: string) => formatMoney(amount, bill.currency);
  const { busy, idle, coldStart, rounding } = bill.shares;
  return [
    bill.tariff,
    money(bill.metered),
    ...(credits ? [orDash(bill.total, money)] : []),
    orDash(bill.capacity, money),
    orDash(bill.perMillionRequests, money),
    orDash(bill.perHour, money),
    ...(days === undefined ? [] : [orDash(bill.month?.metered ?? null, money)]),
    ...(monthCredits ? [orDash(bill.month?.total ?? null, money)] : []),
    ...[busy, idle, coldStart, rounding].map((share) => orDash(share, formatShare)),
  ];
}

/** The table of bills alone. */
export function billTable(result: ResultDocument): string {
  const columns = billColumns(result.bills);
  return table(
    columns.titles,
    result.bills.map((bill) => billRow(bill, columns)),
  );
}

function sloRow(slo: SloResult): readonly string[] {
  return [
    `${slo.service ?? 'all services'}: ${slo.name}`,
    orDash(slo.sli, formatShare),
    formatShare(slo.target),
    orDash(slo.met, (met) => (met ? '✅ yes' : '❌ no')),
    orDash(slo.burnRate, (burn) => `${significant(burn)}x`),
    orDash(slo.budget, ({ left }) => formatShare(left)),
    alertsOf(slo),
  ];
}

function alertsOf({ alerts }: SloResult): string {
  const evaluated = alerts.filter((alert) => alert.evaluated);
  if (evaluated.length === 0) return 'not evaluated';
  const fired = evaluated.filter(({ firings }) => firings.length > 0);
  return fired.length === 0
    ? 'none'
    : fired.map(({ severity, longWindow }) => `${severity} (${formatSeconds(longWindow)})`).join(', ');
}

const orDash = <T>(value: T | null, format: (value: T) => string): string => (value === null ? '-' : format(value));
