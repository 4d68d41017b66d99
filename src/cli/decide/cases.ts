import { UserError } from '../../units/userError.js';
import type { Io } from '../io.js';
import { parsedJson } from '../json.js';

/**
 * Prints recorded cases with what the autoscaler answers as their `results`: one JSON document, nothing else.
 *
 * @param path - a case or `{cases: [...]}`, also gzipped; `-` for standard input
 */
export async function printCases(path: string, io: Io): Promise<void> {
  const [{ decideCases }, { recordable }, { unpackedText }] = await Promise.all([
    import('../../autoscaler/decide/cases.js'),
    import('../../autoscaler/conformance/outcome.js'),
    import('./unpacked.js'),
  ]);
  const outcome = decideCases(parsedJson(await unpackedText(path, io), path));
  if ('problems' in outcome) {
    const lines = outcome.problems.map(({ key, value, rule }) => `  ${key === '' ? 'case' : key} = ${value}, ${rule}`);
    throw new UserError(
      [`${path}, ${lines.length === 1 ? 'one problem' : `${lines.length} problems`}:`, ...lines].join('\n'),
    );
  }
  io.stdout.write(`${JSON.stringify(outcome.ok, (_, value: unknown) => recordable(value))}\n`);
}
