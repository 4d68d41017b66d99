/**
 * Makes the pictures of the documentation from the real thing: `npm run build && node build/screenshots.mjs`. Needs
 * tmux; each picture is a terminal in which the built command was driven by keys.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { terminalSvg } from './picture/terminal.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const SOCKET = `headroom-screenshots-${process.pid}`;
const WAIT_MS = 20_000;

const tmux = (...words) => execFileSync('tmux', ['-L', SOCKET, ...words], { encoding: 'utf8' });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until the screen shows a text. */
async function until(text) {
  const from = Date.now();
  while (!tmux('capture-pane', '-p').includes(text)) {
    if (Date.now() - from > WAIT_MS) throw new Error(`“${text}” did not appear:\n${tmux('capture-pane', '-p')}`);
    await pause(100);
  }
}

async function terminalPicture({ file, title, columns, rows, scenario, drive }) {
  const command = `cd '${ROOT}' && env -u NO_COLOR '${process.execPath}' dist/cli/bin.js tui ${scenario}`;
  tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', String(rows), `sh -c "${command}"`);
  try {
    await until('whole run');
    await drive(async (key, shown) => {
      tmux('send-keys', key);
      await (shown === undefined ? pause(150) : until(shown));
    });
    await pause(300);
    const screen = tmux('capture-pane', '-e', '-p');
    mkdirSync(`${ROOT}docs/images`, { recursive: true });
    writeFileSync(`${ROOT}docs/images/${file}`, terminalSvg(screen, { columns, title }));
  } finally {
    tmux('kill-server');
  }
}

await terminalPicture({
  file: 'tui.svg',
  title:
    'The terminal interface: parameters at the left with their values, defaults and ranges; charts of traffic, pods, latency and cold starts at the right; figures with their change below',
  columns: 120,
  rows: 36,
  scenario: 'scenarios/flash-sale.yaml',
  drive: async (press) => {
    await press('/');
    for (const letter of 'scale-down-delay') await press(letter);
    await press('Enter');
    await press('2');
    await press('m');
    await press('Enter', '1 changed');
    await until('whole run');
    await press('Escape');
  },
});
