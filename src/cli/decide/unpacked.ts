import { open } from '../../traces/bytes.js';
import { fileError, type Io } from '../io.js';

/**
 * The text of a file, also of a gzipped one; `-` for standard input.
 *
 * @throws UserError when it cannot be read
 */
export async function unpackedText(path: string, io: Io): Promise<string> {
  if (path === '-') return io.readStdin();
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of (await open(path, io.openBytes(path))).bytes) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  } catch (error) {
    throw fileError(error, path);
  }
}
