/** The page's script, bundled as the build does it. Once per test file. */
import { fileURLToPath } from 'node:url';

/** Not a static import: the bundler is JavaScript, outside the program that is type-checked. */
export async function pageScript(entry?: 'client.ts' | 'sweep.ts'): Promise<string> {
  const path = fileURLToPath(new URL('../../build/page/bundle.mjs', import.meta.url));
  const bundler = (await import(path)) as { readonly pageScript: (entry?: string) => Promise<string> };
  return bundler.pageScript(entry);
}
