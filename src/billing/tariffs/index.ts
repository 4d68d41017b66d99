import type { Tariff } from '../tariff.js';
import { awsTariffs } from './aws.js';
import { azureTariffs } from './azure.js';
import { genericTariffs } from './generic.js';
import { googleTariffs } from './google.js';
import { otherTariffs } from './others.js';

/** Every price list that ships. */
export const shippedTariffs: readonly Tariff[] = [
  ...genericTariffs,
  ...awsTariffs,
  ...googleTariffs,
  ...azureTariffs,
  ...otherTariffs,
];

/** The list of this name; `undefined`: none ships. */
export function findTariff(name: string): Tariff | undefined {
  return shippedTariffs.find((tariff) => tariff.name === name);
}
