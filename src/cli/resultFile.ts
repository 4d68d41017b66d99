/** Result documents that were kept. */
import type { ResultDocument } from '../result/document.js';
import { UserError } from '../units/userError.js';
import { parsedJson } from './json.js';

/** A result document from its text; what is missing later is a fault of whoever edited it. */
export function resultFrom(text: string, path: string): ResultDocument {
  const value = parsedJson(text, path, 'a result document is what "headroom run shop.yaml --json" prints');
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) {
    throw new UserError(
      `${path}, must be a result document`,
      'make one with: headroom run <scenario.yaml> --json > result.json',
    );
  }
  if (value.schemaVersion !== 1) {
    throw new UserError(
      `schemaVersion = ${JSON.stringify(value.schemaVersion)}, must be 1`,
      'the document was made by another version of Headroom',
    );
  }
  const missing = ['services', 'totals', 'bills', 'slos', 'thresholds', 'timeline'].filter((key) => !(key in value));
  if (missing.length > 0) throw new UserError(`${path}, lacks ${missing.join(', ')}: the document is incomplete`);
  const wrong = Object.entries(SHAPES).find(([key, fits]) => !fits(key.split('.').reduce(within, value)));
  if (wrong !== undefined) throw new UserError(`${path}, has no ${wrong[0]} as a result has it: it was edited`);
  return value as ResultDocument;
}

const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOfMaps = (value: unknown): boolean => Array.isArray(value) && value.every(isMap);
const within = (value: unknown, key: string): unknown => (value as Readonly<Record<string, unknown>> | null)?.[key];

/** What everything is drawn from. */
const SHAPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  totals: isMap,
  services: isListOfMaps,
  bills: isListOfMaps,
  slos: isListOfMaps,
  thresholds: isListOfMaps,
  'timeline.series': isListOfMaps,
  'timeline.revisionSeries': (value) => value === undefined || isListOfMaps(value),
};
