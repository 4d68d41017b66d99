/**
 * Where the instructions of a workload go, by line of what was compiled: a line counts wherever it was inlined to.
 *
 *   node bench/lines.mjs NAME HORIZON [LINES]     such as per-request 400h; a minute or two, with valgrind installed
 *
 * Valgrind counts at each address, and V8 prints which position of a script the code at an address stands for. It does not
 * say of which script, so the scripts are copied with blanks before them: no two of them share a position.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  createReadStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WORKLOADS } from './scenarios.mjs';

const ROOMS = [
  'autoscaler',
  'billing',
  'engine',
  'meters',
  'platform',
  'random',
  'simulate',
  'slo',
  'stats',
  'workload',
];
const VALGRIND = ['--tool=callgrind', '--dump-instr=yes', '--smc-check=all-non-file', '--callgrind-out-file=counts'];
const V8 = [
  '--single-threaded',
  '--detailed-line-info',
  '--no-write-protect-code-memory',
  '--print-opt-code',
  '--redirect-code-traces',
  '--redirect-code-traces-to=code',
];

/** Copies the build to a folder; its scripts, each with the positions it has to itself. */
function copied(folder) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  for (const part of ['dist', 'bench', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const scripts = [];
  let from = 200_000; // behind those of the scripts that are not padded
  for (const room of ROOMS) {
    for (const file of readdirSync(join(folder, 'dist', room), { recursive: true })) {
      if (!file.endsWith('.js')) continue;
      const path = join(folder, 'dist', room, file);
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, ' '.repeat(from) + text);
      scripts.push({ name: `${room}/${file}`, from, text });
      from += text.length + 1000;
    }
  }
  return scripts;
}

/** Name, number and text of the line at a position. */
function lineAt(scripts, position) {
  const script = scripts.findLast(({ from }) => from <= position);
  const at = position - (script?.from ?? 0);
  if (script === undefined || at >= script.text.length) return 'elsewhere';
  const before = script.text.slice(0, at);
  const start = before.lastIndexOf('\n') + 1;
  const text = script.text.slice(start).split('\n', 1)[0].trim();
  return `${script.name}:${before.split('\n').length}  ${text}`;
}

/** For each address of optimized code the position it stands for. */
async function positionsOf(file) {
  const positions = new Map();
  let code = [];
  let part = '';
  const close = (table) => {
    let row = -1;
    for (const [address, offset] of code) {
      while (row + 1 < table.length && table[row + 1][0] <= offset) row++;
      positions.set(address, row < 0 ? 0 : table[row][1]);
    }
    code = [];
  };
  let table = [];
  for await (const line of createInterface(createReadStream(file))) {
    if (line.startsWith('Instructions')) [part, code] = ['code', []];
    else if (line.startsWith('Source positions')) [part, table] = ['positions', []];
    else if (line.startsWith('Inlined functions')) {
      close(table);
      part = '';
    } else if (part === 'code') {
      const found = /^0x([0-9a-f]+)\s+([0-9a-f]+)\s/.exec(line);
      if (found) code.push([parseInt(found[1], 16), parseInt(found[2], 16)]);
    } else if (part === 'positions') {
      const found = /^\s*([0-9a-f]+)\s+(\d+)/.exec(line);
      if (found) table.push([parseInt(found[1], 16), Number(found[2])]);
    }
  }
  return positions;
}

/** Instructions by address: addresses of callgrind's file are told by their distance to the one before. */
async function* countsOf(file) {
  let address = 0;
  let call = false;
  for await (const line of createInterface(createReadStream(file))) {
    if (line.startsWith('calls=')) call = true;
    else if (/^[0-9+*-]/.test(line)) {
      const [where, , count] = line.split(' ');
      if (where.startsWith('0x')) address = parseInt(where, 16);
      else if (where !== '*') address += Number(where[0] + parseInt(where.slice(1)));
      if (!call) yield [address, Number(count)];
      call = false;
    }
  }
}

const [name, horizon, lines = '60'] = process.argv.slice(2);
if (WORKLOADS[name] === undefined || horizon === undefined) {
  console.error('node bench/lines.mjs NAME HORIZON [LINES], such as: node bench/lines.mjs per-request 400h');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'headroom-lines-'));
try {
  const scripts = copied(folder);
  const scenario = JSON.stringify({ ...WORKLOADS[name], horizon });
  const command = [...VALGRIND, process.execPath, ...V8, join('bench', 'workload.mjs'), scenario];
  const out = execFileSync('valgrind', command, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const { requests } = JSON.parse(out.trim().split('\n').at(-1));
  const positions = await positionsOf(join(folder, 'code'));
  const counts = new Map();
  let all = 0;
  for await (const [address, count] of countsOf(join(folder, 'counts'))) {
    const position = positions.get(address);
    if (position === undefined) continue; // the interpreter, the compiler, the library
    all += count;
    counts.set(position, (counts.get(position) ?? 0) + count);
  }
  const byLine = new Map();
  for (const [position, count] of counts) {
    const line = lineAt(scripts, position);
    byLine.set(line, (byLine.get(line) ?? 0) + count);
  }
  console.log(`${(all / requests).toFixed(0)} instructions of optimized code for each of ${requests} requests`);
  for (const [line, count] of [...byLine].sort(([, a], [, b]) => b - a).slice(0, Number(lines)))
    console.log(`${(count / requests).toFixed(1).padStart(8)}  ${line}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
