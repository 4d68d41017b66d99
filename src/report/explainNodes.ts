/** The story of the nodes around one instant: what there was, what came and went, and what pods waited for. */
import type { ClusterMoment, GroupMoment, NodeChangeEntry, NodeMoment, WaitingMoment } from '../result/moment.js';
import { clock, count, counted, duration, listed, percent } from './words.js';

/** A mark for the margin, and what it is about. */
export type Told = readonly [mark: string, text: string];

/** Nodes and changes that are listed at most. */
const MOST = 8;

export function nodesTold(cluster: ClusterMoment, at: number, horizon: number): readonly Told[] {
  const { groups, nodes, waiting, changes } = cluster;
  return [
    ...groups.map((group): Told => ['', groupSentence(group)]),
    ...some(
      nodes,
      (node): Told => ['', nodeSentence(node, at, horizon)],
      (rest) => ['', `… and ${counted(rest, 'node')} more that ${rest === 1 ? 'is' : 'are'} not ready`],
    ),
    ...waiting.map((one): Told => ['waiting', waitingSentence(one, at, horizon)]),
    ...some(
      [...changes].reverse(),
      (change): Told => [clock(change.at, horizon), changeSentence(change)],
      (rest) => ['', `… and ${counted(rest, 'change')} of nodes before, in the five minutes before`],
    ).reverse(),
  ];
}

/** The first few, and how many others there are. */
function some<T>(all: readonly T[], tell: (one: T) => Told, more: (rest: number) => Told): Told[] {
  const rest = all.length - MOST;
  return [...all.slice(0, MOST).map(tell), ...(rest > 0 ? [more(rest)] : [])];
}

function groupSentence({
  group,
  ready,
  booting,
  leaving,
  silent,
  lost,
  pods,
  cpuTaken,
  memoryTaken,
}: GroupMoment): string {
  const taken =
    cpuTaken === null
      ? ''
      : ` with ${counted(pods, 'pod')} (${percent(cpuTaken)} of their CPU and ${percent(memoryTaken)} of their memory set aside)`;
  const others = [
    [booting, 'being provisioned'],
    [leaving, 'leaving'],
    [silent, 'not answering'],
    [lost, 'lost'],
  ] as const;
  const told = others.filter(([n]) => n > 0).map(([n, what]) => `${count(n)} ${what}`);
  return [`${group}: ${ready === 0 ? 'no node is ready' : `${counted(ready, 'node')} ready${taken}`}`, ...told].join(
    ', ',
  );
}

const LEAVES_FOR: Readonly<Record<string, string>> = {
  reclaimed: 'leaves, as its provider gave notice',
  removed: 'leaves, as nobody needs it',
};

function nodeSentence(
  { group, ordinal, zone, state, pods, since, change }: NodeMoment,
  at: number,
  horizon: number,
): string {
  const when = `${clock(since, horizon)}, ${duration(at - since)} before`;
  const name = `${group} ${ordinal} (zone ${zone})`;
  if (state === 'booting') return `${name} is being provisioned, asked for ${when}`;
  if (state === 'silent') return `${name} has not answered since ${when}, which Kubernetes has not found out`;
  if (change === 'unready') return `${name} was found not ready at ${when}`;
  if (state === 'lost') return `${name} is lost since ${when}`;
  const left = pods > 0 ? `, with ${counted(pods, 'pod')} still on it` : '';
  return `${name} ${LEAVES_FOR[change ?? ''] ?? 'leaves'}, since ${when}${left}`;
}

const RESOURCES: Readonly<Record<string, string>> = {
  cpu: 'CPU is short',
  memory: 'memory is short',
  gpus: 'GPUs are short',
  pods: 'room for one more pod is short',
};
const OF_QUOTA: Readonly<Record<string, string>> = { cpu: 'CPU', memory: 'memory', pods: 'pods' };

const OUTLOOKS: Readonly<Record<string, string>> = {
  coming: 'a node is coming',
  'next-scan': 'the cluster autoscaler asks for a node at its next scan',
  'groups-full': 'their node groups have as many nodes as they may (maxNodes)',
  'zones-down': 'no node can be had: the zones are down',
  'no-autoscaler': 'no node will come, as there is no cluster autoscaler',
};

function waitingSentence(waiting: WaitingMoment, at: number, horizon: number): string {
  const { revision, pods, since, what } = waiting;
  const who = `${revision}: ${counted(pods, 'pod')}, the first since ${clock(since, horizon)}, ${duration(at - since)} before`;
  if (what === 'quota') {
    const used = Object.keys(waiting.short).map((resource) => OF_QUOTA[resource] ?? resource);
    return `${who}, for the namespace's quota of ${listed(used)}`;
  }
  const outlook = OUTLOOKS[waiting.outlook ?? ''];
  return `${who}, for room on a node: ${shortSentence(waiting)}${outlook === undefined ? '' : `; ${outlook}`}`;
}

function shortSentence({ nodes, short }: WaitingMoment): string {
  if (nodes === 0) return 'there is no ready node that they may go to';
  const told = Object.entries(short).map(([resource, n]) => `${RESOURCES[resource] ?? resource} ${onNodes(n, nodes)}`);
  return `${listed(told)} that they may go to`;
}

function onNodes(n: number, of: number): string {
  if (n < of) return `on ${count(n)} of ${count(of)} nodes`;
  if (n === 1) return 'on the only node';
  return n === 2 ? 'on both nodes' : `on all ${count(n)} nodes`;
}

const CHANGES: Readonly<Record<NodeChangeEntry['change'], string>> = {
  requested: 'is asked for',
  ready: 'is ready',
  removed: 'is sent away, as nobody needs it',
  reclaimed: 'is given notice by its provider',
  lost: 'is lost, with its pods',
  unready: 'is found not ready',
  returned: 'is back',
  gone: 'is gone',
};

function changeSentence({ group, ordinal, zone, change }: NodeChangeEntry): string {
  return `${group} ${ordinal} (zone ${zone}) ${CHANGES[change]}`;
}
