import { z } from 'zod';
import { cluster, faults, knative } from './platform.js';
import { count, duration, message, nonEmpty, oneOf, positive } from './leaves.js';
import { slas, slos } from './promises.js';
import { billing, tariffs } from './tariffs.js';
import { fleet } from './fleet.js';
import { service } from './service.js';
import { closed, named } from './shapes.js';

const version = z.literal(1, {
  error: ({ input }) =>
    input === undefined
      ? message('the version of this format is required', 'begin with "headroom: 1"')
      : 'must be 1, the only version of this format',
});

const warmup = z
  .union([z.literal('auto'), duration('A span')], { error: 'must be a duration such as "5m", or auto' })
  .meta({ description: 'Requests that arrive before it are not counted' });

/** The whole file. */
export const scenarioSchema = closed({
  headroom: version.meta({ description: 'Version of this format' }),
  name: nonEmpty('Name of the scenario').optional(),
  horizon: duration('Simulated time', positive),
  seed: count('Where all chance is derived from').optional(),
  analysis: oneOf(['terminating', 'steady-state'], 'A run with a natural end, or the long run').optional(),
  warmup: warmup.optional(),
  knative: knative.optional(),
  cluster: cluster.optional(),
  services: named(service, 'Services, by name').optional(),
  fleet: fleet.optional(),
  faults: faults.optional(),
  tariffs: tariffs.optional(),
  billing: billing.optional(),
  slos: slos.meta({ description: 'Objectives over all services together' }).optional(),
  sla: slas.optional(),
  thresholds: z
    .array(z.string({ error: 'must be a text such as "p99 < 500ms"' }), { error: 'must be a list of texts' })
    .meta({ description: 'What must hold: a figure, <, <=, > or >=, and a value. If one fails, the exit code is 99' })
    .optional(),
  notes: z
    .array(closed({ where: z.string(), text: z.string() }), { error: 'must be a list of { where, text }' })
    .meta({ description: 'Assumptions that are carried along (printed scenarios have them)' })
    .optional(),
});
export type WrittenScenario = z.output<typeof scenarioSchema>;

/** The JSON Schema of the written format, for editors. */
export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(scenarioSchema, { io: 'input' });
  const { $defs = {}, properties = {} } = schema;
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, part]) => [name, isMap(part) ? orRanges(part) : part]),
    ),
    $defs: { ...(orRanges($defs) as object), Range: RANGE },
    title: 'Headroom scenario',
    description: 'Top-level keys that begin with "x-" are ignored: a place for anchors.',
    patternProperties: { '^x-': {} },
  };
}

/** What `../ranges` takes instead of a quantity, wherever one stands below the top level. */
const RANGE = {
  type: 'array',
  items: { type: ['string', 'number'] },
  minItems: 2,
  maxItems: 2,
  description: 'Not known: anything from the first to the second is as likely',
};

const isMap = (schema: unknown): boolean =>
  typeof schema === 'object' && schema !== null && ('properties' in schema || 'additionalProperties' in schema);

/** The same schema with a range beside every quantity. */
function orRanges(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(orRanges);
  if (typeof schema !== 'object' || schema === null) return schema;
  if (isQuantity(schema)) return { anyOf: [schema, { $ref: '#/$defs/Range' }] };
  return Object.fromEntries(Object.entries(schema).map(([key, inner]) => [key, orRanges(inner)]));
}

/** Numbers, texts with a unit (their examples begin with a digit), and values copied from Kubernetes. */
function isQuantity(schema: object): boolean {
  const { type, examples } = schema as { readonly type?: unknown; readonly examples?: unknown };
  if (type === 'number' || type === 'integer' || (Array.isArray(type) && type.includes('number'))) return true;
  return type === 'string' && Array.isArray(examples) && /^\d/.test(String(examples[0]));
}
