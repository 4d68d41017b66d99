import { divide, multiply } from '../units/arithmetic.js';
import { fromNumber, toText, type Exact } from '../units/decimal.js';
import { HOUR, SECOND, type Micros } from '../units/quantities.js';
import { capacity } from './capacity.js';
import type { AlwaysReady } from './charges.js';
import { billLines, MONEY_PLACES, totalOf, type BillLine } from './lines.js';
import { billNotes } from './notes.js';
import { PricedRun, type BillOptions, type BillShares } from './priced.js';
import type { Tariff } from './tariff.js';
import type { MeteringNeeds, RunUsage } from './usage.js';

export type { BillOptions, BillShares } from './priced.js';
export type { BillLine } from './lines.js';

/** One run under one tariff: an entry of the result document's `bills`. */
export interface Bill {
  readonly tariff: string;
  readonly currency: string;
  /** What the provider meters: the sum of `lines`. */
  readonly metered: string;
  /** What the pods (and nodes) cost whether busy or idle: the sum of `capacityLines`. */
  readonly capacity: string | null;
  /** The part of the capacity cost that pods' requests account for. */
  readonly capacityAllocated: string | null;
  /** The part that can leave with its pods: nodes above the least number of their group. `null`: not known. */
  readonly capacityMarginal: string | null;
  readonly perMillionRequests: string | null;
  readonly perHour: string | null;
  /** Seconds that were billed. */
  readonly seconds: number;
  readonly lines: readonly BillLine[];
  readonly capacityLines: readonly BillLine[];
  /** SLA credits, see `withCredits`; not part of `metered`. */
  readonly credits: readonly BillLine[];
  /** Metered and credits. */
  readonly total: string;
  readonly shares: BillShares;
  readonly notes: readonly string[];
}

/** 730 hours, the month that providers quote by: monthly limits are taken in proportion to it. */
const MONTH: Micros = 730 * HOUR;

/**
 * Prices one run.
 * @param needs the same that the run was metered with: see `meteringNeeds`
 * @throws RangeError when the run was not metered for this tariff
 */
export function bill(tariff: Tariff, usage: RunUsage, needs: MeteringNeeds, options: BillOptions = {}): Bill {
  const priced = new PricedRun(tariff, usage, needs, alwaysReadyOf(tariff, usage, options));
  const months = divide(fromNumber(usage.span), fromNumber(MONTH), 15);
  const lines = billLines(tariff, priced.charges(), months, options);
  const metered = totalOf(lines);
  const held = capacity(tariff, usage, needs);
  const shares = priced.shares();
  return {
    tariff: tariff.name,
    currency: tariff.currency,
    metered: toText(metered),
    capacity: held.amount === null ? null : toText(held.amount),
    capacityAllocated: held.allocated === null ? null : toText(held.allocated),
    capacityMarginal: held.marginal === null ? null : toText(held.marginal),
    perMillionRequests: per(metered, 1e6, usage.requests),
    perHour: per(metered, HOUR, usage.span),
    seconds: usage.span / SECOND,
    lines,
    capacityLines: held.lines,
    credits: [],
    total: toText(metered),
    shares,
    notes: [...billNotes(priced, shares, options), ...held.notes, 'Egress is left out.'],
  };
}

function per(amount: Exact, unit: number, count: number): string | null {
  return count > 0 ? toText(divide(multiply(amount, fromNumber(unit)), fromNumber(count), MONEY_PLACES)) : null;
}

/** What was asked for, else what the run keeps anyway, else the tariff's own. A service's number is its newest revision's. */
function alwaysReadyOf(tariff: Tariff, { revisions }: RunUsage, { alwaysReady, kept }: BillOptions): AlwaysReady {
  const newest = new Map(revisions.map((revision) => [revision.service, revision]));
  return (revision) => {
    const asked = alwaysReady?.[revision.service];
    if (asked !== undefined) return newest.get(revision.service) === revision ? asked : 0;
    const keeps = kept?.(revision) ?? 0;
    return keeps > 0 ? keeps : (tariff.alwaysReady?.instances ?? 0);
  };
}
