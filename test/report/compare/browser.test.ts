/** The page of a comparison in a real browser, under its own policy. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { comparePage } from '../../../src/report/compare/page.js';
import { comparison, DEARER, difference, LOWER, span } from './fixture.js';

const CHROMIUM = '/usr/bin/chromium';

describe.skipIf(!existsSync(CHROMIUM))('the page of a comparison (skipped where /usr/bin/chromium is absent)', () => {
  test('opens without errors or requests, has no fault that axe finds, and keeps its words within the drawing', async () => {
    const wild = difference('totals.pods.mean', {
      absolute: span(1, -50, 52),
      relative: span(0.1, -5, 5.2),
      verdict: 'open',
      settledBy: 90_000,
    });
    const folder = mkdtempSync(join(tmpdir(), 'headroom-compare-'));
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const file = join(folder, 'compare.html');
      writeFileSync(file, comparePage(comparison([LOWER, DEARER, wild]), { command: 'headroom compare a b' }));
      const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(error.message));
      page.on('request', (request) => request.url().startsWith('file:') || said.push(request.url()));
      await page.goto(pathToFileURL(file).href);
      const drawn = await page.evaluate<readonly number[]>(`(() => {
        const box = document.querySelector('figure svg').getBoundingClientRect();
        return [...document.querySelectorAll('figure svg text')].flatMap((text) => {
          const { left, right } = text.getBoundingClientRect();
          return [left - box.left, box.right - right];
        });
      })()`);
      expect(drawn.length).toBeGreaterThan(10);
      expect(Math.min(...drawn)).toBeGreaterThan(-2);
      expect(said).toEqual([]);
      const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const faults = await page.evaluate<readonly string[]>(
        `${axe}; axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      );
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
