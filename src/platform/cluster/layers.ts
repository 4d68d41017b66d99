import type { Bytes } from '../../units/quantities.js';
import type { Image } from '../recipe.js';

/** One layer, by its number in the cluster. */
export interface Layer {
  readonly id: number;
  readonly size: Bytes;
}

/** Gives every layer of every image a number: those of one name are one layer, the others belong to one image. */
export class LayerBook {
  /** Layers so far. */
  count = 0;
  readonly #byName = new Map<string, number>();

  layersOf(image: Image): readonly Layer[] {
    return image.layers.map((size, k) => {
      const name = image.names?.[k];
      return { id: name === undefined ? this.count++ : this.#named(name), size };
    });
  }

  #named(name: string): number {
    const known = this.#byName.get(name) ?? this.count++;
    this.#byName.set(name, known);
    return known;
  }
}
