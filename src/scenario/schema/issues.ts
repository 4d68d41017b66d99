import type { z } from 'zod';
import { ANNOTATION_GROUP, ANNOTATION_KEYS } from '../../autoscaler/knative/annotations.js';
import { nameHint, type Path, type Problem } from '../problem.js';
import { problemAt, valueAt, type Written } from '../written.js';
import { message, splitMessage } from './leaves.js';
import { EXACTLY_ONE, UNKNOWN_KEYS } from './shapes.js';

type Issue = z.core.$ZodIssue;

/** What zod found, in the words of this project and at its places. */
export function problemsOf(issues: readonly Issue[], written: Written): Problem[] {
  const problems = issues.flatMap((issue) => problemsOfIssue(issue, [], written));
  return problems.filter((problem) => !isAboutUnknownKey(problem, problems));
}

const UNKNOWN_RULE = 'is not a known field';

/** `{ rampp: ... }` has no key of the shapes because its one key is wrong: that is said once. */
function isAboutUnknownKey({ path, rule }: Problem, problems: readonly Problem[]): boolean {
  return (
    rule.startsWith(EXACTLY_ONE) &&
    problems.some((other) => other.rule === UNKNOWN_RULE && other.path.startsWith(`${path}.`))
  );
}

function problemsOfIssue(issue: Issue, above: Path, written: Written): Problem[] {
  const path = [...above, ...(issue.path as Path)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, issue.message, written));
    case 'invalid_union':
      return problemsOfUnion(issue, path, written);
    case 'invalid_key':
      return [problemAt(written, path, issue.issues[0]?.message ?? issue.message, { at: 'key' })];
    default:
      return [plainProblem(path, issue.message, written)];
  }
}

function plainProblem(path: Path, text: string, written: Written): Problem {
  const { rule, hint } = splitMessage(text);
  const missing = valueAt(written.value, path) === undefined && rule.startsWith('must be ');
  return missing
    ? problemAt(written, path, 'is required', { hint: rule.replace(/^must be /, '') })
    : inQuotes(problemAt(written, path, rule, { hint }), valueAt(written.value, path));
}

/** A text that reads like something else, `"10"` or `"true"`, keeps its quotes: they are what is wrong with it. */
function inQuotes(problem: Problem, value: unknown): Problem {
  return typeof value === 'string' && /^([-+]?[\d.]+|true|false|null)$/.test(value)
    ? { ...problem, value: JSON.stringify(value) }
    : problem;
}

function unknownKey(key: string, path: Path, text: string, written: Written): Problem {
  const { rule, hint: known = '' } = splitMessage(text);
  const words = rule === UNKNOWN_KEYS ? UNKNOWN_RULE : rule;
  const at = [...path, key];
  const hint = valueAt(written.value, at) === null ? spaceHint(key) : undefined;
  const meant = hint ?? misplaced(key, known.split(',')) ?? nameHint(key, known.split(','));
  return problemAt(written, at, words, { hint: meant, at: 'key' });
}

/** What people write where Kubernetes, or another tool, would have it. */
function misplaced(key: string, known: readonly string[]): string | undefined {
  const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (ANNOTATIONS.has(name) && (known.includes('annotations') || known.includes('revision')))
    return `it is an annotation of the revision: annotations: { autoscaling.knative.dev/${name}: "..." }`;
  if (/^p\d+$/.test(key) && known.includes('quantiles'))
    return 'percentiles stand in quantiles: { p50: 80ms, p99: 400ms }, or in lognormal: { median: 80ms, p99: 400ms }';
  return undefined;
}

/** Their names without the group, the younger way of writing them. */
const ANNOTATIONS: ReadonlySet<string> = new Set(
  Object.values(ANNOTATION_KEYS).map(([key]) => key!.slice(ANNOTATION_GROUP.length)),
);

/** `{ max:5 }` is a key without a value to YAML. */
function spaceHint(key: string): string | undefined {
  const [, name, value] = /^([\w-]+):(.+)$/.exec(key) ?? [];
  return name === undefined ? undefined : `YAML wants a space after the colon: "${name}: ${value}"`;
}

/** Only the branch that the value was meant for speaks; if it fits none, the union itself does. */
function problemsOfUnion(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path, written: Written): Problem[] {
  const branches = issue.errors.filter((issues) => issues.length > 0);
  const fitting = branches.filter((issues) => !issues.some(isRootMismatch));
  const meant = fitting.at(-1);
  if (meant !== undefined) return meant.flatMap((inner) => problemsOfIssue(inner, path, written));
  const hinted = branches
    .flat()
    .find((inner) => inner.path.length === 0 && splitMessage(inner.message).hint !== undefined);
  return [plainProblem(path, hinted?.message ?? message(issue.message), written)];
}

const isRootMismatch = ({ path, code }: Issue): boolean =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
