/** Manifests as they are deployed, folded into the scenario as if their fields had been written there. */
import type { Path, Problem } from '../problem.js';
import type { Note } from '../resolved.js';
import { firstRevision } from '../resolve/service.js';
import { UnreadableFile, type Sources } from '../sources.js';
import {
  asList,
  asTree,
  isTree,
  partOf,
  placeOf,
  problemAt,
  valueAt,
  withValue,
  type Place,
  type Tree,
  type Written,
} from '../written.js';
import { isKnativeService, manifestsIn, severalOf, templatesOf, type Manifest } from './documents.js';
import { isPercent, sharesOf } from './traffic.js';
import { unreadIn } from './unread.js';

export interface Folded {
  readonly written: Written;
  readonly problems: readonly Problem[];
  readonly notes: readonly Note[];
}

/** Unfolds `knative.manifests` and every service's `manifest`. A key that is also written in the scenario is refused. */
export function foldManifests(written: Written, sources: Sources): Folded {
  const folding = new Folding(written, sources);
  folding.foldAll();
  return folding.result();
}

/** Kubernetes' name for whole GPUs. */
export const GPU = 'nvidia.com/gpu';

class Folding {
  #written: Written;
  /** What the person wrote beside the manifests: one key in both is an error. */
  readonly #block: Written;
  readonly #sources: Sources;
  readonly #problems: Problem[] = [];
  readonly #notes: Note[] = [];
  #several: ReadonlySet<string> = new Set();
  /** "<service> <revision>" of all documents. */
  #templates: ReadonlySet<string> = new Set();

  constructor(written: Written, sources: Sources) {
    this.#block = written;
    this.#written = written;
    this.#sources = sources;
  }

  result(): Folded {
    return { written: this.#written, problems: this.#problems, notes: this.#notes };
  }

  foldAll(): void {
    const manifests = this.#manifests();
    this.#several = severalOf(manifests);
    this.#templates = templatesOf(manifests);
    for (const manifest of manifests) this.#fold(manifest);
  }

  #manifests(): readonly Manifest[] {
    const root = asTree(this.#block.value);
    const shared = asList(asTree(root['knative'])['manifests']).flatMap((_, i) =>
      this.#open(['knative', 'manifests', i], null),
    );
    const owned = Object.keys(asTree(root['services'])).flatMap((name) =>
      this.#open(['services', name, 'manifest'], name),
    );
    return [...shared, ...owned];
  }

  #open(path: Path, owner: string | null): Manifest[] {
    const entry = valueAt(this.#block.value, path);
    if (isTree(entry)) return [{ tree: partOf(this.#block, path), owner }];
    if (typeof entry !== 'string') return [];
    const text = this.#sources.text(entry);
    if (text instanceof UnreadableFile) {
      this.#problems.push(problemAt(this.#block, path, `cannot be read: ${text.reason}`));
      return [];
    }
    const { trees, problems } = manifestsIn(entry, text);
    this.#problems.push(...problems);
    const found = trees.map((tree) => ({ tree, owner }));
    if (problems.length === 0) this.#tellMissing(found, path);
    return found;
  }

  /** A file that a service names must hold it; one that holds nothing is hardly meant. */
  #tellMissing(found: readonly Manifest[], path: Path): void {
    const owner = path[0] === 'services' ? String(path[1]) : null;
    if (owner !== null && !found.some(({ tree }) => isKnativeService(tree)))
      this.#problems.push(
        problemAt(this.#block, path, `must hold the Service ${owner} of serving.knative.dev/v1`, {
          hint: 'apiVersion and kind say so',
        }),
      );
    else if (found.length === 0) this.#note(placeOf(this.#block, path), 'the manifest holds nothing');
  }

  #fold({ tree, owner }: Manifest): void {
    const { kind, metadata } = asTree(tree.value);
    const name = asTree(metadata)['name'];
    if (kind === 'ConfigMap' && name === 'config-autoscaler') return this.#foldConfigMap(tree);
    if (isKnativeService(tree)) return this.#foldService(tree, name, owner);
    this.#ignore(tree, `${String(kind ?? 'a document without kind')} ${String(name ?? '')}`.trim());
  }

  #ignore(tree: Written, what: string): void {
    const rule = 'only the ConfigMap config-autoscaler and Services of serving.knative.dev/v1 are read';
    this.#note(placeOf(tree, []), `${what} is ignored: ${rule}`);
  }

  #foldConfigMap(tree: Written): void {
    for (const key of Object.keys(asTree(asTree(tree.value)['data']))) {
      if (key !== '_example') this.#put(tree, ['data', key], ['knative', 'config-autoscaler', key]);
    }
  }

  #foldService(tree: Written, name: unknown, owner: string | null): void {
    const known = Object.keys(asTree(asTree(this.#block.value)['services']));
    if (typeof name !== 'string') {
      const hint = isTree(name)
        ? 'render templates first, for example with "helm template"'
        : 'the name of the Service';
      this.#problems.push(problemAt(tree, ['metadata', 'name'], 'is required', { hint }));
    } else if (owner !== null && owner !== name) {
      this.#problems.push(problemAt(tree, ['metadata', 'name'], `must be ${owner}, the service whose manifest it is`));
    } else if (!known.includes(name)) {
      const place = placeOf(tree, ['metadata', 'name']);
      this.#note(place, `Service ${name} is ignored: the scenario has no service of that name`);
    } else {
      this.#foldTemplate(tree, ['services', name]);
    }
  }

  #foldTemplate(tree: Written, service: Path): void {
    const spec = ['spec', 'template', 'spec'] as const;
    const revision = this.#revisionPath(tree, service);
    this.#refuseMisplacedAnnotations(tree);
    for (const { place, text } of unreadIn(tree)) this.#note(place, text);
    for (const key of Object.keys(asTree(valueAt(tree.value, ['spec', 'template', 'metadata', 'annotations'])))) {
      this.#foldAnnotation(tree, key, revision);
    }
    for (const key of ['containerConcurrency', 'timeoutSeconds']) this.#put(tree, [...spec, key], [...revision, key]);
    this.#foldResources(tree, [...spec, 'containers'], revision);
    this.#foldTraffic(tree, service, revision);
  }

  /** One document is `revision`; several of one service, told apart by the names of their templates, are `revisions`. */
  #revisionPath(tree: Written, service: Path): Path {
    const path = ['spec', 'template', 'metadata', 'name'] as const;
    const name = valueAt(tree.value, path);
    const several =
      isTree(valueAt(this.#block.value, [...service, 'revisions'])) || this.#several.has(String(service[1]));
    if (several && typeof name === 'string') return this.#described(tree, path, [...service, 'revisions', name]);
    if (several)
      this.#problems.push(
        problemAt(tree, path, 'is required', { hint: 'it tells the revisions of this service apart' }),
      );
    this.#put(tree, path, [...service, 'revision', 'name']);
    return [...service, 'revision'];
  }

  /** A template that has nothing but an image is a revision too. */
  #described(tree: Written, from: Path, revision: Path): Path {
    if (valueAt(this.#written.value, revision) === undefined)
      this.#written = withValue(this.#written, revision, {}, placeOf(tree, from));
    return revision;
  }

  #foldAnnotation(tree: Written, key: string, revision: Path): void {
    const path = ['spec', 'template', 'metadata', 'annotations', key];
    if (OURS.test(key)) return this.#put(tree, path, [...revision, 'annotations', key]);
    this.#note(placeOf(tree, path, 'key'), `annotation ${key} is not simulated`);
  }

  /** Knative's own rule: on the Service they would do nothing. */
  #refuseMisplacedAnnotations(tree: Written): void {
    for (const key of Object.keys(asTree(valueAt(tree.value, ['metadata', 'annotations'])))) {
      if (!key.startsWith('autoscaling.knative.dev/')) continue;
      const rule = 'autoscaling annotations belong under spec.template.metadata.annotations';
      this.#problems.push(problemAt(tree, ['metadata', 'annotations', key], rule, { at: 'key', showValue: false }));
    }
  }

  /** Of the container that takes requests: the one with ports, or the only one. */
  #foldResources(tree: Written, containers: Path, revision: Path): void {
    const list = asList(valueAt(tree.value, containers));
    const serving = Math.max(
      0,
      list.findIndex((container) => asTree(container)['ports'] !== undefined),
    );
    if (list.length > 1)
      this.#note(placeOf(tree, containers), 'only the container with ports is counted; its sidecars are ignored');
    for (const kind of ['requests', 'limits']) {
      const from = [...containers, serving, 'resources', kind];
      for (const key of Object.keys(asTree(valueAt(tree.value, from))))
        this.#foldResource(tree, [...from, key], revision);
    }
  }

  #foldResource(tree: Written, from: Path, revision: Path): void {
    const [kind, key] = from.slice(-2).map(String);
    if (key === 'cpu' || key === 'memory') return this.#put(tree, from, [...revision, 'resources', kind, key]);
    // Kubernetes wants a request for GPUs to be their limit.
    if (key === GPU)
      return kind === 'limits' ? this.#foldGpus(tree, from, [...revision, 'resources', 'gpus']) : undefined;
    this.#note(placeOf(tree, from, 'key'), `resource ${key} is not simulated`);
  }

  /** A quantity like the others: in quotes or not. */
  #foldGpus(tree: Written, from: Path, to: Path): void {
    const value = valueAt(tree.value, from);
    const gpus = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    this.#putValue(gpus, placeOf(tree, from), to, false);
  }

  /** Everything to the latest revision is what a scenario has anyway. */
  #foldTraffic(tree: Written, service: Path, revision: Path): void {
    const targets = asList(valueAt(tree.value, ['spec', 'traffic'])).map(asTree);
    const latest =
      revision[2] === 'revisions'
        ? revision[3]
        : (valueAt(tree.value, ['spec', 'template', 'metadata', 'name']) ?? firstRevision(String(service[1])));
    const wrong = targets.findIndex(({ percent }) => percent !== undefined && !isPercent(percent));
    if (wrong >= 0) {
      const path = ['spec', 'traffic', wrong, 'percent'] as const;
      const hint = typeof valueAt(tree.value, path) === 'string' ? 'a number, without quotes' : undefined;
      this.#problems.push(problemAt(tree, path, 'must be a whole number from 0 to 100', { hint }));
      return;
    }
    if (!this.#addsUp(tree, targets)) return;
    const known = (name: string): boolean => name === latest || this.#hasRevision(service, name);
    this.#tellTargets(tree, targets, String(latest), known);
    const shares = sharesOf(targets, String(latest), known);
    if (shares.length === 0 || (shares.length === 1 && shares[0][0] === latest && revision[2] !== 'revisions')) return;
    const place = placeOf(tree, ['spec', 'traffic'], 'key');
    this.#putValue([{ at: '0s', split: Object.fromEntries(shares) }], place, [...service, 'traffic'], true);
  }

  /** Of targets that are not what they seem: nobody described them, or they are taken to be one. */
  #tellTargets(tree: Written, targets: readonly Tree[], latest: string, known: (name: string) => boolean): void {
    const tell = (i: number, text: string): void => this.#note(placeOf(tree, ['spec', 'traffic', i]), text);
    const named = valueAt(tree.value, ['spec', 'template', 'metadata', 'name']) !== undefined;
    const besidesLatest = targets.some(({ revisionName }) => revisionName === undefined);
    targets.forEach(({ revisionName, percent }, i) => {
      if (typeof revisionName !== 'string') return;
      if (!known(revisionName) && Number(percent ?? 0) === 0)
        tell(i, `revision ${revisionName} is left out: it has no share, and no manifest describes it`);
      else if (revisionName === latest && !named && besidesLatest)
        tell(
          i,
          `revision ${revisionName} is taken to be this template, as the latest one is: name templates to tell them apart`,
        );
    });
  }

  /** Knative's own rule, also where all of it goes to one revision. */
  #addsUp(tree: Written, targets: readonly Tree[]): boolean {
    const sum = targets.reduce((all, { percent }) => all + Number(percent ?? 0), 0);
    if (sum === 100 || targets.length === 0) return true;
    const rule = `must add up to 100 percent, not to ${sum}`;
    this.#problems.push(problemAt(tree, ['spec', 'traffic'], rule, { at: 'key', showValue: false }));
    return false;
  }

  #note({ file, line }: Place, text: string): void {
    this.#notes.push({ where: `${file}:${line}`, text });
  }

  /** Whether a revision is described, by a document or by the scenario itself. */
  #hasRevision(service: Path, name: string): boolean {
    return (
      isTree(valueAt(this.#block.value, [...service, 'revisions', name])) ||
      this.#templates.has(`${String(service[1])} ${name}`)
    );
  }

  #put(tree: Written, from: Path, to: Path): void {
    const value = valueAt(tree.value, from);
    if (value !== undefined) this.#putValue(value, placeOf(tree, from), to, false);
  }

  /** A key that the scenario has itself, or that another manifest has set, is refused; `again`: the last one counts. */
  #putValue(value: unknown, place: Place, to: Path, again: boolean): void {
    const before = valueAt((again ? this.#block : this.#written).value, to);
    if (before === undefined) {
      this.#written = withValue(this.#written, to, value, place);
      return;
    }
    this.#problems.push(
      problemAt(this.#written, to, `is also set in ${place.file}:${place.line}`, {
        hint: 'keep one of the two; --set overrides both',
      }),
    );
  }
}

/** What the simulation reads of a revision's annotations. */
const OURS = /^(autoscaling\.knative\.dev\/|serving\.knative\.dev\/progress-deadline$)/;
