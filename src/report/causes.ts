/**
 * The closed lists of `platform/causes` in a reader's words: what each cause means and which settings act on it. A
 * code this version does not know (a document of a later one) is shown as it stands.
 */

export interface CauseWords {
  /** Short, for charts and lists. */
  readonly title: string;
  /** One sentence. */
  readonly meaning: string;
  /** Settings that act on it. */
  readonly act: string;
}

const COLD: Readonly<Record<string, CauseWords>> = {
  'startup-failure': {
    title: 'start-up failed',
    meaning: 'A pod that was meant to serve failed to start or crashed in a loop.',
    act: 'look at the faults of the scenario and at the pod’s start-up phases',
  },
  'pods-lost': {
    title: 'pods lost',
    meaning: 'Pods that stood ready were lost to a crash, a node, a zone or a spot reclaim.',
    act: 'spread over zones, keep spare pods with min-scale, or move off spot nodes',
  },
  'autoscaler-outage': {
    title: 'autoscaler blind',
    meaning: 'The autoscaler was down or had no metrics, so nothing was decided.',
    act: 'keep spare pods with min-scale for the time it is down',
  },
  'waiting-for-node': {
    title: 'waiting for a node',
    meaning: 'Pods were asked for but had no node to run on.',
    act: 'keep a spare node, raise maxNodes, or make the pods’ resource requests smaller',
  },
  'max-scale': {
    title: 'at max-scale',
    meaning: 'The service already ran as many pods as max-scale allows.',
    act: 'raise autoscaling.knative.dev/max-scale, or containerConcurrency if the pod can take it',
  },
  'scaled-to-zero': {
    title: 'scaled to zero',
    meaning: 'No pod stood: the service had been scaled to zero.',
    act: 'set min-scale to 1, or keep the last pod longer with scale-to-zero-pod-retention-period',
  },
  rollout: {
    title: 'rollout or first pods',
    meaning: 'A revision was new and its first pods were still starting.',
    act: 'raise initial-scale, or roll out in smaller steps',
  },
  'max-scale-up-rate': {
    title: 'scale-up rate limit',
    meaning: 'max-scale-up-rate held back how many pods one decision may add.',
    act: 'raise max-scale-up-rate',
  },
  'recent-scale-down': {
    title: 'scaled down too soon',
    meaning: 'Pods that would have served had been removed shortly before.',
    act: 'set scale-down-delay, or widen stable-window',
  },
  'panic-not-yet': {
    title: 'panic not yet triggered',
    meaning: 'Load had risen, but not by enough for the panic window to take over.',
    act: 'lower panic-threshold-percentage, or lower the target so that pods carry more spare capacity',
  },
  'all-instances-busy': {
    title: 'all instances busy',
    meaning: 'Each request takes an idle instance, and none was idle.',
    act: 'keep instances provisioned, keep idle ones for longer (expiry), or raise containerConcurrency',
  },
  'burst-inside-window': {
    title: 'burst inside the window',
    meaning: 'Load rose faster than a window can see.',
    act: 'lower the target (more spare capacity per pod), keep more pods with min-scale, or shorten the start-up',
  },
  'namespace-quota': {
    title: 'namespace quota',
    meaning: "Pods were wanted, but the namespace's quota was used up.",
    act: 'raise the quota, or ask for less CPU and memory per pod',
  },
};

const PHASES: Readonly<Record<string, string>> = {
  'autoscaler-reaction': 'autoscaler reaction',
  scheduling: 'scheduling',
  'node-provisioning': 'node provisioning',
  'image-pull': 'image pull',
  sandbox: 'sandbox',
  runtime: 'runtime start',
  application: 'application start',
  readiness: 'readiness',
  'endpoint-propagation': 'endpoint propagation',
  'restart-back-off': 'restarts and their back-off',
  imagePull: 'image pull',
  containerStart: 'container start',
  applicationStart: 'application start',
  node: 'no node has room',
};

/** Title and what acts on it. */
const FAILURES: Readonly<Record<string, readonly [title: string, act: string]>> = {
  'queue-proxy-full': [
    'queue-proxy full',
    'keep more pods with min-scale, lower the target, or raise containerConcurrency if the pod can take it',
  ],
  'downstream-limit': ['downstream limit', 'give the dependency more connections or a longer queue, or send it less'],
  'downstream-wait': [
    'waited for a shared dependency',
    'give the dependency more connections or a higher rate: more pods only move the line',
  ],
  'no-capacity': ['no capacity', 'raise maxPods, or containerConcurrency if an instance can take it'],
  'activator-wait': [
    'waited in the activator',
    'keep pods with min-scale, raise max-scale, shorten the start-up, or give requests more time',
  ],
  'saturated-pods': ['pods saturated', 'lower the target, raise max-scale, or keep more pods with min-scale'],
  'slow-dependency': ['slow dependency', 'look at the faults of the scenario, or give requests more time'],
  'slow-service': ['slow service', 'make the requests faster, or give them more time (timeoutSeconds, client.timeout)'],
  'startup-never-succeeded': [
    'start-up never succeeded',
    'look at the faults of the scenario and at the pod’s start-up phases',
  ],
  'killed-in-flight': ['killed in flight', 'spread over zones, move off spot nodes, or let clients retry'],
  'cut-by-drain': ['cut by drain', 'raise timeoutSeconds: it is also the time that a pod has to drain'],
  'out-of-memory': ['out of memory', 'raise limits.memory, or lower containerConcurrency'],
  'activator-restart': ['activator restarted', 'let clients retry, or run more activators'],
  'pod-down': ['sent to a pod that was down', 'let clients retry'],
  'node-silent': ['silent node', 'let clients retry with a time-out of their own, and have lost nodes found sooner'],
};

const FAULTS: Readonly<Record<string, string>> = {
  podCrash: 'a pod crashes',
  crashLoop: 'a pod crashes in a loop',
  slowStart: 'slow starts',
  failedStart: 'starts fail',
  nodeLoss: 'a node is lost',
  zoneLoss: 'a zone is lost',
  registrySlow: 'the registry is slow',
  registryDown: 'the registry is down',
  activatorRestart: 'an activator ends',
  autoscalerOutage: 'the autoscaler is down',
  slowDependency: 'a dependency is slow',
  metricsMissing: 'metrics are missing',
};

/** What went wrong, in words. */
export function faultTitle(kind: string): string {
  return FAULTS[kind] ?? kind;
}

/** Why capacity was missing, in words. */
export function coldCause(code: string): CauseWords {
  return COLD[code] ?? { title: spoken(code), meaning: `Cause “${code}”.`, act: '' };
}

/** A phase of a wait or of a start-up, in words. */
export function phaseTitle(code: string): string {
  return PHASES[code] ?? spoken(code);
}

/** Why a request was refused, timed out or failed, in words. */
export function failureTitle(code: string): string {
  return failureCause(code).title;
}

/** The same with what acts on it; nothing of a code this version does not know. */
export function failureCause(code: string): Pick<CauseWords, 'title' | 'act'> {
  const [title, act] = FAILURES[code] ?? [spoken(code), ''];
  return { title, act };
}

function spoken(code: string): string {
  return code.replace(/[-_]/g, ' ');
}

export interface Share {
  readonly code: string;
  readonly count: number;
  readonly share: number;
}

/** The entries of a count by code that occurred, the largest first; ties in the order of the code. */
export function ranked(counts: Readonly<Record<string, number>>): readonly Share[] {
  const entries = Object.entries(counts).filter(([, n]) => n > 0);
  const total = entries.reduce((sum, [, n]) => sum + n, 0);
  return entries
    .map(([code, n]) => ({ code, count: n, share: n / total }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
