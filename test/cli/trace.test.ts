import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { byteLine } from '../../src/cli/byteProgress.js';
import type { Inspection } from '../../src/cli/trace/inspect.js';
import { main } from '../../src/cli/main.js';
import { resolved } from '../scenario/reading.js';
import { simulated } from '../simulated.js';
import { world, type World, type WorldOptions } from './fakeIo.js';

const COUNTS = 'HashApp,HashFunction,1,2,3,4\na,f,10,20,10,20\na,g,1,1,1,1\nb,h,0,0,0,400\n';
const HEY = `response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset
${Array.from({ length: 300 }, (_, i) => `0.${100 + (i % 50)},0,0,0,0,0,200,${(i * 0.7).toFixed(3)}`).join('\n')}
`;

async function ran(argv: readonly string[], options: WorldOptions = {}): Promise<World & { readonly code: number }> {
  const at = world(options);
  const code = await main(argv, at.io);
  return { ...at, code };
}

describe('headroom trace inspect', () => {
  it('shows the rate over time, how bursty it is, and who makes it', async () => {
    const { code, out } = await ran(['trace', 'inspect', 'day.csv'], { files: { 'day.csv': COUNTS } });
    expect(code).toBe(0);
    expect(out()).toContain('day.csv · azure-functions-2019 · 3 rows · 4m');
    expect(out()).toMatch(/Rate +[▁▂▃▄▅▆▇█]+/);
    expect(out()).toContain('mean 1.93/s, peak 7.02/s over 1m (3.63 x the mean)');
    expect(out()).toMatch(/Requests +464 in 3 series/);
    expect(out()).toMatch(/Gaps +not known: the file counts/);
    expect(out()).toMatch(/h +400 +86 %\n +f +60 +13 %/);
  });

  it('gives the same as one JSON document, of one function where it is selected, from standard input', async () => {
    const { out } = await ran(['trace', 'inspect', '-', '--json', '--select', 'f', '--top', '1'], { stdin: COUNTS });
    const seen = JSON.parse(out()) as Inspection;
    expect(seen).toMatchObject({
      file: 'stdin',
      select: 'f',
      requests: 60,
      span: 240,
      meanRate: 0.25,
      peakToMean: 20 / 15,
      dispersion: 100 / 3 / 15,
      gapVariation: null,
      durations: null,
      series: 3,
    });
    expect(seen.top).toEqual([{ name: 'h', requests: 400, share: 400 / 464 }]);
    expect(seen.rates).toHaveLength(240);
  });

  it('says no rate where everything came at one instant, and no more of gaps than it knows', async () => {
    const { out } = await ran(['trace', 'inspect', 't.csv'], { files: { 't.csv': 'time\n2024-01-01T00:00:00Z\n' } });
    expect(out()).toContain('mean –/s, peak –/s');
    expect(out()).toContain('Gaps       too few requests to say');
  });

  it('does not let a name in a file write to the terminal', async () => {
    const files = { 't.csv': 'time,name\n1,\u001b[31mred\n2,b\n' };
    const { code, err } = await ran(['trace', 'inspect', 't.csv', '--select', 'zz'], { files });
    expect(code).toBe(2);
    expect(err()).toContain('there are \ufffd[31mred, b');
  });

  it('knows gaps and durations where the file says when', async () => {
    const { out } = await ran(['trace', 'inspect', 'hey.csv', '--json'], { files: { 'hey.csv': HEY } });
    const seen = JSON.parse(out()) as Inspection;
    expect(seen.gapVariation).toBeLessThan(0.01);
    expect(seen.durations?.count).toBe(300);
    expect(seen.durations?.max).toBeCloseTo(0.149, 3);
  });

  it('reports bad rows with file and line, counts them, and refuses a file with too many: exit code 2', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => (i === 7 ? 'seven' : String(i))).join('\n');
    const files = { 't.csv': `timestamp\n${rows}\n` };
    const few = await ran(['trace', 'inspect', 't.csv'], { files });
    expect(few.code).toBe(0);
    expect(few.err()).toBe(
      't.csv:9: time = "seven", must be a number >= 0 or an ISO 8601 time\nt.csv: 1 of 200 rows are bad and left out\n',
    );
    const strict = await ran(['trace', 'inspect', 't.csv', '--bad-rows', '0.1%'], { files });
    expect(strict.code).toBe(2);
    expect(strict.err()).toContain('t.csv:9: time = "seven"');
    expect((await ran(['trace', 'inspect', 't.csv', '--bad-rows', 'many'], { files })).err()).toContain(
      'must be a share from 0% to 100%',
    );
  });

  test.each([
    [['inspect', 'nowhere.csv'], 'nowhere.csv, no such file'],
    [['inspect', 'day.csv', '--format', 'nonsense'], 'day.csv: format = nonsense, must be one of'],
    [['inspect', 'day.csv', '--select', 'zzz'], 'select = zzz, must name one series'],
    [['convert', 'day.csv', '--to', 'xml'], '--to = xml, must be one of compact, csv'],
    [['convert', 'day.csv', '--select', 'zzz'], 'select = zzz, must be the name of a series'],
    [['generate', '--apps', '3'], '--out <dir>, is required'],
    [['generate', '--apps', '3', '--out', 'x', '--horizon', '90d'], 'must be a duration up to 31d'],
  ])('%o is refused with a reason', async (argv, message) => {
    const { code, err } = await ran(['trace', ...argv], { files: { 'day.csv': COUNTS } });
    expect([code, err()]).toEqual([2, expect.stringContaining(message)]);
  });

  it('stops at Ctrl-C', async () => {
    const at = world({ files: { 't.csv': 'timestamp\n1\n' } });
    const slow = {
      ...at.io,
      openBytes: async function* () {
        for (let i = 0; i < 1000; i++) {
          if (i === 3) at.interrupt();
          yield Buffer.from(i === 0 ? 'timestamp\n' : `${i}\n`.padStart(70_000, '0'));
        }
      },
    };
    expect(await main(['trace', 'convert', 't.csv', '--out', 'x.trace'], slow)).toBe(130);
    expect(at.files.has('x.trace')).toBe(false);
  });
});

describe('headroom trace convert', () => {
  it('writes the compact format to standard output and nothing else there', async () => {
    const { out } = await ran(['trace', 'convert', 'day.csv'], { files: { 'day.csv': COUNTS } });
    expect(out()).toBe(
      'headroom-trace 1 zero\ns 0 "f" "a"\nc 0 60000000 10 20 10 20\ns 1 "g" "a"\nc 1 60000000 1*4\ns 2 "h" "b"\nc 2 60000000 0*3 400\n',
    );
  });

  it('packs what goes to a file that ends in .gz, and can read it back', async () => {
    const { files, code, err } = await ran(['trace', 'convert', 'hey.csv', '--out', 'hey.trace.gz'], {
      files: { 'hey.csv': HEY },
    });
    expect([code, err()]).toEqual([0, 'hey.trace.gz: 300 rows of hey as compact\n']);
    const text = gunzipSync(Buffer.from(files.get('hey.trace.gz')!, 'latin1')).toString();
    expect(text.split('\n').slice(0, 3)).toEqual(['headroom-trace 1 zero', 's 0 "hey" ""', 'r 0 0 100000']);
    const again = await ran(['trace', 'inspect', '-', '--json'], { stdin: text });
    expect(JSON.parse(again.out())).toMatchObject({ format: 'compact', requests: 300, durations: { count: 300 } });
  });

  it('writes CSV, of one app only if asked', async () => {
    const { out } = await ran(['trace', 'convert', 'day.csv', '--to', 'csv', '--select', 'a'], {
      files: { 'day.csv': COUNTS },
    });
    expect(out()).toBe('HashOwner,HashApp,HashFunction,Trigger,1,2,3,4\n,a,f,,10,20,10,20\n,a,g,,1,1,1,1\n');
  });
});

describe('headroom trace fit', () => {
  it('writes a scenario that runs, headed by how good the fit is', async () => {
    const { out, code } = await ran(['trace', 'fit', 'hey.csv', '--name', 'shop'], { files: { 'hey.csv': HEY } });
    expect(code).toBe(0);
    expect(out()).toContain('# Fitted to hey.csv: rates in steps of 3m');
    expect(out()).toMatch(/# +mean rate +(0\.9|1)\S* times that of the trace/);
    expect(out()).toMatch(/# +counts per minute +Kolmogorov-Smirnov \S+, Wasserstein \S+ requests/);
    const { totals } = simulated(resolved(out()));
    expect(Math.abs(totals.requests.arrived / 300 - 1)).toBeLessThan(0.05);
    expect(totals.latency.p50! / 0.125).toBeCloseTo(1, 1);
  });

  it('takes durations from their own file, and says what it assumed where there is none', async () => {
    const durations =
      'HashApp,HashFunction,Average,Count,percentile_Average_0,percentile_Average_1,percentile_Average_25,percentile_Average_50,percentile_Average_75,percentile_Average_99,percentile_Average_100\na,f,20,60,10,10,15,20,25,30,40\nb,h,5,400,5,5,5,5,5,5,5\n';
    const files = { 'day.csv': COUNTS, 'durations.csv': durations };
    const fit = (...more: string[]): ReturnType<typeof ran> => ran(['trace', 'fit', 'day.csv', ...more], { files });
    const one = await fit('--select', 'f', '--durations', 'durations.csv', '--json');
    expect(JSON.parse(one.out())).toMatchObject({
      serviceTime: { family: 'quantiles' },
      scenario: { services: { f: { serviceTime: { quantiles: {} } } } },
    });
    expect((await fit('--durations', 'durations.csv')).err()).toContain('must have one function of that name, has 2');
    expect((await fit()).out()).toContain('an assumption: the trace says nothing about durations');
  });

  it('writes the scenario to a file and what it found to the terminal', async () => {
    const { out, files } = await ran(['trace', 'fit', 'day.csv', '--out', 'like.yaml'], {
      files: { 'day.csv': COUNTS },
    });
    expect(out()).toMatch(/^Fitted to day\.csv/);
    expect(out()).toContain('Scenario  like.yaml');
    expect(files.get('like.yaml')).toContain('headroom: 1');
  });
});

describe('headroom trace fit of very little', () => {
  it('takes the rate of what is shorter than a minute over its own span', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i / 2}`).join('\n');
    const { out } = await ran(['trace', 'fit', 't.csv', '--json'], { files: { 't.csv': `time\n${rows}\n` } });
    const { scenario } = JSON.parse(out()) as { scenario: { services: { t: { arrivals: { rate: string } } } } };
    expect(parseFloat(scenario.services.t.arrivals.rate)).toBeCloseTo(20 / 9.5, 3);
  });

  it('says what is not known of a single request, and refuses what it cannot compare', async () => {
    const one = await ran(['trace', 'fit', 't.csv'], { files: { 't.csv': 'time\n5\n' } });
    expect(one.out()).toContain('CV of gaps             not known');
    expect(one.out()).not.toContain('NaN');
    const instant = await ran(['trace', 'fit', 't.csv'], { files: { 't.csv': 'time\n2024-01-01T00:00:00Z\n' } });
    expect([instant.code, instant.err()]).toEqual([
      2,
      expect.stringContaining('holds one instant, must take some time'),
    ]);
    const none = await ran(['trace', 'fit', 't.csv'], { files: { 't.csv': 'time,count\n0,0\n60,0\n' } });
    expect([none.code, none.err()]).toEqual([2, 'headroom: t.csv: holds no requests\n']);
    const many = await ran(['trace', 'fit', 't.csv'], { files: { 't.csv': 'time,count\n0,1e12\n' } });
    expect(many.code).toBe(2);
    expect(many.err()).toContain('holds 1,000,000,000,000 requests, must hold at most 5,000,000,000 to be fitted');
  });
});

describe('headroom trace generate', () => {
  it('writes a population that a scenario simulates: the same apps, the same arrivals per minute', async () => {
    const { files, out, code } = await ran([
      'trace',
      'generate',
      '--apps',
      '20',
      '--seed',
      '5',
      '--horizon',
      '30m',
      '--out',
      'fleet',
    ]);
    expect(code).toBe(0);
    expect(out()).toMatch(/^20 applications, [\d,]+ invocations in 30m: /);
    const rows = files
      .get('fleet/invocations.csv')!
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(rows).toHaveLength(20);
    const totals = rows.map((row) => row.slice(4).reduce((sum, count) => sum + Number(count), 0));
    const { services } = simulated(resolved(files.get('fleet/fleet.yaml')!));
    expect(services.map(({ requests }) => requests.arrived)).toEqual(totals);
    expect(services.map(({ name }) => name)).toEqual(rows.map((row) => row[2]));
  });

  it('writes files that read back as a fleet, and the same ones again for the same seed', async () => {
    const generate = (): ReturnType<typeof ran> =>
      ran(['trace', 'generate', '--apps', '12', '--horizon', '10m', '--out', 'f', '--quiet']);
    const [once, twice] = [await generate(), await generate()];
    expect([...once.files]).toEqual([...twice.files]);
    expect(once.out()).toBe('');
    const scenario = 'headroom: 1\nhorizon: 10m\nfleet: { trace: { dir: f, format: azure-functions-2019 } }\n';
    const files = { ...Object.fromEntries(once.files), 's.yaml': scenario };
    const { out, code, err } = await ran(['run', 's.yaml', '--json', '--no-report'], { files });
    expect([code, err()]).toEqual([0, '']);
    const result = JSON.parse(out()) as { services: unknown[]; assumptions: { where: string; text: string }[] };
    expect(result.services).toHaveLength(12);
    expect(result.assumptions.map(({ text }) => text)).toContain('each app is a service: 12 of them');
  });
});

describe('progress by bytes', () => {
  test.each([
    [300, 1200, 1500, 'reading · 25 % · 300 B of 1.17 KiB · 200 B/s · 5 s left'],
    [2_000_000, null, 2000, 'reading · 1.91 MiB · 977 KiB/s'],
  ])('%d of %s bytes after %d ms: %s', (read, total, elapsed, line) => {
    expect(byteLine(read, total, elapsed)).toBe(line);
  });

  it('is shown while a scenario reads its trace, on standard error, and packed files are counted as stored', async () => {
    let wall = 0;
    const text = `timestamp\n${Array.from({ length: 200_000 }, (_, i) => (i / 1000).toFixed(3)).join('\n')}\n`;
    const packed = gzipSync(text).toString('latin1');
    const scenario =
      'headroom: 1\nhorizon: 10s\nservices:\n  a: { arrivals: { trace: { file: t.csv.gz, format: csv } }, serviceTime: 1ms }\n';
    const at = world({ files: { 's.yaml': scenario, 't.csv.gz': packed }, now: () => (wall += 600) });
    const io = {
      ...at.io,
      openBytes: async function* () {
        const bytes = Buffer.from(packed, 'latin1');
        for (let i = 0; i < bytes.length; i += 50_000) yield bytes.subarray(i, i + 50_000);
      },
    };
    expect(await main(['run', 's.yaml', '--no-report', '--json'], io)).toBe(0);
    expect(at.err()).toMatch(/reading · \d+ % · [\d.]+ KiB of [\d.]+ KiB · .* left/);
  });
});
