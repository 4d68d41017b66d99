import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawPngs, findChromium } from '../../src/cli/chromium.js';
import { main } from '../../src/cli/main.js';
import { world } from './fakeIo.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-chromium-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('finding a browser', () => {
  test('takes the first known name on the PATH, and only what can be run', () => {
    const [plain, real] = [join(folder, 'chromium'), join(folder, 'google-chrome')];
    writeFileSync(plain, '');
    chmodSync(plain, 0o644);
    writeFileSync(real, '');
    chmodSync(real, 0o755);
    expect(findChromium({ PATH: `/nowhere${delimiter}${folder}` })).toBe(real);
    expect(findChromium({ PATH: '/nowhere' })).toBeNull();
    expect(findChromium({})).toBeNull();
  });

  test('or what the environment names, without looking elsewhere when it is not there', () => {
    const own = join(folder, 'my-browser');
    writeFileSync(own, '');
    chmodSync(own, 0o755);
    expect(findChromium({ HEADROOM_CHROMIUM: own, PATH: '' })).toBe(own);
    expect(findChromium({ HEADROOM_CHROMIUM: '/nowhere/chrome', PATH: folder })).toBeNull();
  });
});

test('without a browser --png is refused before anything is simulated', async () => {
  const { io, err, out, files } = world({
    files: { 's.yaml': 'headroom: 1\nhorizon: 1m\nservices: { a: { arrivals: 1/s, serviceTime: 1s } }\n' },
  });
  expect(await main(['run', 's.yaml', '--png', 'charts'], io)).toBe(2);
  expect(err()).toContain('--png needs a Chromium or Chrome, and none was found');
  expect(err()).toContain('use --svg, which needs none');
  expect(out()).toBe('');
  expect([...files.keys()]).toEqual(['s.yaml']);
});

const chromium = findChromium(process.env);

describe.skipIf(chromium === null || !existsSync(chromium))('drawing (skipped where no Chromium is installed)', () => {
  const square = (colour: string, size: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size / 2}" viewBox="0 0 ${size} ${size / 2}"><rect width="${size}" height="${size}" fill="${colour}"/></svg>`;

  test('gives each picture at twice its size, and they differ', async () => {
    const drawn = new Map<string, Uint8Array>();
    const svgs = new Map([
      ['red', square('red', 60)],
      ['blue', square('blue', 60)],
      ['large', square('red', 120)],
    ]);
    await drawPngs(chromium!, svgs, (id, png) => void drawn.set(id, png));
    const sizes = [...drawn.values()].map((png) => {
      const bytes = Buffer.from(png);
      expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
      return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    });
    expect(sizes).toEqual([
      [120, 60],
      [120, 60],
      [240, 120],
    ]);
    expect(Buffer.from(drawn.get('red')!).equals(Buffer.from(drawn.get('blue')!))).toBe(false);
  }, 60_000);

  test('a script in a picture is not run', async () => {
    const script = '<script>document.querySelector("rect").setAttribute("fill", "blue")</script>';
    const drawn: Uint8Array[] = [];
    const svgs = new Map([
      ['plain', square('red', 60)],
      ['scripted', square('red', 60).replace('</svg>', `${script}</svg>`)],
    ]);
    await drawPngs(chromium!, svgs, (_, png) => void drawn.push(png));
    expect(Buffer.from(drawn[0]!).equals(Buffer.from(drawn[1]!))).toBe(true);
  }, 60_000);

  test('a browser that cannot run is an error, not a hang', async () => {
    await expect(drawPngs('/bin/false', new Map([['a', square('red', 10)]]), () => undefined)).rejects.toThrow(
      'the browser ended before it had answered',
    );
  });
});
