import { describe, expect, it } from 'vitest';
import { Calendar } from '../../../src/engine/calendar.js';
import { I_CODE, I_OWN, I_STRIDE } from '../../../src/engine/layout.js';
import { PULL_DONE } from '../../../src/platform/codes.js';
import { LayerBook } from '../../../src/platform/cluster/layers.js';
import { Pulls } from '../../../src/platform/cluster/pulls.js';
import type { Image } from '../../../src/platform/recipe.js';
import type { Micros } from '../../../src/units/quantities.js';
import { seconds } from '../fixture.js';
import { MIB } from './fixture.js';

const image = (layers: Readonly<Record<string, number>>): Image => ({
  size: Object.values(layers).reduce((sum, size) => sum + size * MIB, 0),
  layers: Object.values(layers).map((size) => size * MIB),
  names: Object.keys(layers),
});

/** Pulls of pods named 100 x node + revision; each image is its revision's. Returns when each was told. */
class Bench {
  readonly told: [pod: number, now: Micros][] = [];
  readonly #calendar = new Calendar();
  readonly #pulls: Pulls;
  readonly #layers;

  constructor(images: readonly Image[], { registry = 100, intoNode = 10 } = {}) {
    const book = new LayerBook();
    this.#layers = images.map((one) => book.layersOf(one));
    this.#pulls = new Pulls(
      this.#calendar,
      book.count,
      registry * MIB,
      () => intoNode * MIB,
      (pod, now) => void this.told.push([pod, now]),
    );
    for (let node = 0; node < 4; node++) this.#pulls.begin(node, []);
  }

  /** Everything up to a time. */
  until(time: Micros): this {
    while (this.#calendar.peek(time) <= time) {
      const x = this.#calendar.pop();
      const now = this.#calendar.f[x * 8];
      expect(this.#calendar.i[x * I_STRIDE + I_CODE]).toBe(PULL_DONE);
      this.#pulls.due(this.#calendar.i[x * I_STRIDE + I_OWN], now);
      this.#calendar.give(x);
    }
    return this;
  }

  pull(at: Micros, node: number, revision: number, pod = 100 * node + revision): this {
    this.until(at);
    this.#pulls.pull(node, revision, this.#layers[revision], pod, at);
    return this;
  }

  slow(at: Micros, factor: number): this {
    this.until(at);
    this.#pulls.slow(factor, at);
    return this;
  }

  stop(at: Micros, node: number): this {
    this.until(at);
    this.#pulls.stop(node, at);
    return this;
  }

  leave(at: Micros, node: number, pod: number): this {
    this.until(at);
    this.#pulls.leave(node, pod);
    return this;
  }

  end(): [number, Micros][] {
    return this.until(seconds(1_000_000)).told;
  }
}

describe('image pulls', () => {
  it('take size over bandwidth, and no time where the image is there already', () => {
    const bench = new Bench([image({ app: 50 })]).pull(seconds(1), 0, 0).pull(seconds(9), 0, 0, 7);
    expect(bench.end()).toEqual([
      [0, seconds(6)],
      [7, seconds(9)],
    ]);
  });

  it('share the bandwidth of their node, and one that ends leaves its part to the other', () => {
    // 10 MiB/s: A alone for 2 s (20 of 60), both at 5 from then on: B's 20 take until 6 s; A's last 20 take 2 s alone.
    const bench = new Bench([image({ a: 60 }), image({ b: 20 })]).pull(0, 0, 0).pull(seconds(2), 0, 1);
    expect(bench.end()).toEqual([
      [1, seconds(6)],
      [0, seconds(8)],
    ]);
  });

  it('share the bandwidth of the registry between nodes', () => {
    // Three nodes of 10 want 30 of 12: 4 each; after 5 s the first two have their 20, and the third has 10 for itself.
    const bench = new Bench([image({ a: 20 }), image({ b: 40 })], { registry: 12 });
    expect(bench.pull(0, 0, 0).pull(0, 1, 0).pull(0, 2, 1).end()).toEqual([
      [0, seconds(5)],
      [100, seconds(5)],
      [201, seconds(7)],
    ]);
  });

  it('of one image into one node are one pull, told to every pod that waits for it', () => {
    const bench = new Bench([image({ a: 50 })]).pull(0, 0, 0, 1).pull(seconds(3), 0, 0, 2);
    expect(bench.end()).toEqual([
      [1, seconds(5)],
      [2, seconds(5)],
    ]);
  });

  it('bring a layer that two images share once', () => {
    // Both need the base: A brings it (alone for 1 s, then beside B's app at 5 MiB/s), B waits for it.
    const bench = new Bench([image({ base: 30, a: 10 }), image({ base: 30, b: 10 })]);
    // 0..1 s A: 10 of base. From 1 s both at 5: B's own 10 are there at 3 s, base has 20 of 30; alone it ends at 4 s,
    // which makes B whole; A's own 10 take another second.
    expect(bench.pull(0, 0, 0).pull(seconds(1), 0, 1).end()).toEqual([
      [1, seconds(4)],
      [0, seconds(5)],
    ]);
  });

  it('end at the ceiling microsecond where bandwidth does not divide the size', () => {
    const odd: Image = { size: 1_000_001, layers: [1_000_001] };
    expect(new Bench([odd], { intoNode: 3 / MIB }).pull(0, 0, 0).end()).toEqual([[0, 333_333_666_667]]);
  });

  it('take as many times as long as the registry is slow, and stand still while it is down', () => {
    const bench = new Bench([image({ a: 50 })]).pull(0, 0, 0);
    // 1 s at 10, 2 s at 5, 4 s at nothing, then 30 at 10.
    bench.slow(seconds(1), 2).slow(seconds(3), Infinity).slow(seconds(7), 1);
    expect(bench.end()).toEqual([[0, seconds(10)]]);
  });

  it('go on when their pod has ended, so that the next one finds the image', () => {
    const bench = new Bench([image({ a: 50 })]).pull(0, 0, 0, 1).leave(seconds(1), 0, 1).pull(seconds(8), 0, 0, 2);
    expect(bench.end()).toEqual([[2, seconds(8)]]);
  });

  it('into a lost node stop, leave their part to others, and begin anew when it is back with the layers it had', () => {
    const bench = new Bench([image({ base: 10, a: 40 }), image({ b: 40 })], { registry: 10 });
    // 5 each: at 2 s node 0 has the base, at 4 s it is lost with 10 of its app; node 1 has 20 and gets 10 from then on.
    bench.pull(0, 0, 0).pull(0, 1, 1).stop(seconds(4), 0).pull(seconds(10), 0, 0, 9);
    expect(bench.end()).toEqual([
      [101, seconds(6)],
      [9, seconds(14)],
    ]);
  });
});
