import type { ClusterMeter } from '../../../src/platform/cluster/meter.js';
import type { Cluster, NodeGroup, Service } from '../../../src/platform/recipe.js';
import { World } from '../../../src/platform/world.js';
import { openStreams } from '../../../src/random/streams.js';
import type { Micros } from '../../../src/units/quantities.js';
import { instants, Recorder, seconds, service, type WorldOptions } from '../fixture.js';

export const MIB = 1024 * 1024;

/** A group of one node with 1 CPU, 1 GiB, but for what is given. */
export function group(options: Partial<NodeGroup> = {}): NodeGroup {
  const { nodes = 1 } = options;
  return {
    name: 'base',
    kind: 'on-demand',
    nodes,
    maxNodes: nodes,
    zones: ['a'],
    allocatable: { cpu: 1000, memory: 1024 * MIB },
    maxPods: 110,
    gpus: 0,
    dedicated: false,
    pullBandwidth: 10 * MIB,
    pricePerHour: '0.1',
    reclaim: null,
    ...options,
  };
}

/** One such group, and nobody who asks for more nodes. */
export function cluster(options: Partial<Cluster> = {}): Cluster {
  return {
    score: 'least-allocated',
    spread: 'none',
    registryBandwidth: 100 * MIB,
    autoscaler: null,
    daemonSets: { cpu: 0, memory: 0, pods: 0 },
    quota: null,
    nodeGroups: [group()],
    ...options,
  };
}

/** A service as in the other worlds, with pods that take 300m (325m with queue-proxy) and no time but what is given. */
export interface Tenant extends WorldOptions {
  readonly name?: string;
  readonly nodeGroup?: string;
  readonly notNodeGroups?: readonly string[];
}

/** Writes down what the cluster states. */
export class ClusterRecorder implements ClusterMeter {
  readonly facts: (readonly (string | number)[])[] = [];
  nodeBegan(group: number, ordinal: number, now: Micros): void {
    this.facts.push(['began', group, ordinal, now]);
  }
  nodeEnded(group: number, ordinal: number, now: Micros): void {
    this.facts.push(['ended', group, ordinal, now]);
  }
  allocated(): void {}
  pods(revision: number, group: number, count: number, now: Micros): void {
    this.facts.push(['pods', revision, group, count, now]);
  }
  waiting(revision: number, count: number, now: Micros): void {
    this.facts.push(['waiting', revision, count, now]);
  }
  changed(group: number, what: string, now: Micros): void {
    this.facts.push([what, group, now]);
  }
  of(kind: string): (string | number)[][] {
    return this.facts.filter(([name]) => name === kind).map(([, ...rest]) => rest);
  }
}

export interface Clustered {
  readonly world: World;
  /** One for each service. */
  readonly seen: readonly Recorder[];
  readonly nodes: ClusterRecorder;
}

/** Services that share a cluster, not run yet. */
export function clustered(recipe: Cluster, tenants: readonly Tenant[], seed = 1): Clustered {
  const seen = tenants.map(() => new Recorder());
  const nodes = new ClusterRecorder();
  const streams = openStreams(seed, 0);
  const parts = tenants.map((tenant, t) => {
    const asked = serviceOf(tenant, t);
    return {
      recipe: asked,
      arrivals: instants(tenant.arrivals ?? []),
      open: streams(asked.name),
      meter: seen[t],
      podMeters: asked.revisions.map(() => seen[t]),
    };
  });
  const network = { activators: 1, loadBalancing: 'round-robin', endpointDelay: 0, ...tenants[0].network } as const;
  const world = new World(parts, network, { cluster: { recipe, open: streams('cluster'), meter: nodes } });
  return { world, seen, nodes };
}

function serviceOf(tenant: Tenant, t: number): Service {
  const small = { requests: { cpu: 300, memory: 128 * MIB } };
  const { name = `s${t}`, nodeGroup = null, notNodeGroups } = tenant;
  return {
    ...service({ ...tenant, revision: { ...small, ...tenant.revision } }),
    name,
    nodeGroup,
    ...(notNodeGroups === undefined ? {} : { notNodeGroups }),
  };
}

/** Runs to the horizon (an hour if not given). */
export function run(recipe: Cluster, tenants: readonly Tenant[], horizon = seconds(3600)): Clustered {
  const made = clustered(recipe, tenants);
  made.world.run(horizon);
  return made;
}

/** The nodes of a revision's pods, oldest pod first. */
export function nodesOf({ world }: Clustered, revision = 0): number[] {
  const { pods } = world.revisions[revision];
  return Array.from(pods.items.subarray(0, pods.length), (pod) => world.pods.node[pod]);
}
