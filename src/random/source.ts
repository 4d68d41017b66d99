/** A stream of chance. The only way by which chance enters the model. */
export interface Source {
  /** The next number in [0, 1), 32 bits of it. */
  next(): number;
  /** The next number in [0, 1), 53 bits of it: for tails. */
  double(): number;
}

/** Opens the stream of one purpose: the same name gives the same numbers, other names independent ones. */
export type OpenStream = (purpose: string) => Source;
