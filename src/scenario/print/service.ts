import type { PolicyRecipe } from '../../autoscaler/recipe.js';
import {
  PHASES,
  type Client,
  type Image,
  type Resources,
  type Revision,
  type Service,
  type Startup,
} from '../../platform/recipe.js';
import { findStartupPreset } from '../../platform/startup/presets.js';
import type { Objective } from '../../slo/objective.js';
import { writeBytes, writeCpu, writeMemory } from '../../units/bytes.js';
import { writeDuration } from '../../units/duration.js';
import { SECOND } from '../../units/quantities.js';
import { writePercent, writeRate } from '../../units/rate.js';
import { DEFAULTS } from '../defaults.js';
import { firstRevision } from '../resolve/service.js';
import { writtenArrivals, writtenDistribution } from './leaves.js';
import { writtenObjectives } from './objectives.js';

type Fields = Readonly<Record<string, unknown>>;

export function writtenService(service: Service, objectives: readonly Objective[]): Fields {
  const own = objectives.filter((objective) => objective.service === service.name);
  return {
    ...writtenRevisions(service),
    ...(service.nodeGroup === null ? {} : { nodeGroup: service.nodeGroup }),
    ...(service.notNodeGroups === undefined ? {} : { notNodeGroups: service.notNodeGroups }),
    arrivals: writtenArrivals(service.arrivals),
    ...writtenClient(service.client),
    ...writtenDownstream(service.downstream),
    ...writtenObjectives(own),
  };
}

/** The usual service has one revision, named as Knative names it, that gets everything. */
function writtenRevisions({ name, revisions, split }: Service): Fields {
  if (revisions.length > 1) {
    return {
      revisions: Object.fromEntries(revisions.map((revision) => [revision.name, writtenTemplate(revision)])),
      traffic: writtenSplit(revisions, split),
    };
  }
  const [only] = revisions;
  return { revision: { ...(only.name === firstRevision(name) ? {} : { name: only.name }), ...writtenTemplate(only) } };
}

/** Hundredths of a percent. */
function writtenSplit(revisions: readonly Revision[], split: Service['split']): unknown {
  return split.map(({ at, shares, named }) => ({
    at: writeDuration(at),
    split: Object.fromEntries(
      revisions.flatMap(({ name }, i) => (named[i] ? [[name, writePercent(shares[i] / 10_000)]] : [])),
    ),
  }));
}

export function writtenTemplate(revision: Omit<Revision, 'name'>): Fields {
  const { autoscaler } = revision;
  const annotations =
    autoscaler.policy === 'knative' && Object.keys(autoscaler.annotations).length > 0
      ? { annotations: autoscaler.annotations }
      : {};
  return {
    ...annotations,
    containerConcurrency: revision.containerConcurrency,
    timeoutSeconds: revision.timeout / SECOND,
    ...writtenTimeouts(revision),
    resources: {
      requests: writtenResources(revision.requests),
      limits: writtenResources(revision.limits),
      ...(revision.gpus === undefined ? {} : { gpus: revision.gpus }),
    },
    serviceTime: writtenTime(revision.serviceTime),
    ...writtenMemory(revision.memory),
    startup: writtenStartup(revision.startup),
    autoscaler: writtenPolicy(autoscaler),
    start: revision.start,
  };
}

/** Those of a response, where they are not what nothing said would mean. */
function writtenTimeouts(revision: Omit<Revision, 'name'>): Fields {
  const { timeout, responseStartTimeout, idleTimeout, autoscaler } = revision;
  const hasDefault = autoscaler.policy === 'knative' && timeout > DEFAULTS.responseStartTimeoutSeconds * SECOND;
  return {
    ...((hasDefault || responseStartTimeout !== undefined) && {
      responseStartTimeoutSeconds: (responseStartTimeout ?? 0) / SECOND,
    }),
    ...(idleTimeout !== undefined && { idleTimeoutSeconds: idleTimeout / SECOND }),
  };
}

const writtenResources = ({ cpu, memory }: Resources): Fields => ({ cpu: writeCpu(cpu), memory: writeMemory(memory) });

function writtenMemory(memory: Revision['memory']): Fields {
  if (memory === undefined) return {};
  return { memory: { base: writeBytes(memory.base), perRequest: writeBytes(memory.perRequest) } };
}

function writtenTime({ io, cpu }: Revision['serviceTime']): unknown {
  return cpu === null ? writtenDistribution(io) : { io: writtenDistribution(io), cpu: writtenDistribution(cpu) };
}

/** The preset, and the phases in which it differs. */
function writtenStartup({ preset, phases, image, warmPool }: Startup): unknown {
  const named = preset === null ? undefined : findStartupPreset(preset);
  const own = PHASES.filter((phase) => JSON.stringify(phases[phase]) !== JSON.stringify(named?.phases[phase] ?? null));
  if (preset !== null && own.length === 0 && image === null && warmPool === 0) return preset;
  return {
    ...(preset === null ? {} : { preset }),
    ...Object.fromEntries(
      own.map((phase) => [phase, phases[phase] === null ? '0s' : writtenDistribution(phases[phase])]),
    ),
    ...(image === null ? {} : { image: writtenImage(image) }),
    ...(warmPool === 0 ? {} : { warmPool }),
  };
}

function writtenImage({ layers, names, prePulled }: Image): Fields {
  const sizes = layers.map(writeBytes);
  return {
    layers: names === undefined ? sizes : Object.fromEntries(names.map((name, k) => [name, sizes[k]])),
    ...(prePulled === true ? { prePulled } : {}),
  };
}

function writtenPolicy(recipe: PolicyRecipe): unknown {
  switch (recipe.policy) {
    case 'knative':
      return { policy: 'knative' };
    case 'fixed':
      return recipe;
    case 'threshold': {
      const { burstAbove, shrinkBelow, cooldown, ...rest } = recipe;
      return {
        ...rest,
        burstAbove: writePercent(burstAbove),
        shrinkBelow: writePercent(shrinkBelow),
        cooldown: writeDuration(cooldown),
      };
    }
    case 'per-request':
      return { ...recipe, expiry: writeDuration(recipe.expiry) };
  }
}

function writtenClient({ timeout, retries }: Client): Fields {
  if (timeout === null && retries === null) return {};
  return {
    client: {
      ...(timeout === null ? {} : { timeout: writeDuration(timeout) }),
      ...(retries === null
        ? {}
        : {
            retries: {
              max: retries.max,
              backoff: writeDuration(retries.backoff),
              budget: writePercent(retries.budget),
            },
          }),
    },
  };
}

function writtenDownstream(downstream: Service['downstream']): Fields {
  if (downstream === undefined) return {};
  const { connections, rate, queue } = downstream;
  return {
    downstream: {
      ...(connections === null ? {} : { connections }),
      ...(rate === null ? {} : { rate: writeRate(rate) }),
      ...(queue === null ? {} : { queue }),
    },
  };
}
