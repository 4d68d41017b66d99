/** The command line: from arguments to an exit code. Everything it touches comes in through `io`. */
import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { InterruptedEarly } from '../experiment/gather.js';
import { UserError } from '../units/userError.js';
import { HEADROOM_VERSION } from '../version.js';
import { harmlessLines } from '../report/text.js';
import { COMMANDS } from './commands/index.js';
import { EXIT, type Io } from './io.js';
import type { Shell } from './shell.js';

const EXAMPLES = `
Examples:
  $ headroom init service.yaml --rate 200/s --peak-at 12:00 --promise '99% < 300ms' --out shop.yaml
  $ headroom run scenarios/flash-sale.yaml             what happens, on the terminal and in reports/
  $ headroom run shop.yaml --set services.checkout.revision.containerConcurrency=20
  $ headroom run shop.yaml --threshold 'p99 < 500ms'   exit code 99 when it does not hold
  $ headroom sweep shop.yaml --param target=50,70,100  every setting, and which are worth having
  $ headroom run shop.yaml --json | jq .totals.latency
  $ headroom schema > headroom.schema.json             for your editor

Exit codes: 0 ok · 1 internal error · 2 bad usage or bad scenario · 99 a threshold failed · 130 interrupted`;

/**
 * Runs one command line.
 * @param argv the arguments without interpreter and script
 * @returns the exit code
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const shell: Shell = { io, exitCode: EXIT.ok };
  try {
    const root = program(shell);
    await root.parseAsync([...asAsked(argv, root)], { from: 'user' });
    return shell.exitCode;
  } catch (error) {
    return failed(error, io, argv);
  }
}

/** `help trace fit` is `trace fit --help`; help for what there is not is no help, so that the parser refuses it. */
function asAsked(argv: readonly string[], root: CommandUnknownOpts): readonly string[] {
  const words = argv[0] === 'help' && argv.length > 1 ? [...argv.slice(1), '--help'] : argv;
  return isStray(words, root) ? words.filter((word) => word !== '--help' && word !== '-h') : words;
}

function isStray([word, ...rest]: readonly string[], { commands }: CommandUnknownOpts): boolean {
  if (word === undefined || word.startsWith('-') || word === 'help' || commands.length === 0) return false;
  const command = commands.find((one) => one.name() === word);
  return command === undefined || isStray(rest, command);
}

/** The whole tree of commands, also for completion and its tests. */
export function program(shell: Shell): Command {
  const { io } = shell;
  const root = new Command('headroom')
    .description('Shows how an autoscaler will behave before your users find out.')
    .version(HEADROOM_VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .option('--debug', 'print the stack of internal errors (also HEADROOM_DEBUG=1)')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(asOurs(text)),
    });
  // Subcommands take these settings over when they are made, so they come last.
  for (const register of COMMANDS) register(root as Command, shell);
  return root as Command;
}

/** The parser of the command line says what is wrong as everything else does: who says it, what, and the rule. */
function asOurs(text: string): string {
  return text
    .replace(/^error: /, 'headroom: ')
    .replace(' is invalid. must ', ' must ')
    .replace(/option '(--[\w-]+)[^']*' argument '(.*)' must (.*)\.$/m, '$1 = $2, must $3')
    .replace(/option '(--[\w-]+) ([^']*)' argument missing/, '$1, needs $2')
    .replace(/required option '(--[\w-]+) ([^']*)' not specified/, '$1 $2, is required')
    .replace(
      /(?:option '(--[\w-]+)[^']*' argument|command-argument value) '(.*)' is invalid(?: for argument '(.*)')?\. Allowed choices are (.*)\./,
      (_, option: string | undefined, value: string, name: string | undefined, choices: string) =>
        `${option ?? name ?? ''} = ${value}, must be one of ${choices}`,
    );
}

function failed(error: unknown, io: Io, argv: readonly string[]): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  // A load beyond any memory is the scenario's, not a fault of ours.
  if (error instanceof UserError) {
    const hint = error.hint === undefined ? '' : `  ${error.hint}\n`;
    io.stderr.write(harmlessLines(`headroom: ${error.message}\n${hint}`));
    return EXIT.usage;
  }
  if (error instanceof InterruptedEarly) {
    io.stderr.write(`headroom: ${error.message}\n`);
    return EXIT.interrupted;
  }
  const debug = argv.includes('--debug') || (io.env['HEADROOM_DEBUG'] ?? '') !== '';
  io.stderr.write(`headroom: internal error: ${error instanceof Error ? error.message : String(error)}\n`);
  if (debug && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
  else io.stderr.write('  This is a fault of Headroom, not yours. HEADROOM_DEBUG=1 shows where.\n');
  return EXIT.internal;
}
