/** What every command gets: the world outside, and where to leave the exit code. */
import type { Command } from '@commander-js/extra-typings';
import type { Io } from './io.js';

export interface Shell {
  readonly io: Io;
  exitCode: number;
}

/** One command, added to the program. Heavy modules are imported inside its action, never at the top of its file. */
export type Register = (program: Command, shell: Shell) => void;
