import type { Tariff } from '../tariff.js';
import { awsTariffs } from './aws.js';
import { azureTariffs } from './azure.js';
import { generic100ms, genericTariffs } from './generic.js';
import { googleTariffs } from './google.js';
import { otherTariffs } from './others.js';

/** What a scenario is billed by when it names no tariff. */
export const defaultTariff: Tariff = generic100ms;

/** Every price list that ships, the default first. */
export const shippedTariffs: readonly Tariff[] = [
  ...genericTariffs,
  ...awsTariffs,
  ...googleTariffs,
  ...azureTariffs,
  ...otherTariffs,
];

export function findTariff(name: string): Tariff | undefined {
  return shippedTariffs.find((tariff) => tariff.name === name);
}
