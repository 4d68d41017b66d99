/** A copy of a typed array with room for `length` numbers, what is new being 0. */
export function widened<T extends Float64Array | Int32Array | Uint8Array>(from: T, length: number): T {
  const to = new (from.constructor as new (length: number) => T)(length);
  to.set(from);
  return to;
}
