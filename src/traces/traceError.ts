/** A trace that cannot be used, and what to do about it. `message` is "file:line: what, rule". */
export class TraceError extends Error {
  constructor(
    readonly file: string,
    readonly line: number | null,
    readonly rule: string,
    readonly hint?: string,
  ) {
    super(`${file}${line === null ? '' : `:${line}`}: ${rule}`);
    this.name = 'TraceError';
  }
}
