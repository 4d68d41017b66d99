import { severalRevisions, type KnownNames } from '../result/address.js';
import type { Scenario } from './resolved.js';

/** The names that results of a scenario will have. Those of a fleet's services nobody wrote: they are not checked. */
export function namesOf({ services, fleet, tariffs, objectives }: Scenario): KnownNames {
  return {
    ...(fleet === null && { services: services.map(({ name }) => name), revisions: severalRevisions(services) }),
    tariffs: tariffs.map(({ name }) => name),
    slos: objectives.map(({ service, name }) => `${service ?? 'totals'}.${name}`),
    currencies: Object.fromEntries(tariffs.map(({ name, currency }) => [name, currency])),
  };
}
