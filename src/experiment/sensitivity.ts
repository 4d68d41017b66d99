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

/** What is assumed of a revision where it is not written. */
interface Input {
  readonly field: string;
  /** Where it may be written, in the service or the revision. */
  readonly paths: readonly (readonly string[])[];
  readonly said: (revision: Revision) => string;
  readonly scaled: (revision: Revision, factor: number) => Revision;
}

const INPUTS: readonly Input[] = [
  {
    field: 'startup',
    paths: [['startup']],
    said: ({ startup }) => startup.preset ?? 'no preset',
    scaled: (revision, factor) => ({ ...revision, startup: startupScaled(revision.startup, factor) }),
  },
  {
    field: 'resources.cpu',
    paths: [
      ['resources', 'limits', 'cpu'],
      ['resources', 'requests', 'cpu'],
    ],
    said: ({ limits }) => `${limits.cpu / 1000} CPU`,
    scaled: (revision, factor) => resized(revision, 'cpu', factor),
  },
  {
    field: 'resources.memory',
    paths: [
      ['resources', 'limits', 'memory'],
      ['resources', 'requests', 'memory'],
    ],
    said: ({ limits }) => formatBytes(limits.memory),
    scaled: (revision, factor) => resized(revision, 'memory', factor),
  },
];

function ofService(scenario: Scenario, written: unknown, k: number): readonly Assumed[] {
  const { name, revisions } = scenario.services[k];
  const templates = templatesOf(asTree(valueAt(written, ['services', name])));
  const isWritten = (path: readonly string[]): boolean =>
    templates.some((template) => valueAt(template, path) !== undefined);
  return INPUTS.filter(({ paths }) => !paths.some(isWritten)).map(({ field, said, scaled: changed }) => ({
    input: `services.${name}.${field}`,
    assumed: said(revisions[0]),
    scaled: (factor) => withRevisions(scenario, k, (revision) => changed(revision, factor)),
  }));
}

function withRevisions(scenario: Scenario, k: number, change: (revision: Revision) => Revision): Scenario {
  const services = scenario.services.map((service, i) =>
    i === k ? { ...service, revisions: service.revisions.map(change) } : service,
  );
  return { ...scenario, services };
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
