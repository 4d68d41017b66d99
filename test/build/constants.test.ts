import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

interface Build {
  readonly Constants: new () => object;
  readonly withNumbers: (path: string, text: string, constants: object) => string;
}

let build: Build;
let folder: string;

beforeAll(async () => {
  build = (await import(new URL('../../build/library/constants.mjs', import.meta.url).href)) as Build;
  folder = mkdtempSync(join(tmpdir(), 'headroom-constants-'));
  writeFileSync(
    join(folder, 'layout.ts'),
    'export const STRIDE = 8;\nexport const NONE = -1;\nconst MASK = STRIDE * 2 - 1;\nexport { MASK };\n',
  );
  writeFileSync(
    join(folder, 'names.ts'),
    "export const NAME = 'pod';\nexport const LIST = [1];\nexport let COUNT = 3;\n",
  );
});

/** A module beside the two above, with numbers in the place of constants. */
function numbered(text: string): string {
  const path = join(folder, 'module.ts');
  writeFileSync(path, text);
  return build.withNumbers(path, text, new build.Constants());
}

const IMPORT = "import { STRIDE, NONE as NOTHING } from './layout.js';\n";

describe('constants in what the build emits', () => {
  it('stand as numbers where they are used, their own and those of other modules', () => {
    expect(numbered(`${IMPORT}const TWICE = 2 * STRIDE;\nexport const at = (x: number) => x * STRIDE + TWICE;\n`)).toBe(
      `${IMPORT}const TWICE = 2 * 8;\nexport const at = (x: number) => x * 8 + 16;\n`,
    );
  });

  it('are put in brackets when they are negative, so that signs do not run together', () => {
    expect(numbered(`${IMPORT}export const f = (x: number) => x -NOTHING;\n`)).toContain('x -(-1)');
  });

  it('stay names where a name is wanted, and in types', () => {
    const text = `${IMPORT}export type T = typeof STRIDE;\nexport const a = { STRIDE };\nexport const b = { STRIDE: 1 }.STRIDE;\nexport { STRIDE };\n`;
    expect(numbered(text)).toBe(text);
  });

  it('stay names when they are not numbers, or may change', () => {
    const text = "import { NAME, LIST, COUNT } from './names.js';\nexport const a = [NAME, LIST, COUNT];\n";
    expect(numbered(text)).toBe(text);
  });
});
