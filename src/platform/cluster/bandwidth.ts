/** Transfers into one node: how many, what they may have together, and what each is given. */
export interface Inflow {
  readonly flows: number;
  readonly limit: number;
  /** Of each flow; filled by {@link shareFairly}. */
  rate: number;
}

/**
 * Max-min fair shares of one source (the registry) among flows that also share the limit of the node they go to: every
 * flow gets the same, but for those whose node gives them less; what these leave goes to the others (Bertsekas and
 * Gallager, Data Networks, 6.5.2).
 */
export function shareFairly(inflows: readonly Inflow[], source: number): void {
  const tightestFirst = [...inflows].sort((a, b) => a.limit / a.flows - b.limit / b.flows);
  let left = source;
  let flows = inflows.reduce((sum, inflow) => sum + inflow.flows, 0);
  for (const inflow of tightestFirst) {
    inflow.rate = Math.min(inflow.limit / inflow.flows, left / flows);
    left -= inflow.rate * inflow.flows;
    flows -= inflow.flows;
  }
}
