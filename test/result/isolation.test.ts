import { describe, expect, it } from 'vitest';
import { isolationLines } from '../../src/report/isolation.js';
import type { ResultDocument } from '../../src/result/document.js';
import { isolationOf } from '../../src/result/isolation.js';
import { resolved } from '../scenario/reading.js';
import { simulated } from '../simulated.js';

const resultOf = (text: string): ResultDocument => simulated(resolved(text));

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
    const { services } = isolationOf(resultOf(HIT), resultOf(CALM));
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

  it('has no time of a phase where no pod started', () => {
    const calm = resultOf(CALM);
    const [shop, mail] = calm.services;
    const started = { ...shop, startup: { ...shop.startup, phases: { sandbox: 2 } } };
    const [{ differences }] = isolationOf({ ...calm, services: [started, mail] }, calm).services;
    expect(differences).toEqual([{ figure: 'startup.phases.sandbox', with: 2, without: null }]);
  });

  it('accuses a service that differs though nothing hit it', () => {
    const faulty = resultOf(HIT);
    const [shop, mail] = resultOf(CALM).services;
    const other = { ...faulty, services: [shop, { ...mail, unansweredShare: 0.25 }] };
    const isolation = isolationOf(other, resultOf(CALM));
    expect(isolationLines({ ...faulty, isolation }, 100)[1]).toBe(
      '  ✗ mail: hit by nothing; errorRate 25 % instead of 0 %',
    );
  });
});
