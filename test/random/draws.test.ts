import { expect, test } from 'vitest';
import { Draws } from '../../src/random/draws.js';
import { sampler } from '../../src/random/sampler.js';
import { openSource } from '../../src/random/streams.js';

const distribution = { kind: 'exponential', mean: 1000 } as const;

test.each([false, true])('draws made in blocks are those made one by one (whole numbers: %s)', (whole) => {
  const draws = new Draws(sampler(distribution, openSource('a')), whole);
  const one = sampler(distribution, openSource('a'));
  for (let k = 0; k < 1000; k++) {
    const expected = one();
    expect(draws.next()).toBe(whole ? Math.round(expected) : expected);
  }
});
