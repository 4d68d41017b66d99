import type { MemoryRule, Tariff } from '../../billing/tariff.js';
import { findTariff } from '../../billing/tariffs/index.js';
import type { Objective } from '../../slo/objective.js';
import { DEFAULTS } from '../defaults.js';
import type { WrittenObjective, WrittenTariff } from '../schema/promises.js';
import type { WrittenService } from '../schema/service.js';

type Slos = WrittenService['slos'];
type Slas = WrittenService['sla'];

/** The objectives of one service (`null`: of all together), with the credits of their SLA. */
export function resolveObjectives(service: string | null, slos: Slos, sla: Slas): Objective[] {
  return Object.entries(slos ?? {}).map(([name, slo]) => {
    const credits = (sla ?? []).filter((agreement) => agreement.slo === name).flatMap((agreement) => agreement.credits);
    return resolveObjective(service, name, slo, credits);
  });
}

function resolveObjective(
  service: string | null,
  name: string,
  slo: WrittenObjective,
  credits: Objective['credits'],
): Objective {
  return {
    service,
    name,
    objective: slo.objective,
    over: slo.over,
    window: slo.window ?? DEFAULTS.objective.window,
    bad: slo.bad,
    requestsExpected: slo.requestsExpected ?? null,
    budgetSpentBefore: slo.budgetSpent ?? DEFAULTS.objective.budgetSpent,
    alerts: slo.alerts ?? null,
    credits,
  };
}

/** A shipped tariff by its name, or the person's own. Names were checked before. */
export function resolveTariff(written: string | WrittenTariff): Tariff {
  if (typeof written === 'string') return findTariff(written)!;
  const prices = Object.entries(written.prices);
  const { basis, memory, minimumInstances, notes } = written;
  return {
    name: written.name,
    model: written.model,
    granularity: written.granularity ?? 1,
    minimum: written.minimum ?? 0,
    prices: Object.fromEntries(prices.map(([meter, price]) => [meter, price.amount])),
    currency: prices[0][1].currency,
    provenance: {
      provider: written.provider ?? 'own',
      region: written.region ?? null,
      source: written.source,
      asOf: written.asOf,
      confidence: written.confidence ?? 'secondary',
    },
    ...(basis === undefined ? {} : { basis }),
    ...(memory === undefined ? {} : { memory: memoryRule(memory) }),
    ...(minimumInstances === undefined ? {} : { minimumInstances }),
    ...(notes === undefined ? {} : { notes }),
  };
}

function memoryRule({ step, minimum, maximum }: NonNullable<WrittenTariff['memory']>): MemoryRule {
  return {
    ...(step === undefined ? {} : { step }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}
