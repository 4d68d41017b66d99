/** What is known of fields: their kinds, bounds and defaults, in words. The rules themselves are in the schema and in autoscaler/knative. */
export type ParameterKind =
  'duration' | 'rate' | 'share' | 'size' | 'cpu' | 'money' | 'count' | 'number' | 'flag' | 'text';

export interface Facts {
  readonly kind: ParameterKind;
  readonly default?: string;
  readonly range?: string;
  readonly what: string;
}

const fact = (kind: ParameterKind, standard: string | undefined, range: string | undefined, what: string): Facts => ({
  kind,
  what,
  ...(standard === undefined ? {} : { default: standard }),
  ...(range === undefined ? {} : { range }),
});

/** By the last name of their path. */
export const FIELDS: Readonly<Record<string, Facts>> = {
  horizon: fact('duration', undefined, 'above 0s', 'simulated time'),
  seed: fact('count', '1', '0 and more', 'where all chance is derived from'),
  warmup: fact('duration', '0s', 'below the horizon', 'requests that arrive before it are not counted'),
  endpointDelay: fact('duration', '100ms', '0s and more', "from a pod's change of state until the ingress acts on it"),
  loadBalancing: fact('text', 'round-robin', 'least-request, round-robin, random', 'how the ingress picks a ready pod'),
  replicas: fact('count', '2', '1 to 1000', 'activators'),
  containerConcurrency: fact('count', '0', '0 (none) to 1000', 'hard limit of requests at once in one pod'),
  timeoutSeconds: fact('count', '300', '1 and more', 'seconds a request may take in all'),
  responseStartTimeoutSeconds: fact('count', undefined, '0 (none) and more', 'seconds until a response must begin'),
  idleTimeoutSeconds: fact('count', '0', '0 (none) and more', 'seconds a response may send nothing'),
  warmPool: fact('count', '0', '0 and more', 'generic pods kept started'),
  pods: fact('count', undefined, '0 and more', 'pods'),
  objective: fact('share', undefined, 'above 0% and below 100%', 'share of requests that must be good'),
  burstAbove: fact('share', '70%', '0% and more', 'share of capacity above which the desired scale is multiplied'),
  shrinkBelow: fact('share', '30%', '0% and more', 'share of capacity below which it shrinks'),
  burstMultiplier: fact('number', '2', 'above 1', 'by how much'),
  cooldown: fact('duration', '1m', '0s and more', 'from one shrinking to the next'),
  expiry: fact('duration', '10m', '0s and more', 'an idle instance is removed after this long'),
  provisioned: fact('count', '0', '0 and more', 'instances kept always ready'),
  maxPods: fact('count', undefined, '0 and more', 'pods at most'),
  freeTier: fact('flag', 'false', undefined, 'whether the free allowances of a month are taken off'),
  volumeTiers: fact('flag', 'false', undefined, 'whether the volume tiers of a month hold'),
  days: fact('count', '30', '28 to 31', 'days in the month'),
  perMonth: fact('number', undefined, 'above 0', 'how often the event happens in a month'),
  requestsExpected: fact('count', undefined, '1 and more', 'requests in the window of the objective'),
  budgetSpent: fact('share', '0%', '0% and more', 'share of the error budget spent before the run'),
  goodShare: fact('share', undefined, '0% to 100%', 'least share of good requests of a good window'),
};

/** config-autoscaler; defaults and bounds of Knative. */
export const KNATIVE_KEYS: Readonly<Record<string, Facts>> = {
  'pod-autoscaler-class': fact(
    'text',
    'kpa.autoscaling.knative.dev',
    'kpa.autoscaling.knative.dev',
    'which autoscaler',
  ),
  'enable-scale-to-zero': fact('flag', 'true', undefined, 'whether the last pod may go'),
  'allow-zero-initial-scale': fact('flag', 'false', undefined, 'whether initial-scale may be 0'),
  'max-scale-up-rate': fact('number', '1000', 'above 1', 'at most this times the ready pods at a tick'),
  'max-scale-down-rate': fact('number', '2', 'above 1', 'at least the ready pods divided by this at a tick'),
  'container-concurrency-target-percentage': fact(
    'number',
    '70',
    'above 0, at most 100',
    'share of the target that is aimed at',
  ),
  'container-concurrency-target-default': fact(
    'number',
    '100',
    '0.01 and more',
    'requests at once in one pod without a limit',
  ),
  'requests-per-second-target-default': fact(
    'number',
    '200',
    '0.01 and more',
    'requests per second of one pod under metric rps',
  ),
  'target-burst-capacity': fact(
    'number',
    '211',
    '0 and more, or -1',
    'burst to absorb without the activator; -1: it always stays',
  ),
  'panic-window-percentage': fact('number', '10', '1 to 100', 'short window in percent of the stable one'),
  'activator-capacity': fact('number', '100', '1 and more', 'requests at once of one activator'),
  'panic-threshold-percentage': fact('number', '200', undefined, 'wanted in percent of ready pods that starts panic'),
  'initial-scale': fact('count', '1', '1 and more; 0 if allowed', 'pods of a new revision'),
  'min-scale': fact('count', '0', '0 to max-scale', 'pods at least'),
  'max-scale': fact('count', '0', '0 (any number) and more', 'pods at most'),
  'max-scale-limit': fact('count', '0', '0 (none) and more', 'highest max-scale allowed'),
  'stable-window': fact('duration', '60s', '6s to 1h, whole seconds', 'averaging window'),
  'scale-down-delay': fact('duration', '0s', '0s and more, whole seconds', 'how long fewer pods must be wanted'),
  'scale-to-zero-grace-period': fact('duration', '30s', 'above 0s', 'how long the last pod waits for the network'),
  'scale-to-zero-pod-retention-period': fact('duration', '0s', '0s and more', 'how long the last pod stays at least'),
};

/** Annotations by their names without the group; unset, the ConfigMap's key holds. */
export const ANNOTATIONS: Readonly<Record<string, Facts>> = {
  class: fact('text', undefined, 'kpa.autoscaling.knative.dev', 'which autoscaler'),
  metric: fact('text', 'concurrency', 'concurrency, rps', 'what is averaged'),
  target: fact('number', undefined, '0.01 and more', 'requests (at once, or per second) aimed at in one pod'),
  window: fact('duration', undefined, '6s to 1h, whole seconds', 'averaging window'),
  'min-scale': fact('count', undefined, '0 to max-scale', 'pods at least'),
  'max-scale': fact('count', undefined, '0 (any number) and more', 'pods at most'),
  'initial-scale': fact('count', undefined, '1 and more; 0 if allowed', 'pods of a new revision'),
  'activation-scale': fact(
    'count',
    undefined,
    '2 and more, between min-scale and max-scale',
    'smallest number of pods above zero',
  ),
  'scale-down-delay': fact('duration', undefined, '0s to 1h, whole seconds', 'how long fewer pods must be wanted'),
  'scale-to-zero-pod-retention-period': fact('duration', undefined, '0s to 1h', 'how long the last pod stays at least'),
  'metric-aggregation-algorithm': fact('text', 'linear', 'linear, weighted-exponential', 'how the window is averaged'),
  'panic-window-percentage': fact('number', undefined, '1 to 100', 'short window in percent of the stable one'),
  'panic-threshold-percentage': fact(
    'number',
    undefined,
    '110 to 1000',
    'wanted in percent of ready pods that starts panic',
  ),
  'target-burst-capacity': fact('number', undefined, '0 and more, or -1', 'burst to absorb without the activator'),
  'target-utilization-percentage': fact('number', undefined, '1 to 100', 'share of the target that is aimed at'),
};
