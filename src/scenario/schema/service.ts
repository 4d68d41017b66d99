import { z } from 'zod';
import { arrivals } from './arrivals.js';
import { autoscaler } from './autoscaler.js';
import { count, DNS_LABEL, duration, LABEL_RULE, nonEmpty, percent, perSecond, positive, verbatim } from './leaves.js';
import { memoryUse, resources, serviceTime, startup } from './pod.js';
import { slas, slos } from './promises.js';
import { also, closed, named, present } from './shapes.js';
import { path } from './traceFiles.js';

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
  memory: memoryUse.optional(),
  startup: startup.optional(),
  autoscaler: autoscaler.optional(),
  start: start.optional(),
};

export const revisionFields = {
  annotations: verbatim('autoscaling.knative.dev/*, verbatim').optional(),
  containerConcurrency: count('Hard limit of requests at once in one pod; 0: none', { max: 1000 }).optional(),
  timeoutSeconds: count('Seconds a request may take in all, waiting included; 0: the default').optional(),
  responseStartTimeoutSeconds: count(
    'Seconds until a response must begin, waiting included; 0: none; default: none, but 300 where timeoutSeconds is more',
  ).optional(),
  idleTimeoutSeconds: count('Seconds a response may send nothing, waiting included; 0: none, the default').optional(),
  resources: resources.optional(),
  ...podFields,
};
const revision = closed(revisionFields).meta({
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
    budget: percent('Retries are at most this share of the requests seen', { max: Infinity }).optional(),
  }).optional(),
}).meta({ description: 'What callers do' });

const downstream = also(
  closed({
    connections: count('Requests under way in it at once', { min: 1 }).optional(),
    rate: perSecond('Requests that it takes, evenly spaced', positive).optional(),
    queue: count('Requests that may wait for it; one more is refused; default: any number').optional(),
  }),
  ({ connections, rate }) => present(connections, rate) > 0,
  'must have connections or rate',
).meta({ description: 'A dependency that all pods of the service share: more pods do not make it larger' });

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
  notNodeGroups: z
    .array(nonEmpty('A node group'), { error: 'must be a list of node groups' })
    .meta({ description: 'Node groups it is kept out of' })
    .optional(),
  arrivals: arrivals.optional(),
  ...podFields,
  client: client.optional(),
  downstream: downstream.optional(),
  slos: slos.optional(),
  sla: slas.optional(),
}).meta({ id: 'Service' });
export type WrittenService = z.output<typeof service>;
