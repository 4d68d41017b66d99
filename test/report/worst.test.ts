import { describe, expect, it } from 'vitest';
import { summary } from '../../src/report/summary.js';
import { worstLines, worstServices } from '../../src/report/worst.js';
import { flashSale, fleet } from './fixture.js';

describe('the worst services of a fleet', () => {
  it('are ten, however many there are, and the summary stays on one screen', () => {
    const result = fleet(2000);
    const lines = worstLines(result);
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toContain('… and 1,990 others');
    const text = summary(result, { columns: 80 });
    expect(text).toContain('The ten worst services');
    expect(text.split('\n').length).toBeLessThan(70);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('are those that lost most requests, then those with most cold ones, then the busiest', () => {
    const [some] = fleet(1).services;
    const service = (name: string, refused: number, cold: number, arrived: number) => ({
      ...some,
      name,
      requests: { ...some.requests, arrived, refused, timedOut: 0, failed: 0 },
      coldStarts: { ...some.coldStarts, requests: cold },
    });
    const all = [
      service('b', 0, 0, 9),
      service('busy', 0, 0, 10),
      service('cold', 0, 3, 1),
      service('lost', 2, 0, 1),
      service('a', 0, 0, 9),
    ];
    expect(worstServices(all).map(({ name }) => name)).toEqual(['lost', 'cold', 'busy', 'a', 'b']);
  });

  it('are not listed where all services can be', () => {
    expect(worstLines(flashSale())).toEqual([]);
    expect(worstLines(fleet(10))).toEqual([]);
  });
});
