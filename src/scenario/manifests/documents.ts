/** The documents of manifests, and what they call themselves. */
import type { Problem } from '../problem.js';
import { isVerbatimInManifest } from '../verbatim.js';
import { asTree, itemsAt, problemAt, valueAt, type Written } from '../written.js';
import { isOfSyntax, readYaml } from '../yaml.js';

/** One document of a manifest, and the service that named its file (`null`: it stands under `knative`). */
export interface Manifest {
  readonly tree: Written;
  readonly owner: string | null;
}

/** Whether it is what is read here: not a Service of Kubernetes itself. */
export function isKnativeService({ value }: Written): boolean {
  const { kind, apiVersion } = asTree(value);
  return kind === 'Service' && apiVersion === 'serving.knative.dev/v1';
}

/** Whether the Knative Operator makes the ConfigMaps of it. */
export function isOperators({ value }: Written): boolean {
  const { kind, apiVersion } = asTree(value);
  return kind === 'KnativeServing' && String(apiVersion).startsWith('operator.knative.dev/');
}

/** Services of one name in several namespaces, as `kubectl get --all-namespaces` prints them: which is meant? */
export function namespaceProblems(services: readonly Written[]): readonly Problem[] {
  const first = new Map<string, string>();
  return services.flatMap((tree) => {
    const { name, namespace } = asTree(valueAt(tree.value, ['metadata']));
    if (typeof name !== 'string' || typeof namespace !== 'string') return [];
    const other = first.get(name) ?? namespace;
    first.set(name, other);
    const rule = `must be ${other}, as another Service ${name} here has it`;
    const hint = 'of one name a scenario has one service: leave the other namespaces out';
    return other === namespace ? [] : [problemAt(tree, ['metadata', 'namespace'], rule, { hint })];
  });
}

/** Every manifest of a file: its documents, and the items of a `List` or `ServiceList`, as `kubectl get -o yaml` prints. */
export function manifestsIn(
  path: string,
  text: string,
): { readonly trees: readonly Written[]; readonly problems: readonly Problem[] } {
  const { documents, problems: all } = readYaml(path, text, isVerbatimInManifest);
  const broken = all.find(isOfSyntax);
  const problems = broken !== undefined && /\{\{.*\}\}/.test(text) ? [notRendered(broken)] : all;
  return { trees: documents.filter(({ value }) => value !== null).flatMap(itemsOf), problems };
}

/** One for all of them: what follows is nonsense once a template is read as YAML. */
const notRendered = (first: Problem): Problem => ({
  ...first,
  hint: 'render templates first, for example with "helm template"',
});

function itemsOf(tree: Written): readonly Written[] {
  const { kind, items } = asTree(tree.value);
  return /List$/.test(String(kind)) && Array.isArray(items) ? itemsAt(tree, ['items']) : [tree];
}

/** What has to be known of all documents before one of them is read. */
export interface Documents {
  /** "<service> <revision>" of all that name their revision. */
  readonly templates: ReadonlySet<string>;
  /** Services of which there is more than one document. */
  readonly several: ReadonlySet<string>;
}

export function documentsOf(manifests: readonly Manifest[]): Documents {
  return { templates: templatesOf(manifests), several: severalOf(manifests) };
}

function templatesOf(manifests: readonly Manifest[]): ReadonlySet<string> {
  const services = manifests.filter(({ tree }) => isKnativeService(tree)).map(({ tree }) => tree.value);
  return new Set(
    services.map((value) =>
      [valueAt(value, ['metadata', 'name']), valueAt(value, ['spec', 'template', 'metadata', 'name'])].join(' '),
    ),
  );
}

function severalOf(manifests: readonly Manifest[]): ReadonlySet<string> {
  const names = manifests
    .filter(({ tree }) => isKnativeService(tree))
    .map(({ tree }) => String(valueAt(tree.value, ['metadata', 'name'])));
  return new Set(names.filter((name, i) => names.indexOf(name) !== i));
}
