import { describe, expect, it } from 'vitest';
import { page } from '../../src/report/page/page.js';
import { revisionsTable } from '../../src/report/page/tables.js';
import { lossesOf, revisionLines } from '../../src/report/revisions.js';
import { summary } from '../../src/report/summary.js';
import type { Figures, ResultDocument } from '../../src/result/document.js';
import { figures } from '../result/document.js';
import { flashSale, fleet } from './fixture.js';

const failures: Figures['failures'] = {
  refused: { 'queue-proxy-full': 1 },
  timedOut: { 'slow-service': 7 },
  failed: {},
};
const slower = figures({
  requests: { arrived: 1200, completed: 1192, refused: 1, timedOut: 7, failed: 0, inFlight: 0 },
  failures,
});

function canary(): ResultDocument {
  const result = flashSale();
  const byRevision = [
    { name: 'v1', ...figures() },
    { name: 'v2', ...slower },
  ];
  return { ...result, services: result.services.map((one) => ({ ...one, revisions: ['v1', 'v2'], byRevision })) };
}

describe('revisions side by side', () => {
  it('are a table for the terminal: requests, lost ones, cold ones, latency, pods', () => {
    expect(revisionLines(canary(), 80)).toEqual([
      '      requests  lost   cold    p50     p95     p99  pods',
      '  v1     1,000     9  0.8 %  80 ms  300 ms  400 ms     9',
      '  v2     1,200     8  0.8 %  80 ms  300 ms  400 ms     9',
    ]);
    expect(summary(canary())).toContain('Revision by revision\n      requests');
  });

  it('are called by their service too where there are several services, and stay within the terminal', () => {
    const [one] = canary().services;
    const named = { ...one, name: 'a-service-with-a-name-of-some-length' };
    const lines = revisionLines({ ...canary(), services: [one, named] }, 60);
    expect(lines[1]).toMatch(/^ {2}checkout: v1 /);
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('are not told where every service has one', () => {
    expect(revisionLines(fleet(3), 80)).toEqual([]);
    expect(revisionsTable(fleet(3))).toBeNull();
    expect(summary(flashSale())).not.toContain('Revision by revision');
  });

  it('say what most lost requests were lost for', () => {
    expect(lossesOf(slower)).toBe('8, mostly slow service');
    expect(lossesOf(figures())).toBe('9, all queue-proxy full');
    expect(lossesOf(figures({ failures: { refused: {}, timedOut: {}, failed: {} } }))).toBe('9');
  });

  it('are a table of the page', () => {
    const { text } = revisionsTable(canary())!;
    expect(text.match(/<bdi>v[12]<\/bdi>/g)).toEqual(['<bdi>v1</bdi>', '<bdi>v2</bdi>']);
    expect(text).toContain('8, mostly slow service');
    expect(page(canary(), { script: '', command: '' })).toContain(text);
    expect(page(flashSale(), { script: '', command: '' })).not.toContain('Each revision');
  });
});
