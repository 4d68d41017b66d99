/** The small form of coverage.slow.ts, which `npm run test:slow` runs with a thousand experiments. */
import { describe, expect, it } from 'vitest';
import { ofBatches, ofPrecision, ofReplications } from './coverage.js';
import { meanOfWaits, meanWait } from './queue.js';

const queue = { servers: 2, arrivalRate: 1.2 };

describe('the queue of these tests', () => {
  it('has the mean wait of Erlang C from its first customer on', () => {
    const first = Array.from({ length: 4000 }, (_, k) => meanOfWaits(queue, 1, `headroom/first/${k}`));
    const mean = first.reduce((a, b) => a + b) / first.length;
    const deviation = Math.sqrt(first.reduce((sum, wait) => sum + (wait - mean) ** 2, 0) / (first.length - 1));
    expect(Math.abs(mean - meanWait(queue))).toBeLessThan((3.3 * deviation) / Math.sqrt(first.length));
    expect(meanWait(queue)).toBeCloseTo(0.5625, 10);
  });
});

describe('95 % intervals', () => {
  // Bounds are three standard errors of a share of 0.95 in so many experiments.
  it('of 30 replications hold the truth', () => {
    const { covered } = ofReplications(queue, 200, 30, 500);
    expect(covered).toBeGreaterThan(0.95 - 0.047);
    expect(covered).toBeLessThan(1);
  });

  it('of batches hold it nearly as often', () => {
    const { covered } = ofBatches(queue, 200, 20, 1000);
    expect(covered).toBeGreaterThan(0.88);
  });

  it('of a precision that was asked for hold it in nine of ten experiments, from ten replications on', () => {
    const { covered, replications, precise } = ofPrecision(queue, 200, 0.1, 300);
    expect(replications).toBeGreaterThan(10);
    expect(covered).toBeGreaterThan(0.9);
    expect(precise).toBeGreaterThan(0.9);
  });
});
