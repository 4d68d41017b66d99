import { describe, expect, test } from 'vitest';
import type { Io } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';
import { BeyondMemory } from '../../src/engine/beyondMemory.js';
import { flashSale } from '../report/fixture.js';
import { world } from './fakeIo.js';

describe('usage', () => {
  test('help goes to standard output, with examples and exit codes, and ends well', async () => {
    const { io, out, err } = world();
    expect(await main(['--help'], io)).toBe(0);
    expect(out()).toContain('Usage: headroom');
    expect(out()).toContain('headroom run scenarios/flash-sale.yaml');
    expect(out()).toContain('99 a threshold failed');
    expect(err()).toBe('');
  });

  test('help of every command has an example or names its choices', async () => {
    for (const command of ['run', 'decide', 'report', 'schema', 'presets', 'completion']) {
      const { io, out } = world();
      expect(await main(['help', command], io)).toBe(0);
      expect(out(), command).toMatch(/Examples?:\n/);
    }
  });

  test('help is asked for before or after the command, of commands in commands too', async () => {
    for (const argv of [
      ['help', 'trace', 'fit'],
      ['trace', 'fit', '--help'],
    ]) {
      const { io, out } = world();
      expect(await main(argv, io)).toBe(0);
      expect(out()).toContain('Usage: headroom trace fit');
    }
  });

  test('help says defaults as a person would write them', async () => {
    for (const [command, said] of [
      [['trace', 'generate'], '(default: 1d)'],
      [['worker'], '(default: 15s)'],
    ] as const) {
      const { io, out } = world();
      expect(await main([...command, '--help'], io)).toBe(0);
      expect(out().replace(/\s+/g, ' ')).toContain(said);
    }
  });

  test('the version is the package’s', async () => {
    const { io, out } = world();
    expect(await main(['--version'], io)).toBe(0);
    expect(out()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  const mistakes: readonly (readonly [string, readonly string[], string])[] = [
    ['no command', [], 'Usage: headroom'],
    ['a mistyped command', ['rnu'], 'Did you mean run?'],
    ['help for a command that there is not', ['rnu', '--help'], 'Did you mean run?'],
    ['the same, asked for first', ['help', 'rnu'], 'Did you mean run?'],
    ['help for a mistyped part of a command', ['trace', 'fti', '-h'], 'Did you mean fit?'],
    ['a mistyped option', ['run', 'x.yaml', '--sed', '3'], '--seed'],
    ['a seed that is no number', ['run', 'x.yaml', '--seed', '3.5'], 'must be a whole number'],
    ['a missing scenario', ['run'], "missing required argument 'scenario'"],
    ['a scenario too many', ['run', 'a.yaml', 'b.yaml'], 'too many arguments'],
    ['an unknown kind of preset', ['presets', 'tarifs'], 'kind = tarifs, must be one of startup, tariffs, profiles'],
    ['an option without its value', ['run', 'x.yaml', '--set'], '--set, needs <path=value>'],
    ['a missing option', ['trace', 'generate'], '--apps <n>, is required'],
    ['an unknown shell', ['completion', 'tcsh'], 'bash, zsh, fish'],
    ['a file that is not there', ['run', 'absent.yaml'], 'absent.yaml, no such file'],
    ['a result that is not there', ['report', 'absent.json'], 'absent.json, no such file'],
  ];
  for (const [what, argv, said] of mistakes) {
    test(`${what} is bad usage: exit code 2, nothing on standard output, no stack`, async () => {
      const { io, out, err } = world();
      expect(await main(argv, io)).toBe(2);
      expect(err()).toContain(said);
      expect(err()).not.toContain('    at ');
      expect(out()).toBe('');
    });
  }
});

describe('what no memory holds', () => {
  test('is bad input: more requests in flight than are planned for', async () => {
    const { io, err } = world({ files: { 'r.json': JSON.stringify(flashSale()) } });
    const asset = (): never => {
      throw new BeyondMemory('more than 8 events are pending at once', 'let less arrive');
    };
    expect(await main(['report', 'r.json'], { ...io, asset })).toBe(2);
    expect(err()).toBe('headroom: more than 8 events are pending at once\n  let less arrive\n');
  });

  test('a command line that cannot be read says so as everything else does', async () => {
    const told = async (...argv: readonly string[]): Promise<string> => {
      const { io, err } = world({ files: { 's.yaml': '' } });
      expect(await main([...argv], io)).toBe(2);
      return err();
    };
    expect(await told('rn', 's.yaml')).toBe(
      "headroom: unknown command 'rn'\n(Did you mean run?)\n(add --help for what there is)\n",
    );
    expect(await told('run', 's.yaml', '--seed', 'x')).toContain(
      'headroom: --seed = x, must be a whole number, 0 or more\n',
    );
  });

  test('a result that is no JSON says where results come from', async () => {
    const { io, err } = world({ files: { 's.yaml': 'headroom: 1' } });
    expect(await main(['report', 's.yaml'], io)).toBe(2);
    expect(err()).toMatch(
      /^headroom: s\.yaml, is not valid JSON: .*\n {2}a result document is what .*--json" prints\n$/,
    );
  });

  test('a scenario that is no UTF-8 text says so', async () => {
    const { io, err } = world({ files: { 's.yaml': '\ufffd\ufffdh\u0000e\u0000' } });
    expect(await main(['run', 's.yaml'], io)).toBe(2);
    expect(err()).toBe('headroom: s.yaml, is not UTF-8 text\n  convert it: iconv -f UTF-16 -t UTF-8\n');
  });

  test('a scenario with single bytes that are no UTF-8 says in which line', async () => {
    const latin1 = Buffer.from('headroom: 1\nname: café\n', 'latin1').toString('utf8');
    const { io, err } = world({ files: { 's.yaml': latin1 } });
    expect(await main(['run', 's.yaml'], io)).toBe(2);
    expect(err()).toBe('headroom: s.yaml:2, is not UTF-8 text\n  convert it: iconv -f LATIN1 -t UTF-8\n');
  });

  test('a manifest that is no text is told in the same words, and one that cannot be read in ours', async () => {
    const scenario = 'headroom: 1\nhorizon: 1m\nknative: { manifests: [wide.yaml, packed.yaml, no.yaml] }\n';
    const files = {
      's.yaml': `${scenario}services: { a: { arrivals: 1/s, serviceTime: 1ms } }\n`,
      'wide.yaml': 'k\0i\0n\0d\0',
      'packed.yaml': '\x1f\uFFFD\b\0',
    };
    const { io, err } = world({ files });
    const folders: Io = {
      ...io,
      readText(path) {
        if (path === 'no.yaml') throw Object.assign(new Error('EISDIR: illegal operation'), { code: 'EISDIR' });
        return io.readText(path);
      },
    };
    expect(await main(['run', 's.yaml'], folders)).toBe(2);
    expect(err()).toBe(
      [
        'headroom: s.yaml, 3 problems:',
        '  s.yaml:3:24  knative.manifests[0] = wide.yaml, cannot be read: is not UTF-8 text (convert it: iconv -f UTF-16 -t UTF-8)',
        '  s.yaml:3:35  knative.manifests[1] = packed.yaml, cannot be read: is packed, must be text (unpack it: gunzip)',
        '  s.yaml:3:48  knative.manifests[2] = no.yaml, cannot be read: is a folder, must be a file',
        '',
      ].join('\n'),
    );
  });
});

describe('internal errors', () => {
  const broken = () => {
    const { io, err } = world({ files: { 'r.json': JSON.stringify(flashSale()) } });
    return {
      io: {
        ...io,
        asset: () => {
          throw new Error('boom');
        },
      },
      err,
    };
  };

  test('are short, say whose fault it is, and exit with 1', async () => {
    const { io, err } = broken();
    expect(await main(['report', 'r.json'], io)).toBe(1);
    expect(err()).toBe(
      'headroom: internal error: boom\n  This is a fault of Headroom, not yours. HEADROOM_DEBUG=1 shows where.\n',
    );
  });

  test('show their stack with --debug and with HEADROOM_DEBUG=1', async () => {
    const flagged = broken();
    await main(['--debug', 'report', 'r.json'], flagged.io);
    expect(flagged.err()).toMatch(/\n {4}at /);
    const asked = broken();
    await main(['report', 'r.json'], { ...asked.io, env: { HEADROOM_DEBUG: '1' } });
    expect(asked.err()).toMatch(/\n {4}at /);
  });
});

describe('report', () => {
  const kept = { 'r.json': JSON.stringify(flashSale()) };

  test('writes the page where reports go, and says where', async () => {
    const { io, out, files } = world({ files: kept });
    expect(await main(['report', 'r.json'], io)).toBe(0);
    expect(out()).toBe('Report    reports/flash-sale.html\n');
    expect(files.get('reports/flash-sale.html')).toMatch(/^<!doctype html>/);
  });

  test('reads standard input, and takes a folder or a path', async () => {
    const { io, files } = world({ stdin: kept['r.json'] });
    expect(await main(['report', '-', '--out', 'a/b'], io)).toBe(0);
    expect(await main(['report', '-', '--out', 'c/page.html', '--quiet'], io)).toBe(0);
    expect([...files.keys()]).toEqual(['a/b/flash-sale.html', 'c/page.html']);
  });

  test('writes charts, series and summaries beside it, or alone', async () => {
    const { io, files, out } = world({ files: kept });
    const argv = [
      'report',
      'r.json',
      '--no-report',
      '--svg',
      'charts',
      '--csv',
      'series',
      '--junit',
      'j.xml',
      '--markdown',
      's.md',
    ];
    expect(await main(argv, io)).toBe(0);
    expect(files.has('charts/traffic.svg')).toBe(true);
    expect(files.has('series/timeline.csv')).toBe(true);
    expect(files.get('j.xml')).toContain('<testsuites');
    expect(files.get('s.md')).toContain('flash-sale');
    expect(files.has('reports/flash-sale.html')).toBe(false);
    expect(out()).toBe(
      'Charts    charts/*.svg (16 files)\nSeries    series/*.csv (5 files)\nJUnit     j.xml\nMarkdown  s.md\n',
    );
  });

  const bad: readonly (readonly [string, string, string])[] = [
    ['that is not JSON', '{', 'is not valid JSON'],
    ['that is something else', '[1]', 'must be a result document'],
    ['of another schema', '{"schemaVersion":2}', 'schemaVersion = 2, must be 1'],
    [
      'that was edited',
      JSON.stringify({ ...flashSale(), services: null }),
      'r.json, has no services as a result has it: it was edited',
    ],
    [
      'whose series were edited',
      JSON.stringify({ ...flashSale(), timeline: { series: 'x' } }),
      'r.json, has no timeline.series as a result has it: it was edited',
    ],
    ['that was cut', '{"schemaVersion":1,"services":[]}', 'lacks totals, bills, slos, thresholds, timeline'],
  ];
  for (const [what, text, said] of bad) {
    test(`refuses a document ${what}`, async () => {
      const { io, err, files } = world({ files: { 'r.json': text } });
      expect(await main(['report', 'r.json'], io)).toBe(2);
      expect(err()).toContain(said);
      expect(files.size).toBe(1);
    });
  }

  test('a report that cannot be written is the user’s to mend', async () => {
    const { io, err } = world({ files: kept });
    const full = {
      ...io,
      writeText: () => {
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      },
    };
    expect(await main(['report', 'r.json'], full)).toBe(2);
    expect(err()).toBe('headroom: reports/flash-sale.html, no space left on the device\n');
  });
});

describe('presets', () => {
  test('lists every kind with where to write it', async () => {
    const { io, out } = world();
    expect(await main(['presets'], io)).toBe(0);
    for (const text of ['Start-up presets', 'Tariffs', 'Tuning profiles', 'generic-100ms', 'balanced'])
      expect(out()).toContain(text);
  });

  test('shows every start-up preset that was promised, with its times and its source', async () => {
    const { io, out } = world();
    expect(await main(['presets', 'startup'], io)).toBe(0);
    const runtimes = ['node', 'python', 'go', 'rust', 'java', 'dotnet', 'native-image'];
    const others = ['knative-cached-image', 'kubernetes-slo-5s', 'snapshot-restore', 'huawei-2025', 'wasm'];
    for (const name of [...others, ...runtimes.flatMap((runtime) => [`${runtime}-zip`, `${runtime}-container`])])
      expect(out()).toMatch(new RegExp(`\\n  ${name}\\n      .*`));
    expect(out()).toContain('application start median 145 ms, p99 196 ms');
    expect(out()).toMatch(/wasm[\s\S]*assumption: no measured distribution was found/);
  });

  test('lists the names of one kind alone, one a line', async () => {
    const { io, out } = world();
    expect(await main(['presets', 'tariffs', '--names'], io)).toBe(0);
    const names = out().trim().split('\n');
    expect(names[0]).toBe('generic-100ms');
    expect(names.every((name) => /^[\w.-]+$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(names.length);
  });
});
