/** Microsoft Azure. Its GB-second is 1,024,000 MB-milliseconds: billed as GiB here. */
import { MIB, SECOND } from '../../units/quantities.js';
import type { Tariff } from '../tariff.js';

const azureConsumption: Tariff = {
  name: 'azure-functions-consumption',
  model: 'request-time',
  granularity: 1_000,
  minimum: 100_000,
  memory: { step: 128 * MIB, minimum: 128 * MIB, maximum: 1_536 * MIB },
  prices: { gibSecond: '0.000016', request: '0.0000002' },
  free: { gibSecond: '400000', request: '1000000' },
  currency: 'USD',
  provenance: {
    provider: 'Azure Functions Consumption (Y1)',
    region: 'East US',
    source:
      'MicrosoftDocs meter table; azure-docs articles/azure-functions/functions-consumption-costs.md; modal.com/blog/azure-function-pricing-guide (2025-05-22)',
    asOf: '2025-05-22',
    confidence: 'secondary',
    fields: { granularity: 'official', minimum: 'official', memory: 'official', prices: 'secondary' },
  },
  notes: [
    'Azure meters the memory it observes; a run has none to observe, so the memory of one slot is taken in full: an upper bound.',
  ],
};

const azureFlex: Tariff = {
  name: 'azure-functions-flex',
  model: 'instance-busy-time',
  granularity: 100_000,
  minimum: SECOND,
  memory: { sizes: [{ memory: 512 * MIB }, { memory: 2_048 * MIB }, { memory: 4_096 * MIB }] },
  prices: {
    gibSecond: '0.000026',
    request: '0.0000004',
    alwaysReadyGibSecond: '0.000004',
    alwaysReadyExecutionGibSecond: '0.000016',
  },
  free: { gibSecond: '100000', request: '250000' },
  alwaysReady: { instances: 0, granularity: 1 },
  currency: 'USD',
  provenance: {
    provider: 'Azure Functions Flex Consumption (FC1)',
    region: 'East US',
    source: 'azure-docs flex-consumption-plan.md; Azure Retail Prices API, quoted 2026-09-23',
    asOf: '2026-09-23',
    confidence: 'secondary',
    fields: { granularity: 'official', minimum: 'official', prices: 'secondary' },
  },
  notes: [
    'An instance pays for its size (512, 2048 or 4096 MB) while it executes anything: at least 1 s, then in steps of 100 ms. The free tier is for on-demand execution only.',
  ],
};

const azurePremium: Tariff = {
  name: 'azure-functions-premium',
  model: 'instance-lifetime',
  basis: 'limits',
  granularity: SECOND,
  minimum: 0,
  minimumInstances: 1,
  prices: { vcpuHour: '0.173', gibHour: '0.0123' },
  currency: 'USD',
  provenance: {
    provider: 'Azure Functions Premium (EP)',
    region: null,
    source: 'secondary texts quoting the list price',
    asOf: 'undated, collected 2026-11-23',
    confidence: 'secondary',
  },
  notes: [
    'At least one instance is billed at any time, as if the pods of a revision never overlapped; the fixed sizes EP1 to EP3 are not modelled.',
  ],
};

const azureContainerApps: Tariff = {
  name: 'azure-container-apps',
  model: 'instance-lifetime',
  basis: 'limits',
  granularity: 1,
  minimum: 0,
  prices: { vcpuSecond: '0.000024', idleVcpuSecond: '0.000003', gibSecond: '0.000003', request: '0.0000004' },
  free: { vcpuSecond: '180000', gibSecond: '360000', request: '2000000' },
  currency: 'USD',
  provenance: {
    provider: 'Azure Container Apps consumption',
    region: null,
    source: 'secondary texts quoting the list price',
    asOf: 'undated, collected 2026-11-23',
    confidence: 'memory',
    fields: {
      idleVcpuSecond: 'secondary',
      gibSecond: 'secondary',
      request: 'secondary',
      vcpuSecond: 'memory',
      free: 'memory',
    },
  },
  notes: [
    'CPU has an idle rate while a replica neither starts nor serves. The granularity is not sourced: billed exactly.',
  ],
};

export const azureTariffs: readonly Tariff[] = [azureConsumption, azureFlex, azurePremium, azureContainerApps];
