/**
 * What the scenario inside a result asked for, as far as advice depends on it. It is a document like any other: what is not
 * there, or is written otherwise by another version, is not known.
 */
import type { ResultDocument, SloResult } from '../result/document.js';

/** What is known of one service, or of all of them together. */
export interface Asked {
  /** Policies of all revisions; empty: not known. */
  readonly policies: readonly string[];
  /** The most that any revision keeps; 0: none. */
  readonly minScale: number;
  /** Whether some requests share the CPU of their pod. */
  readonly sharesCpu: boolean;
}

type Tree = Readonly<Record<string, unknown>>;

/** @param service `null`: all of them */
export function askedOf(result: ResultDocument, service: string | null): Asked {
  const services = treeOf(treeOf(result.scenario)['services']);
  const trees = service === null ? Object.values(services) : [services[service]];
  const revisions = trees.flatMap((tree) => revisionsOf(treeOf(tree)));
  const shared = treeOf(treeOf(treeOf(result.scenario)['knative'])['config-autoscaler'])['min-scale'];
  return {
    policies: [...new Set(revisions.flatMap(policyOf))],
    minScale: Math.max(0, ...revisions.map((revision) => minScaleOf(revision, shared))),
    sharesCpu: revisions.some((revision) => 'cpu' in treeOf(revision['serviceTime'])),
  };
}

/** The kinds of bad requests that an objective names: `cold`, `slowerThan` and the others; empty: not known. */
export function badOf(result: ResultDocument, { service, name }: SloResult): readonly string[] {
  const root = treeOf(result.scenario);
  const owner = service === null ? root : treeOf(treeOf(root['services'])[service]);
  const bad = treeOf(treeOf(owner['slos'])[name])['bad'];
  if (!Array.isArray(bad)) return [];
  return bad.flatMap((one: unknown) => (typeof one === 'string' ? [one] : Object.keys(treeOf(one))));
}

function revisionsOf(service: Tree): readonly Tree[] {
  const several = Object.values(treeOf(service['revisions']));
  return (several.length > 0 ? several : [service['revision']]).map(treeOf);
}

function policyOf(revision: Tree): readonly string[] {
  const { policy } = treeOf(revision['autoscaler']);
  return typeof policy === 'string' ? [policy] : [];
}

/** An annotation wins over what all revisions have. */
function minScaleOf(revision: Tree, shared: unknown): number {
  const annotations = treeOf(revision['annotations']);
  const own = annotations['autoscaling.knative.dev/min-scale'] ?? annotations['autoscaling.knative.dev/minScale'];
  const scale = Number(own ?? shared ?? 0);
  return Number.isFinite(scale) ? scale : 0;
}

const treeOf = (value: unknown): Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {};
