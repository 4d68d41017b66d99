/** What bills are made from. */
import type { Billing } from '../billing/recipe.js';
import type { Tariff } from '../billing/tariff.js';
import type { MeteringNeeds, RunUsage } from '../billing/usage.js';
import type { Service } from '../platform/recipe.js';
import type { SloResult } from '../result/document.js';
import type { Objective, SliCounts } from '../slo/objective.js';
import type { Micros } from '../units/quantities.js';
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
  /** What they are judged on, in the same order. */
  readonly counts: readonly SliCounts[];
  readonly warmup: Micros;
  readonly marks: UsageMarks;
}
