import { UserError } from '../units/userError.js';

/** A simulation asks for more at once than there is to be memory for. The message says of what, the hint what to do. */
export class BeyondMemory extends UserError {}
