/** The month that a run stands for: what is metered, and the credits that are due for what the month keeps of a promise. */
import { bill, type Bill, type BillOptions } from '../billing/bill.js';
import { creditsOn, paidDuring, type CreditBase, type CreditDue } from '../billing/credits.js';
import { usageWithout } from '../billing/difference.js';
import { monthly, type MonthlyBill } from '../billing/month.js';
import { meteredOf, usageOfService } from '../billing/parts.js';
import type { MonthRecipe } from '../billing/recipe.js';
import type { Tariff } from '../billing/tariff.js';
import type { RunUsage } from '../billing/usage.js';
import type { MonthResult } from '../result/document.js';
import { creditDue } from '../slo/credit.js';
import { monthSli } from '../slo/month.js';
import { nameOf, type Objective } from '../slo/objective.js';
import { add, multiply, round } from '../units/arithmetic.js';
import { exact, fromNumber, toText, ZERO } from '../units/decimal.js';
import { formatDuration } from '../units/format.js';
import { DAY, SECOND, type Decimal } from '../units/quantities.js';
import { MONEY_PLACES } from '../billing/lines.js';
import type { Billed, Ran } from './billed.js';

/** A month, and what is to be said of credits that are left out of it. */
export interface Month {
  readonly month: MonthResult;
  readonly notes: readonly string[];
}

/** `null`: the run did not get to the end of an event, or holds nothing else. */
export function monthOf(
  tariff: Tariff,
  recipe: MonthRecipe,
  billed: Billed,
  ran: Ran,
  options: BillOptions,
): Month | null {
  const { events, days } = recipe;
  const spans = events.map(({ from, to }) => ran.marks.between(from, to));
  if (!spans.every((span) => span !== null)) return null;
  const base = spans.reduce(usageWithout, ran.usage);
  if (!(base.span > 0)) return null;
  const pricing = { tariff, recipe, billed, ran, options, spans, base };
  const whole = metered(pricing, (usage) => usage);
  const { credits, total, notes } = creditsOn(whole, creditsDue(pricing, whole));
  const priced = billed.objectives.some((objective) => objective.credits.length > 0);
  const { metered: amount, capacity, lines } = whole;
  const parts = partsOf(pricing, whole);
  return { month: { days, metered: amount, capacity, lines, ...(priced && { credits, total }), parts }, notes };
}

/** Everything that a month's amounts are made of. */
interface Pricing {
  readonly tariff: Tariff;
  readonly recipe: MonthRecipe;
  readonly billed: Billed;
  readonly ran: Ran;
  readonly options: BillOptions;
  /** What each event used, and the rest of the run. */
  readonly spans: readonly RunUsage[];
  readonly base: RunUsage;
}

/** The month's bill for a part of what was used. */
function metered(
  { tariff, recipe, ran, options, spans, base }: Pricing,
  part: (usage: RunUsage) => RunUsage,
): MonthlyBill {
  const { freeTier = false, volumeTiers = false, ...kept } = options;
  const priced = (usage: RunUsage): Bill => bill(tariff, part(usage), ran.needs, kept);
  const events = spans.map((span, k) => ({ bill: priced(span), perMonth: recipe.events[k].perMonth }));
  return monthly(tariff, priced(base), { days: recipe.days, events }, { freeTier, volumeTiers });
}

function partsOf({ recipe: { events }, spans, base }: Pricing, { baseTimes }: MonthlyBill): MonthResult['parts'] {
  const rest = { name: events.length === 0 ? 'the run' : 'the rest of the run', seconds: base.span / SECOND };
  const parts = spans.map((span, k) => ({
    name: events[k].name,
    seconds: span.span / SECOND,
    times: events[k].perMonth,
  }));
  return [{ ...rest, times: baseTimes }, ...parts];
}

/** The credits that the month's own good share makes due, whatever that of the run is. */
function creditsDue(pricing: Pricing, whole: MonthlyBill): readonly CreditDue[] {
  const { billed, ran, recipe } = pricing;
  const spans = recipe.events.map(({ from, to, perMonth }) => ({ from, to, times: perMonth }));
  return billed.objectives.flatMap((objective, k) => {
    if (objective.credits.length === 0) return [];
    const share = creditDue(objective, monthSli(objective, ran.counts[k], ran.warmup, spans, whole.baseTimes)) ?? 0;
    return share === 0 ? [] : [{ objective: nameOf(objective), share, of: baseOf(objective, pricing, whole) }];
  });
}

/** What customers pay in a month, where it is stated; otherwise the service's part of the month's bill. */
function baseOf({ service, creditsOf, over }: Objective, pricing: Pricing, whole: MonthlyBill): CreditBase {
  const { currency } = whole;
  const { days } = pricing.recipe;
  if (creditsOf !== undefined) {
    const stated = `${creditsOf.amount} ${creditsOf.currency} in ${formatDuration(over)}`;
    return {
      amount: paidDuring(creditsOf.amount, (days * DAY) / SECOND, over / SECOND),
      currency: creditsOf.currency,
      words: `of what customers pay in ${days} days (${stated})`,
    };
  }
  if (service === null || pricing.billed.services.length === 1)
    return { amount: whole.metered, currency, words: "of the month's metered bill" };
  return { amount: partOf(service, pricing, whole), currency, words: `of the month's metered bill of ${service}` };
}

/** Nodes are shared: of them a service pays, in each part of the month, for what its pods' requests account for. */
function partOf(service: string, pricing: Pricing, { baseTimes }: MonthlyBill): Decimal {
  const { tariff, ran, options, spans, base, recipe } = pricing;
  if (tariff.model !== 'node-hours') return metered(pricing, (usage) => usageOfService(usage, service)).metered;
  const { freeTier: _free, volumeTiers: _tiers, ...kept } = options;
  const amounts = [base, ...spans].map((usage, k) => {
    const times = k === 0 ? baseTimes : recipe.events[k - 1].perMonth;
    return multiply(fromNumber(times), exact(meteredOf(service, tariff, usage, ran.needs, kept)));
  });
  return toText(round(amounts.reduce(add, ZERO), MONEY_PLACES));
}
