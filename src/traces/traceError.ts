import { UserError } from '../units/userError.js';

/** A trace that cannot be used, and what to do about it. `message` is "file:line: what, rule". */
export class TraceError extends UserError {
  constructor(
    readonly file: string,
    readonly line: number | null,
    readonly rule: string,
    hint?: string,
  ) {
    super(`${file}${line === null ? '' : `:${line}`}: ${rule}`, hint);
    this.name = 'TraceError';
  }
}
