import { printTree } from '../print/print.js';
import { configMapOf, writtenScenario } from '../print/scenario.js';
import type { Scenario } from '../resolved.js';
import { asList, asTree, isTree, type Tree } from '../written.js';
import { COPIED, GPU } from './service.js';

/** A file to write: text at a path relative to one folder. */
export interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

const CONFIG_FILE = 'config-autoscaler.yaml';

/**
 * What the scenario resolved to as it would be deployed: the ConfigMap, one file per service, and `scenario.yaml`,
 * which holds what manifests cannot (the load, service times, objectives) and points at them. Reading
 * `scenario.yaml` gives the same scenario.
 */
export function writeManifests(scenario: Scenario): readonly WrittenFile[] {
  const tree = writtenScenario(scenario);
  const services = Object.entries(asTree(tree['services'])).map(([name, fields]) => splitService(name, asTree(fields)));
  const configMap = configMapOf(scenario);
  const hasConfig = Object.keys(configMap).length > 0;
  return [
    { path: 'scenario.yaml', text: printTree(remaining(tree, services, hasConfig)) },
    ...(hasConfig ? [{ path: CONFIG_FILE, text: printTree(configMapManifest(configMap)) }] : []),
    ...services.map(({ name, manifests }) => ({
      path: fileOf(name),
      text: IMAGE_COMMENT + manifests.map(printTree).join('---\n'),
    })),
  ];
}

const IMAGE_COMMENT = '# A scenario does not know your image: put it in before you apply this.\n';
/** No name of a service holds a dot, so nothing else is called so. */
const fileOf = (service: string): string =>
  ['scenario', 'config-autoscaler'].includes(service) ? `${service}.service.yaml` : `${service}.yaml`;

interface SplitService {
  readonly name: string;
  readonly manifests: readonly Tree[];
  /** What stays in the scenario. */
  readonly rest: Tree;
}

function remaining(tree: Tree, services: readonly SplitService[], hasConfig: boolean): Tree {
  const { 'config-autoscaler': _block, ...knative } = asTree(tree['knative']);
  return {
    ...tree,
    knative: hasConfig ? { manifests: [CONFIG_FILE], ...knative } : knative,
    ...(services.length === 0 ? {} : { services: Object.fromEntries(services.map(({ name, rest }) => [name, rest])) }),
  };
}

function configMapManifest(data: Readonly<Record<string, string>>): Tree {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'config-autoscaler', namespace: 'knative-serving' },
    data,
  };
}

/** Several revisions are one document each, in the order in which they would be applied. */
function splitService(name: string, fields: Tree): SplitService {
  const { revision, revisions, traffic, ...rest } = fields;
  if (!isTree(revisions)) {
    const { manifest, own } = splitRevision(name, asTree(revision), asTree(revision)['name']);
    return { name, manifests: [manifest], rest: { manifest: fileOf(name), revision: own, ...rest } };
  }
  const parts = Object.entries(revisions).map(([key, template]) => ({
    key,
    ...splitRevision(name, asTree(template), key),
  }));
  const targets = deployedTraffic(traffic);
  const manifests = parts.map(({ manifest }) => manifest);
  return {
    name,
    manifests: targets === null ? manifests : [...manifests.slice(0, -1), routed(manifests.at(-1)!, targets)],
    rest: {
      manifest: fileOf(name),
      revisions: Object.fromEntries(parts.map(({ key, own }) => [key, own])),
      ...(targets === null ? { traffic } : {}),
      ...rest,
    },
  };
}

/** A split as Knative writes it, in whole percents; `null` where it changes over time or is finer. */
function deployedTraffic(traffic: unknown): readonly Tree[] | null {
  const [first, ...later] = asList(traffic).map(asTree);
  if (first === undefined || later.length > 0 || (first['at'] ?? '0s') !== '0s') return null;
  const targets = Object.entries(asTree(first['split'])).map(([revisionName, share]) => ({
    revisionName,
    percent: Number(String(share).replace('%', '')),
  }));
  return targets.every(({ percent }) => Number.isInteger(percent)) ? targets : null;
}

function routed(manifest: Tree, traffic: readonly Tree[]): Tree {
  return { ...manifest, spec: { ...asTree(manifest['spec']), traffic } };
}

function splitRevision(
  service: string,
  template: Tree,
  revisionName: unknown,
): { readonly manifest: Tree; readonly own: Tree } {
  const { name: _name, annotations, resources, ...rest } = template;
  const copied = fieldsOf(rest, (key) => COPIED.includes(key));
  const own = fieldsOf(rest, (key) => !COPIED.includes(key));
  const metadata = {
    ...(revisionName === undefined ? {} : { name: revisionName }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  const container = { image: `registry.example/${service}`, resources: deployedResources(asTree(resources)) };
  const spec = { ...copied, containers: [container] };
  const serviceSpec = { template: Object.keys(metadata).length === 0 ? { spec } : { metadata, spec } };
  return {
    manifest: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: service }, spec: serviceSpec },
    own,
  };
}

const fieldsOf = (tree: Tree, wanted: (key: string) => boolean): Tree =>
  Object.fromEntries(Object.entries(tree).filter(([key]) => wanted(key)));

/** GPUs as Kubernetes names them. */
function deployedResources({ gpus, ...resources }: Tree): Tree {
  return gpus === undefined ? resources : { ...resources, limits: { ...asTree(resources['limits']), [GPU]: gpus } };
}
