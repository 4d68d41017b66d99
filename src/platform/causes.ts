/** The closed lists of why. Each is known when it happens and never guessed afterwards. Codes are indexes; append only. */

/**
 * Why capacity was missing when a cold request arrived; the first that applies, in this order, with `namespace-quota`
 * right after `waiting-for-node`.
 */
export const COLD_CAUSES = [
  'startup-failure',
  'pods-lost',
  'autoscaler-outage',
  'waiting-for-node',
  'max-scale',
  'scaled-to-zero',
  'rollout',
  'max-scale-up-rate',
  'recent-scale-down',
  'panic-not-yet',
  'burst-inside-window',
  'namespace-quota',
  'all-instances-busy',
] as const;

/** Which phase took most of a cold request's wait. */
export const WAIT_PHASES = [
  'autoscaler-reaction',
  'scheduling',
  'node-provisioning',
  'image-pull',
  'sandbox',
  'runtime',
  'application',
  'readiness',
  'endpoint-propagation',
  'restart-back-off',
] as const;
export type WaitPhase = (typeof WAIT_PHASES)[number];

/** Why a request was refused (503). */
export const REFUSAL_CAUSES = ['queue-proxy-full', 'downstream-limit', 'no-capacity'] as const;
/** Why a request timed out (504, or its client gave up). */
export const TIMEOUT_CAUSES = [
  'activator-wait',
  'saturated-pods',
  'slow-dependency',
  'slow-service',
  'startup-never-succeeded',
  'downstream-wait',
  'node-silent',
] as const;
/** Why a request failed (5xx by a broken connection). */
export const FAILURE_CAUSES = [
  'killed-in-flight',
  'cut-by-drain',
  'out-of-memory',
  'activator-restart',
  'pod-down',
] as const;

type Codes<Names extends readonly string[]> = Readonly<Record<Names[number], number>>;
const codes = <const Names extends readonly string[]>(names: Names): Codes<Names> =>
  Object.freeze(Object.fromEntries(names.map((name, code) => [name, code]))) as Codes<Names>;

export const COLD = codes(COLD_CAUSES);
export const PHASE = codes(WAIT_PHASES);
export const REFUSAL = codes(REFUSAL_CAUSES);
export const TIMEOUT = codes(TIMEOUT_CAUSES);
export const FAILURE = codes(FAILURE_CAUSES);
