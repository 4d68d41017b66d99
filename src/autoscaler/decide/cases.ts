import { z } from 'zod';
import type { Problem } from '../knative/problem.js';
import type { ReplayCase, ReplayResult } from '../knative/replay.js';
import { replay } from '../knative/replay.js';

const settings = z.object({
  metric: z.enum(['concurrency', 'rps']),
  targetValue: z.number(),
  totalValue: z.number(),
  targetBurstCapacity: z.number(),
  maxScaleUpRate: z.number(),
  maxScaleDownRate: z.number(),
  panicThreshold: z.number(),
  stableWindowSeconds: z.number().positive(),
  panicWindowSeconds: z.number().positive(),
  scaleDownDelaySeconds: z.number().min(0),
  activationScale: z.number(),
  reachable: z.boolean(),
  aggregation: z.enum(['linear', 'weightedExponential']),
  hasScrapeTarget: z.boolean(),
});
const step = z.object({
  t: z.number(),
  readyPods: z.number().optional(),
  update: settings.optional(),
  record: z.array(z.object({ value: z.number(), at: z.number().optional() })).optional(),
  scale: z.boolean().optional(),
});
const run = z.object({
  name: z.string().default(''),
  config: settings.extend({ startEpochSeconds: z.number() }),
  initialReadyPods: z.number(),
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
