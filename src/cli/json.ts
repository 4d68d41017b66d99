import { UserError } from '../units/userError.js';

/** What a JSON text holds. @throws UserError where it is none */
export function parsedJson(text: string, path: string, hint?: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path}, is not valid JSON: ${error instanceof Error ? error.message : String(error)}`, hint);
  }
}
