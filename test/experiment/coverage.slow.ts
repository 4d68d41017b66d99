/** A minute: run by `npm run test:slow`. Seeds were fixed before anything was looked at (see coverage.ts). */
import { describe, expect, it } from 'vitest';
import { ofBatches, ofPrecision, ofReplications } from './coverage.js';

/** Utilisation 0.6: 5,000 customers are many times its memory. */
const queue = { servers: 2, arrivalRate: 1.2 };

describe('95 % intervals of the mean wait in an M/M/2 queue', () => {
  it('of 30 replications of 5,000 customers cover in 93 to 97 % of 1,000 experiments', () => {
    const { covered } = ofReplications(queue, 1000, 30, 5000);
    console.log(`30 replications of 5,000 customers: ${(covered * 100).toFixed(1)} % of 1,000 experiments`);
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.97);
  });

  it('of 20 batches of 5,000 customers cover in at least 92 % of 1,000 experiments', () => {
    const { covered } = ofBatches(queue, 1000, 20, 5000);
    console.log(`20 batches of 5,000 customers: ${(covered * 100).toFixed(1)} % of 1,000 experiments`);
    expect(covered).toBeGreaterThanOrEqual(0.92);
    expect(covered).toBeLessThanOrEqual(0.97);
  });

  it('of a precision of 5 %, from ten replications on, cover in at least 90 % of 1,000 experiments', () => {
    const { covered, precise, replications } = ofPrecision(queue, 1000, 0.05, 1000);
    console.log(
      `precision 5 %: ${(covered * 100).toFixed(1)} % covered, ${(precise * 100).toFixed(1)} % within 5 %, ${replications.toFixed(0)} replications on average`,
    );
    expect(replications).toBeGreaterThanOrEqual(10);
    expect(covered).toBeGreaterThanOrEqual(0.9);
    expect(precise).toBeGreaterThanOrEqual(0.9);
  });
});
