import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { completionScript } from '../../src/cli/completion.js';
import { main, program } from '../../src/cli/main.js';
import { world } from './fakeIo.js';

const tree = () => program({ io: world().io, exitCode: 0 });

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  test(`the script for ${shell} knows every command and every option`, () => {
    const script = completionScript(tree(), shell);
    for (const command of tree().commands) {
      expect(script).toContain(command.name());
      for (const { long } of command.options)
        expect(script).toContain(shell === 'fish' ? `-l ${long!.slice(2)}` : long!);
    }
  });
}

test('the command prints the script', async () => {
  const { io, out } = world();
  expect(await main(['completion', 'fish'], io)).toBe(0);
  expect(out()).toBe(completionScript(tree(), 'fish'));
});

function completed(...words: readonly string[]): readonly string[] {
  const asked = words.map((word) => `'${word}'`).join(' ');
  const script = `${completionScript(tree(), 'bash')}\nCOMP_WORDS=(headroom ${asked}); COMP_CWORD=${words.length}; _headroom; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

test.skipIf(!existsSync('/bin/bash'))('bash completes commands, options and choices', () => {
  expect(completed('re')).toEqual(['report']);
  expect(completed('run', '--th')).toEqual(['--threshold']);
  expect(completed('presets', 'ta')).toEqual(['tariffs']);
});
