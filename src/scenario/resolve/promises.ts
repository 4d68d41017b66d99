import type { Objective } from '../../slo/objective.js';
import { DEFAULTS } from '../defaults.js';
import type { WrittenObjective } from '../schema/promises.js';
import type { WrittenService } from '../schema/service.js';

type Slos = WrittenService['slos'];
type Slas = WrittenService['sla'];

/** The objectives of one service (`null`: of all together), with the credits of their SLA. */
export function resolveObjectives(service: string | null, slos: Slos, sla: Slas): Objective[] {
  return Object.entries(slos ?? {}).map(([name, slo]) => {
    const agreements = (sla ?? []).filter((agreement) => agreement.slo === name);
    const credits = agreements.flatMap((agreement) => agreement.credits);
    const of = agreements.find((agreement) => agreement.of !== undefined)?.of;
    return { ...resolveObjective(service, name, slo, credits), ...(of === undefined ? {} : { creditsOf: of }) };
  });
}

function resolveObjective(
  service: string | null,
  name: string,
  slo: WrittenObjective,
  credits: Objective['credits'],
): Objective {
  const { among, windows } = slo;
  return {
    service,
    name,
    objective: slo.objective,
    over: slo.over,
    window: slo.window ?? DEFAULTS.objective.window,
    bad: slo.bad,
    requestsExpected: slo.requestsExpected ?? null,
    budgetSpentBefore: slo.budgetSpent ?? DEFAULTS.objective.budgetSpent,
    alerts: slo.alerts?.map(withoutDefaults) ?? null,
    credits,
    ...(among === undefined || among === 'all' ? {} : { among }),
    ...(windows === undefined ? {} : { windows }),
  };
}

function withoutDefaults({
  minimumValid,
  ...alert
}: NonNullable<WrittenObjective['alerts']>[number]): NonNullable<Objective['alerts']>[number] {
  return minimumValid === undefined || minimumValid === 1 ? alert : { ...alert, minimumValid };
}
