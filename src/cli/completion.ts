/** Completion scripts, written from the tree of commands so that they never disagree with it. */
import type { Command, CommandUnknownOpts } from '@commander-js/extra-typings';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type ShellName = (typeof SHELLS)[number];

interface Completed {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly { readonly flag: string; readonly about: string }[];
  /** Fixed values of its argument; empty: a file. */
  readonly choices: readonly string[];
}

/** A script for a shell to source. */
export function completionScript(program: Command, shell: ShellName): string {
  const commands = program.commands.map(completed);
  return { bash, zsh, fish }[shell](commands);
}

function completed(command: CommandUnknownOpts): Completed {
  const all = [command, ...command.commands].flatMap(({ options }) => options);
  const distinct = all.filter((option, i) => all.findIndex(({ long }) => long === option.long) === i);
  const options = distinct.flatMap((option) =>
    option.long === undefined || option.long === null ? [] : [{ flag: option.long, about: option.description }],
  );
  return {
    name: command.name(),
    summary: command.summary(),
    options: [...options, { flag: '--help', about: 'print help' }],
    choices: [
      ...command.commands.map((sub) => sub.name()),
      ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ],
  };
}

function bash(commands: readonly Completed[]): string {
  const cases = commands.map(({ name, options, choices }) => {
    const words = [...choices, ...options.map(({ flag }) => flag)].join(' ');
    return `    ${name}) words="${words}" ;;`;
  });
  return `# bash completion for headroom
_headroom() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map(({ name }) => name).join(' ')} help --help --version"
  else
    case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  case "$current" in
    -*) ;;
    *) [ "$COMP_CWORD" -gt 1 ] && COMPREPLY+=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _headroom headroom
`;
}

function zsh(commands: readonly Completed[]): string {
  const names = commands.map(({ name, summary }) => `    '${name}:${inQuotes(summary).replace(/:/g, '\\:')}'`);
  const cases = commands.map(({ name, options, choices }) => {
    const flags = options.map(({ flag, about }) => `'${flag}[${inQuotes(about).replace(/[[\]]/g, '\\$&')}]'`);
    const argument = choices.length > 0 ? `'*:value:(${choices.join(' ')})'` : `'*:file:_files'`;
    return `    ${name}) _arguments ${[...flags, argument].join(' ')} ;;`;
  });
  return `#compdef headroom
_headroom() {
  local -a commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
_headroom "$@"
`;
}

function inQuotes(text: string): string {
  return text.replace(/'/g, `'\\''`);
}

function fish(commands: readonly Completed[]): string {
  const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const first = commands.map(
    ({ name, summary }) => `complete -c headroom -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`,
  );
  const rest = commands.flatMap(({ name, options, choices }) => {
    const within = `complete -c headroom -n '__fish_seen_subcommand_from ${name}'`;
    const flags = options.map(({ flag, about }) => `${within} -l ${flag.slice(2)} -d ${quote(about)}`);
    return choices.length > 0 ? [...flags, `${within} -f -a ${quote(choices.join(' '))}`] : flags;
  });
  return ['# fish completion for headroom', ...first, ...rest, ''].join('\n');
}
