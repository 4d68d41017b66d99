/**
 * The command and its threads in a few files instead of four hundred: finding and reading modules one by one took half of
 * the time of a small run. Everything else of dist, the library above all, stays as it was emitted.
 */
import { build } from 'esbuild';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (from) => fileURLToPath(new URL(`../../${from}`, import.meta.url));

/** Loaded when a terminal interface, a queue or a chart is asked for, and large: they stay in node_modules. */
const LARGE = ['ink', '@inkjs/ui', 'react', 'bullmq', 'ioredis', 'vega', 'vega-lite', 'vega-interpreter'];

/** Modules that look for files beside themselves find them where they were emitted: all of it lies one folder deep. */
const whereItWas = {
  name: 'where-it-was',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      if (file.includes('node_modules') || !text.includes('import.meta.url')) return undefined;
      const there = relative(dirname(path('dist/cli/bin.js')), file);
      return {
        contents: text.replaceAll('import.meta.url', `new URL(${JSON.stringify(there)}, import.meta.url).href`),
      };
    });
  },
};

/** What is started: the command and its threads. */
const ENTRIES = ['cli/bin', 'workers/thread', 'workers/fleetThread', 'tui/thread'];

/** Writes the entries over those that were emitted, and what they share, or load when they need it, to `dist/parts`. */
export async function bundleCommand() {
  rmSync(path('dist/parts'), { recursive: true, force: true });
  await build({
    entryPoints: ENTRIES.map((entry) => path(`dist/${entry}.js`)),
    outbase: path('dist'),
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
