import { z } from 'zod';
import type { Problem } from '../knative/problem.js';
import type { ReplayCase, ReplayResult } from '../knative/replay.js';
import { replay } from '../knative/replay.js';
import { pathText, shortened, type Path } from '../../units/messages.js';

/** In seconds: what a ring of one bucket a second can hold and be averaged at every tick. Knative itself stops at 3,600. */
const LONGEST_WINDOW = 10_000_000;

/** JSON has no NaN and no infinities: recorded files hold them as text. */
const NOT_FINITE: Readonly<Record<string, number>> = { NaN, Inf: Infinity, '+Inf': Infinity, '-Inf': -Infinity };
const number = z.preprocess(
  (value) => (typeof value === 'string' ? (NOT_FINITE[value] ?? value) : value),
  z.union([z.number(), z.nan(), z.literal(Infinity), z.literal(-Infinity)], { error: 'must be a number' }),
);
const finite = z.number({ error: 'must be a number' });
const window = finite.positive('must be above 0').max(LONGEST_WINDOW, `must be at most ${LONGEST_WINDOW}`);
const pods = finite.int('must be a whole number').min(0, 'must be at least 0');
const flag = z.boolean({ error: 'must be true or false' });
const oneOf = <const T extends readonly [string, string]>(names: T): z.ZodEnum<{ [K in T[number]]: K }> =>
  z.enum(names, { error: `must be "${names.join('" or "')}"` });
const list = <T extends z.ZodType>(of: T): z.ZodArray<T> => z.array(of, { error: 'must be a list' });
const MAP = { error: 'must be a map' };

const settings = z.object(
  {
    metric: oneOf(['concurrency', 'rps']),
    targetValue: number,
    totalValue: number,
    targetBurstCapacity: number,
    maxScaleUpRate: number,
    maxScaleDownRate: number,
    panicThreshold: number,
    stableWindowSeconds: window,
    panicWindowSeconds: window,
    scaleDownDelaySeconds: finite.min(0, 'must be at least 0'),
    activationScale: number,
    reachable: flag,
    aggregation: oneOf(['linear', 'weightedExponential']),
    hasScrapeTarget: flag,
  },
  MAP,
);
const step = z.object(
  {
    t: finite,
    readyPods: pods.nullish(),
    update: settings.nullish(),
    record: list(z.object({ value: number, at: finite.nullish() }, MAP)).nullish(),
    scale: flag.nullish(),
  },
  MAP,
);
const run = z.object(
  {
    name: z.string({ error: 'must be text' }).default(''),
    config: settings.extend({ startEpochSeconds: finite }),
    initialReadyPods: pods,
    steps: list(step).superRefine(refuseGoingBack),
  },
  MAP,
);
const file = z.object({ cases: list(run) }, MAP);

function refuseGoingBack(steps: readonly { readonly t: number }[], context: z.RefinementCtx): void {
  const at = steps.findIndex(({ t }, i) => i > 0 && t < steps[i - 1]!.t);
  if (at < 0) return;
  const message = `must not be before the step above it (${steps[at - 1]!.t})`;
  context.addIssue({ code: 'custom', path: [at, 't'], message });
}

/** A case, or `{cases: [...]}`, with what the autoscaler answers as `results` of each. */
export type DecidedCases =
  { readonly ok: Answered | { readonly cases: readonly Answered[] } } | { readonly problems: readonly Problem[] };

/** All that was given of a case, and its results. */
export type Answered = Readonly<Record<string, unknown>> & { readonly results: readonly ReplayResult[] };

/** Replays a document in the format of the recorded decisions (test/conformance/golden); other fields are kept. */
export function decideCases(document: unknown): DecidedCases {
  const several = typeof document === 'object' && document !== null && 'cases' in document;
  const parsed = (several ? file : run).safeParse(document);
  if (!parsed.success) return { problems: parsed.error.issues.map((issue) => problemOf(issue, document)) };
  if (!several) return { ok: answered(document, parsed.data as ReplayCase) };
  const given = document.cases as readonly unknown[];
  const cases = (parsed.data as { readonly cases: readonly ReplayCase[] }).cases;
  return { ok: { ...document, cases: cases.map((each, i) => answered(given[i], each)) } };
}

function answered(given: unknown, each: ReplayCase): Answered {
  return { ...(given as Readonly<Record<string, unknown>>), results: replay(each) };
}

function problemOf(issue: z.core.$ZodIssue, document: unknown): Problem {
  const value = issue.path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    document,
  );
  return {
    key: pathText(issue.path as Path),
    value: shortened(JSON.stringify(value) ?? 'nothing'),
    rule: issue.message,
  };
}
