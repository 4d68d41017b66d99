/** The report in a real browser. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { ResultDocument } from '../../src/result/document.js';
import { page as write } from '../../src/report/page/page.js';
import { describeInChromium, drawn, faultsOf, isSerious, type Opened } from './chromium.js';
import { fleet, flashSale } from './fixture.js';
import { pageScript } from './script.js';

const HOSTILE = '</script><img src=x onerror=alert(1)> \u202e🚀 ' + 'x'.repeat(300);

/** Entries of legends that stand above the upper edge of their chart. */
const CUT_LEGENDS = `[...document.querySelectorAll('.plot:not([hidden])')].flatMap((plot) => {
  const edge = plot.querySelector('svg').getBoundingClientRect().top;
  return [...plot.querySelectorAll('.role-legend-label text')]
    .filter((entry) => entry.getBoundingClientRect().top < edge - 0.5)
    .map((entry) => plot.dataset.chart + ': ' + entry.textContent);
})`;

describeInChromium('the report in Chromium', (openPage) => {
  let script: string;

  beforeAll(async () => {
    script = await pageScript();
  }, 60_000);

  const open = async (result: ResultDocument, options: BrowserContextOptions = {}): Promise<Opened> =>
    drawn(await openPage(write(result, { script, command: 'headroom run flash-sale.yaml' }), options));

  /** The times at the axis of a chart. Vega keeps its texts in no particular order. */
  async function labels(page: Page, chart: string): Promise<string[]> {
    const axis = page.locator(`.plot[data-chart="${chart}"] .role-axis-label`).first();
    return (await axis.locator('text').allTextContents()).sort();
  }

  test('every chart is drawn, the console is clean and nothing is fetched', async () => {
    const { page, said, asked } = await open(flashSale());
    const plots = page.locator('.plot');
    expect(await plots.count()).toBe(16);
    for (const plot of await plots.all()) {
      await plot.scrollIntoViewIfNeeded();
      const drawn = await plot.screenshot();
      await plot.locator('svg').evaluate((svg) => {
        (svg as unknown as { style: { visibility: string } }).style.visibility = 'hidden';
      });
      const blank = await plot.screenshot();
      expect(drawn.equals(blank), (await plot.getAttribute('data-chart')) ?? '').toBe(false);
    }
    expect(said).toEqual([]);
    expect(asked).toEqual([]);
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds no serious violation, ${colorScheme === 'dark' ? 'dark' : 'light, and of a fleet'}`, async () => {
      for (const result of colorScheme === 'dark' ? [flashSale()] : [flashSale(), fleet()]) {
        const { page } = await open(result, { colorScheme });
        expect((await faultsOf(page)).filter(isSerious)).toEqual([]);
        await page.context().close();
      }
    }, 120_000);
  }

  test('hostile names are text and do nothing', async () => {
    const { page, said, asked } = await open({ ...flashSale(HOSTILE), scenario: { name: HOSTILE } });
    expect(await page.locator('h1').textContent()).toBe(HOSTILE);
    expect(await page.locator('img').count()).toBe(0);
    expect(said).toEqual([]);
    expect(asked).toEqual([]);
    expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await page.context().close();
  });

  test('dragging across one chart zooms all charts over time, and back', async () => {
    const { page } = await open(flashSale());
    const whole = await labels(page, 'pods');
    expect(whole).toContain('30:00');
    const plot = page.locator('.plot[data-chart="traffic"]');
    await plot.scrollIntoViewIfNeeded();
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.35, box.y + 80);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 80, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => labels(page, 'pods')).not.toEqual(whole);
    expect(await labels(page, 'traffic')).toEqual(await labels(page, 'pods'));
    expect(await labels(page, 'pods')).not.toContain('30:00');
    await page.locator('#zoom-reset').click();
    await expect.poll(() => labels(page, 'pods')).toEqual(whole);
    await page.context().close();
  });

  test('pointing at the pods gives the reason of the decision', async () => {
    const { page } = await open(flashSale());
    const plot = page.locator('.plot[data-chart="pods"]');
    await plot.scrollIntoViewIfNeeded();
    const box = (await plot.boundingBox())!;
    // 10:15 of 30 minutes, in the panic; the axis begins some 60 pixels from the left.
    await page.mouse.move(box.x + 62 + (box.width - 66) * (615 / 1800), box.y + 80);
    const tip = page.locator('.tip');
    await expect.poll(() => tip.textContent()).toContain('panic: 6 s window wants');
    expect(await tip.textContent()).toContain('desired');
    await page.mouse.move(5, 5);
    await expect.poll(() => tip.isVisible()).toBe(false);
    await page.context().close();
  });

  test('pointing at the heat map gives the bands that hold most requests, slowest first', async () => {
    const { page } = await open(flashSale());
    const plot = page.locator('.plot[data-chart="heat"]');
    await plot.scrollIntoViewIfNeeded();
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + 62 + (box.width - 66) * (300 / 1800), box.y + 80);
    const tip = page.locator('.tip');
    await expect.poll(() => tip.textContent()).toMatch(/^[45]:\d\drequests \d+.*75 ms to 100 ms \d+56 ms to 75 ms \d+/);
    await plot.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('#spoken').textContent()).toContain('56 ms to 75 ms');
    await page.context().close();
  });

  test('the keyboard moves the cursor, says what is under it and zooms', async () => {
    const { page } = await open(flashSale());
    await page.locator('.plot[data-chart="latency"]').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('#spoken').textContent()).toMatch(/^15:\d\d, 99th percentile \d/);
    await page.keyboard.press('+');
    await expect.poll(() => page.locator('#zoom-shown').textContent()).not.toBe('0:00 to 30:00');
    await page.keyboard.press('0');
    await expect.poll(() => page.locator('#zoom-shown').textContent()).toBe('0:00 to 30:00');
    await page.context().close();
  });

  test('the numbers behind a chart are there to be opened', async () => {
    const { page } = await open(flashSale());
    await page.locator('[data-numbers="pods"] summary').click();
    const table = page.locator('[data-numbers="pods"] table');
    expect(await table.locator('thead th').allTextContents()).toEqual(['time', 'desired', 'ready', 'in panic']);
    expect(await table.locator('tbody tr').count()).toBeGreaterThan(20);
    await page.context().close();
  });

  test('a fleet has a row for every service, sorts them and shows the chosen one', async () => {
    const { page, said } = await open(fleet(300));
    const rows = page.locator('#services tbody tr');
    expect(await rows.count()).toBe(300);
    await page.locator('#services button.sort', { hasText: '99th percentile' }).click();
    const first = await rows.first().locator('td').nth(4).textContent();
    expect(first).toBe('2.2 s');
    await page.locator('#services button.sort', { hasText: '99th percentile' }).click();
    expect(await rows.first().locator('td').nth(4).textContent()).toBe('–');
    const why = page.locator('#chart-latency .empty.all');
    expect(await why.textContent()).toContain('choose a service');
    expect(await why.isVisible()).toBe(true);
    await page.locator('#scope').selectOption('shop-003');
    await expect.poll(() => page.locator('.plot[data-chart="latency"] svg path').count()).toBeGreaterThan(3);
    expect(await why.isVisible()).toBe(false);
    expect(said).toEqual([]);
    await page.context().close();
  });

  test('the course of a cause stands where it happened: nothing closes the gaps', async () => {
    const cause = { service: 'checkout', kind: 'cold', cause: 'scaled-to-zero', counts: [[90, 5]] } as const;
    const { page } = await open({ ...flashSale(), causes: [cause] });
    const course = page.locator('#causes .course');
    expect((await course.textContent())!.indexOf('█')).toBe(30);
    expect(await page.evaluate<string>('getComputedStyle(document.querySelector(".course")).whiteSpace')).toBe('pre');
    await page.context().close();
  });

  test('on a phone nothing is wider than the screen', async () => {
    for (const result of [flashSale(), fleet()]) {
      const { page, said } = await open(result, {
        viewport: { width: 360, height: 740 },
        isMobile: true,
        hasTouch: true,
      });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360);
      expect(await page.evaluate<string[]>(CUT_LEGENDS)).toEqual([]);
      // The bar of the browser comes and goes.
      await page.setViewportSize({ width: 360, height: 800 });
      await expect.poll(() => page.evaluate<string[]>(CUT_LEGENDS)).toEqual([]);
      expect(said).toEqual([]);
      await page.context().close();
    }
  });

  test('on paper no chart is cut and nothing is left to be clicked', async () => {
    const { page } = await open(flashSale(), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 690, height: 1000 });
    const widths = await page.evaluate<{ svg: number; room: number }[]>(
      '[...document.querySelectorAll(".plot")].map((plot) => ({ svg: plot.firstElementChild.getBoundingClientRect().width, room: plot.clientWidth }))',
    );
    expect(widths).toHaveLength(16);
    for (const { svg, room } of widths) expect(svg).toBeLessThanOrEqual(room + 0.5);
    // What stands out on the right would not be printed.
    const cut = await page.evaluate<string[]>(
      '[...document.querySelectorAll("table")].filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.caption?.textContent)',
    );
    expect(cut).toEqual([]);
    expect(await page.locator('#bar').isVisible()).toBe(false);
    expect(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    const pdf = await page.pdf({ format: 'A4', printBackground: true });
    expect(pdf.length).toBeGreaterThan(20_000);
    await page.context().close();
  });
});
