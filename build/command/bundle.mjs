/**
 * The command in a few files instead of four hundred: finding and reading modules one by one took half of the time of a
 * small run. Everything else of dist (the library, threads, pages) stays as `tsc` made it.
 */
import { build } from 'esbuild';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (from) => fileURLToPath(new URL(`../../${from}`, import.meta.url));

/** Loaded when a terminal interface, a queue or a chart is asked for, and large: they stay in node_modules. */
const LARGE = ['ink', '@inkjs/ui', 'react', 'bullmq', 'ioredis', 'vega', 'vega-lite', 'vega-interpreter'];

/** Modules that look for files beside themselves find them where `tsc` put them. */
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

/** Writes `dist/cli/bin.js` and the parts that it loads when they are needed, beside it. */
export async function bundleCommand() {
  const folder = path('dist/cli');
  for (const file of readdirSync(folder)) if (file.startsWith('part-')) rmSync(`${folder}/${file}`);
  await build({
    entryPoints: [path('src/cli/bin.ts')],
    outdir: folder,
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    allowOverwrite: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    external: LARGE,
    plugins: [whereItWas],
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  });
}
