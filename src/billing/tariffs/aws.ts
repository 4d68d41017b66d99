/** Amazon Web Services. A GB of Lambda and Fargate is 1024 MB of 2^20 bytes: billed as GiB here. */
import { GIB, MIB, MINUTE, SECOND } from '../../units/quantities.js';
import type { Tariff } from '../tariff.js';

const US_EAST = 'us-east-1';
const ONE_REQUEST_PER_ENVIRONMENT =
  'Lambda runs one request per environment: a request pays for the memory of one slot (container memory / slots).';
const INIT_LEFT_OUT =
  'Lambda bills the initialisation of an environment too; it is left out, because the start-up phases of the run are those of a pod, not of a Lambda environment.';

const awsLambdaX86: Tariff = {
  name: 'aws-lambda-x86',
  model: 'request-time',
  granularity: 1_000,
  minimum: 1_000,
  memory: { step: MIB, minimum: 128 * MIB, maximum: 10_240 * MIB },
  prices: { gibSecond: '0.0000166667', request: '0.0000002' },
  free: { gibSecond: '400000', request: '1000000' },
  tiers: {
    gibSecond: [
      { upTo: '6000000000', rate: '0.0000166667' },
      { upTo: '15000000000', rate: '0.000015' },
      { upTo: null, rate: '0.0000133334' },
    ],
  },
  currency: 'USD',
  provenance: {
    provider: 'AWS Lambda',
    region: US_EAST,
    source: 'https://aws.amazon.com/lambda/pricing/; copies of the AWS price feed per region',
    asOf: '2026-09 (free tier); price feed copy undated, unchanged since 2021',
    confidence: 'feed',
    fields: { granularity: 'official', free: 'secondary', tiers: 'memory' },
  },
  notes: [ONE_REQUEST_PER_ENVIRONMENT, INIT_LEFT_OUT],
};

const awsLambdaArm: Tariff = {
  name: 'aws-lambda-arm',
  model: 'request-time',
  granularity: 1_000,
  minimum: 1_000,
  memory: { step: MIB, minimum: 128 * MIB, maximum: 10_240 * MIB },
  prices: { gibSecond: '0.0000133334', request: '0.0000002' },
  currency: 'USD',
  provenance: {
    provider: 'AWS Lambda arm64',
    region: US_EAST,
    source: 'copy of the AWS price feed',
    asOf: 'undated copy of the price feed',
    confidence: 'feed',
  },
  notes: [ONE_REQUEST_PER_ENVIRONMENT, INIT_LEFT_OUT],
};

export const awsLambdaLegacy: Tariff = {
  name: 'aws-lambda-legacy-100ms',
  model: 'request-time',
  granularity: 100_000,
  minimum: 100_000,
  memory: { step: 64 * MIB, minimum: 128 * MIB },
  prices: { gibSecond: '0.0000166667', request: '0.0000002' },
  currency: 'USD',
  provenance: {
    provider: 'AWS Lambda before 2020-12-01',
    region: US_EAST,
    source:
      'AWS compute blog, introducing-tiered-pricing-for-aws-lambda ("In December 2020, AWS announced 1 ms billing granularity"); rates as in the price feed of today',
    asOf: '2020-11',
    confidence: 'feed',
    fields: { granularity: 'official', memoryStep: 'memory' },
  },
  notes: [ONE_REQUEST_PER_ENVIRONMENT],
};

const awsLambdaProvisioned: Tariff = {
  name: 'aws-lambda-provisioned-concurrency',
  model: 'request-time',
  granularity: 1_000,
  minimum: 1_000,
  memory: { step: MIB, minimum: 128 * MIB, maximum: 10_240 * MIB },
  prices: {
    alwaysReadyGibSecond: '0.0000041667',
    alwaysReadyExecutionGibSecond: '0.0000097222',
    gibSecond: '0.0000166667',
    request: '0.0000002',
  },
  alwaysReady: { instances: 1, granularity: 5 * MINUTE },
  currency: 'USD',
  provenance: {
    provider: 'AWS Lambda Provisioned Concurrency x86',
    region: US_EAST,
    source: 'https://aws.amazon.com/lambda/pricing/; copy of the AWS price feed',
    asOf: 'undated copy of the price feed',
    confidence: 'feed',
    fields: { alwaysReady: 'official' },
  },
  notes: [
    ONE_REQUEST_PER_ENVIRONMENT,
    'The time that concurrency is kept ready is rounded up to 5 min; no free tier. What exceeds it is billed on demand: estimated as the execution time beyond what the ready slots could hold in the whole span.',
  ],
};

const fargate = {
  provider: 'AWS Fargate Linux/x86',
  region: US_EAST,
  source:
    'https://www.vantage.sh/blog/fargate-pricing; https://www.wring.co/blog/aws-fargate-pricing-guide (2026-03-10)',
  asOf: '2026-03-10',
  confidence: 'secondary',
} as const;

export const awsFargateX86: Tariff = {
  name: 'aws-fargate-x86',
  model: 'instance-lifetime',
  granularity: SECOND,
  minimum: MINUTE,
  prices: { vcpuHour: '0.04048', gibHour: '0.004445' },
  currency: 'USD',
  provenance: fargate,
  notes: [
    'A task is billed for what its pod requests, as it is: Fargate itself sells fixed pairs of CPU and memory. Ephemeral storage over 20 GB is left out.',
  ],
};

const awsFargateArm: Tariff = {
  ...awsFargateX86,
  name: 'aws-fargate-arm',
  prices: { vcpuHour: '0.03238', gibHour: '0.00356' },
  provenance: { ...fargate, provider: 'AWS Fargate Linux/arm64' },
};

const awsFargateSpot: Tariff = {
  ...awsFargateX86,
  name: 'aws-fargate-x86-spot',
  prices: { vcpuHour: '0.012144', gibHour: '0.0013335' },
  provenance: {
    ...fargate,
    provider: 'AWS Fargate Spot Linux/x86',
    source: `${fargate.source}: "up to 70 %" off`,
  },
  notes: [
    'Spot at the full discount of "up to 70 %": a lower bound. Interruptions cost nothing here: model them as faults.',
  ],
};

const ec2 = {
  provider: 'Knative on EKS, EC2 on-demand nodes',
  region: US_EAST,
  source: 'public calculators that agree on m6i.large at 0.096 USD/h (10 repositories)',
  asOf: 'undated, collected 2026-11-23',
  confidence: 'secondary',
  fields: { granularity: 'memory', clusterHour: 'memory' },
} as const;

/** 2 vCPU and 8 GiB: what a pod takes a share of where the run has no nodes of its own. */
export const M6I_LARGE = { name: 'm6i.large', cpu: 2_000, memory: 8 * GIB, pricePerHour: '0.096' } as const;
/** Spot at 70 % off, as secondary calculators assume. */
const M6I_LARGE_SPOT = '0.0288';

export const knativeEks: Tariff = {
  name: 'knative-eks-ec2',
  model: 'node-hours',
  granularity: SECOND,
  minimum: MINUTE,
  prices: { clusterHour: '0.1' },
  node: { ...M6I_LARGE, rates: { spot: M6I_LARGE_SPOT } },
  currency: 'USD',
  provenance: ec2,
  notes: [
    "Other nodes per hour, for the scenario's node groups: t3.medium 0.0416, m5.large 0.096, m6i.xlarge 0.192, c6i.large 0.085, r6i.large 0.126, m7g.large 0.0816 USD.",
  ],
};

const knativeEksSpot: Tariff = {
  ...knativeEks,
  name: 'knative-eks-ec2-spot',
  node: { ...M6I_LARGE, name: 'm6i.large spot', pricePerHour: M6I_LARGE_SPOT },
  provenance: {
    ...ec2,
    provider: 'Knative on EKS, EC2 spot nodes',
    source: `${ec2.source}; spot at 70 % off, as secondary calculators assume`,
  },
};

export const awsTariffs: readonly Tariff[] = [
  awsLambdaX86,
  awsLambdaArm,
  awsLambdaLegacy,
  awsLambdaProvisioned,
  awsFargateX86,
  awsFargateArm,
  awsFargateSpot,
  knativeEks,
  knativeEksSpot,
];
