import { describe, expect, it } from 'vitest';
import { isolationLines } from '../../src/report/isolation.js';
import type { ResultDocument } from '../../src/result/document.js';
import { isolationOf } from '../../src/result/isolation.js';
import { readScenario } from '../../src/scenario/read.js';
import { open } from '../../src/simulate.js';

const missing = (path: string): never => {
  throw new Error(`${path} does not exist`);
};

function simulated(text: string): ResultDocument {
  const read = readScenario({ path: 's.yaml', text, read: missing, digest: missing });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const run = open(read.scenario);
  run.advance(run.horizon);
  return run.result();
}

const CALM = `headroom: 1
name: two
horizon: 5m
services:
  shop: { arrivals: 20/s, serviceTime: 100ms, startup: 2s }
  mail: { arrivals: 5/s, serviceTime: 50ms, startup: 2s }
`;
const HIT = `${CALM}faults:\n  - { podCrash: { service: shop }, rate: 30/h }\n`;

describe('the isolation check', () => {
  it('finds a service that no fault hit as it was, and says what became of the one that was hit', () => {
    const { services } = isolationOf(simulated(HIT), simulated(CALM));
    const [shop, mail] = services;
    expect(mail).toEqual({ name: 'mail', hitBy: [], differences: [] });
    expect(shop.hitBy).toEqual(['podCrash']);
    expect(shop.differences.map(({ figure }) => figure)).toContain('failures.failed.killed-in-flight');
    expect(shop.differences).toContainEqual({
      figure: 'unansweredShare',
      with: expect.any(Number) as number,
      without: 0,
    });
  });

  it('accuses a service that differs though nothing hit it', () => {
    const faulty = simulated(HIT);
    const [shop, mail] = simulated(CALM).services;
    const other = { ...faulty, services: [shop, { ...mail, unansweredShare: 0.25 }] };
    const isolation = isolationOf(other, simulated(CALM));
    expect(isolationLines({ ...faulty, isolation }, 100)[1]).toBe(
      '  ✗ mail: hit by nothing; errorRate 25 % instead of 0 %',
    );
  });
});
