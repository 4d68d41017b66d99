/**
 * Takes the pictures of docs/ and README from the flagship's report, in a Chromium that is installed:
 * npm run build && node build/picture/report.mjs. Only the fonts that a machine has can make them differ.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BROWSER = process.env.HEADROOM_CHROMIUM ?? '/usr/bin/chromium';

/** Each picture: a scenario's report, what of it, and how it is looked at. */
const PICTURES = [
  { file: 'report.png', scenario: 'flash-sale', from: 'header', to: '#look-at', scheme: 'light' },
  { file: 'report-dark.png', scenario: 'flash-sale', from: '#chart-pods', to: '#chart-heat', scheme: 'dark' },
  { file: 'report-cold-starts.png', scenario: 'flash-sale', from: '#cold-starts', to: '#cold-starts', scheme: 'light' },
  { file: 'report-bills.png', scenario: 'every-bill', from: '#chart-bills', to: '#chart-shares', scheme: 'light' },
];
const MARGIN = 16;

if (!existsSync(BROWSER)) throw new Error(`no Chromium at ${BROWSER}: name one in HEADROOM_CHROMIUM`);
const folder = mkdtempSync(join(tmpdir(), 'headroom-screenshots-'));
const images = join(ROOT, 'docs', 'images');
mkdirSync(images, { recursive: true });
for (const scenario of new Set(PICTURES.map((picture) => picture.scenario))) {
  const command = ['dist/cli/bin.js', 'run', `scenarios/${scenario}.yaml`, '--quiet', '--out', folder];
  const { status } = spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0 && status !== 99) throw new Error(`${scenario} ended with ${status}`);
}

const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const { file, scenario, from, to, scheme, width = 1060 } of PICTURES) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    await page.goto(pathToFileURL(join(folder, `${scenario}.html`)).href);
    await page.waitForSelector('html[data-drawn]', { state: 'attached' });
    // The bar that zooms would stand across the picture.
    await page.evaluate('document.getElementById("bar").hidden = true');
    const [first, last] = await Promise.all([from, to].map((selector) => page.locator(selector).first().boundingBox()));
    const top = Math.max(0, first.y - MARGIN);
    const clip = { x: 0, y: top, width, height: last.y + last.height + MARGIN - top };
    await page.screenshot({ path: join(images, file), fullPage: true, clip });
    await page.close();
    console.log(`docs/images/${file}`);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
