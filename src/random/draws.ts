import type { Sample } from './sampler.js';

/** Draws made at a time: 2 KB. */
const BLOCK = 256;

/**
 * The draws of one distribution, made in blocks: the loop that fills one inlines the generator and boxes no number, so a
 * draw on the path of a request is a load from an array. What a stream gives does not depend on the blocks.
 */
export class Draws {
  private readonly block = new Float64Array(BLOCK);
  private at = BLOCK;

  /** @param whole rounds to whole numbers */
  constructor(
    private readonly sample: Sample,
    private readonly whole: boolean,
  ) {}

  next(): number {
    if (this.at === BLOCK) this.fill();
    return this.block[this.at++];
  }

  private fill(): void {
    const { block, sample } = this;
    for (let k = 0; k < BLOCK; k++) block[k] = sample();
    if (this.whole) for (let k = 0; k < BLOCK; k++) block[k] = Math.round(block[k]);
    this.at = 0;
  }
}
