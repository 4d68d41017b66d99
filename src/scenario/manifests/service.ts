/** One Service of Knative, folded into the service of that name. */
import { ANNOTATION_GROUP } from '../../autoscaler/knative/annotations.js';
import type { Path } from '../problem.js';
import { asList, asTree, isTree, placeOf, problemAt, valueAt, type Written } from '../written.js';
import type { Documents } from './documents.js';
import type { Folding } from './folding.js';
import { foldTraffic } from './traffic.js';
import { unreadIn } from './unread.js';

/** Kubernetes' name for whole GPUs. */
export const GPU = 'nvidia.com/gpu';

/** Fields of a template's spec that a revision has under the same name. */
export const COPIED: readonly string[] = [
  'containerConcurrency',
  'timeoutSeconds',
  'responseStartTimeoutSeconds',
  'idleTimeoutSeconds',
];

export class ServiceFold {
  readonly #folding: Folding;
  readonly #tree: Written;
  readonly #name: string;
  /** Where the service stands in the scenario. */
  readonly #service: Path;
  readonly #documents: Documents;

  constructor(folding: Folding, tree: Written, name: string, documents: Documents) {
    this.#folding = folding;
    this.#tree = tree;
    this.#name = name;
    this.#service = ['services', name];
    this.#documents = documents;
  }

  fold(): void {
    const tree = this.#tree;
    const spec = ['spec', 'template', 'spec'] as const;
    const revision = this.#revisionPath();
    this.#refuseMisplacedAnnotations();
    for (const { place, text } of unreadIn(tree)) this.#folding.note(place, text);
    for (const key of Object.keys(asTree(valueAt(tree.value, ['spec', 'template', 'metadata', 'annotations'])))) {
      this.#foldAnnotation(key, revision);
    }
    for (const key of COPIED) this.#folding.put(tree, [...spec, key], [...revision, key]);
    this.#foldResources([...spec, 'containers'], revision);
    foldTraffic(this.#folding, tree, this.#service, revision, (name) => this.#hasRevision(name));
  }

  /** One document is `revision`; several of one service, told apart by the names of their templates, are `revisions`. */
  #revisionPath(): Path {
    const path = ['spec', 'template', 'metadata', 'name'] as const;
    const name = valueAt(this.#tree.value, path);
    const several =
      isTree(valueAt(this.#folding.block.value, [...this.#service, 'revisions'])) ||
      this.#documents.several.has(this.#name);
    if (several && typeof name === 'string') {
      const revision = [...this.#service, 'revisions', name];
      this.#folding.ensure(placeOf(this.#tree, path), revision); // one that has nothing but an image is a revision too
      return revision;
    }
    if (several)
      this.#folding.problems.push(
        problemAt(this.#tree, path, 'is required', { hint: 'it tells the revisions of this service apart' }),
      );
    this.#folding.put(this.#tree, path, [...this.#service, 'revision', 'name']);
    return [...this.#service, 'revision'];
  }

  #foldAnnotation(key: string, revision: Path): void {
    const path = ['spec', 'template', 'metadata', 'annotations', key];
    if (OURS.test(key)) return this.#folding.putText(this.#tree, path, [...revision, 'annotations', key]);
    this.#folding.note(placeOf(this.#tree, path, 'key'), `annotation ${key} is not simulated`);
  }

  /** Knative's own rule: on the Service they would do nothing. */
  #refuseMisplacedAnnotations(): void {
    for (const key of Object.keys(asTree(valueAt(this.#tree.value, ['metadata', 'annotations'])))) {
      if (!key.startsWith(ANNOTATION_GROUP)) continue;
      const rule = 'autoscaling annotations belong under spec.template.metadata.annotations';
      this.#folding.problems.push(
        problemAt(this.#tree, ['metadata', 'annotations', key], rule, { at: 'key', showValue: false }),
      );
    }
  }

  /** Of the container that takes requests: the one with ports, or the only one. */
  #foldResources(containers: Path, revision: Path): void {
    const list = asList(valueAt(this.#tree.value, containers));
    const serving = Math.max(
      0,
      list.findIndex((container) => asTree(container)['ports'] !== undefined),
    );
    if (list.length > 1)
      this.#folding.note(
        placeOf(this.#tree, containers),
        'only the container with ports is counted; its sidecars are ignored',
      );
    for (const kind of ['requests', 'limits']) {
      const from = [...containers, serving, 'resources', kind];
      for (const key of Object.keys(asTree(valueAt(this.#tree.value, from))))
        this.#foldResource([...from, key], revision);
    }
  }

  #foldResource(from: Path, revision: Path): void {
    const [kind, key] = from.slice(-2).map(String);
    if (key === 'cpu' || key === 'memory')
      return this.#folding.put(this.#tree, from, [...revision, 'resources', kind, key]);
    // Kubernetes wants a request for GPUs to be their limit.
    if (valueAt(this.#tree.value, from) === null) return;
    if (key === GPU) return kind === 'limits' ? this.#foldGpus(from, [...revision, 'resources', 'gpus']) : undefined;
    this.#folding.note(placeOf(this.#tree, from, 'key'), `resource ${key} is not simulated`);
  }

  /** A quantity like the others: in quotes or not. */
  #foldGpus(from: Path, to: Path): void {
    const value = valueAt(this.#tree.value, from);
    const gpus = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    this.#folding.putValue(gpus, placeOf(this.#tree, from), to);
  }

  /** Whether a revision is described, by a document or by the scenario itself. */
  #hasRevision(name: string): boolean {
    return (
      isTree(valueAt(this.#folding.block.value, [...this.#service, 'revisions', name])) ||
      this.#documents.templates.has(`${this.#name} ${name}`)
    );
  }
}

/** What the simulation reads of a revision's annotations. */
const OURS = /^(autoscaling\.knative\.dev\/|serving\.knative\.dev\/progress-deadline$)/;
