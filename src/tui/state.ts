/** Everything the screen shows, as one value. */
import type { ResultDocument } from '../result/document.js';
import type { ReadingKey } from './figures.js';
import type { Change, ColdInterval, FilesAs, PointOutcome, Row, ToSimulator } from './protocol.js';

/** A result with what belongs to it. `result.stoppedAt` is not `null` while it is the first part of the run only. */
export interface Answer {
  readonly result: ResultDocument;
  readonly cold: readonly ColdInterval[];
  /** Wall time from the change to this answer, in milliseconds. */
  readonly took: number;
  readonly changes: readonly Change[];
  readonly sets: readonly string[];
}

/** What the simulating thread is at. */
export type Work =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly id: number; readonly reached: number; readonly arrived: number }
  | { readonly kind: 'failed'; readonly why: string };

export interface SweepPoint {
  readonly value: string;
  /** `null`: not simulated yet. */
  readonly outcome: PointOutcome | null;
}

export interface Sweep {
  readonly id: number;
  readonly path: string;
  readonly name: string;
  readonly points: readonly SweepPoint[];
  /** The figure of the curve, whose best point is marked. */
  readonly figure: ReadingKey;
  readonly selected: number;
  /** Simulated seconds of the point under way. */
  readonly reached: number;
}

export const SWEEP_FIELDS = ['from', 'to', 'steps'] as const;
export type SweepField = (typeof SWEEP_FIELDS)[number];

export const WRITE_AS = ['scenario', 'manifests', 'report'] as const;
export type WriteAs = (typeof WRITE_AS)[number];

/** What the keys act on. */
export type Panel =
  /** `typed`: the last change was typed, so that a refusal opens the field again. */
  | { readonly kind: 'turn'; readonly typed: boolean }
  /** A value is being typed. */
  | { readonly kind: 'edit'; readonly text: string }
  | { readonly kind: 'filter' }
  | { readonly kind: 'explain'; readonly at: number }
  | {
      readonly kind: 'sweepForm';
      readonly fields: Readonly<Record<SweepField, string>>;
      readonly active: SweepField;
      readonly problem: string | null;
    }
  | { readonly kind: 'sweep' }
  | {
      readonly kind: 'write';
      readonly as: WriteAs;
      readonly path: string;
      /** The path is that of a file that is there: once more overwrites it. */
      readonly exists: boolean;
      readonly problem: string | null;
    }
  | { readonly kind: 'help' };

/** Something for the world outside to do, once for each `id`. */
export type Errand =
  | { readonly kind: 'ask'; readonly id: number; readonly message: ToSimulator }
  | {
      readonly kind: 'save';
      readonly id: number;
      readonly as: FilesAs;
      readonly path: string;
      readonly changes: readonly Change[];
      readonly overwrite: boolean;
    }
  | { readonly kind: 'report'; readonly id: number; readonly path: string; readonly answer: Answer }
  | { readonly kind: 'suspend'; readonly id: number }
  | { readonly kind: 'quit'; readonly id: number };

export interface TuiState {
  /** As the person named it. */
  readonly file: string;
  readonly name: string;
  readonly horizon: number;
  readonly seed: number;
  readonly rows: readonly Row[];
  /** Path of the selected row. */
  readonly selected: string;
  readonly filter: string;
  /** What differs from the file. While it is being checked it may still be refused. */
  readonly changes: readonly Change[];
  readonly past: readonly (readonly Change[])[];
  readonly future: readonly (readonly Change[])[];
  /** The last changes that were valid, with what undo led to then: what a refusal goes back to. */
  readonly accepted: Pick<TuiState, 'changes' | 'past' | 'future'>;
  /** Why the last change was refused, beside the row it was made at. */
  readonly refusal: { readonly path: string; readonly text: string; readonly why: string } | null;
  /** The accepted changes as `--set` takes them. */
  readonly sets: readonly string[];
  readonly work: Work;
  /** The newest answer. */
  readonly answer: Answer | null;
  readonly baseline: { readonly answer: Answer; readonly label: string } | null;
  readonly panel: Panel;
  readonly sweep: Sweep | null;
  /** Said at the bottom until the next key. */
  readonly message: { readonly text: string; readonly tone: 'good' | 'bad' | 'plain' } | null;
  /** Questions and errands so far: each has a number of its own. */
  readonly count: number;
  readonly errands: readonly Errand[];
}

/** Before anything is known but the file. The first question is already among the errands. */
export function initialState(file: string): TuiState {
  const nothing = { changes: [], past: [], future: [] };
  return {
    file,
    name: file,
    horizon: 0,
    seed: 0,
    rows: [],
    selected: '',
    filter: '',
    ...nothing,
    accepted: nothing,
    refusal: null,
    sets: [],
    work: { kind: 'running', id: 1, reached: 0, arrived: 0 },
    answer: null,
    baseline: null,
    panel: { kind: 'turn', typed: false },
    sweep: null,
    message: null,
    count: 1,
    errands: [{ kind: 'ask', id: 1, message: { kind: 'run', id: 1, changes: [] } }],
  };
}

/** The rows that the filter lets through, in their order. */
export function visibleRows({ rows, filter }: Pick<TuiState, 'rows' | 'filter'>): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = `${row.group} ${row.name} ${row.path} ${row.what}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function selectedRow(state: Pick<TuiState, 'rows' | 'filter' | 'selected'>): Row | undefined {
  const rows = visibleRows(state);
  return rows.find(({ path }) => path === state.selected) ?? rows.at(0);
}

/** Whether an answer is of the whole run. */
export const isWhole = (answer: Answer | null): boolean => answer !== null && answer.result.stoppedAt === null;
