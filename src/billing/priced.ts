import { fromNumber, toNumber, type Exact } from '../units/decimal.js';
import type { Charge } from './charge.js';
import { charges, type AlwaysReady, type Metered } from './charges.js';
import { billLines, totalOf, type TierSwitches } from './lines.js';
import { billedTime, totalTime, type BilledTime, type Part } from './metered.js';
import { costOf, nodeRoundingCost, partCost } from './nodes.js';
import { FINE, ROUNDED_KIND, ruleIndex, ruleOf } from './needs.js';
import type { Tariff } from './tariff.js';
import type { MeteringNeeds, RoundingRule, RunUsage, Usage } from './usage.js';

/** Shares of the metered bill before free and volume tiers; fees per request or per hour are what is missing to 1. */
export interface BillShares {
  readonly busy: number | null;
  readonly idle: number | null;
  readonly coldStart: number | null;
  readonly rounding: number | null;
}

export interface BillOptions extends TierSwitches {
  /** Pods kept ready by service, for plans that sell them. @default what is `kept`, else the tariff's own */
  readonly alwaysReady?: Readonly<Record<string, number>>;
  /** Pods that a revision keeps anyway (its minimum scale). @default 0 */
  readonly kept?: AlwaysReady;
}

/** A run under one tariff at its listed rates, which can be asked what it would cost otherwise. */
export class PricedRun {
  constructor(
    readonly tariff: Tariff,
    readonly usage: RunUsage,
    readonly needs: MeteringNeeds,
    readonly alwaysReady: AlwaysReady,
  ) {}

  charges(rule: RoundingRule | null = ruleOf(this.tariff), without?: Part): readonly Charge[] {
    const metered = this.usage.revisions.map((revision) => this.#metered(revision, rule, without));
    return charges(this.tariff, this.usage, metered, this.alwaysReady, rule);
  }

  /** The bill under another rounding, or without one part of the time. */
  total(rule: RoundingRule | null = ruleOf(this.tariff), without?: Part): number {
    const lines = billLines(this.tariff, this.charges(rule, without), fromNumber(1), {});
    return toNumber(totalOf(lines));
  }

  /** The 1 ms rule where the run was metered for it and the tariff is coarser; otherwise none. */
  finerRule(): RoundingRule | null {
    const kind = ROUNDED_KIND[this.tariff.model];
    const finer = this.tariff.granularity > FINE.granularity;
    return kind !== null && finer && ruleIndex(this.needs[kind], FINE) >= 0 ? FINE : null;
  }

  shares(): BillShares {
    const { model } = this.tariff;
    const whole = this.total();
    if (model === 'node-hours') return this.#nodeShares(whole);
    const share = (part: Part) => (whole > 0 ? Math.max(0, (whole - this.total(undefined, part)) / whole) : null);
    const timed = ROUNDED_KIND[model] !== null;
    const starts = model === 'instance-active-time' || model === 'instance-lifetime';
    return atMostWhole({
      busy: timed ? share('busy') : null,
      idle: model === 'instance-lifetime' || this.#sellsIdle() ? share('idle') : null,
      coldStart: starts ? share('startup') : null,
      rounding: timed ? share('rounding') : null,
    });
  }

  /** Of nodes, everything that no pod keeps busy or starts on is idle: room that nobody asked for included. */
  #nodeShares(whole: number): BillShares {
    if (!(whole > 0)) return { busy: null, idle: null, coldStart: null, rounding: null };
    const { tariff, usage } = this;
    const share = (cost: Exact) => Math.max(0, toNumber(cost)) / whole;
    const busy = share(partCost(tariff, usage, 'busy'));
    const coldStart = share(partCost(tariff, usage, 'startup'));
    const rounding = share(nodeRoundingCost(tariff, usage, ruleOf(tariff)));
    const nodes = share(costOf(this.charges().filter(({ meter }) => meter === 'nodeHour')));
    return atMostWhole({ busy, coldStart, rounding, idle: Math.max(0, nodes - busy - coldStart - rounding) });
  }

  #sellsIdle(): boolean {
    return this.tariff.prices['idleGibSecond'] !== undefined || this.tariff.prices['idleVcpuSecond'] !== undefined;
  }

  #metered(revision: Usage, rule: RoundingRule | null, without?: Part): Metered {
    const time = this.#withFloors(revision, billedTime(this.tariff, revision, this.needs, rule));
    return { usage: revision, time: without === undefined ? time : { ...time, [without]: 0 } };
  }

  /** Idle time that is billed beyond the run's own: instances kept ready, and the least number of instances. */
  #withFloors(revision: Usage, time: BilledTime): BilledTime {
    const { tariff, usage } = this;
    const ready = tariff.model !== 'instance-lifetime' && this.#sellsIdle() ? this.alwaysReady(revision) : 0;
    const least = Math.max(ready, tariff.minimumInstances ?? 0) * usage.span;
    return { ...time, idle: time.idle + Math.max(0, least - totalTime(time)) };
  }
}

/** Quantities are cut before they are priced: of a tiny bill the parts could add up to a little more than all of it. */
function atMostWhole(shares: BillShares): BillShares {
  const { busy, idle, coldStart, rounding } = shares;
  const all = [busy, idle, coldStart, rounding].reduce<number>((sum, share) => sum + (share ?? 0), 0);
  if (all <= 1) return shares;
  const of = (share: number | null): number | null => (share === null ? null : share / all);
  return { busy: of(busy), idle: of(idle), coldStart: of(coldStart), rounding: of(rounding) };
}
