/** Bundles the scripts of our pages with the parts of Vega that its charts use. */
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** Transforms that no chart of ours uses; Vega registers all of them, which costs 100 kB in every report. */
const UNUSED = /^vega-(geo|force|wordcloud|voronoi|regression|hierarchy|crossfilter|label)$/;

/** Maps, which no chart of ours draws. Vega's expression functions name them without calling them. */
const MAPS = /^d3-geo(-projection)?$/;

const withoutUnused = {
  name: 'without-unused-transforms',
  setup(bundle) {
    bundle.onResolve({ filter: UNUSED }, ({ path, importer }) =>
      /node_modules.vega.(index|build)/.test(importer) ? { path, namespace: 'unused' } : undefined,
    );
    bundle.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'export {};', loader: 'js' }));
    bundle.onResolve({ filter: MAPS }, ({ path }) => ({ path, namespace: 'maps' }));
    bundle.onLoad({ filter: /.*/, namespace: 'maps' }, () => ({
      contents: 'module.exports = { geoPath() {} };',
      loader: 'js',
    }));
  },
};

/** A page's script as one text, fit to stand inside a script element. @param entry `client.ts` or `sweep.ts` */
export async function pageScript(entry = 'client.ts') {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    charset: 'utf8',
    write: false,
    plugins: [withoutUnused],
  });
  return outputFiles[0].text.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
}
