import { shortened } from '../units/messages.js';
import { nearest } from '../units/nearest.js';

export { pathText, type Path } from '../units/messages.js';

/** One thing that is wrong with a scenario, at its place. */
export interface Problem {
  readonly file: string;
  /** From 1; 0 where there is no line (`--set`, a file that cannot be read). */
  readonly line: number;
  readonly column: number;
  /** `services.checkout.revision.containerConcurrency`; empty for the whole file. */
  readonly path: string;
  /** As written, shortened; `undefined` where the field is missing. */
  readonly value: string | undefined;
  readonly rule: string;
  readonly hint?: string;
  /** The line of the file that the place is in. */
  readonly source?: string;
}

/** A value on one line, as it stands in messages. */
export function valueText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value === '' ? '""' : shortened(value.replaceAll('\n', '\\n'));
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[${value.length} ${value.length === 1 ? 'item' : 'items'}]`;
  if (typeof value === 'object' && value !== null) return shortened(`{ ${Object.keys(value).join(', ')} }`);
  return String(value);
}

/**
 * `file:line:column  field = value, rule (hint)`; with `caret`, the line of the file and a mark below it follow, for
 * terminals.
 */
export function formatProblem(problem: Problem, { caret = false }: { readonly caret?: boolean } = {}): string {
  const head = `${placeText(problem)}  ${statement(problem)}${problem.hint === undefined ? '' : ` (${problem.hint})`}`;
  if (!caret || problem.source === undefined || problem.line === 0) return head;
  const gutter = `${problem.line} | `;
  const { text, column } = windowOf(problem.source, problem.column);
  return `${head}\n    ${gutter}${text}\n    ${' '.repeat(gutter.length + column - 1)}^`;
}

/** Of a line longer than a person looks at, as JSON has them, what stands before the place and behind it. */
const WINDOW = { before: 40, behind: 60 };

function windowOf(source: string, column: number): { readonly text: string; readonly column: number } {
  if (source.length <= WINDOW.before + WINDOW.behind) return { text: source, column };
  const from = Math.max(0, column - 1 - WINDOW.before);
  const to = Math.min(source.length, column - 1 + WINDOW.behind);
  const [open, close] = [from > 0 ? '…' : '', to < source.length ? '…' : ''];
  return { text: `${open}${source.slice(from, to)}${close}`, column: column - from + open.length };
}

function placeText({ file, line, column }: Problem): string {
  return line === 0 ? file : `${file}:${line}:${column}`;
}

function statement({ path, value, rule }: Problem): string {
  if (path === '') return rule;
  return value === undefined ? `${path}, ${rule}` : `${path} = ${value}, ${rule}`;
}

/** "did you mean ...?" where a known name is near, otherwise the short list of them, otherwise nothing. */
export function nameHint(name: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const near = nearest(name, names);
  if (near !== undefined) return `did you mean "${near}"?`;
  return names.length > 0 && names.length <= 24 ? `known: ${names.join(', ')}` : undefined;
}
