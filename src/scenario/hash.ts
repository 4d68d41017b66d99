import type { Scenario } from './resolved.js';
import { sha256 } from './sources.js';

/** JSON with its keys in order, so that equal values have equal text. Numbers that JSON lacks are texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) return String(inner);
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/**
 * SHA-256 of what is simulated, in hexadecimal. Notes are left out: they say where something was written. So is the
 * order of keys, but not that of services, which is part of the result.
 */
export function scenarioHash({ notes: _notes, ...scenario }: Scenario): string {
  return sha256(canonicalJson(scenario));
}
