/** The page of a sweep in a real browser. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { SweepResult } from '../../../src/experiment/sweepResult.js';
import { sweepPage } from '../../../src/report/sweep/page.js';
import { describeInChromium, drawn, faultsOf, isSerious, type Opened } from '../chromium.js';
import { pageScript } from '../script.js';
import { gridResult, result, sampledResult } from './fixture.js';

describeInChromium('the page of a sweep in Chromium', (openPage) => {
  let script: string;

  beforeAll(async () => {
    script = await pageScript('sweep.ts');
  }, 60_000);

  const open = async (found: SweepResult, options: BrowserContextOptions = {}): Promise<Opened> =>
    drawn(await openPage(sweepPage(found, { script, command: found.plan.command }), options));

  const marks = (page: Page, chart: string, mark: string): Promise<number> =>
    page.locator(`.plot[data-chart="${chart}"] .mark-${mark} path`).count();

  test('draws the fronts, the lines, the heat map and a curve for each parameter, and says nothing', async () => {
    const { page, said, asked } = await open(gridResult());
    const plots = await page.locator('.plot').all();
    expect(plots).toHaveLength(6);
    for (const plot of plots) expect((await plot.boundingBox())?.height).toBeGreaterThan(150);
    expect(await marks(page, 'front1', 'symbol')).toBe(12);
    expect(await marks(page, 'front2', 'symbol')).toBe(12);
    expect(await marks(page, 'heat', 'rect')).toBe(12);
    expect(await marks(page, 'parallel', 'line')).toBe(12);
    expect(await marks(page, 'curve0', 'symbol')).toBe(4);
    expect(await marks(page, 'curve1', 'area')).toBe(1);
    expect([...said, ...asked]).toEqual([]);
    await page.context().close();
  });

  test('another figure, other axes and another held setting are drawn at once', async () => {
    const { page, said, asked } = await open(gridResult());
    const heading = page.locator('#chart-curve0 h3');
    expect(await heading.textContent()).toBe('Capacity cost along stable-window');
    await page.locator('#choose-figure').selectOption({ label: 'cold-start rate' });
    await expect.poll(() => heading.textContent()).toBe('Cold-start rate along stable-window');
    const cells = page.locator('.plot[data-chart="heat"] .mark-text.role-mark text');
    await expect
      .poll(async () => (await cells.allTextContents()).sort())
      .toEqual(['10 %', '5 %', '3.3 %', '2.5 %'].flatMap((text) => [text, text, text]).sort());
    await page.locator('#choose-y').selectOption('0');
    await expect.poll(() => page.locator('#chart-heat .empty').isVisible()).toBe(true);
    await page.locator('#choose-y').selectOption('1');
    await expect.poll(() => marks(page, 'heat', 'rect')).toBe(12);
    await page.locator('#choose-figure').selectOption({ label: 'p99 latency' });
    await page.locator('#choose-held').selectOption({ label: 'p0001: stable-window 10s, target 2' });
    const label = page.locator('.plot[data-chart="curve0"]');
    await expect.poll(() => label.getAttribute('aria-label')).toContain('10s: 122 ms');
    expect([...said, ...asked]).toEqual([]);
    await page.context().close();
  });

  test('the table has every setting and sorts by any column', async () => {
    const { page } = await open(gridResult());
    await page.locator('#settings summary').click();
    const rows = page.locator('#all tbody tr');
    expect(await rows.count()).toBe(12);
    await page.locator('#all button.sort', { hasText: 'capacity cost' }).click();
    expect(await rows.first().locator('th').textContent()).toContain('p0010'); // 40s, 2: the dearest
    await page.locator('#all button.sort', { hasText: 'stable-window' }).click();
    expect(await rows.first().locator('td').first().textContent()).toBe('40s');
    await page.context().close();
  });

  test('pointing at a dot says which setting it is', async () => {
    const { page } = await open(gridResult());
    await page.locator('.plot[data-chart="front1"] .mark-symbol path').last().hover();
    await expect
      .poll(() => page.locator('.tip').textContent())
      .toMatch(/p00\d\d: stable-window \d+s, target \d.*capacity cost/);
    await page.context().close();
  });

  test('samples, one parameter and a phone are drawn without a word and without a wider page', async () => {
    for (const found of [sampledResult(), result(['target=2,5,8'])]) {
      const { page, said, asked } = await open(found, {
        viewport: { width: 360, height: 740 },
        isMobile: true,
        hasTouch: true,
      });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360);
      expect([...said, ...asked]).toEqual([]);
      await page.context().close();
    }
  });

  test('axe finds no serious violation, light and dark', async () => {
    const { page } = await open(gridResult({ thresholds: ['p99 < 160ms'] }));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect((await faultsOf(page)).filter(isSerious), colorScheme).toEqual([]);
    }
    await page.context().close();
  });
});
