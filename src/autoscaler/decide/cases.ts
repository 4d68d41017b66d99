import { z } from 'zod';
import type { Problem } from '../knative/problem.js';
import type { ReplayCase, ReplayResult } from '../knative/replay.js';
import { replay } from '../knative/replay.js';

/** JSON has no NaN and no infinities: recorded files hold them as text. */
const NOT_FINITE: Readonly<Record<string, number>> = { NaN, Inf: Infinity, '+Inf': Infinity, '-Inf': -Infinity };
const number = z.preprocess(
  (value) => (typeof value === 'string' ? (NOT_FINITE[value] ?? value) : value),
  z.union([z.number(), z.nan(), z.literal(Infinity), z.literal(-Infinity)], { error: 'must be a number' }),
);
const finite = z.number({ error: 'must be a number' });
const settings = z.object({
  metric: z.enum(['concurrency', 'rps']),
  targetValue: number,
  totalValue: number,
  targetBurstCapacity: number,
  maxScaleUpRate: number,
  maxScaleDownRate: number,
  panicThreshold: number,
  stableWindowSeconds: finite.positive('must be above 0'),
  panicWindowSeconds: finite.positive('must be above 0'),
  scaleDownDelaySeconds: finite.min(0, 'must be at least 0'),
  activationScale: number,
  reachable: z.boolean(),
  aggregation: z.enum(['linear', 'weightedExponential']),
  hasScrapeTarget: z.boolean(),
});
const step = z.object({
  t: finite,
  readyPods: finite.nullish(),
  update: settings.nullish(),
  record: z.array(z.object({ value: number, at: finite.nullish() })).nullish(),
  scale: z.boolean().nullish(),
});
const run = z.object({
  name: z.string().default(''),
  config: settings.extend({ startEpochSeconds: finite }),
  initialReadyPods: finite,
  steps: z.array(step),
});
const file = z.object({ cases: z.array(run) });

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
  return { key: issue.path.map(String).join('.'), value: JSON.stringify(value) ?? 'nothing', rule: issue.message };
}
