/** The built command in a real terminal, driven by keys. Skipped, visibly, where there is no tmux or no build. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN } from '../cli/built.js';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;

const SHOP = `headroom: 1
name: shop
horizon: 10m
knative: { config-autoscaler: { stable-window: "60s" } } # as delivered
services:
  shop:
    revision: { containerConcurrency: 10 }
    arrivals: { rate: { step: { from: 2/s, to: 40/s, at: 3m } } }
    serviceTime: 200ms
    startup: 2s
    slos: { fast: { objective: 99%, over: 28d, bad: [slowerThan: 500ms] } }
`;
/** Longer than a test waits. */
const ENDLESS = SHOP.replace('10m', '365d').replace('40/s', '4000/s');

class RealTerminal {
  static #count = 0;
  readonly #socket = `headroom-test-${process.pid}-${++RealTerminal.#count}`;

  constructor(private readonly folder: string) {
    const shell = ['env', '-u', 'NO_COLOR', 'PS1=ready$ ', 'bash', '--norc', '--noprofile'];
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', '80', '-y', '24', '-c', folder, shell.join(' '));
    this.#tmux('set', '-g', 'status', 'off');
    this.type(`export PS1='ready$ '; clear`, 'Enter');
  }

  #tmux(...words: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  type(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  run(file: string): void {
    this.type(`'${process.execPath}' '${BIN}' tui ${file}; echo "ended with $?"`, 'Enter');
  }

  /** Runs it and gives its process id once it has answered. */
  async runKnown(file: string, note: string): Promise<number> {
    this.type(`'${process.execPath}' '${BIN}' tui ${file} & echo $! > ${note}; fg; echo "ended with $?"`, 'Enter');
    await this.until(/● whole run/);
    return Number(readFileSync(join(this.folder, note), 'utf8'));
  }

  text(...flags: readonly string[]): string {
    return this.#tmux('capture-pane', '-p', ...flags);
  }

  /** State of the terminal: on the alternate screen or not, cursor shown or not. */
  flags(): string {
    return this.#tmux('display-message', '-p', '#{alternate_on} #{cursor_flag}').trim();
  }

  /** Waits until the screen shows something, and gives the screen. */
  async until(pattern: RegExp, within = 40_000): Promise<string> {
    const from = performance.now();
    for (;;) {
      const text = this.text();
      if (pattern.test(text)) return text;
      if (performance.now() - from > within) throw new Error(`${String(pattern)} did not appear:\n${text}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  close(): void {
    this.#tmux('kill-server');
  }
}

describe.skipIf(!hasTmux || !existsSync(BIN))('in a real terminal (skipped without tmux or dist/cli/bin.js)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-tui-'));
    writeFileSync(join(folder, 'shop.yaml'), SHOP);
    writeFileSync(join(folder, 'endless.yaml'), ENDLESS);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** One test with a terminal of its own; they run beside each other, since most of the time they wait. */
  function inTerminal(name: string, body: (terminal: RealTerminal) => Promise<void>): void {
    it.concurrent(
      name,
      async () => {
        const terminal = new RealTerminal(folder);
        try {
          await body(terminal);
        } finally {
          terminal.close();
        }
      },
      120_000,
    );
  }

  inTerminal('starts, changes a figure with a parameter, sweeps, writes, quits', async (terminal) => {
    terminal.run('shop.yaml');
    await terminal.until(/● whole run[\s\S]*this run is the baseline/);
    expect(terminal.flags()).toBe('1 0');

    terminal.type('/stable-win', 'Enter');
    await terminal.until(/▸ stable-window/);
    terminal.type('3s', 'Enter');
    await terminal.until(/✗ 3s: must be from 6s to 1h/);
    terminal.type('C-u', '6s', 'Enter');
    const changed = await terminal.until(/1 changed[\s\S]*● whole run[\s\S]*change against the file/);
    expect(changed).toMatch(/▸\*stable-window +6s/);
    expect(changed).toMatch(/[✓✗] [+-]/);

    terminal.type('s');
    await terminal.until(/▸ from/);
    terminal.type('C-u', '10s', 'Tab', 'C-u', '90s', 'Tab', 'C-u', '3', 'Enter');
    await terminal.until(/★ best[\s\S]* 10s +.*\n[\s\S]* 50s +\d[\s\S]* 1m30s +\d/);
    terminal.type('Escape');
    await terminal.until(/0-9 type/);

    terminal.type('e');
    expect(await terminal.until(/Moment/)).toMatch(/Decisions[\s\S]*▲/);
    terminal.type('Escape');
    await terminal.until(/0-9 type/);
    terminal.type('w', 'Enter');
    await terminal.until(/wrote shop-changed\.yaml/);
    expect(readFileSync(join(folder, 'shop-changed.yaml'), 'utf8')).toMatch(/stable-window: "6s".*# as delivered/);
    terminal.type('r', 'Enter');
    await terminal.until(/Report reports\/shop\.html/);
    expect(readFileSync(join(folder, 'reports/shop.html'), 'utf8')).toContain('stable-window=6s');

    terminal.type('q');
    await terminal.until(/ended with 0/);
    expect(terminal.flags()).toBe('0 1');
    expect(terminal.text()).not.toContain('Parameters');
  });

  inTerminal('keeps answering keys while a run of a year goes on, each with its own first part', async (terminal) => {
    terminal.run('endless.yaml');
    await terminal.until(/▸ traffic scale[\s\S]*first part/);
    terminal.type('Right');
    await terminal.until(/1 changed[\s\S]*the first part of the run only/);
    terminal.type('q');
    await terminal.until(/ended with 0/);
  });

  inTerminal('fits itself to a terminal that changes, down to too small and back', async (terminal) => {
    terminal.run('shop.yaml');
    await terminal.until(/● whole run/);
    terminal.resize(50, 20);
    expect(await terminal.until(/^Parameters.*\n[\s\S]*\n? *0┤|Traffic/m)).not.toContain('│ Traffic');
    terminal.resize(30, 8);
    await terminal.until(/The terminal is 30x8/);
    terminal.resize(120, 36);
    const wide = await terminal.until(/default {2}range[\s\S]*capacity USD/);
    expect(wide.match(/Parameters/g)).toHaveLength(1);
  });

  inTerminal('steps aside for the shell with ctrl-z and comes back with all it knew', async (terminal) => {
    terminal.run('shop.yaml');
    await terminal.until(/● whole run/);
    terminal.type('Right');
    await terminal.until(/1 changed/);
    terminal.type('C-z');
    await terminal.until(/Stopped/);
    expect(terminal.flags()).toBe('0 1');
    terminal.type('fg', 'Enter');
    await terminal.until(/1 changed[\s\S]*0-9 type/);
    expect(terminal.flags()).toBe('1 0');
    terminal.type('C-c');
    await terminal.until(/ready\$\s*$/);
    expect(terminal.flags()).toBe('0 1');
  });

  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)
    inTerminal(`leaves the terminal clean when it is ended by ${signal}`, async (terminal) => {
      const pid = await terminal.runKnown('shop.yaml', `${signal}.pid`);
      process.kill(pid, signal);
      await terminal.until(new RegExp(`ended with ${code}`));
      expect(terminal.flags()).toBe('0 1');
      terminal.type('echo typed', 'Enter');
      await terminal.until(/^typed$/m);
    });

  inTerminal('leaves the terminal clean when it crashes, and says what happened', async (terminal) => {
    const fault = "process.on('SIGUSR2', () => { throw new Error('made to fail'); });";
    writeFileSync(join(folder, 'crash.cjs'), fault);
    terminal.type(`export NODE_OPTIONS='--require ${join(folder, 'crash.cjs')}'`, 'Enter');
    const pid = await terminal.runKnown('shop.yaml', 'crash.pid');
    process.kill(pid, 'SIGUSR2');
    await terminal.until(/internal error: Error: made to fail[\s\S]*ended with 1/);
    expect(terminal.flags()).toBe('0 1');
  });

  inTerminal('refuses a scenario with problems before it takes the screen', async (terminal) => {
    writeFileSync(join(folder, 'bad.yaml'), SHOP.replace('10m', 'soon'));
    terminal.run('bad.yaml');
    expect(await terminal.until(/ended with 2/)).toContain('horizon = soon');
  });

  inTerminal('uses no colour where NO_COLOR is set, and says the same', async (terminal) => {
    terminal.type('export NO_COLOR=1', 'Enter');
    terminal.run('shop.yaml');
    await terminal.until(/● whole run/);
    expect(terminal.text('-e')).not.toContain('\u001b[3');
  });
});
