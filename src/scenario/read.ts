import { foreignProblem } from './foreign.js';
import { foldManifests } from './manifests/read.js';
import { pathText, type Problem } from './problem.js';
import { rangeProblems, rangesIn, valueIn, withoutRanges, type InputRange } from './ranges.js';
import { fileProblems } from './resolve/files.js';
import { knativeProblems } from './resolve/knative.js';
import { resolveScenario } from './resolve/scenario.js';
import { thresholdProblems } from './resolve/thresholds.js';
import type { Note, Scenario } from './resolved.js';
import { brokenRules } from './rules.js';
import { problemsOf } from './schema/issues.js';
import { scenarioSchema } from './schema/scenario.js';
import { applySets, withMeantServices } from './set.js';
import { Sources } from './sources.js';
import { isVerbatim } from './verbatim.js';
import { placeOf, spotKey, withValue, type Written } from './written.js';
import { isOfSyntax, readYaml } from './yaml.js';

/** A scenario's text and the way to the files beside it. */
export interface ScenarioFiles {
  /** As messages name it. */
  readonly path: string;
  readonly text: string;
  /** The text of a file relative to the scenario; throws with a message where there is none. */
  readonly read: (relativePath: string) => string;
  /** SHA-256 of such a file in hexadecimal, for files too large to hold. @default that of what `read` gives */
  readonly digest?: (relativePath: string) => string;
}

export interface ReadOptions {
  /** `path=value` texts that override fields, checked by the same rules. */
  readonly set?: readonly string[];
  /** Overrides the scenario's seed. */
  readonly seed?: number;
  /** Where in each range of inputs to go, from 0 (its lower end) to 1, by its path. @default the middle of all */
  readonly shareOf?: (path: string) => number;
}

export type ReadResult =
  | {
      readonly ok: true;
      readonly scenario: Scenario;
      /** Inputs given as ranges. */
      readonly ranges: readonly InputRange[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** From what a person writes to what the simulator reads, or everything that is wrong with it. */
export function readScenario(files: ScenarioFiles, options: ReadOptions = {}): ReadResult {
  const document = openDocument(files);
  return resolveDocument(document, options);
}

/** A scenario as written, before any `--set`: manifests folded in, nothing checked yet. */
export interface ScenarioDocument {
  readonly written: Written;
  readonly sources: Sources;
  /** Name of a scenario that does not name itself. */
  readonly defaultName: string;
  readonly problems: readonly Problem[];
  readonly notes: readonly Note[];
  /** The file is something else: nothing more is to be said of it. */
  readonly foreign?: Problem | null;
}

/** Reads the text and the manifests it refers to. */
export function openDocument({ path, text, read, digest }: ScenarioFiles): ScenarioDocument {
  const yaml = readYaml(path, text, isVerbatim);
  const sources = new Sources(read, digest);
  const root = yaml.documents[0] ?? nothingIn(path);
  const folded = foldManifests(withoutExtensions(root), sources);
  const problems = [...yaml.problems, ...severalDocuments(yaml.documents), ...folded.problems];
  const foreign = yaml.problems.length === 0 ? foreignProblem(yaml.documents) : null;
  return { written: folded.written, sources, defaultName: baseName(path), problems, notes: folded.notes, foreign };
}

/** A document of what was never text, or is no longer. */
export function documentOf(value: unknown, sources: Sources, defaultName: string): ScenarioDocument {
  return { written: { value, spots: new Map() }, sources, defaultName, problems: [], notes: [] };
}

/** An empty file lacks everything, from its first character on. */
function nothingIn(file: string): Written {
  return { value: {}, spots: new Map([[spotKey([]), { key: null, value: { file, line: 1, column: 1 } }]]) };
}

function severalDocuments([, second]: readonly Written[]): Problem[] {
  return second === undefined
    ? []
    : [{ ...placeOf(second, []), path: '', value: undefined, rule: 'a scenario is one YAML document' }];
}

/** Top-level keys that begin with `x-` are a place for anchors. */
function withoutExtensions(written: Written): Written {
  const { value } = written;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return written;
  return { ...written, value: Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('x-'))) };
}

const baseName = (path: string): string => (path.split(/[/\\]/).at(-1) ?? path).replace(/\.(ya?ml|json)$/, '');

/** A document with `set` and `seed` folded in; what is wrong with them is among its problems. */
export function withChanges(
  document: ScenarioDocument,
  { set = [], seed }: Pick<ReadOptions, 'set' | 'seed'>,
): ScenarioDocument {
  const { written, problems } = applySets(document.written, set);
  const seeded =
    seed === undefined ? written : withValue(written, ['seed'], seed, { file: '--seed', line: 0, column: 0 });
  return { ...document, written: seeded, problems: [...document.problems, ...problems] };
}

/** Applies the options, checks everything, resolves. The document stays as it is: it can be resolved again with others. */
export function resolveDocument(opened: ScenarioDocument, options: ReadOptions = {}): ReadResult {
  const { shareOf } = options;
  if (opened.foreign) return { ok: false, problems: [opened.foreign] };
  const document = withChanges(opened, options);
  const asked = document.written;
  const ranges = rangesIn(asked);
  const written = ranges.length === 0 ? asked : withoutRanges(asked, shareOf ?? (() => MIDDLE));
  const valid = scenarioSchema.safeParse(written.value);
  const found = [
    ...document.problems,
    ...rangeProblems(asked),
    ...(valid.success ? [] : problemsOf(valid.error.issues, asked)),
    ...brokenRules(written),
    ...knativeProblems(written),
    ...thresholdProblems(written),
    ...fileProblems(written, document.sources),
  ];
  if (found.length > 0 || !valid.success) return { ok: false, problems: shownOf(found, document.written) };
  const scenario = resolveScenario(valid.data, written, document.sources, document.defaultName);
  const middles = shareOf === undefined ? ranges.map(middleTaken) : [];
  const notes = [...scenario.notes, ...newIn(document.notes, scenario.notes), ...middles];
  return { ok: true, scenario: { ...scenario, notes }, ranges };
}

function shownOf(found: readonly Problem[], written: Written): readonly Problem[] {
  return inOrder(withMeantServices(withoutEchoes(found), written)).map(withTemplateHint);
}

/** Where a line still holds a template or a variable, that is what is wrong with it. */
function withTemplateHint(problem: Problem): Problem {
  const { source = '' } = problem;
  if (/\{\{.*\}\}/.test(source))
    return { ...problem, hint: 'render templates first, for example with "helm template"' };
  return /\$(\{\w+\}|[A-Z_]{2,}\b)/.test(source)
    ? { ...problem, hint: 'fill in variables first, for example with envsubst' }
    : problem;
}

function newIn(notes: readonly Note[], said: readonly Note[]): readonly Note[] {
  return notes.filter(({ where, text }) => !said.some((known) => known.where === where && known.text === text));
}

/** What one run makes of a range. */
const MIDDLE = 0.5;

function middleTaken(range: InputRange): Note {
  const ends = `${valueIn(range, 0)} to ${valueIn(range, 1)}`;
  return { where: pathText(range.path), text: `is given as ${ends}: ${valueIn(range, MIDDLE)} is taken` };
}

/** Of a file's errors in its syntax the first is told: the others, and what stands behind it, may only be consequences. */
function withoutEchoes(problems: readonly Problem[]): readonly Problem[] {
  const broken = new Map<string, Problem>();
  for (const problem of problems)
    if (isOfSyntax(problem) && !broken.has(problem.file)) broken.set(problem.file, problem);
  return problems.filter((problem) => {
    const first = broken.get(problem.file);
    if (first === undefined || problem === first) return true;
    return !isOfSyntax(problem) && problem.line < first.line && problem.value !== undefined;
  });
}

/** By place; each only once. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const unique = new Map(
    problems.map((problem) => [
      JSON.stringify([problem.file, problem.line, problem.column, problem.path, problem.rule]),
      problem,
    ]),
  );
  const files = [...new Set(problems.map(({ file }) => file))];
  const rank = ({ file }: Problem): number => files.indexOf(file);
  return [...unique.values()].sort((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
}
