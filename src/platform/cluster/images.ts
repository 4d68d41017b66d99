import type { Calendar } from '../../engine/calendar.js';
import type { Micros } from '../../units/quantities.js';
import type { RevisionState } from '../revision.js';
import { LayerBook, type Layer } from './layers.js';
import { Pulls, type Pulled } from './pulls.js';

/** The images of a world's revisions, and which node has what of them. */
export class Images {
  /** By revision; `null`: it names no image, so that a pull takes what its phase says. */
  readonly #layers: readonly (readonly Layer[] | null)[];
  readonly #prePulled: readonly Layer[];
  readonly #pulls: Pulls;

  constructor(
    calendar: Calendar,
    revisions: readonly RevisionState[],
    registryBandwidth: number,
    intoNode: (node: number) => number,
    pulled: Pulled,
  ) {
    const book = new LayerBook();
    const images = revisions.map(({ recipe }) => recipe.startup.image);
    this.#layers = images.map((image) => (image === null ? null : book.layersOf(image)));
    this.#prePulled = this.#layers.flatMap((layers, r) => (images[r]?.prePulled === true ? (layers ?? []) : []));
    this.#pulls = new Pulls(calendar, book.count, registryBandwidth, intoNode, pulled);
  }

  /** A node begins with what every node has. */
  begin(node: number): void {
    this.#pulls.begin(node, this.#prePulled);
  }

  /** A pod has been there long before: so has its image. */
  stand(node: number, revision: number): void {
    this.#pulls.put(node, this.#layers[revision] ?? []);
  }

  /** Sends for a pod's image and answers `true`, or `false` where it names none. */
  pull(node: number, revision: number, pod: number, now: Micros): boolean {
    const layers = this.#layers[revision];
    if (layers === null) return false;
    this.#pulls.pull(node, revision, layers, pod, now);
    return true;
  }

  leave(node: number, pod: number): void {
    this.#pulls.leave(node, pod);
  }

  stop(node: number, now: Micros): void {
    this.#pulls.stop(node, now);
  }

  slow(factor: number, now: Micros): void {
    this.#pulls.slow(factor, now);
  }

  due(generation: number, now: Micros): void {
    this.#pulls.due(generation, now);
  }
}
