import { MILLISECOND } from '../units/quantities.js';
import type { Tariff } from './tariff.js';
import type { MeteringNeeds, RoundingRule } from './usage.js';

/** The kinds of span that a tariff can have rounded. */
export type RoundedKind = keyof MeteringNeeds;

/** What a model rounds; `null`: nothing (nodes and events). */
export const ROUNDED_KIND: Readonly<Record<Tariff['model'], RoundedKind | null>> = {
  'request-time': 'execution',
  'instance-busy-time': 'busy',
  'instance-active-time': 'active',
  'instance-lifetime': 'lifetime',
  'node-hours': null,
  event: null,
};

/** How a tariff rounds a span. */
export function ruleOf(tariff: Tariff): RoundingRule {
  return { granularity: tariff.granularity, minimum: tariff.minimum };
}

/** The same spans at 1 ms, so that a bill can say what its own rounding costs. */
export const FINE: RoundingRule = { granularity: MILLISECOND, minimum: 0 };

const same = (a: RoundingRule, b: RoundingRule): boolean => a.granularity === b.granularity && a.minimum === b.minimum;

/** Where a rule stands in the needs, and so in the sums of a usage; -1: nowhere. */
export function ruleIndex(rules: readonly RoundingRule[], rule: RoundingRule): number {
  return rules.findIndex((candidate) => same(candidate, rule));
}

/**
 * What must be rounded while it passes so that all these tariffs can be billed: each rule once per kind of span, in
 * the order of the tariffs; per request also at 1 ms when some tariff rounds requests more coarsely.
 */
export function meteringNeeds(tariffs: readonly Tariff[]): MeteringNeeds {
  const needs: Record<RoundedKind, RoundingRule[]> = { execution: [], busy: [], active: [], lifetime: [] };
  const need = (kind: RoundedKind, rule: RoundingRule) => {
    if (ruleIndex(needs[kind], rule) < 0) needs[kind].push(rule);
  };
  for (const tariff of tariffs) {
    const kind = ROUNDED_KIND[tariff.model];
    if (kind !== null) need(kind, ruleOf(tariff));
  }
  if (needs.execution.some((rule) => rule.granularity > FINE.granularity)) need('execution', FINE);
  return needs;
}
