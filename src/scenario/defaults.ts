import { GIB, MIB, MILLISECOND, MINUTE, SECOND } from '../units/quantities.js';

/**
 * What holds where nothing is written. One literal: docs/scenario.md and the notes of a scenario are written from it.
 * Knative's own defaults are not here but in autoscaler/knative.
 */
export const DEFAULTS = {
  seed: 1,
  analysis: 'terminating',
  warmup: 0,
  process: 'poisson',
  within: 'poisson',
  startup: 'knative-cached-image',
  tariffs: ['generic-100ms'],
  /** Kourier sets no policy, so Envoy's own holds. */
  loadBalancing: 'round-robin',
  /** An assumption: endpoint slices reach Envoy through the ingress controller; with iptables it can take seconds. */
  endpointDelay: 100 * MILLISECOND,
  activators: 2,
  containerConcurrency: 0,
  timeoutSeconds: 300,
  /** Of config-defaults, for revisions whose timeoutSeconds is more. */
  responseStartTimeoutSeconds: 300,
  /** An assumption, taken where a service names neither requests nor limits: bills need memory. */
  limits: { cpu: 1000, memory: 512 * MIB },
  start: 'ready',
  client: { backoff: 25 * MILLISECOND, budget: 0.2 },
  threshold: { burstAbove: 0.7, shrinkBelow: 0.3, burstMultiplier: 2, cooldown: MINUTE, prewarm: false },
  perRequest: { expiry: 10 * MINUTE, idleOrder: 'newest', maxPods: 0, provisioned: 0 },
  /** tolerationSeconds that the admission controller DefaultTolerationSeconds gives pods for not-ready and unreachable. */
  faults: { eviction: 300 * SECOND },
  objective: { window: 'rolling', budgetSpent: 0 },
  /** Where a month is asked for. */
  month: { days: 30 },
  cluster: {
    score: 'least-allocated',
    spread: 'zone',
    /** Assumptions: no measured throughput was found. */
    registryBandwidth: GIB,
    pullBandwidth: 100 * MIB,
    /** Kubernetes' default limit per node. */
    maxPods: 110,
    zones: ['a'],
    /** The cluster autoscaler's own defaults. */
    scanInterval: 10 * SECOND,
    removeIdleAfter: 10 * MINUTE,
    price: '0',
    reclaimNotice: 2 * MINUTE,
  },
} as const;
