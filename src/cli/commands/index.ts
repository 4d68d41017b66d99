/** All commands, in the order in which help lists them. */
import type { Register } from '../shell.js';
import { completion } from './completion.js';
import { decide } from './decide.js';
import { presets } from './presets.js';
import { report } from './report.js';
import { run } from './run.js';
import { schema } from './schema.js';

export const COMMANDS: readonly Register[] = [run, decide, report, schema, presets, completion];
