/** Which of the inputs that nobody gave matter: each halved and doubled by itself, everything else as it is. */
import type { Startup } from '../platform/recipe.js';
import type { Distribution } from '../random/distribution.js';
import type { Sensitivity } from '../result/document.js';
import type { Scenario } from '../scenario/resolved.js';
import { asTree, valueAt } from '../scenario/written.js';
import { ln } from '../stats/portable.js';
import { formatBytes, formatDuration } from '../units/format.js';
import type { Gathering } from './gather.js';
import { observed } from './intervals.js';
import { partsOfId, replicationsOf, type Subject } from './subject.js';
import type { Answer } from './task.js';

/** An input that was assumed, and the scenario with another value of it. */
interface Assumed {
  readonly input: string;
  readonly assumed: string;
  readonly scaled: (factor: number) => Scenario;
}

/** Replications of each change: common random numbers make few of them enough. */
const EACH = 3;
const FACTORS = [0.5, 2] as const;

/** Relative changes of the figures that matter, largest first; inputs that change nothing are left out. */
export async function sensitivities(subject: Subject, gathering: Gathering): Promise<readonly Sensitivity[]> {
  const assumed = assumedInputs(subject);
  if (assumed.length === 0) return [];
  const base = replicationsOf(subject, 'base', 0, EACH);
  const changed = assumed.flatMap(({ scaled }, k) =>
    FACTORS.flatMap((factor) => [...replicationsOf(certain(subject, scaled(factor)), `${k}x${factor}`, 0, EACH)]),
  );
  const answers = await gathering.answers([...base, ...changed]);
  const figures = watched(subject.scenario);
  return assumed
    .map(({ input, assumed: words }, k) => ({
      input,
      assumed: words,
      changes: figures.map((figure) => ({
        figure,
        halved: relativeChange(answers, figure, `${k}x0.5`),
        doubled: relativeChange(answers, figure, `${k}x2`),
      })),
    }))
    .filter((one) => largest(one) > 0)
    .sort((a, b) => largest(b) - largest(a));
}

/** The same subject at fixed inputs. */
const certain = (subject: Subject, scenario: Scenario): Subject => ({ ...subject, scenario, inputs: [] });

function watched({ tariffs }: Scenario): readonly string[] {
  const bills = tariffs.slice(0, 1).flatMap(({ name }) => [`bills.${name}.metered`, `bills.${name}.capacity`]);
  return ['totals.latency.p99', 'totals.coldStarts.rate', 'totals.unansweredShare', ...bills];
}

function relativeChange(answers: readonly Answer[], figure: string, key: string): number | null {
  const before = meanUnder(answers, figure, 'base');
  const after = meanUnder(answers, figure, key);
  return before === null || after === null || before === 0 ? null : after / before - 1;
}

function meanUnder(answers: readonly Answer[], figure: string, key: string): number | null {
  const rows = answers.filter(({ id }) => partsOfId(id).key === key).map(({ figures }) => figures);
  const values = observed(rows, figure);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The largest change of any figure, as a share of what it was. */
function largest({ changes }: Sensitivity): number {
  return Math.max(0, ...changes.flatMap(({ halved, doubled }) => [Math.abs(halved ?? 0), Math.abs(doubled ?? 0)]));
}

/** What a result rests on and nobody wrote. */
function assumedInputs({ scenario, written }: Pick<Subject, 'scenario' | 'written'>): readonly Assumed[] {
  return [...endpointDelay(scenario, written), ...scenario.services.flatMap((_, k) => ofService(scenario, written, k))];
}

function endpointDelay(scenario: Scenario, written: unknown): readonly Assumed[] {
  if (valueAt(written, ['knative', 'ingress', 'endpointDelay']) !== undefined) return [];
  const delay = scenario.network.endpointDelay;
  return [
    {
      input: 'knative.ingress.endpointDelay',
      assumed: formatDuration(delay),
      scaled: (factor) => ({
        ...scenario,
        network: { ...scenario.network, endpointDelay: Math.round(delay * factor) },
      }),
    },
  ];
}

type Revision = Scenario['services'][number]['revisions'][number];

function ofService(scenario: Scenario, written: unknown, k: number): readonly Assumed[] {
  const { name, revisions } = scenario.services[k];
  const templates = templatesOf(asTree(valueAt(written, ['services', name])));
  const nobodyWrote = (path: readonly string[]): boolean =>
    templates.every((template) => valueAt(template, [...path]) === undefined);
  const [first] = revisions;
  const change = (map: (revision: Revision) => Revision): Scenario => ({
    ...scenario,
    services: scenario.services.map((service, i) =>
      i === k ? { ...service, revisions: service.revisions.map(map) } : service,
    ),
  });
  const found: Assumed[] = [];
  const say = (field: string, assumed: string, map: (revision: Revision, factor: number) => Revision): void =>
    void found.push({
      input: `services.${name}.${field}`,
      assumed,
      scaled: (factor) => change((revision) => map(revision, factor)),
    });
  if (nobodyWrote(['startup']))
    say('startup', first.startup.preset ?? 'no preset', (revision, factor) => ({
      ...revision,
      startup: startupScaled(revision.startup, factor),
    }));
  if (nobodyWrote(['resources', 'limits', 'cpu']) && nobodyWrote(['resources', 'requests', 'cpu']))
    say('resources.cpu', `${first.limits.cpu / 1000} CPU`, (revision, factor) => resized(revision, 'cpu', factor));
  if (nobodyWrote(['resources', 'limits', 'memory']) && nobodyWrote(['resources', 'requests', 'memory']))
    say('resources.memory', formatBytes(first.limits.memory), (revision, factor) =>
      resized(revision, 'memory', factor),
    );
  return found;
}

/** The service itself, for what holds for all of its revisions, and each revision. */
function templatesOf(service: Readonly<Record<string, unknown>>): readonly unknown[] {
  return [service, service['revision'], ...Object.values(asTree(service['revisions']))];
}

function resized(revision: Revision, what: 'cpu' | 'memory', factor: number): Revision {
  const scaled = (amount: number): number => Math.max(1, Math.round(amount * factor));
  return {
    ...revision,
    requests: { ...revision.requests, [what]: scaled(revision.requests[what]) },
    limits: { ...revision.limits, [what]: scaled(revision.limits[what]) },
  };
}

function startupScaled(startup: Startup, factor: number): Startup {
  const phases = Object.fromEntries(
    Object.entries(startup.phases).map(([phase, time]) => [phase, time === null ? null : scaled(time, factor)]),
  ) as Startup['phases'];
  return { ...startup, phases };
}

/** The distribution of `factor` times what this one draws. */
export function scaled(distribution: Distribution, factor: number): Distribution {
  const times = (micros: number): number => Math.round(micros * factor);
  switch (distribution.kind) {
    case 'constant':
      return { ...distribution, value: times(distribution.value) };
    case 'exponential':
      return { ...distribution, mean: times(distribution.mean) };
    case 'uniform':
      return { ...distribution, min: times(distribution.min), max: times(distribution.max) };
    case 'lognormal':
      return { ...distribution, mu: distribution.mu + ln(factor) };
    case 'normal':
      return {
        ...distribution,
        mean: times(distribution.mean),
        sd: times(distribution.sd),
        min: times(distribution.min),
        max: times(distribution.max),
      };
    case 'quantiles':
      return { ...distribution, value: distribution.value.map(times) };
  }
}
