import { bill, type Bill, type BillOptions } from '../../src/billing/bill.js';
import { meteringNeeds, type RoundedKind } from '../../src/billing/needs.js';
import { RoundedSums } from '../../src/billing/rounding.js';
import type { Tariff } from '../../src/billing/tariff.js';
import type { MeteringNeeds, NodeUsage, RunUsage, Usage } from '../../src/billing/usage.js';
import { HOUR } from '../../src/units/quantities.js';

export const MIB = 1024 * 1024;
export const GIB = 1024 * MIB;

/** What one small pod fleet did, as spans in microseconds. */
export interface Spans {
  readonly execution?: readonly number[];
  readonly busy?: readonly number[];
  readonly active?: readonly number[];
  readonly lifetime?: readonly number[];
}

const total = (spans: readonly number[] = []): number => spans.reduce((a, b) => a + b, 0);

/** Meters spans by hand as the simulator does while they pass. */
export function metered(needs: MeteringNeeds, spans: Spans, change: Partial<Usage> = {}): Usage {
  const rounded = (kind: RoundedKind) => {
    const sums = new RoundedSums(needs[kind]);
    spans[kind]?.forEach((span) => sums.add(span));
    return Array.from(sums.sums);
  };
  return {
    service: 'checkout',
    revision: 'checkout-1',
    podRequests: { cpu: 525, memory: 512 * MIB },
    limits: { cpu: 1_000, memory: 512 * MIB },
    slots: 1,
    executions: spans.execution?.length ?? 0,
    executionMicros: total(spans.execution),
    cpuMicros: 0,
    podsStarted: spans.lifetime?.length ?? 0,
    podMicros: total(spans.lifetime),
    startupMicros: total(spans.active) - (spans.active === undefined ? 0 : total(spans.busy)),
    busyMicros: total(spans.busy),
    roundedExecution: rounded('execution'),
    roundedBusy: rounded('busy'),
    roundedActive: rounded('active'),
    roundedLifetime: rounded('lifetime'),
    byNodeGroup: [],
    ...change,
  };
}

export function run(revisions: readonly Usage[], change: Partial<RunUsage> = {}): RunUsage {
  const requests = revisions.reduce((sum, revision) => sum + revision.executions, 0);
  return { span: HOUR, requests, revisions, nodes: [], ...change };
}

/** The bill of spans under one tariff. */
export function priced(
  tariff: Tariff,
  spans: Spans,
  change: Partial<Usage> = {},
  options: BillOptions & { readonly nodes?: readonly NodeUsage[]; readonly span?: number } = {},
): Bill {
  const needs = meteringNeeds([tariff]);
  const { nodes = [], span = HOUR, ...billOptions } = options;
  return bill(tariff, run([metered(needs, spans, change)], { nodes, span }), needs, billOptions);
}

export function lineNamed(result: Bill, name: string) {
  const found = result.lines.find((line) => line.name === name);
  if (found === undefined)
    throw new Error(`no line "${name}" among ${result.lines.map((line) => line.name).join(', ')}`);
  return found;
}

export const repeat = (count: number, span: number): number[] => Array.from({ length: count }, () => span);
