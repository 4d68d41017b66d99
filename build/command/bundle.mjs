/**
 * The command and its threads in a few files instead of four hundred: finding and reading modules one by one took half of
 * the time of a small run. Everything else of dist, the library above all, stays as `tsc` made it.
 */
import { build } from 'esbuild';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (from) => fileURLToPath(new URL(`../../${from}`, import.meta.url));

/** Loaded when a terminal interface, a queue or a chart is asked for, and large: they stay in node_modules. */
const LARGE = ['ink', '@inkjs/ui', 'react', 'bullmq', 'ioredis', 'vega', 'vega-lite', 'vega-interpreter'];

/** Modules that look for files beside themselves find them where `tsc` put them: all of it lies one folder deep. */
const whereItWas = {
  name: 'where-it-was',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]src[\\/].*\.tsx?$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const there = relative(dirname(path('src/cli/bin.ts')), file);
      const url = `new URL(${JSON.stringify(there)}, import.meta.url).href`;
      return { contents: text.replaceAll('import.meta.url', url), loader: file.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
};

/** What is started: the command and its threads. */
const ENTRIES = ['cli/bin', 'workers/thread', 'workers/fleetThread', 'tui/thread'];

/** Writes the entries over those of `tsc`, and what they share, or load when they need it, to `dist/parts`. */
export async function bundleCommand() {
  rmSync(path('dist/parts'), { recursive: true, force: true });
  await build({
    entryPoints: ENTRIES.map((entry) => path(`src/${entry}.ts`)),
    outbase: path('src'),
    outdir: path('dist'),
    chunkNames: 'parts/[hash]',
    bundle: true,
    splitting: true,
    allowOverwrite: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    external: LARGE,
    plugins: [whereItWas],
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
  });
}
