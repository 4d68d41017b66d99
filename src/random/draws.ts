import type { Sample } from './sampler.js';

/** Draws made at a time: 2 KB, when many are taken. */
const BLOCK = 256;
/** At first: most services of a fleet need few. */
const FIRST = 16;

/**
 * The draws of one distribution, made in blocks: the loop that fills one inlines the generator and boxes no number, so a
 * draw on the path of a request is a load from an array. What a stream gives does not depend on the blocks.
 */
export class Draws {
  private readonly block = new Float64Array(BLOCK);
  private at = 0;
  private drawn = 0;

  /** @param whole rounds to whole numbers */
  constructor(
    private readonly sample: Sample,
    private readonly whole: boolean,
  ) {}

  next(): number {
    if (this.at === this.drawn) this.fill();
    return this.block[this.at++];
  }

  private fill(): void {
    const { block, sample } = this;
    const count = Math.min(BLOCK, Math.max(FIRST, 2 * this.drawn));
    for (let k = 0; k < count; k++) block[k] = sample();
    if (this.whole) for (let k = 0; k < count; k++) block[k] = Math.round(block[k]);
    this.drawn = count;
    this.at = 0;
  }
}
