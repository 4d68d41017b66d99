import { Argument } from '@commander-js/extra-typings';
import { SHELLS, completionScript } from '../completion.js';
import type { ShellName } from '../completion.js';
import type { Register } from '../shell.js';

/** `headroom completion`: a script for the user's shell, made from the commands as they are. */
export const completion: Register = (program, { io }) => {
  program
    .command('completion')
    .summary('print a completion script for your shell')
    .description('Prints a script that completes commands and options.')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      '\nExamples:\n  $ headroom completion bash > ~/.local/share/bash-completion/completions/headroom\n  $ headroom completion zsh > "${fpath[1]}/_headroom"\n  $ headroom completion fish > ~/.config/fish/completions/headroom.fish',
    )
    .action((shell) => io.stdout.write(completionScript(program, shell as ShellName)));
};
