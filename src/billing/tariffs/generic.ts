/**
 * The default bill, and the four granularities that the field went through, each at a rate that was published for it:
 * the hourly VM, the per-second container, the function in steps of 100 ms, the event.
 */
import { HOUR } from '../../units/quantities.js';
import type { Tariff } from '../tariff.js';
import { awsFargateX86, awsLambdaLegacy, knativeEks, M6I_LARGE } from './aws.js';
import { cloudflareWorkers } from './others.js';

/** Round up to 100 ms per request, without the memory steps of a provider. The default of a scenario. */
const generic100ms: Tariff = {
  name: 'generic-100ms',
  model: 'request-time',
  granularity: 100_000,
  minimum: 0,
  prices: awsLambdaLegacy.prices,
  currency: 'USD',
  provenance: {
    ...awsLambdaLegacy.provenance,
    provider: 'generic, at the rate of AWS Lambda before 2020-12-01',
    fields: { granularity: 'official' },
  },
  notes: [
    'Rates are those AWS Lambda had when it rounded up to 100 ms, until 2020-12-01. A request pays for the memory of one slot (container memory / slots).',
  ],
};

const vmHour: Tariff = {
  name: 'vm-hour',
  model: 'instance-lifetime',
  granularity: HOUR,
  minimum: HOUR,
  prices: { nodeHour: M6I_LARGE.pricePerHour },
  node: M6I_LARGE,
  currency: 'USD',
  provenance: { ...knativeEks.provenance, provider: 'hourly virtual machine (EC2 m6i.large)' },
  notes: ['The age of the hourly machine: every pod rents its share of an m6i.large by the started hour.'],
};

const containerSecond: Tariff = {
  ...awsFargateX86,
  name: 'container-second',
  minimum: 0,
  notes: [
    'The age of the container: every pod is billed by the started second, without a minimum, at the rates of AWS Fargate.',
  ],
};

const function100ms: Tariff = {
  ...generic100ms,
  name: 'function-100ms',
  minimum: 100_000,
  notes: [
    'The age of the function: every request is billed by the started 100 ms, at the rates of AWS Lambda until 2020-12-01.',
  ],
};

const perEvent: Tariff = {
  name: 'per-event',
  model: 'event',
  granularity: 1,
  minimum: 0,
  prices: { request: cloudflareWorkers.prices.request },
  currency: 'USD',
  provenance: { ...cloudflareWorkers.provenance, provider: 'per event (request price of Cloudflare Workers)' },
  notes: ['The event: a request has one price, however long it takes.'],
};

export const genericTariffs: readonly Tariff[] = [generic100ms, vmHour, containerSecond, function100ms, perEvent];
