/** Google Cloud. */
import { GIB, MIB, MINUTE, SECOND } from '../../units/quantities.js';
import type { Tariff } from '../tariff.js';

const cloudRunRequest: Tariff = {
  name: 'gcp-cloud-run-request',
  model: 'instance-active-time',
  granularity: 100_000,
  minimum: 100_000,
  prices: {
    vcpuSecond: '0.000024',
    gibSecond: '0.0000025',
    request: '0.0000004',
    idleVcpuSecond: '0.0000025',
    idleGibSecond: '0.0000025',
  },
  free: { vcpuSecond: '180000', gibSecond: '360000', request: '2000000' },
  alwaysReady: { instances: 0, granularity: 1 },
  currency: 'USD',
  provenance: {
    provider: 'Google Cloud Run, request-based billing',
    region: 'Tier 1 (us-central1)',
    source: 'https://cloud.google.com/run/pricing; cloudchipr.com/blog/cloud-run-pricing (2025)',
    asOf: '2025',
    confidence: 'memory',
    fields: {
      granularity: 'official',
      vcpuSecond: 'official',
      free: 'official',
      gibSecond: 'secondary',
      request: 'secondary',
      idleVcpuSecond: 'memory',
      idleGibSecond: 'memory',
    },
  },
  notes: [
    'Cloud Run bills an instance while it starts, serves at least one request or shuts down: concurrent requests share it, an idle instance is free. The time to shut down is left out.',
  ],
};

const cloudRunInstance: Tariff = {
  name: 'gcp-cloud-run-instance',
  model: 'instance-lifetime',
  basis: 'limits',
  granularity: 100_000,
  minimum: MINUTE,
  prices: { vcpuSecond: '0.000018', gibSecond: '0.000002', request: '0' },
  free: { vcpuSecond: '240000', gibSecond: '450000' },
  currency: 'USD',
  provenance: {
    provider: 'Google Cloud Run, instance-based billing',
    region: 'Tier 1',
    source: 'https://cloud.google.com/run/pricing',
    asOf: '2026-08-03',
    confidence: 'secondary',
    fields: { vcpuSecond: 'official', gibSecond: 'secondary', minimum: 'secondary' },
  },
  notes: ['CPU is always allocated: an instance is billed from start to end, idle or not.'],
};

const cloudFunctionsGen1: Tariff = {
  name: 'gcp-functions-gen1',
  model: 'request-time',
  granularity: 100_000,
  minimum: 100_000,
  memory: {
    sizes: [
      { memory: 128 * MIB, ghz: '0.2' },
      { memory: 256 * MIB, ghz: '0.4' },
      { memory: 512 * MIB, ghz: '0.8' },
      { memory: GIB, ghz: '1.4' },
      { memory: 2 * GIB, ghz: '2.4' },
      { memory: 4 * GIB, ghz: '4.8' },
    ],
  },
  prices: { gibSecond: '0.0000025', ghzSecond: '0.00001', request: '0.0000004' },
  free: { gibSecond: '400000', ghzSecond: '200000', request: '2000000' },
  currency: 'USD',
  provenance: {
    provider: 'Cloud Run functions, 1st gen',
    region: 'Tier 1',
    source:
      'web.archive.org 20210110 cloud.google.com/functions/pricing; modal.com/blog/google-cloud-function-pricing-guide',
    asOf: '2021-01-10 (rates 2025)',
    confidence: 'memory',
    fields: {
      granularity: 'official',
      request: 'official',
      gibSecond: 'secondary',
      ghzSecond: 'secondary',
      sizes: 'memory',
      free: 'memory',
    },
  },
  notes: [
    'One request per instance: a request pays for the smallest size that holds one slot, with the CPU that comes with it.',
  ],
};

const gkeNodes = {
  provider: 'Knative on GKE Standard nodes',
  region: 'us-central1',
  source: 'public calculators and guides quoting the list price (n1-standard-4, 2026-05)',
  asOf: '2026-05',
  confidence: 'secondary',
  fields: { clusterHour: 'secondary', granularity: 'memory' },
} as const;

const knativeGkeStandard: Tariff = {
  name: 'knative-gke-standard',
  model: 'node-hours',
  granularity: SECOND,
  minimum: MINUTE,
  prices: { clusterHour: '0.1' },
  node: { name: 'n1-standard-4', cpu: 4_000, memory: 15 * GIB, pricePerHour: '0.190004' },
  currency: 'USD',
  provenance: gkeNodes,
  notes: ["Another node for the scenario's node groups: e2-standard-4 at 0.134012 USD/h (from memory)."],
};

const autopilot = {
  provider: 'GKE Autopilot general-purpose pods',
  region: 'us-central1',
  source: 'secondary texts quoting the 2026 list price',
  asOf: '2026',
  confidence: 'secondary',
} as const;

const knativeGkeAutopilot: Tariff = {
  name: 'knative-gke-autopilot',
  model: 'instance-lifetime',
  granularity: SECOND,
  minimum: 0,
  prices: { vcpuHour: '0.0445', gibHour: '0.0049225', clusterHour: '0.1' },
  free: { clusterHour: '744' },
  currency: 'USD',
  provenance: autopilot,
  notes: [
    'Pods are billed per second for what they request, queue-proxy included. Ephemeral storage is left out. The cluster fee is met by a credit of 74.40 USD a month: counted where free tiers are.',
  ],
};

const knativeGkeAutopilotSpot: Tariff = {
  ...knativeGkeAutopilot,
  name: 'knative-gke-autopilot-spot',
  prices: { vcpuHour: '0.0133', gibHour: '0.0014767', clusterHour: '0.1' },
  provenance: { ...autopilot, provider: 'GKE Autopilot spot pods' },
};

export const googleTariffs: readonly Tariff[] = [
  cloudRunRequest,
  cloudRunInstance,
  cloudFunctionsGen1,
  knativeGkeStandard,
  knativeGkeAutopilot,
  knativeGkeAutopilotSpot,
];
