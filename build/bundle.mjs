/** The second half of the build, what `tsc` cannot make: the pages' scripts, page.js and sweep.js, and the command. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleCommand } from './command/bundle.mjs';
import { pageScript } from './page/bundle.mjs';

const folder = fileURLToPath(new URL('../dist/report/', import.meta.url));
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}page.js`, await pageScript());
writeFileSync(`${folder}sweep.js`, await pageScript('sweep.ts'));
await bundleCommand();
