import type { Objective } from '../../slo/objective.js';
import { writeDuration } from '../../units/duration.js';
import { writeMoney } from '../../units/money.js';
import { writePercent } from '../../units/rate.js';

type Fields = Readonly<Record<string, unknown>>;

/** `slos`, and `sla` for those with a price. */
export function writtenObjectives(objectives: readonly Objective[]): Fields {
  const priced = objectives.filter(({ credits }) => credits.length > 0);
  return {
    ...(objectives.length === 0
      ? {}
      : { slos: Object.fromEntries(objectives.map((objective) => [objective.name, writtenObjective(objective)])) }),
    ...(priced.length === 0 ? {} : { sla: priced.map(writtenAgreement) }),
  };
}

function writtenObjective(objective: Objective): Fields {
  const { bad, among, window, windows, requestsExpected, budgetSpentBefore, alerts } = objective;
  return {
    objective: writePercent(objective.objective),
    over: writeDuration(objective.over),
    window,
    bad: bad.map((outcome) =>
      typeof outcome === 'string' ? outcome : { slowerThan: writeDuration(outcome.slowerThan) },
    ),
    ...(among === undefined ? {} : { among }),
    ...(windows === undefined
      ? {}
      : { windows: { every: writeDuration(windows.every), goodShare: writePercent(windows.goodShare) } }),
    ...(requestsExpected === null ? {} : { requestsExpected }),
    ...(budgetSpentBefore === 0 ? {} : { budgetSpent: writePercent(budgetSpentBefore) }),
    ...(alerts === null ? {} : { alerts: alerts.map(writtenAlert) }),
  };
}

function writtenAlert({
  severity,
  longWindow,
  shortWindow,
  burnRate,
  minimumValid,
}: NonNullable<Objective['alerts']>[number]): Fields {
  return {
    severity,
    longWindow: writeDuration(longWindow),
    shortWindow: writeDuration(shortWindow),
    burnRate,
    ...(minimumValid === undefined ? {} : { minimumValid }),
  };
}

function writtenAgreement({ name, credits, creditsOf }: Objective): Fields {
  return {
    slo: name,
    ...(creditsOf === undefined ? {} : { of: writeMoney(creditsOf) }),
    credits: credits.map(({ below, credit }) => ({ below: writePercent(below), credit: writePercent(credit) })),
  };
}
