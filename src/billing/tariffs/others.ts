/** Alibaba, IBM, Vercel, Cloudflare. */
import type { Tariff } from '../tariff.js';

const alibaba = {
  provider: 'Alibaba Function Compute (CU billing since 2024-08-27)',
  region: 'international, tier 1',
  source: 'help.aliyun.com/en/functioncompute/fc-2-0/product-overview/billing-overview',
  asOf: '2024-08-27',
  confidence: 'official',
  fields: { granularity: 'memory' },
} as const;

const alibabaFc3: Tariff = {
  name: 'alibaba-fc-3',
  model: 'instance-busy-time',
  granularity: 1_000,
  minimum: 0,
  // 75 CU per 10,000 invocations
  unitFactors: { request: '0.0075', vcpuSecond: '1', gibSecond: '0.15' },
  prices: { computeUnit: '0.00002' },
  tiers: {
    computeUnit: [
      { upTo: '100000000', rate: '0.00002' },
      { upTo: '500000000', rate: '0.000017' },
      { upTo: null, rate: '0.000014' },
    ],
  },
  currency: 'USD',
  provenance: alibaba,
  notes: [
    'Everything is turned into compute units (CU) first: a vCPU-s is 1, a GiB-s 0.15, 10,000 requests 75. Disk is left out; idle CPU is free.',
  ],
};

const alibabaFc3Discount: Tariff = {
  ...alibabaFc3,
  name: 'alibaba-fc-3-discount',
  prices: { computeUnit: '0.000016' },
  tiers: {
    computeUnit: [
      { upTo: '100000000', rate: '0.000016' },
      { upTo: '500000000', rate: '0.0000136' },
      { upTo: null, rate: '0.0000112' },
    ],
  },
  provenance: { ...alibaba, provider: 'Alibaba Function Compute, discount of 2024 to 2027' },
};

const ibmCodeEngine: Tariff = {
  name: 'ibm-code-engine-app',
  model: 'instance-lifetime',
  basis: 'limits',
  granularity: 1,
  minimum: 0,
  prices: { vcpuSecond: '0.00003431', gbSecond: '0.00000356', request: '0.000000538' },
  free: { vcpuSecond: '100000', gbSecond: '200000', request: '100000' },
  currency: 'USD',
  provenance: {
    provider: 'IBM Cloud Code Engine applications (Knative)',
    region: 'us-south',
    source:
      'https://cloud.ibm.com/docs/codeengine?topic=codeengine-pricing; table of the IBM docs tutorial, script dated 2024-10-05',
    asOf: '2024-10-05',
    confidence: 'official',
    fields: { free: 'memory' },
  },
  notes: ['An instance is billed from start to end, idle or not. The granularity is not sourced: billed exactly.'],
};

const vercelFluid: Tariff = {
  name: 'vercel-fluid',
  model: 'instance-busy-time',
  granularity: 1_000,
  minimum: 0,
  prices: { activeCpuHour: '0.128', gibHour: '0.0106', request: '0.0000006' },
  free: { activeCpuHour: '4', gibHour: '360', request: '1000000' },
  currency: 'USD',
  provenance: {
    provider: 'Vercel Functions (Fluid, Active CPU)',
    region: 'iad1',
    source: 'secondary texts quoting the blog and docs of Vercel',
    asOf: 'undated, collected 2026-11-23',
    confidence: 'secondary',
  },
  notes: [
    'CPU is billed only while code runs on it, memory while an instance executes anything. The CPU time of each request is not rounded to its millisecond.',
  ],
};

export const cloudflareWorkers: Tariff = {
  name: 'cloudflare-workers',
  model: 'event',
  granularity: 1_000,
  minimum: 0,
  prices: { request: '0.0000003', activeCpuSecond: '0.00002', monthFee: '5' },
  free: { request: '10000000', activeCpuSecond: '30000' },
  currency: 'USD',
  provenance: {
    provider: 'Cloudflare Workers paid',
    region: null,
    source: 'secondary texts quoting the list price',
    asOf: 'undated, collected 2026-11-23',
    confidence: 'secondary',
  },
  notes: [
    'Requests and CPU time alone: waiting is free. The fee of 5 USD a month includes 10 million requests and 30 million CPU-ms: counted where free tiers are.',
  ],
};

export const otherTariffs: readonly Tariff[] = [
  alibabaFc3,
  alibabaFc3Discount,
  ibmCodeEngine,
  vercelFluid,
  cloudflareWorkers,
];
