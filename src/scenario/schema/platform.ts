/** What the platform team owns: Knative's settings, the cluster, and what goes wrong. */
import { z } from 'zod';
import { distribution } from './distribution.js';
import { path } from './traceFiles.js';
import {
  bandwidth,
  count,
  cpu,
  duration,
  factor,
  flag,
  hourlyPrice,
  memory,
  nonEmpty,
  oneOf,
  perSecond,
  positive,
  verbatim,
} from './leaves.js';
import { also, closed, inOrder, named, present, textOr } from './shapes.js';

/** A manifest's own schema is Kubernetes'; what matters of it is checked where it is read. */
const inlineManifest = z.looseObject({ kind: z.string({ error: 'a manifest has a kind' }) });

export const knative = closed({
  'config-autoscaler': verbatim('ConfigMap data, keys and values verbatim').optional(),
  profile: nonEmpty('A tuning profile, below config-autoscaler and annotations in precedence').optional(),
  manifests: z
    .array(textOr(path, inlineManifest, 'a file or a manifest'), { error: 'must be a list of files' })
    .meta({ description: 'Files with ConfigMap config-autoscaler and Services, instead of the blocks' })
    .optional(),
  ingress: closed({
    loadBalancing: oneOf(['least-request', 'round-robin', 'random'], 'How the ingress picks a ready pod').optional(),
    endpointDelay: duration("From a pod's change of state until the ingress acts on it").optional(),
  }).optional(),
  activator: closed({ replicas: count('Activators in the cluster', { min: 1, max: 1000 }).optional() }).optional(),
}).meta({ description: 'What the platform team owns' });

const nodeGroupFields = closed({
  kind: oneOf(['on-demand', 'reserved', 'spot'], 'How it is bought').optional(),
  nodes: count('Nodes at the start, and never fewer'),
  maxNodes: count('Nodes at most').optional(),
  zones: z
    .array(nonEmpty('A zone'), { error: 'must be a list of zones' })
    .min(1, { error: 'must not be empty' })
    .optional(),
  cpu: cpu('CPU that pods can have'),
  memory: memory('Memory that pods can have'),
  maxPods: count('Pods on one node', { min: 1 }).optional(),
  gpus: count('GPUs of one node; only pods that ask for some go there').optional(),
  dedicated: flag('Only services that are bound to it go there').optional(),
  pullBandwidth: bandwidth('Into one node, shared by its pulls').optional(),
  price: hourlyPrice('Of one node').optional(),
  reclaim: closed({ rate: perSecond('Of one node'), notice: duration('Warning before').optional() }).optional(),
});

const nodeRange = also(nodeGroupFields, ({ nodes, maxNodes }) => inOrder(nodes, maxNodes), 'must not be below nodes', [
  'maxNodes',
]);
const priced = also(
  nodeRange,
  ({ price }) => price === undefined || price.currency === undefined || price.currency === 'USD',
  'must be in USD',
  ['price'],
);
const nodeGroup = also(
  priced,
  ({ kind, reclaim }) => reclaim === undefined || kind === 'spot',
  'goes with kind: spot only',
  ['reclaim'],
);
export type WrittenNodeGroup = z.output<typeof nodeGroup>;

export const cluster = closed({
  scheduler: closed({
    score: oneOf(['least-allocated', 'most-allocated'], 'Which node is preferred').optional(),
    spread: oneOf(['zone', 'none'], 'Whether pods are spread over zones').optional(),
  }).optional(),
  registry: closed({ bandwidth: bandwidth('Shared by all pulls').optional() }).optional(),
  autoscaler: closed({
    scanInterval: duration('How often it looks', positive).optional(),
    provisioning: distribution.meta({ description: 'From the request for a node until it is ready' }),
    removeIdleAfter: duration('How long a node is not needed before it goes').optional(),
  }).optional(),
  daemonSets: closed({
    cpu: cpu('CPU that they request').optional(),
    memory: memory('Memory that they request').optional(),
    pods: count('Pods').optional(),
  })
    .meta({ description: 'What the DaemonSets take of each node' })
    .optional(),
  quota: closed({
    cpu: cpu('Sum of CPU requests').optional(),
    memory: memory('Sum of memory requests').optional(),
    pods: count('Pods').optional(),
  })
    .meta({ description: 'ResourceQuota of the namespace that all services live in' })
    .optional(),
  nodeGroups: named(nodeGroup, 'Node groups').refine((groups) => Object.keys(groups).length > 0, {
    error: 'must not be empty',
  }),
}).meta({ description: 'Nodes. Without it, pods always fit at once and nodes cost nothing' });
export type WrittenCluster = z.output<typeof cluster>;

const serviceName = nonEmpty('Which service').optional();
const slower = factor('By how much', (value) => (value >= 1 ? null : 'must be at least 1'));
const target = closed({ service: serviceName });

/** How Kubernetes finds out about nodes. */
const silence = {
  detection: duration('Until Kubernetes finds the node not ready').optional(),
  eviction: duration('From then until its pods are given up').optional(),
};

const FOUND = 'must come with detection: without it a lost node is known at once';
const isFound = ({ detection, eviction }: { readonly detection?: unknown; readonly eviction?: unknown }): boolean =>
  eviction === undefined || detection !== undefined;

/** Each kind of fault with what it needs to know. */
const KINDS = {
  podCrash: target,
  crashLoop: target,
  failedStart: target,
  slowStart: closed({ service: serviceName, multiply: slower }),
  nodeLoss: also(closed({ nodeGroup: nonEmpty('Which node group').optional(), ...silence }), isFound, FOUND, [
    'eviction',
  ]),
  zoneLoss: also(closed({ zone: nonEmpty('Which zone'), ...silence }), isFound, FOUND, ['eviction']),
  registrySlow: closed({ multiply: slower }),
  registryDown: closed({}),
  activatorRestart: closed({}),
  autoscalerOutage: closed({}),
  slowDependency: closed({ service: serviceName, multiply: slower }),
  metricsMissing: target,
} as const;
export const FAULT_KINDS = Object.keys(KINDS) as readonly (keyof typeof KINDS)[];

const faultFields = closed({
  ...(Object.fromEntries(Object.entries(KINDS).map(([kind, schema]) => [kind, schema.optional()])) as {
    [K in keyof typeof KINDS]: z.ZodOptional<(typeof KINDS)[K]>;
  }),
  at: duration('When').optional(),
  rate: perSecond('How often, per target', positive).optional(),
  for: duration('How long', positive).optional(),
});

const oneKind = also(
  faultFields,
  (fields) => present(...FAULT_KINDS.map((kind) => fields[kind])) === 1,
  `must have exactly one kind: ${FAULT_KINDS.join(', ')}`,
);
const fault = also(oneKind, ({ at, rate }) => present(at, rate) === 1, 'must have exactly one of at, rate');
export type WrittenFault = z.output<typeof fault>;

export const faults = z.array(fault, { error: 'must be a list of faults' }).meta({ description: 'What goes wrong' });
