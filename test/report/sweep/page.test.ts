import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { sweepResult, type SweepResult } from '../../../src/experiment/sweepResult.js';
import { sweepPage } from '../../../src/report/sweep/page.js';
import { shopPlan } from '../../experiment/fixture.js';
import { pageScript } from '../script.js';
import { answered, gridResult, result, sampledResult } from './fixture.js';

let script = '';
beforeAll(async () => {
  script = await pageScript('sweep.ts');
});
const write = (found: SweepResult): string => sweepPage(found, { script, command: found.plan.command });
/** Without the script, which would fill the screen when a test fails. */
const words = (found: SweepResult): string => write(found).replace(script, '');

describe('the page of a sweep', () => {
  test('allows its own script and style by their digest and nothing else, and fetches nothing', () => {
    const text = write(gridResult());
    const digest = (body: string): string => `'sha256-${createHash('sha256').update(body).digest('base64')}'`;
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '';
    expect(/Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1]).toBe(
      `default-src 'none'; script-src ${digest(script)}; style-src ${digest(style)}; base-uri 'none'; form-action 'none'`,
    );
    expect(text.replace(script, '')).not.toMatch(/(?:src|href)=["']?(?:https?:|\/\/)|@import|url\(/);
  });

  test('begins with the front and the best in words and figures, and ends with the command', () => {
    const text = words(gridResult({ thresholds: ['p99 < 160ms', 'coldStartRate < 4%'] }));
    expect(text).toContain('12 settings are not beaten in capacity cost, p99 latency and cold-start rate together.');
    expect(text).toContain(
      'Lowest capacity cost that keeps both thresholds: 3.40 USD with stable-window=30s target=5.',
    );
    expect(text.match(/<dd class="value">[^<]+/g)).toEqual(
      ['3.40 USD', '153 ms', '3.3 %'].map((value) => `<dd class="value">${value}`),
    );
    expect(text).toContain('<pre tabindex="0">headroom sweep shop.yaml</pre>');
  });

  test('stays below 700 kB with thousands of settings of four parameters', () => {
    const few = result(['stable-window=10s,20s', 'target=2,5', 'max-scale-down-rate=2,3', 'horizon=30s,40s'], {
      replications: 2,
    });
    const points = Array.from({ length: 9000 }, (_, k) => ({
      ...few.points[k % 16],
      point: `p${String(k + 1).padStart(4, '0')}`,
    }));
    const text = write({ ...few, points });
    expect(Buffer.byteLength(text)).toBeLessThan(700_000);
    expect(text).toMatch(/Charts leave out [\d,]+ settings/);
  });

  test('hostile names and errors are text', () => {
    const hostile = '</script><img src=x onerror=alert(1)> \u202e';
    const plan = { ...shopPlan(['target=2,5']), name: hostile };
    const outcomes = new Map([...answered(plan), ['p0002/r0000', { id: 'p0002/r0000', error: hostile }]]);
    const text = write(sweepResult(plan, outcomes)).replace(script, '');
    expect(text).not.toContain('<img');
    expect(text.match(/<\/script>/g)).toHaveLength(2);
    expect(text).toContain('Settings that could not be run');
  });

  test('the same result gives the same bytes, and samples have their own', () => {
    expect(words(sampledResult())).toBe(words(sampledResult()));
    expect(words(sampledResult())).toContain('Sobol samples');
  });

  test('before anything is answered it says so', () => {
    const plan = shopPlan(['target=2,5']);
    const text = words(sweepResult(plan, new Map()));
    expect(text).toContain('Nothing can be said yet.');
    expect(text).toContain('2 settings did not run yet');
  });
});
