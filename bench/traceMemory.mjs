/**
 * Memory and speed of trace readers on files made on the spot: `node bench/traceMemory.mjs [MiB]` (after `npm run build`;
 * 1024 MiB by default). Every case reads a small file and one of full size, each in a process of its own: what is flat
 * has the same peak for both.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MEBIBYTE = 1024 * 1024;
const SMALL = 64;

/** What a file consists of: a header and lines, the same whenever it is made. */
const FILES = {
  'azure-functions-2019': {
    header: `HashOwner,HashApp,HashFunction,Trigger,${Array.from({ length: 1440 }, (_, i) => i + 1).join(',')}\n`,
    line: (i) =>
      `o,app-${i % 17_000},f-${i},http,${Array.from({ length: 1440 }, (_, k) => (i * 31 + k * 7) % 13).join(',')}\n`,
  },
  csv: {
    header: 'time,duration\n',
    line: (i) => `${(i * 0.0137).toFixed(6)},${(0.01 + (i % 97) / 1000).toFixed(3)}\n`,
  },
  'k6-json': {
    header: '{"metric":"http_req_duration","type":"Metric","data":{"name":"http_req_duration","type":"trend"}}\n',
    line: (i) => {
      const at = new Date(1.7e12 + i * 13).toISOString();
      return `{"metric":"http_req_duration","type":"Point","data":{"time":"${at}","value":${(i % 300) + 0.25},"tags":{"name":"shop"}}}\n`;
    },
  },
};

/** What is done with a file. `keeps`: memory may grow with the number of requests, by the bytes that are said. */
const JOBS = {
  'read, count by series': async (file) => {
    const { SeriesTotals } = await import('../dist/traces/inspect.js');
    const { readTrace } = await import('../dist/traces/read.js');
    const totals = new SeriesTotals();
    const { report } = await readTrace(file, createReadStream(file), totals);
    return { rows: report.rows, requests: totals.total };
  },
  'convert to compact': async (file) => {
    const { CompactWriter } = await import('../dist/traces/writers.js');
    const { readTrace } = await import('../dist/traces/read.js');
    let bytes = 0;
    const { report } = await readTrace(
      file,
      createReadStream(file),
      new CompactWriter((text) => (bytes += text.length), null, 'zero'),
    );
    return { rows: report.rows, requests: null };
  },
  'keep for a run (2 to 4 bytes a request)': async (file) => {
    const { loadTraces } = await import('../dist/traces/library.js');
    const ref = { file, sha256: '', format: 'auto', select: null };
    const loaded = await loadTraces([ref], () => createReadStream(file));
    const trace = loaded.open(ref);
    return { rows: loaded.reports[0].rows, requests: trace.kind === 'instants' ? trace.count : null };
  },
};

const [task, file] = process.argv.slice(2);
if (task in JOBS) await work(task, file);
else await bench(Number(task ?? 1024));

async function work(job, path) {
  const started = process.hrtime.bigint();
  const done = await JOBS[job](path);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  console.log(JSON.stringify({ ...done, seconds, peak: process.resourceUsage().maxRSS / 1024 }));
}

async function bench(mebibytes) {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-trace-'));
  console.log('format                 job                                         MiB        rows   MB/s   peak MiB');
  try {
    for (const [format, recipe] of Object.entries(FILES)) {
      for (const size of [Math.min(SMALL, mebibytes), mebibytes]) {
        const path = join(folder, `${format}.trace`);
        make(path, recipe, size * MEBIBYTE);
        for (const job of Object.keys(JOBS)) report(format, job, size, path);
        rmSync(path);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function make(path, { header, line }, bytes) {
  const out = openSync(path, 'w');
  let size = writeSync(out, header);
  for (let i = 0; size < bytes;) {
    let piece = '';
    while (piece.length < MEBIBYTE && size + piece.length < bytes) piece += line(i++);
    size += writeSync(out, piece);
  }
  closeSync(out);
}

function report(format, job, size, path) {
  const self = fileURLToPath(import.meta.url);
  const { rows, seconds, peak } = JSON.parse(execFileSync(process.execPath, [self, job, path], { encoding: 'utf8' }));
  console.log(
    format.padEnd(22),
    job.padEnd(40),
    String(size).padStart(6),
    String(rows).padStart(11),
    ((size * 1.048576) / seconds).toFixed(0).padStart(6),
    peak.toFixed(0).padStart(10),
  );
}
