import type { Provenance } from '../tariff.js';

export const MIB = 1024 * 1024;
export const GIB = 1024 * MIB;

/** The same price list in another flavour (processor, discount): its provenance with other words. */
export function amended(provenance: Provenance, change: Partial<Provenance>): Provenance {
  return { ...provenance, ...change };
}
