import { parseConfig } from '../knative/config.js';
import type { Outcome } from './outcome.js';
import { Comparison, recordable } from './outcome.js';

/** `config.json`: ConfigMap data, and the configuration it stands for or why it is refused. */
export interface ConfigFile {
  readonly cases: readonly {
    readonly data: Readonly<Record<string, string>>;
    readonly error: string | null;
    readonly config: Readonly<Record<string, unknown>> | null;
  }[];
}

/** Accepted or refused alike, and resolved alike; the words of a refusal are our own. */
export function checkConfig(file: ConfigFile): Outcome {
  const comparison = new Comparison();
  for (const { data, error, config } of file.cases) {
    comparison.expect(
      () => JSON.stringify(data),
      error === null ? config : 'refused',
      () => computed(data),
    );
  }
  return comparison.outcome();
}

function computed(data: Readonly<Record<string, string>>): unknown {
  const parsed = parseConfig(data);
  if ('problems' in parsed) return 'refused';
  return Object.fromEntries(Object.entries(parsed.ok).map(([field, value]) => [field, recordable(value)]));
}
