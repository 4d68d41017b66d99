import { UserError, fileError } from '../io.js';
import type { Io } from '../io.js';

/**
 * Prints recorded cases with what the autoscaler answers as their `results`: one JSON document, nothing else.
 *
 * @param path - a case or `{cases: [...]}`, also gzipped; `-` for standard input
 */
export async function printCases(path: string, io: Io): Promise<void> {
  const { decideCases } = await import('../../autoscaler/decide/cases.js');
  const outcome = decideCases(parsed(await unpacked(path, io), path));
  if ('problems' in outcome) {
    const lines = outcome.problems.map(({ key, value, rule }) => `  ${key === '' ? 'case' : key} = ${value}, ${rule}`);
    throw new UserError(
      [`${path}, ${lines.length === 1 ? 'one problem' : `${lines.length} problems`}:`, ...lines].join('\n'),
    );
  }
  io.stdout.write(`${JSON.stringify(outcome.ok)}\n`);
}

async function unpacked(path: string, io: Io): Promise<string> {
  if (path === '-') return io.readStdin();
  const [{ open }, { TraceError }] = await Promise.all([
    import('../../traces/bytes.js'),
    import('../../traces/traceError.js'),
  ]);
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of (await open(path, io.openBytes(path))).bytes) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  } catch (error) {
    if (error instanceof TraceError) throw new UserError(error.message, error.hint);
    throw fileError(error, path);
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path}, is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
