import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TraceError } from './traceError.js';

/** The bytes of a file, in pieces, once. */
export type Bytes = AsyncIterable<Uint8Array>;

/** What the format is told by. */
const HEAD = 65_536;

/** The first bytes of a file as text, and all of them to be read. */
export interface Opened {
  readonly head: string;
  /** Whether `head` is the whole file. */
  readonly whole: boolean;
  readonly bytes: Bytes;
}

/** Looks at the beginning of a file, unpacks gzip (however often it is packed) and drops a byte order mark. */
export async function open(file: string, packed: Bytes): Promise<Opened> {
  const { first, rest, ended } = await peek(packed);
  if (first[0] === 0x1f && first[1] === 0x8b) return open(file, gunzipped(file, joined(first, rest)));
  if (hasWideMark(first)) {
    throw new TraceError(file, null, 'is UTF-16, must be UTF-8', 'convert it: iconv -f UTF-16 -t UTF-8');
  }
  const content = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf ? first.subarray(3) : first;
  const head = new TextDecoder().decode(content.subarray(0, HEAD));
  if (/\r[^\n]/.test(head) && !head.includes('\n')) {
    throw new TraceError(file, null, 'ends its lines with CR alone, must use LF or CRLF', "convert it: tr '\\r' '\\n'");
  }
  return { head, whole: ended && content.length <= HEAD, bytes: joined(content, rest) };
}

function hasWideMark(first: Uint8Array): boolean {
  return (first[0] === 0xff && first[1] === 0xfe) || (first[0] === 0xfe && first[1] === 0xff);
}

interface Peeked {
  readonly first: Uint8Array;
  readonly rest: AsyncIterator<Uint8Array>;
  readonly ended: boolean;
}

async function peek(bytes: Bytes): Promise<Peeked> {
  const rest = bytes[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD) {
    const { done, value } = await rest.next();
    if (done === true) return { first: Buffer.concat(pieces), rest, ended: true };
    pieces.push(value);
    size += value.length;
  }
  return { first: Buffer.concat(pieces), rest, ended: false };
}

async function* joined(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  try {
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* gunzipped(file: string, bytes: Bytes): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip();
  const source = Readable.from(bytes, { objectMode: true });
  source.on('error', (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  try {
    for await (const piece of unpacked) yield piece as Uint8Array;
  } catch (error) {
    if (error instanceof TraceError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new TraceError(file, null, `is damaged gzip (${reason})`, 'fetch it again, or cut it with zcat | head');
  } finally {
    source.destroy();
  }
}
