/** Every bill of a run: the same usage under each tariff, with the credits that are due and the month it stands for. */
import { keptPods } from '../autoscaler/recipe.js';
import { bill, type Bill, type BillOptions } from '../billing/bill.js';
import { paidDuring, withCredits, type CreditBase, type CreditDue } from '../billing/credits.js';
import { usageWithout } from '../billing/difference.js';
import { monthly } from '../billing/month.js';
import { meteredOf } from '../billing/parts.js';
import { PLAIN_BILLING, type Billing } from '../billing/recipe.js';
import type { Tariff } from '../billing/tariff.js';
import type { MeteringNeeds, RunUsage } from '../billing/usage.js';
import type { Service } from '../platform/recipe.js';
import type { BillResult, MonthResult, SloResult } from '../result/document.js';
import type { Objective } from '../slo/objective.js';
import { SECOND } from '../units/quantities.js';
import type { UsageMarks } from './usageMarks.js';

/** What is billed, and by what. */
export interface Billed {
  readonly tariffs: readonly Tariff[];
  readonly billing?: Billing;
  readonly services: readonly Service[];
  readonly objectives: readonly Objective[];
}

/** What a run says about it. */
export interface Ran {
  readonly usage: RunUsage;
  readonly needs: MeteringNeeds;
  /** In the order of the objectives. */
  readonly slos: readonly Pick<SloResult, 'credit'>[];
  readonly marks: UsageMarks;
}

export function billsOf(billed: Billed, ran: Ran): readonly BillResult[] {
  const { freeTier, volumeTiers, alwaysReady, month } = billed.billing ?? PLAIN_BILLING;
  const options: BillOptions = { freeTier, volumeTiers, alwaysReady, kept: keptBy(billed.services) };
  return billed.tariffs.map((tariff) => {
    const run = withCredits(bill(tariff, ran.usage, ran.needs, options), creditsDue(tariff, billed, ran, options));
    if (month === null) return run;
    const whole = monthOf(tariff, month, ran, options);
    if (whole !== null) return { ...run, month: whole };
    return { ...run, notes: [...run.notes, 'Nothing is said about a month: the run was stopped before its events.'] };
  });
}

/** Pods that a revision keeps whatever the load. */
function keptBy(services: readonly Service[]): NonNullable<BillOptions['kept']> {
  const kept = new Map(
    services.flatMap(({ name, revisions }) =>
      revisions.map((revision) => [`${name}/${revision.name}`, keptPods(revision.autoscaler)] as const),
    ),
  );
  return ({ service, revision }) => kept.get(`${service}/${revision}`) ?? 0;
}

function creditsDue(tariff: Tariff, billed: Billed, ran: Ran, options: BillOptions): readonly CreditDue[] {
  return billed.objectives.flatMap((objective, k) => {
    const share = ran.slos[k]?.credit ?? null;
    if (share === null || share === 0) return [];
    const base = baseOf(objective, tariff, billed, ran, options);
    const named = `${objective.service ?? 'all services'}.${objective.name}`;
    return [{ objective: named, share, ...(base === undefined ? {} : { of: base }) }];
  });
}

/** What customers pay, where it is stated; otherwise the service's part of the metered bill. */
function baseOf(
  { service, creditsOf, over }: Objective,
  tariff: Tariff,
  { services }: Billed,
  { usage, needs }: Ran,
  options: BillOptions,
): CreditBase | undefined {
  const seconds = usage.span / SECOND;
  if (creditsOf !== undefined)
    return {
      amount: paidDuring(creditsOf.amount, seconds, over / SECOND),
      currency: creditsOf.currency,
      words: `of what customers pay in ${seconds} s (${creditsOf.amount} ${creditsOf.currency} in ${over / SECOND} s)`,
    };
  if (service === null || services.length === 1) return undefined;
  const amount = meteredOf(service, tariff, usage, needs, options);
  return { amount, currency: tariff.currency, words: `of the metered bill of ${service}` };
}

function monthOf(
  tariff: Tariff,
  { days, events }: NonNullable<Billing['month']>,
  { usage, needs, marks }: Ran,
  options: BillOptions,
): MonthResult | null {
  const spans = events.map(({ from, to }) => marks.between(from, to));
  if (!spans.every((span) => span !== null)) return null;
  const base = spans.reduce(usageWithout, usage);
  if (!(base.span > 0)) return null;
  const { freeTier = false, volumeTiers = false, ...kept } = options;
  const priced = (part: RunUsage): Bill => bill(tariff, part, needs, kept);
  const bills = spans.map((span, k) => ({ bill: priced(span), perMonth: events[k].perMonth }));
  const month = monthly(tariff, priced(base), { days, events: bills }, { freeTier, volumeTiers });
  const { metered, capacity, lines, baseTimes } = month;
  const rest = { name: events.length === 0 ? 'the run' : 'the rest of the run', seconds: base.span / SECOND };
  const parts = spans.map((span, k) => ({
    name: events[k].name,
    seconds: span.span / SECOND,
    times: events[k].perMonth,
  }));
  return { days, metered, capacity, lines, parts: [{ ...rest, times: baseTimes }, ...parts] };
}
