/** Arrivals as an ordered, lazy stream of bounded memory. */
export interface ArrivalStream {
  /**
   * Writes the next arrivals into `out` from index 0 on: absolute times in whole microseconds, never falling, all
   * before the horizon. Returns how many were written; 0 means there are no more (and stays so).
   */
  fill(out: Float64Array): number;
}
