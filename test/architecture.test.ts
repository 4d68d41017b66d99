import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', 'src');

/** The arrows between the rooms: what each may import. Its own files always. */
const GROUND = ['engine', 'random', 'stats', 'units'];
const MODEL = ['traces', 'workload', 'platform', 'autoscaler', 'billing', 'slo'];
const MAY: Readonly<Record<string, readonly string[]>> = {
  units: [],
  engine: ['units'],
  stats: ['units'],
  random: ['units', 'stats'],
  workload: [...GROUND],
  traces: [...GROUND, 'workload'],
  autoscaler: [...GROUND],
  platform: [...GROUND, 'autoscaler', 'workload'],
  billing: [...GROUND],
  slo: [...GROUND],
  result: [...GROUND, ...MODEL, 'version'],
  scenario: [...GROUND, ...MODEL, 'result'],
  meters: [...GROUND, ...MODEL, 'result'],
  version: [],
  simulate: [...GROUND, ...MODEL, 'scenario', 'meters', 'result', 'version'],
  experiment: [...GROUND, ...MODEL, 'scenario', 'meters', 'result', 'version', 'simulate'],
  report: [...GROUND, ...MODEL, 'scenario', 'meters', 'result', 'version', 'simulate', 'experiment'],
  index: [...GROUND, ...MODEL, 'scenario', 'meters', 'result', 'version', 'simulate', 'experiment', 'report'],
};
const SHELL = ['cli', 'tui', 'workers'];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function files(): string[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
}

/** Relative imports of one file, multi-line ones included; dynamic ones too. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const found: Import[] = [];
  const pattern =
    /(?:^|\n)\s*(import|export)\s+(type\s+)?([^;'"]*?\sfrom\s+)?['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]\s*\)/g;
  for (const match of text.matchAll(pattern)) {
    const target = match[4] ?? match[5];
    const to = relative(ROOT, normalize(join(ROOT, dirname(file), target))).replace(/\.jsx?$/, '');
    const names = /\{([^}]*)\}/.exec(match[3] ?? '')?.[1];
    const allTypes =
      names !== undefined && names.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
    found.push({ from: file.replace(/\.tsx?$/, ''), to, typeOnly: match[2] !== undefined || allTypes });
  }
  return found;
}

const room = (path: string): string => path.split('/')[0];
const imports = files().flatMap(importsOf);

describe('architecture', () => {
  it('finds the imports', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.some(({ from, to }) => from === 'engine/calendar' && to === 'engine/farHeap')).toBe(true);
  });

  it('lets no room import from a line above its own, or on its own line but as the table says', () => {
    const wrong = imports
      .filter(({ from, to }) => room(from) !== room(to) && !SHELL.includes(room(from)))
      .filter(({ from, to }) => !(MAY[room(from)] ?? []).includes(room(to)))
      .map(({ from, to }) => `${from} -> ${to}`);
    expect(wrong).toEqual([]);
  });

  it('lets nothing import the public list', () => {
    expect(imports.filter(({ to }) => to === 'index').map(({ from }) => from)).toEqual([]);
  });

  it('has no import cycle', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to, typeOnly } of imports) {
      if (!typeOnly) edges.set(from, [...(edges.get(from) ?? []), to]);
    }
    expect(cycles(edges)).toEqual([]);
  });
});

/** Depth-first: every way back to something that is still being visited. */
function cycles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      found.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return found;
}
