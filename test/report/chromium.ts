/** Pages in a real browser: Debian's Chromium, offline, under the page's own policy. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Opened {
  readonly page: Page;
  /** Everything the console said and every error. */
  readonly said: string[];
  /** Every address asked for beside the page itself. */
  readonly asked: string[];
}

/** Opens a page, in a context of its own. */
export type Open = (html: string, options?: BrowserContextOptions) => Promise<Opened>;

/** Tests that share a browser; skipped where there is none. */
export function describeInChromium(name: string, tests: (open: Open) => void): void {
  describe.skipIf(!existsSync(CHROMIUM))(`${name} (skipped where ${CHROMIUM} is absent)`, () => {
    let browser: Browser;
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'headroom-page-'));
      browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    }, 60_000);

    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });

    tests(async (html, options = {}) => {
      const file = join(folder, 'page.html');
      writeFileSync(file, html);
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
      const page = await context.newPage();
      const [said, asked] = watched(page, pathToFileURL(file).href);
      await page.goto(pathToFileURL(file).href);
      return { page, said, asked };
    });
  });
}

function watched(page: Page, own: string): readonly [said: string[], asked: string[]] {
  const said: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('dialog', (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== own) asked.push(request.url());
  });
  return [said, asked];
}

/** Waits until the page's script has drawn every chart that is in sight. */
export async function drawn(opened: Opened): Promise<Opened> {
  await opened.page.waitForSelector('html[data-drawn]', { state: 'attached', timeout: 20_000 });
  return opened;
}

/** What axe finds at fault. All closed parts are opened: what is hidden is not judged. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate('document.querySelectorAll("details").forEach((one) => (one.open = true))');
  return page.evaluate<readonly string[]>(
    `${axe}; axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, impact, nodes }) => impact + ' ' + id + ': ' + nodes[0].html))`,
  );
}

export const isSerious = (fault: string): boolean => /^(serious|critical) /.test(fault);
