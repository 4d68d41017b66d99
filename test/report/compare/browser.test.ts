/** The page of a comparison in a real browser. */
import { expect, test } from 'vitest';
import { comparePage } from '../../../src/report/compare/page.js';
import { describeInChromium, faultsOf } from '../chromium.js';
import { comparison, DEARER, difference, LOWER, span } from './fixture.js';

describeInChromium('the page of a comparison', (open) => {
  test('opens without errors or requests, has no fault that axe finds, and keeps its words within the drawing', async () => {
    const wild = difference('totals.pods.mean', {
      absolute: span(1, -50, 52),
      relative: span(0.1, -5, 5.2),
      verdict: 'open',
      settledBy: 90_000,
    });
    const html = comparePage(comparison([LOWER, DEARER, wild]), { command: 'headroom compare a b' });
    const { page, said, asked } = await open(html, { viewport: { width: 1000, height: 900 } });
    const room = await page.evaluate<readonly number[]>(`(() => {
      const box = document.querySelector('figure svg').getBoundingClientRect();
      return [...document.querySelectorAll('figure svg text')].flatMap((text) => {
        const { left, right } = text.getBoundingClientRect();
        return [left - box.left, box.right - right];
      });
    })()`);
    expect(room.length).toBeGreaterThan(10);
    expect(Math.min(...room)).toBeGreaterThan(-2);
    expect([...said, ...asked]).toEqual([]);
    expect(await faultsOf(page)).toEqual([]);
  });
});
