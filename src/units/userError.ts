/** Something that is the user's to mend: a message (`field = value, rule`) and how, never a stack trace. */
export class UserError extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'UserError';
  }
}
