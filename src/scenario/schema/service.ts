import { z } from 'zod';
import { PHASES } from '../../platform/recipe.js';
import { findStartupPreset, STARTUP_PRESETS } from '../../platform/startup/presets.js';
import type { Distribution } from '../../random/distribution.js';
import { parseDuration } from '../../units/duration.js';
import { nameHint } from '../problem.js';
import { arrivals, durationTrace, path } from './arrivals.js';
import { distribution, distributionShapes, fromShape } from './distribution.js';
import {
  DNS_LABEL,
  LABEL_RULE,
  bytes,
  count,
  cpu,
  duration,
  factor,
  memory,
  message,
  nonEmpty,
  oneOf,
  percent,
  positive,
  verbatim,
} from './leaves.js';
import { slas, slos } from './promises.js';
import { closed, named, textOr } from './shapes.js';

const resourceList = (description: string) =>
  closed({ cpu: cpu('CPU').optional(), memory: memory('Memory').optional() }).meta({ description });

export const resources = closed({
  requests: resourceList('What the scheduler sets aside').optional(),
  limits: resourceList('What the container may use; metered bills count it').optional(),
})
  .superRefine(({ requests = {}, limits = {} }, context) => {
    for (const key of ['cpu', 'memory'] as const) {
      if ((requests[key] ?? 0) <= (limits[key] ?? Infinity)) continue;
      context.addIssue({ code: 'custom', path: ['requests', key], message: `must not exceed limits.${key}` });
    }
  })
  .meta({ description: "Kubernetes' resources of the user container" });

/** One of the distribution's own keys, or none. */
function distributionOf(fields: Readonly<Record<string, unknown>>): Distribution | null | 'several' {
  const keys = Object.keys(distributionShapes).filter((key) => fields[key] !== undefined);
  if (keys.length > 1) return 'several';
  return keys.length === 0
    ? null
    : fromShape({ key: keys[0], value: fields[keys[0]] } as Parameters<typeof fromShape>[0]);
}

const optionalShapes = {
  exponential: distributionShapes.exponential.optional(),
  uniform: distributionShapes.uniform.optional(),
  lognormal: distributionShapes.lognormal.optional(),
  normal: distributionShapes.normal.optional(),
  quantiles: distributionShapes.quantiles.optional(),
};

export type WrittenTime =
  | { readonly kind: 'times'; readonly io: Distribution; readonly cpu: Distribution | null }
  | { readonly kind: 'trace'; readonly trace: z.output<typeof durationTrace> };

const NO_TIME: Distribution = { kind: 'constant', value: 0 };
const TIME_RULE = 'must be one distribution, or io and cpu, or a trace';

const serviceTimeFields = closed(
  {
    io: distribution.optional(),
    cpu: distribution.optional(),
    trace: durationTrace.optional(),
    ...optionalShapes,
  },
  'a duration, a distribution, { io, cpu } or { trace }',
).transform((fields, context): WrittenTime => {
  const alone = distributionOf(fields);
  const given = [fields.io ?? fields.cpu, fields.trace, alone].filter((part) => part !== undefined && part !== null);
  if (given.length !== 1 || alone === 'several') {
    context.addIssue({ code: 'custom', message: TIME_RULE });
    return z.NEVER;
  }
  if (fields.trace !== undefined) return { kind: 'trace', trace: fields.trace };
  return { kind: 'times', io: fields.io ?? alone ?? NO_TIME, cpu: fields.cpu ?? null };
});

export const serviceTime = textOr(
  duration('A constant wait').transform((value): WrittenTime => ({
    kind: 'times',
    io: { kind: 'constant', value },
    cpu: null,
  })),
  serviceTimeFields,
  'a duration such as "80ms", a distribution, { io, cpu } or { trace }',
).meta({
  id: 'ServiceTime',
  description:
    'What a warm, lonely pod needs: waits (`io`, any number at once) first, then CPU time at one core (`cpu`), shared',
});

const preset = z.string().superRefine((name, context) => {
  if (findStartupPreset(name) !== undefined) return;
  const hint = nameHint(
    name,
    STARTUP_PRESETS.map((known) => known.name),
  );
  context.addIssue({ code: 'custom', message: message('must be a shipped start-up preset', hint) });
});

const image = closed({
  size: bytes('Compressed size', positive).optional(),
  layers: z
    .array(bytes('Size of one layer', positive), { error: 'must be a list of sizes' })
    .min(1, { error: 'must not be empty' })
    .optional(),
})
  .superRefine(({ size, layers }, context) => {
    const total = layers?.reduce((sum, layer) => sum + layer, 0);
    if (size === undefined && total === undefined)
      context.addIssue({ code: 'custom', message: 'must have size or layers' });
    if (size !== undefined && total !== undefined && size !== total)
      context.addIssue({ code: 'custom', message: 'size must be the sum of layers' });
  })
  .transform(({ size, layers = [size ?? 0] }) => ({ size: layers.reduce((sum, layer) => sum + layer, 0), layers }))
  .meta({ description: 'The image that is pulled where the node does not have it' });

const phaseFields = Object.fromEntries(PHASES.map((phase) => [phase, distribution.optional()])) as unknown as Readonly<
  Record<(typeof PHASES)[number], z.ZodOptional<typeof distribution>>
>;

export interface WrittenStartup {
  readonly preset: string | null;
  readonly phases: Readonly<Partial<Record<(typeof PHASES)[number], Distribution>>>;
  readonly image: { readonly size: number; readonly layers: readonly number[] } | null;
  readonly warmPool: number;
}
const PLAIN_STARTUP: WrittenStartup = { preset: null, phases: {}, image: null, warmPool: 0 };

const startupFields = closed(
  {
    preset: preset.meta({ description: 'Numbers to begin with' }).optional(),
    ...phaseFields,
    image: image.optional(),
    warmPool: count('Generic pods kept started up to containerStart').optional(),
    ...optionalShapes,
  },
  'a preset, a duration, a distribution or a map of phases',
).transform((fields, context): WrittenStartup => {
  const alone = distributionOf(fields);
  const given = PHASES.filter((phase) => fields[phase] !== undefined);
  if (alone === 'several' || (alone !== null && (given.length > 0 || fields.preset !== undefined))) {
    context.addIssue({ code: 'custom', message: 'must be one distribution for everything, or a preset and phases' });
    return z.NEVER;
  }
  const phases =
    alone === null ? Object.fromEntries(given.map((phase) => [phase, fields[phase]!])) : { applicationStart: alone };
  return { preset: fields.preset ?? null, phases, image: fields.image ?? null, warmPool: fields.warmPool ?? 0 };
});

/** A text that begins with a digit was meant as a duration. */
const startupText = z.string().transform((value, context): WrittenStartup => {
  if (findStartupPreset(value) !== undefined) return { ...PLAIN_STARTUP, preset: value };
  const length = parseDuration(value);
  if (length.ok) return { ...PLAIN_STARTUP, phases: { applicationStart: { kind: 'constant', value: length.value } } };
  const names = STARTUP_PRESETS.map((known) => known.name);
  const problem = /^[\d-]/.test(value)
    ? message(length.rule, length.hint)
    : message('must be a duration or a shipped start-up preset', nameHint(value, names));
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

export const startup = textOr(
  startupText,
  startupFields,
  'a preset such as "node-container", a duration such as "20s", or a map of phases',
).meta({
  id: 'Startup',
  description:
    'How long a pod takes to become ready: the name of a preset, a duration or distribution (all of it in one phase), or a preset with phases of its own',
});

const share = (description: string) => percent(description, { max: Infinity });

/** The settings of each policy, by name. */
const POLICIES = {
  knative: closed({ policy: z.literal('knative') }),
  threshold: closed({
    policy: z.literal('threshold'),
    burstAbove: share('Above this share of capacity the desired scale is multiplied').optional(),
    shrinkBelow: share('Below this share it shrinks').optional(),
    burstMultiplier: factor('By how much', (value) => (value > 1 ? null : 'must be above 1')).optional(),
    cooldown: duration('From one shrinking to the next').optional(),
    prewarm: z.boolean().meta({ description: 'Start missing pods ahead of need' }).optional(),
    minScale: count('Pods at least').optional(),
    maxScale: count('Pods at most; 0: any number').optional(),
    target: factor('Concurrency one pod is meant to take').optional(),
  }),
  fixed: closed({ policy: z.literal('fixed'), pods: count('Pods') }),
  'per-request': closed({
    policy: z.literal('per-request'),
    expiry: duration('An idle instance is removed after this long').optional(),
    idleOrder: oneOf(['newest', 'oldest', 'random'], 'Which idle instance takes the next request').optional(),
    maxPods: count('Instances at most; 0: any number').optional(),
    provisioned: count('Instances kept always ready').optional(),
  }),
} as const;
const POLICY_NAMES = Object.keys(POLICIES) as [keyof typeof POLICIES, ...(keyof typeof POLICIES)[]];

const policyRule = (name: unknown): string =>
  name === 'oracle'
    ? message('the clairvoyant policy is not built', `built: ${POLICY_NAMES.join(', ')}`)
    : message(
        `must be one of ${POLICY_NAMES.join(', ')}`,
        typeof name === 'string' ? nameHint(name, POLICY_NAMES) : '',
      );

export const autoscaler = z
  .discriminatedUnion('policy', [POLICIES.knative, POLICIES.threshold, POLICIES.fixed, POLICIES['per-request']], {
    error: ({ input }) =>
      typeof input === 'object' && input !== null
        ? policyRule((input as { policy?: unknown }).policy)
        : 'must be a map such as { policy: knative }',
  })
  .meta({ id: 'Autoscaler', description: 'The policy, and its settings beside it' });
export type WrittenPolicy = z.output<typeof autoscaler>;

const start = z
  .union([z.enum(['ready', 'deploying']), z.number().int().min(0)], {
    error: 'must be ready, deploying or a number of pods',
  })
  .meta({
    description:
      'At time 0: `ready`, the initial scale stands ready; `deploying`, the first pods start now; a number, that many pods stand ready',
  });

/** What a pod is and does; on a service it holds for all of its revisions that do not say otherwise. */
const podFields = {
  serviceTime: serviceTime.optional(),
  startup: startup.optional(),
  autoscaler: autoscaler.optional(),
  start: start.optional(),
};

const revisionFields = {
  annotations: verbatim('autoscaling.knative.dev/*, verbatim').optional(),
  containerConcurrency: count('Hard limit of requests at once in one pod; 0: none', { max: 1000 }).optional(),
  timeoutSeconds: count('Seconds a request may take in all, waiting included', { min: 1 }).optional(),
  resources: resources.optional(),
  ...podFields,
};
export const revision = closed(revisionFields).meta({
  id: 'Revision',
  description: 'spec.template of a Knative Service, flattened',
});
export type WrittenRevision = z.output<typeof revision>;

const kubernetesName = z
  .string({ error: LABEL_RULE })
  .regex(DNS_LABEL, { error: LABEL_RULE })
  .meta({ description: 'Name of the revision; default: that of the service and -00001' });

const client = closed({
  timeout: duration('Callers give up after this long; default: never', positive).optional(),
  retries: closed({
    max: count('Retries of one request at most', { max: 100 }),
    backoff: duration('Before the first retry; doubles each time').optional(),
    budget: percent('Retries are at most this share of the requests seen').optional(),
  }).optional(),
}).meta({ description: 'What callers do' });

const traffic = z
  .array(
    closed({
      at: duration('From when on').optional(),
      split: named(percent('Share'), 'Shares of the revisions, adding up to 100%'),
    }),
    { error: 'must be a list such as [{ at: 0s, split: { a: 100% } }]' },
  )
  .min(1, { error: 'must not be empty' })
  .meta({ description: "Knative's split of traffic between revisions; with `at` it is a rollout" });

export const service = closed({
  manifest: path
    .meta({ description: 'A file with a serving.knative.dev/v1 Service, instead of `revision` and `traffic`' })
    .optional(),
  revision: closed({ name: kubernetesName.optional(), ...revisionFields })
    .meta({ description: 'spec.template, flattened' })
    .optional(),
  revisions: named(revision, 'Several revisions, by name, instead of `revision`').optional(),
  traffic: traffic.optional(),
  nodeGroup: nonEmpty('The node group it is bound to').optional(),
  arrivals: arrivals.optional(),
  ...podFields,
  client: client.optional(),
  slos: slos.optional(),
  sla: slas.optional(),
}).meta({ id: 'Service' });
export type WrittenService = z.output<typeof service>;

const fleetSource = {
  generated: closed({
    model: oneOf(['azure-2019'], 'What the services are drawn from'),
    apps: count('Applications', { min: 1, max: 1_000_000 }),
    settings: nonEmpty('Where their settings come from').optional(),
  }),
  trace: closed({
    dir: path,
    format: nonEmpty('Format of the folder'),
    sha256: nonEmpty('Digest the folder must have').optional(),
  }),
};

export const fleet = closed({
  generated: fleetSource.generated.optional(),
  trace: fleetSource.trace.optional(),
  defaults: closed({
    ...revisionFields,
    serviceTime: z
      .union([z.literal('from-model'), serviceTime], { error: 'must be from-model or a service time' })
      .optional(),
    nodeGroup: nonEmpty('The node group they are bound to').optional(),
  })
    .meta({ description: 'What each of its services is' })
    .optional(),
})
  .refine(({ generated, trace }) => (generated === undefined) !== (trace === undefined), {
    error: 'must have exactly one of generated, trace',
  })
  .meta({ description: 'Services that nobody names' });
export type WrittenFleet = z.output<typeof fleet>;
