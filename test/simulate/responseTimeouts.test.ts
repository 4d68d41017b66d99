import { describe, expect, test } from 'vitest';
import type { ResultDocument } from '../../src/result/document.js';
import { resolved } from '../scenario/reading.js';
import { simulated } from '../simulated.js';

/** A request every ten seconds that takes three. */
const ran = (fields: string, more = ''): ResultDocument =>
  simulated(
    resolved(`headroom: 1
horizon: 5m
services:
  a:
    revision: { ${fields} }
    arrivals: { process: regular, rate: 0.1/s }
    serviceTime: 3s
${more}`),
  );

describe('a response has no parts: it begins when it is complete', () => {
  test.each([
    ['timeoutSeconds: 10', 0, 3],
    ['timeoutSeconds: 10, responseStartTimeoutSeconds: 4', 0, 3],
    ['timeoutSeconds: 10, responseStartTimeoutSeconds: 2', 1, 2],
    ['timeoutSeconds: 10, idleTimeoutSeconds: 1', 1, 1],
    ['timeoutSeconds: 10, responseStartTimeoutSeconds: 2, idleTimeoutSeconds: 1', 1, 1],
    ['timeoutSeconds: 1, responseStartTimeoutSeconds: 2', 1, 1],
    ['timeoutSeconds: 10, responseStartTimeoutSeconds: 0, idleTimeoutSeconds: 0', 0, 3],
  ])('%s: %d of all are cut, at %d s', (fields, cut, after) => {
    const { requests, latency } = ran(fields).totals;
    expect(requests.timedOut / (requests.arrived - requests.inFlight)).toBe(cut);
    expect(latency.max).toBe(after);
  });

  test('the wait for a pod counts', () => {
    const { requests, latency } = ran('start: 0, responseStartTimeoutSeconds: 4, startup: 2s').totals;
    expect(requests.timedOut).toBeGreaterThan(0);
    expect(latency.max).toBe(4);
  });
});
