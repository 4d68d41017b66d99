/** What a pod is: resources, service time, start-up. */
import { z } from 'zod';
import { type Image, PHASES } from '../../platform/recipe.js';
import { findStartupPreset, STARTUP_PRESETS } from '../../platform/startup/presets.js';
import type { Distribution } from '../../random/distribution.js';
import { parseDuration } from '../../units/duration.js';
import { nameHint } from '../problem.js';
import { durationTrace } from './traceFiles.js';
import { distribution, distributionShapes, fromShape } from './distribution.js';
import { bytes, count, cpu, duration, flag, memory, message, positive } from './leaves.js';
import { also, closed, inOrder, named, present, textOr } from './shapes.js';

const resourceList = (description: string) =>
  closed({ cpu: cpu('CPU').optional(), memory: memory('Memory').optional() }).meta({ description });

const resourceFields = closed({
  requests: resourceList('What the scheduler sets aside').optional(),
  limits: resourceList('What the container may use; metered bills count it').optional(),
  gpus: count('Whole GPUs; the pod goes to nodes that have them').optional(),
});

const cpuFits = also(
  resourceFields,
  ({ requests, limits }) => inOrder(requests?.cpu, limits?.cpu),
  'must not exceed limits.cpu',
  ['requests', 'cpu'],
);
export const resources = also(
  cpuFits,
  ({ requests, limits }) => inOrder(requests?.memory, limits?.memory),
  'must not exceed limits.memory',
  ['requests', 'memory'],
).meta({ description: "Kubernetes' resources of the user container" });

/** What a pod's memory is used for, against its limit. */
export const memoryUse = closed({
  base: bytes('Used by a pod that executes nothing'),
  perRequest: bytes('Used by each request that it executes'),
}).meta({ description: 'Memory that a pod uses: past its limit it is killed, with what it executes' });

const SHAPE_KEYS = Object.keys(distributionShapes) as readonly (keyof typeof distributionShapes)[];
const shapesIn = (fields: Readonly<Record<string, unknown>>): readonly unknown[] =>
  SHAPE_KEYS.map((key) => fields[key]);

/** What stands under one of the distribution's own keys, or none. */
function distributionOf(fields: Readonly<Record<string, unknown>>): Distribution | null {
  const key = SHAPE_KEYS.find((name) => fields[name] !== undefined);
  return key === undefined ? null : fromShape({ key, value: fields[key] } as Parameters<typeof fromShape>[0]);
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
);

const serviceTimeShape = also(
  serviceTimeFields,
  (fields) => present(fields.io ?? fields.cpu, fields.trace, ...shapesIn(fields)) === 1,
  TIME_RULE,
).transform((fields): WrittenTime => {
  const alone = distributionOf(fields);
  if (fields.trace !== undefined) return { kind: 'trace', trace: fields.trace };
  return { kind: 'times', io: fields.io ?? alone ?? NO_TIME, cpu: fields.cpu ?? null };
});

export const serviceTime = textOr(
  duration('A constant wait').transform((value): WrittenTime => ({
    kind: 'times',
    io: { kind: 'constant', value },
    cpu: null,
  })),
  serviceTimeShape,
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

const LAYERS_RULE = 'must be a list of sizes, or sizes by name';
const imageFields = closed({
  size: bytes('Compressed size', positive).optional(),
  layers: z
    .union(
      [
        z.array(bytes('Size of one layer', positive), { error: LAYERS_RULE }).min(1, { error: 'must not be empty' }),
        named(bytes('Size of one layer', positive), 'Sizes by name').refine(
          (layers) => Object.keys(layers).length > 0,
          {
            error: 'must not be empty',
          },
        ),
      ],
      { error: LAYERS_RULE },
    )
    .meta({ description: 'Sizes, or sizes by name: layers of one name are the same layer in every image' })
    .optional(),
  prePulled: flag('Every node has it from its start on').optional(),
});
const total = (layers: readonly number[]): number => layers.reduce((sum, layer) => sum + layer, 0);
type Layers = readonly number[] | Readonly<Record<string, number>>;
const sizes = (layers: Layers): readonly number[] => Object.values(layers);

const sized = also(imageFields, ({ size, layers }) => present(size, layers) > 0, 'must have size or layers');
const image = also(
  sized,
  ({ size, layers }) => present(size, layers) < 2 || size === total(sizes(layers ?? [])),
  'must be the sum of layers',
  ['size'],
)
  .transform(({ size, layers = [size ?? 0], prePulled }): Image => ({
    size: total(sizes(layers)),
    layers: sizes(layers),
    ...(Array.isArray(layers) ? {} : { names: Object.keys(layers) }),
    ...(prePulled === true ? { prePulled } : {}),
  }))
  .meta({ description: 'The image that is pulled where the node does not have it' });

const phaseFields = Object.fromEntries(PHASES.map((phase) => [phase, distribution.optional()])) as unknown as Readonly<
  Record<(typeof PHASES)[number], z.ZodOptional<typeof distribution>>
>;

export interface WrittenStartup {
  readonly preset: string | null;
  readonly phases: Readonly<Partial<Record<(typeof PHASES)[number], Distribution>>>;
  readonly image: Image | null;
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
);

/** One distribution for everything, or a preset and phases. */
const startupShape = also(
  startupFields,
  (fields) =>
    present(
      ...shapesIn(fields),
      present(fields.preset, ...PHASES.map((phase) => fields[phase])) > 0 ? true : undefined,
    ) < 2,
  'must be one distribution for everything, or a preset and phases',
).transform((fields): WrittenStartup => {
  const alone = distributionOf(fields);
  const given = PHASES.filter((phase) => fields[phase] !== undefined);
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
  startupShape,
  'a preset such as "node-container", a duration such as "20s", or a map of phases',
).meta({
  id: 'Startup',
  description:
    'How long a pod takes to become ready: the name of a preset, a duration or distribution (all of it in one phase), or a preset with phases of its own',
});
