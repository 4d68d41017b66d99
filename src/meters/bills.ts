/** Every bill of a run: the same usage under each tariff, with the credits that are due and the month it stands for. */
import { keptPods } from '../autoscaler/recipe.js';
import { bill, type BillOptions } from '../billing/bill.js';
import { paidDuring, withCredits, type CreditBase, type CreditDue } from '../billing/credits.js';
import { meteredOf } from '../billing/parts.js';
import { PLAIN_BILLING } from '../billing/recipe.js';
import type { Tariff } from '../billing/tariff.js';
import type { Service } from '../platform/recipe.js';
import type { BillResult } from '../result/document.js';
import { nameOf, type Objective } from '../slo/objective.js';
import { SECOND } from '../units/quantities.js';
import type { Billed, Ran } from './billed.js';
import { monthOf } from './month.js';

export function billsOf(billed: Billed, ran: Ran): readonly BillResult[] {
  const { freeTier, volumeTiers, alwaysReady, month } = billed.billing ?? PLAIN_BILLING;
  const options: BillOptions = { freeTier, volumeTiers, alwaysReady, kept: keptBy(billed.services) };
  return billed.tariffs.map((tariff) => {
    const run = withCredits(bill(tariff, ran.usage, ran.needs, options), creditsDue(tariff, billed, ran, options));
    if (month === null) return run;
    const whole = monthOf(tariff, month, billed, ran, options);
    const notes = whole?.notes ?? ['Nothing is said about a month: the run was stopped before its events.'];
    const said = [...run.notes, ...notes.filter((note) => !run.notes.includes(note))];
    return { ...run, ...(whole !== null && { month: whole.month }), notes: said };
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
    return [{ objective: nameOf(objective), share, ...(base === undefined ? {} : { of: base }) }];
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
