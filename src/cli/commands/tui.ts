import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import type { Answer } from '../../tui/state.js';
import { UserError } from '../../units/userError.js';
import type { Io } from '../io.js';
import { collect } from '../optionValues.js';
import { runCommand } from '../run/command.js';
import { loadRunnable } from '../scenarioFile.js';
import type { Changes } from '../scenarioFile.js';
import type { Register } from '../shell.js';
import { SHARED } from './sharedOptions.js';

const EXAMPLES = `
Examples:
  $ headroom tui scenarios/flash-sale.yaml
  $ headroom tui shop.yaml --set horizon=10m --seed 8

Keys: arrows select and turn, digits type a value, s sweeps, e explains a moment, ? lists the others, q quits.`;

/** `headroom tui`: turn the knobs of a scenario and see at once what they do. */
export const tui: Register = (program, shell) => {
  program
    .command('tui')
    .summary('turn the knobs of a scenario and see at once what they do')
    .description(
      'Shows a scenario on the whole terminal: every knob, charts, figures; each change is simulated at once.',
    )
    .argument('<scenario>', 'a scenario file (YAML)')
    .option('--set <path=value>', 'override a field of the scenario, below what you turn (repeatable)', collect)
    .option(...SHARED.seed)
    .addHelpText('after', EXAMPLES)
    .action(async (path, options: Changes) => {
      await start(path, options, shell.io);
    });
};

async function start(path: string, options: Changes, io: Io): Promise<void> {
  if (path === '-') throw new UserError('scenario = -, must be a file', 'standard input is the keyboard here');
  if (!io.stdout.isTTY || process.stdin.isTTY !== true)
    throw new UserError(
      'tui needs a terminal: standard input and output must not be redirected',
      `without one, use: headroom run ${path}`,
    );
  await loadRunnable(path, options, io); // what is wrong is said before the screen is taken
  const [{ startTui }, { paintFor }, { PLAIN }] = await Promise.all([
    import('../../tui/start.js'),
    import('../paint.js'),
    import('../../report/text.js'),
  ]);
  const { set = [], seed } = options;
  await startTui({
    scenario: { path, folder: dirname(path), set, ...(seed === undefined ? {} : { seed }) },
    file: path,
    colour: paintFor(io.stdout, io.env) !== PLAIN,
    places: {
      exists: existsSync,
      write: io.writeText,
      report: (answer, out) => report(answer, out, path, io),
    },
  });
}

async function report({ result, sets }: Answer, out: string, path: string, io: Io): Promise<string> {
  const [{ writeOutputs }, { scenarioName }] = await Promise.all([
    import('../outputs.js'),
    import('../../report/summary.js'),
  ]);
  const command = runCommand(path, { set: sets }, { seed: result.seed });
  const written = await writeOutputs(result, scenarioName(result), command, { out }, io);
  return written.join(' · ').replace(/ +/g, ' ');
}
