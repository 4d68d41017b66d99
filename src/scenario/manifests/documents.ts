/** The documents of manifests, and what they call themselves. */
import type { Problem } from '../problem.js';
import { isVerbatimInManifest } from '../verbatim.js';
import { asTree, partOf, valueAt, type Written } from '../written.js';
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

/** Every manifest of a file: its documents, and the items of those that are a `List`, as `kubectl get -o yaml` prints. */
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
  return kind === 'List' && Array.isArray(items) ? items.map((_, i) => partOf(tree, ['items', i])) : [tree];
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
