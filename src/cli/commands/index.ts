/** All commands, in the order in which help lists them. */
import type { Register } from '../shell.js';
import { compare } from './compare.js';
import { completion } from './completion.js';
import { decide } from './decide.js';
import { init } from './init.js';
import { presets } from './presets.js';
import { report } from './report.js';
import { run } from './run.js';
import { schema } from './schema.js';
import { sweep } from './sweep.js';
import { trace } from './trace.js';
import { tui } from './tui.js';
import { worker } from './worker.js';

export const COMMANDS: readonly Register[] = [
  init,
  run,
  tui,
  compare,
  sweep,
  decide,
  trace,
  report,
  schema,
  worker,
  presets,
  completion,
];
