import { KNATIVE_DEFAULTS } from '../../src/autoscaler/knative/config.js';
import type { PolicyRecipe } from '../../src/autoscaler/recipe.js';
import type { Change, PodMeter, RequestMeter } from '../../src/platform/meter.js';
import type { Downstream, Fault, Network, Phase, Revision, Service } from '../../src/platform/recipe.js';
import { World } from '../../src/platform/world.js';
import type { Distribution } from '../../src/random/distribution.js';
import type { OpenStream } from '../../src/random/source.js';
import { openStreams } from '../../src/random/streams.js';
import type { Micros } from '../../src/units/quantities.js';
import { MILLISECOND, SECOND } from '../../src/units/quantities.js';
import { openArrivals } from '../../src/workload/arrivals.js';
import type { Arrivals } from '../../src/workload/recipe.js';
import type { ArrivalStream } from '../../src/workload/stream.js';
import { NO_TRACES } from '../../src/workload/traceLibrary.js';
import { SPEC } from '../autoscaler/knative/specs.js';

export const seconds = (value: number): Micros => Math.round(value * SECOND);
export const ms = (value: number): Micros => Math.round(value * MILLISECOND);
export const constant = (value: Micros): Distribution => ({ kind: 'constant', value });

type KnativeRecipe = Extract<PolicyRecipe, { readonly policy: 'knative' }>;

/** Knative's defaults at container concurrency 10, but for what is given. */
export function knative(decider: Partial<KnativeRecipe['decider']> = {}): KnativeRecipe {
  return {
    policy: 'knative',
    configMap: {},
    annotations: {},
    config: KNATIVE_DEFAULTS,
    decider: {
      ...SPEC,
      targetValue: 7,
      totalValue: 10,
      hasScrapeTarget: decider.targetBurstCapacity !== -1,
      ...decider,
    },
  };
}

/** Requests go straight to the one pod there is. */
export const onePodDirect = knative({ targetBurstCapacity: 0, minScale: 1, maxScale: 1 });

export interface WorldOptions {
  readonly arrivals?: readonly Micros[];
  readonly recipe?: Arrivals;
  readonly horizon?: Micros;
  readonly seed?: number;
  readonly replication?: number;
  readonly revision?: Partial<Revision>;
  readonly startup?: Partial<Record<Phase, Distribution>>;
  readonly client?: Service['client'];
  readonly network?: Partial<Network>;
  readonly split?: Service['split'];
  readonly more?: readonly Partial<Revision>[];
  readonly faults?: readonly Fault[];
  readonly downstream?: Downstream;
  /** One for each revision, where they are counted apart. */
  readonly requestMeters?: readonly RequestMeter[];
}

const NO_PHASES: Revision['startup']['phases'] = {
  scheduling: null,
  imagePull: null,
  sandbox: null,
  containerStart: null,
  applicationStart: null,
  readiness: null,
};

export function revision(options: WorldOptions = {}): Revision {
  return {
    name: 'r1',
    containerConcurrency: 10,
    timeout: seconds(300),
    requests: { cpu: 100, memory: 128 * 1024 * 1024 },
    limits: { cpu: 1000, memory: 512 * 1024 * 1024 },
    serviceTime: { io: constant(ms(100)), cpu: null },
    startup: { preset: null, source: null, phases: { ...NO_PHASES, ...options.startup }, image: null, warmPool: 0 },
    autoscaler: knative(),
    start: 'ready',
    ...options.revision,
  };
}

export function service(options: WorldOptions): Service {
  const others = options.more ?? [];
  return {
    name: 'shop',
    arrivals: options.recipe ?? { kind: 'merge', parts: [] },
    client: options.client ?? { timeout: null, retries: null },
    revisions: [revision(options), ...others.map((more) => ({ ...revision(options), ...more }))],
    split: options.split ?? [
      { at: 0, shares: [10_000, ...others.map(() => 0)], named: [true, ...others.map(() => false)] },
    ],
    nodeGroup: null,
    ...(options.downstream === undefined ? {} : { downstream: options.downstream }),
  };
}

/** Exactly these instants. */
export function instants(times: readonly Micros[]): ArrivalStream {
  let at = 0;
  return {
    fill(out) {
      const n = Math.min(out.length, times.length - at);
      for (let k = 0; k < n; k++) out[k] = times[at++];
      return n;
    },
  };
}

/** Writes down every fact in plain words and numbers, in the order of its happening. */
export class Recorder implements RequestMeter, PodMeter {
  readonly facts: (readonly (string | number)[])[] = [];
  readonly changes: Change[] = [];
  arrived(now: Micros): void {
    this.facts.push(['arrived', now]);
  }
  completed(arrived: Micros, begun: Micros, now: Micros): void {
    this.facts.push(['completed', arrived, begun, now]);
  }
  cold(arrived: Micros, _now: Micros, cause: number, phase: number): void {
    this.facts.push(['cold', arrived, cause, phase]);
  }
  queuedDuringScaleUp(arrived: Micros): void {
    this.facts.push(['queuedDuringScaleUp', arrived]);
  }
  lost(outcome: number, cause: number, arrived: Micros, begun: Micros, now: Micros): void {
    this.facts.push(['lost', outcome, cause, arrived, begun, now]);
  }
  retried(outcome: number, arrived: Micros): void {
    this.facts.push(['retried', outcome, arrived]);
  }
  triedAgain(arrived: Micros): void {
    this.facts.push(['triedAgain', arrived]);
  }
  passedOn(arrived: Micros, now: Micros): void {
    this.facts.push(['passedOn', arrived, now]);
  }
  takenOver(arrived: Micros, now: Micros): void {
    this.facts.push(['takenOver', arrived, now]);
  }
  executed(): void {}
  usedCpu(span: Micros): void {
    this.facts.push(['usedCpu', span]);
  }
  busy(from: Micros, now: Micros): void {
    this.facts.push(['busy', from, now]);
  }
  created(now: Micros): void {
    this.facts.push(['created', now]);
  }
  becameReady(created: Micros, now: Micros): void {
    this.facts.push(['ready', created, now]);
  }
  restarted(now: Micros): void {
    this.facts.push(['restarted', now]);
  }
  gone(created: Micros, ready: Micros, now: Micros): void {
    this.facts.push(['gone', created, ready, now]);
  }
  pooled(): void {}
  readyPods(): void {}
  decided(): void {}
  decidedAgain(): void {}
  reconciled(change: Change): void {
    this.changes.push(change);
  }
  scaledToZero(now: Micros): void {
    this.facts.push(['scaledToZero', now]);
  }
  /** The facts of one kind, without their name. */
  of(kind: string): (string | number)[][] {
    return this.facts.filter(([name]) => name === kind).map(([, ...rest]) => rest);
  }
}

export interface Watched<M extends RequestMeter, P extends PodMeter> {
  readonly world: World;
  readonly meter: M;
  readonly pods: readonly P[];
}

/** A world of one service, watched by the given meters. */
export function watch<M extends RequestMeter, P extends PodMeter>(
  options: WorldOptions,
  meter: M,
  pods: () => P,
): Watched<M, P> {
  const recipe = service(options);
  const open: OpenStream = openStreams(options.seed ?? 1, options.replication ?? 0)(recipe.name);
  const arrivals =
    options.recipe === undefined
      ? instants(options.arrivals ?? [])
      : openArrivals(options.recipe, open, options.horizon ?? seconds(3600), NO_TRACES);
  const podMeters = recipe.revisions.map(pods);
  const network: Network = { activators: 1, loadBalancing: 'round-robin', endpointDelay: 0, ...options.network };
  const { faults } = options;
  const tell = (): void => undefined;
  const extras =
    faults === undefined ? {} : { faults: { faults, open: openStreams(options.seed ?? 1, 0)('faults'), tell } };
  const { requestMeters } = options;
  const part = { recipe, arrivals, open, meter, podMeters, ...(requestMeters && { requestMeters }) };
  return { world: new World([part], network, extras), meter, pods: podMeters };
}

/** Runs a world to the horizon (an hour if not given) and answers what was written down. */
export function record(options: WorldOptions): Recorder {
  const recorder = new Recorder();
  watch(options, recorder, () => recorder).world.run(options.horizon ?? seconds(3600));
  return recorder;
}
