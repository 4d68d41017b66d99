/** The pages for people: the commands they show exist, with their options; what they point to is there; lists are whole. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shippedTariffs } from '../src/billing/tariffs/index.js';
import { program } from '../src/cli/main.js';
import { COLD_CAUSES, FAILURE_CAUSES, REFUSAL_CAUSES, TIMEOUT_CAUSES, WAIT_PHASES } from '../src/platform/causes.js';
import { FORMATS } from '../src/traces/formats/all.js';
import { world } from './cli/fakeIo.js';

const ROOT = join(import.meta.dirname, '..');
const PAGES = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs')).map((name) => join('docs', name)),
].filter((name) => name.endsWith('.md'));
const pageOf = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

/** `headroom ...` wherever a page has it as code; a backslash goes on with the next line, a comment ends it. */
function commandsIn(page: string): readonly string[] {
  const joined = page.replace(/\\\n\s*/g, '');
  const blocks = [...joined.matchAll(/```\w*\n([\s\S]*?)```/g)].flatMap(([, block]) => block.split('\n'));
  const inline = [...joined.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`]+)`/g)].map(([, code]) => code);
  return [...blocks, ...inline]
    .flatMap((line) => line.split(/&&|\||;(?=\s*headroom )/))
    .map((line) => line.replace(/\s{2,}.*|#.*/, '').trim())
    .filter((line) => /^headroom [a-z]/.test(line));
}

interface Shown {
  readonly names: () => readonly string[];
  readonly flags: readonly string[];
}

/** The commands, by their words: `run`, `trace fit`. */
const COMMANDS: ReadonlyMap<string, Shown> = new Map(
  program({ io: world().io, exitCode: 0 }).commands.flatMap((command) =>
    [command, ...command.commands].map((one) => [
      one === command ? one.name() : `${command.name()} ${one.name()}`,
      {
        names: () => one.commands.map((sub) => sub.name()),
        flags: ['--help', ...one.options.flatMap(({ long }) => (long === undefined || long === null ? [] : [long]))],
      },
    ]),
  ),
);

/** What is wrong with a command; nothing: it can be typed. */
function wrongIn(line: string): readonly string[] {
  const [, first = '', second = ''] = line.split(/\s+/);
  const name = COMMANDS.get(first)?.names().includes(second) === true ? `${first} ${second}` : first;
  const command = COMMANDS.get(name);
  if (command === undefined) return [`${line}: there is no ${name}`];
  const flags = [...line.matchAll(/(?<=\s)--[a-z-]+/g)].map(([flag]) => flag);
  return flags.filter((flag) => !command.flags.includes(flag)).map((flag) => `${line}: ${name} has no ${flag}`);
}

describe('the pages', () => {
  test('show commands that there are, with options that they have', () => {
    const shown = PAGES.flatMap((name) => commandsIn(pageOf(name)));
    expect(shown.length).toBeGreaterThan(50);
    expect(shown.flatMap(wrongIn)).toEqual([]);
    expect(wrongIn('headroom runs x.yaml')).toEqual(['headroom runs x.yaml: there is no runs']);
    expect(wrongIn('headroom trace fit x --too')).toEqual(['headroom trace fit x --too: trace fit has no --too']);
  });

  test.each(PAGES)('%s points to files that are there', (name) => {
    const page = pageOf(name);
    const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => join(dirname(name), link));
    const scripts = [...page.matchAll(/\b(?:bench|build|examples|scenarios)\/[\w/.-]+\.(?:mjs|yaml)\b/g)].map(
      ([path]) => path,
    );
    expect([...links, ...scripts].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('docs/causes.md names every cause, and every phase of a start', () => {
    const page = pageOf('docs/causes.md');
    const causes = [...COLD_CAUSES, ...FAILURE_CAUSES, ...REFUSAL_CAUSES, ...TIMEOUT_CAUSES];
    expect(causes.filter((cause) => !page.includes(`\`${cause}\``))).toEqual([]);
    expect(WAIT_PHASES.filter((phase) => !page.includes(phase) && !page.includes(phase.replace('-', ' ')))).toEqual([]);
  });

  test('count what there is', () => {
    expect(pageOf('CHANGELOG.md')).toContain(`${shippedTariffs.length} tariffs`);
    expect(pageOf('docs/traffic.md')).toContain(`any of ${FORMATS.length} formats`);
  });
});
