import { describe, expect, it } from 'vitest';
import { causeLines, causeRows } from '../../src/report/causeRows.js';
import { page } from '../../src/report/page/page.js';
import type { ResultDocument } from '../../src/result/document.js';
import { flashSale } from './fixture.js';

const told = (result: ResultDocument): ResultDocument => ({
  ...result,
  causes: [
    { service: result.services[0].name, kind: 'cold', cause: 'scaled-to-zero', counts: [[2, 3]] },
    {
      service: result.services[0].name,
      kind: 'failed',
      cause: 'pod-down',
      counts: [
        [1, 5],
        [4, 20],
      ],
    },
    { service: result.services[0].name, kind: 'phase', cause: 'sandbox', counts: [[2, 3]] },
  ],
  faults: {
    omitted: 0,
    hits: {},
    entries: [{ at: 60, until: 90, kind: 'zoneLoss', target: 'a', services: ['checkout'], pods: 3 }],
  },
});

describe('causes over time', () => {
  it('are rows by service and cause, the largest first, with their sum and when there were most', () => {
    const result = told(flashSale());
    expect(causeRows(result).map(({ outcome, cause, count, peak }) => [outcome, cause, count, peak])).toEqual([
      ['failed', 'sent to a pod that was down', 25, expect.stringMatching(/^\d+:\d\d$/)],
      ['cold', 'scaled to zero', 3, expect.stringMatching(/^\d+:\d\d$/)],
    ]);
    const [row] = causeRows(result);
    expect(row.values[1]).toBe(5);
    expect(row.values[4]).toBe(20);
    expect(row.values.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(25);
  });

  it('fit a terminal, and are nothing where nothing is told', () => {
    for (const wide of [60, 80, 120]) {
      for (const line of causeLines(told(flashSale()), wide)) expect(line.length).toBeLessThanOrEqual(wide);
    }
    expect(causeLines({ ...flashSale(), causes: [] }, 80)).toEqual([]);
  });

  it('stand on the page with the faults', () => {
    const html = page(told(flashSale()), { script: '', command: 'headroom run s.yaml' });
    expect(html).toContain('id="causes"');
    expect(html).toContain('sent to a pod that was down');
    expect(html).toContain('a zone is lost');
  });
});
