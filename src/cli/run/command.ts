import type { ReplicationOptions } from '../replicated.js';
import type { Scenario } from '../../scenario/resolved.js';
import type { Changes } from '../scenarioFile.js';
import { commandLine } from '../shellWords.js';

/** The command that makes this result again. */
export function runCommand(
  path: string,
  { set, threshold, replications, precision, batches, sensitivity }: Changes & ReplicationOptions,
  { seed }: Pick<Scenario, 'seed'>,
): string {
  return commandLine(['headroom', 'run', path], {
    '--seed': seed,
    '--set': set,
    '--threshold': threshold,
    '--replications': replications,
    '--precision': precision,
    '--batches': batches,
    '--sensitivity': sensitivity,
  });
}
