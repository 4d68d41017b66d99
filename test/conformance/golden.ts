import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const folder = new URL('./golden/', import.meta.url);

/** A recorded file; its type is the claim of the check that reads it. */
export function golden<T>(name: string): T {
  const text =
    name === 'samplesize'
      ? readFileSync(new URL('samplesize.json', folder), 'utf8')
      : gunzipSync(readFileSync(new URL(`${name}.json.gz`, folder))).toString('utf8');
  return JSON.parse(text) as T;
}
