/** What the terminal's thread and the simulating thread say to each other. */
import type { Parameter } from '../scenario/parameters.js';
import type { ResultDocument } from '../result/document.js';

/** One field that differs from the file, as a person typed it. `path` is that of a row. */
export interface Change {
  readonly path: string;
  readonly text: string;
}

/** One knob, as the left side lists it. Its path is as `--set` takes it, or one of the made-up ones of `changes.ts`. */
export interface Row extends Parameter {
  readonly group: string;
  readonly name: string;
  /** What there is to choose from; empty: anything valid. */
  readonly choices: readonly string[];
}

/** Cold requests by cause of one interval of the timeline; intervals without any are left out. */
export interface ColdInterval {
  readonly index: number;
  readonly byCause: Readonly<Record<string, number>>;
}

export type ToSimulator =
  | { readonly kind: 'run'; readonly id: number; readonly changes: readonly Change[] }
  | {
      readonly kind: 'sweep';
      readonly id: number;
      readonly changes: readonly Change[];
      readonly path: string;
      readonly values: readonly string[];
    }
  /** Asks for the files of a scenario as it is now. */
  | { readonly kind: 'files'; readonly id: number; readonly changes: readonly Change[]; readonly as: FilesAs };

export type FilesAs = 'scenario' | 'manifests';

export interface File {
  readonly path: string;
  readonly text: string;
}

/** One point of a sweep. */
export type PointOutcome =
  { readonly kind: 'answered'; readonly result: ResultDocument } | { readonly kind: 'refused'; readonly why: string };

export type FromSimulator =
  | {
      readonly kind: 'resolved';
      readonly id: number;
      readonly name: string;
      /** Simulated seconds in all. */
      readonly horizon: number;
      readonly seed: number;
      readonly rows: readonly Row[];
      /** The same changes as `--set` takes them. */
      readonly sets: readonly string[];
    }
  /** The scenario with these changes is not valid. */
  | { readonly kind: 'refused'; readonly id: number; readonly why: readonly string[] }
  | {
      readonly kind: 'progress';
      readonly id: number;
      /** Simulated seconds; where services run one after the other, the share of them that is done, as time. */
      readonly reached: number;
      readonly arrived: number;
    }
  | {
      readonly kind: 'answer';
      readonly id: number;
      /** `stoppedAt` says that it is the first part of the run only; the rest follows. */
      readonly result: ResultDocument;
      readonly cold: readonly ColdInterval[];
      /** Wall time since the change was made, in milliseconds. */
      readonly took: number;
    }
  | { readonly kind: 'point'; readonly id: number; readonly index: number; readonly outcome: PointOutcome }
  | { readonly kind: 'files'; readonly id: number; readonly files: readonly File[] }
  /** It is valid but could not be simulated. */
  | { readonly kind: 'failed'; readonly id: number; readonly why: string };
