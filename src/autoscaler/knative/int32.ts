/** The least 32-bit whole number: what an out-of-range conversion gives on amd64, where Knative's answers come from. */
const LEAST = -2147483648;

/** Go's `int32(x)` of a double on amd64: truncates; NaN and what does not fit become the least 32-bit number. */
export function toInt32(value: number): number {
  return value > LEAST - 1 && value < 2147483648 ? value | 0 : LEAST;
}
