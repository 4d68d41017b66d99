/** A simulation asks for more at once than there is to be memory for. The message says of what, `hint` what to do. */
export class BeyondMemory extends Error {
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}
