/** The build: the library in `dist`, and what the compiler cannot make: the pages' scripts, and the command in few files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleCommand } from './command/bundle.mjs';
import { emitLibrary } from './library/emit.mjs';
import { pageScript } from './page/bundle.mjs';

if (!emitLibrary()) process.exit(1);
const folder = fileURLToPath(new URL('../dist/report/', import.meta.url));
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}page.js`, await pageScript());
writeFileSync(`${folder}sweep.js`, await pageScript('sweep.ts'));
await bundleCommand();
