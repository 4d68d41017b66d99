/** Manifests as they are deployed, folded into the scenario as if their fields had been written there. */
import type { Path } from '../problem.js';
import { UnreadableFile, type Sources } from '../sources.js';
import { asList, asTree, isTree, partOf, placeOf, problemAt, valueAt, type Written } from '../written.js';
import {
  documentsOf,
  isKnativeService,
  isOperators,
  manifestsIn,
  namespaceProblems,
  type Documents,
  type Manifest,
} from './documents.js';
import { Folding, type Folded } from './folding.js';
import { ServiceFold } from './service.js';

/** Unfolds `knative.manifests` and every service's `manifest`. A key that is also written in the scenario is refused. */
export function foldManifests(written: Written, sources: Sources): Folded {
  return new Manifests(written, sources).fold();
}

class Manifests {
  readonly #folding: Folding;
  readonly #sources: Sources;

  constructor(written: Written, sources: Sources) {
    this.#folding = new Folding(written);
    this.#sources = sources;
  }

  fold(): Folded {
    const manifests = this.#manifests();
    const mixed = namespaceProblems(manifests.map(({ tree }) => tree).filter((tree) => this.#isAsked(tree)));
    this.#folding.problems.push(...mixed);
    if (mixed.length > 0) return this.#folding.result();
    const documents = documentsOf(manifests);
    for (const manifest of manifests) this.#fold(manifest, documents);
    return this.#folding.result();
  }

  #manifests(): readonly Manifest[] {
    const root = asTree(this.#folding.block.value);
    const shared = asList(asTree(root['knative'])['manifests']).flatMap((_, i) =>
      this.#open(['knative', 'manifests', i], null),
    );
    const owned = Object.keys(asTree(root['services'])).flatMap((name) =>
      this.#open(['services', name, 'manifest'], name),
    );
    return [...shared, ...owned];
  }

  #open(path: Path, owner: string | null): Manifest[] {
    const entry = valueAt(this.#folding.block.value, path);
    if (isTree(entry)) return [{ tree: partOf(this.#folding.block, path), owner }];
    if (typeof entry !== 'string') return [];
    const text = this.#sources.text(entry);
    if (text instanceof UnreadableFile) {
      this.#folding.problems.push(problemAt(this.#folding.block, path, `cannot be read: ${text.reason}`));
      return [];
    }
    const { trees, problems } = manifestsIn(entry, text);
    this.#folding.problems.push(...problems);
    const found = trees.map((tree) => ({ tree, owner }));
    if (problems.length === 0) this.#tellMissing(found, path);
    return found;
  }

  /** A file that a service names must hold it; one that holds nothing is hardly meant. */
  #tellMissing(found: readonly Manifest[], path: Path): void {
    const owner = path[0] === 'services' ? String(path[1]) : null;
    if (owner !== null && !found.some(({ tree }) => isKnativeService(tree)))
      this.#folding.problems.push(
        problemAt(this.#folding.block, path, `must hold the Service ${owner} of serving.knative.dev/v1`, {
          hint: 'apiVersion and kind say so',
        }),
      );
    else if (found.length === 0) this.#folding.note(placeOf(this.#folding.block, path), 'the manifest holds nothing');
  }

  /** Whether it is a Service that the scenario has. */
  #isAsked(tree: Written): boolean {
    const name = valueAt(tree.value, ['metadata', 'name']);
    const services = asTree(asTree(this.#folding.block.value)['services']);
    return isKnativeService(tree) && typeof name === 'string' && Object.hasOwn(services, name);
  }

  #fold({ tree, owner }: Manifest, documents: Documents): void {
    const { kind, metadata } = asTree(tree.value);
    const name = asTree(metadata)['name'];
    if (kind === 'ConfigMap' && name === 'config-autoscaler') return this.#foldConfig(tree, ['data']);
    if (isOperators(tree)) return this.#foldOperators(tree);
    if (isKnativeService(tree)) return this.#foldService(tree, name, owner, documents);
    this.#ignore(tree, `${String(kind ?? 'a document without kind')} ${String(name ?? '')}`.trim());
  }

  #ignore(tree: Written, what: string): void {
    const rule = 'only the ConfigMap config-autoscaler and Services of serving.knative.dev/v1 are read';
    this.#folding.note(placeOf(tree, []), `${what} is ignored: ${rule}`);
  }

  /** The operator makes the ConfigMap of what stands there, under its name with or without the prefix. */
  #foldOperators(tree: Written): void {
    for (const name of ['autoscaler', 'config-autoscaler']) this.#foldConfig(tree, ['spec', 'config', name]);
    this.#folding.note(placeOf(tree, []), 'of KnativeServing only spec.config.autoscaler is read');
  }

  #foldConfig(tree: Written, data: Path): void {
    for (const key of Object.keys(asTree(valueAt(tree.value, data)))) {
      if (key !== '_example') this.#folding.putText(tree, [...data, key], ['knative', 'config-autoscaler', key]);
    }
  }

  #foldService(tree: Written, name: unknown, owner: string | null, documents: Documents): void {
    if (typeof name !== 'string') {
      const hint = isTree(name)
        ? 'render templates first, for example with "helm template"'
        : 'the name of the Service';
      this.#folding.problems.push(problemAt(tree, ['metadata', 'name'], 'is required', { hint }));
    } else if (owner !== null && owner !== name) {
      this.#folding.problems.push(
        problemAt(tree, ['metadata', 'name'], `must be ${owner}, the service whose manifest it is`),
      );
    } else if (!this.#isAsked(tree)) {
      const place = placeOf(tree, ['metadata', 'name']);
      this.#folding.note(place, `Service ${name} is ignored: the scenario has no service of that name`);
    } else {
      new ServiceFold(this.#folding, tree, name, documents).fold();
    }
  }
}
