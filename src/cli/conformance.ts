/** `npm run conformance -- DIR`: compares this project with recorded answers of the real Knative autoscaler. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import type { Outcome } from '../autoscaler/conformance/outcome.js';
import { CONFORMANCE_CHECKS } from '../autoscaler/conformance/suite.js';

const DISAGREES = 1;
const BAD_USAGE = 2;

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const [folder] = args;
  if (folder === undefined || args.length > 1) {
    process.stderr.write('Usage: npm run conformance -- DIR\n');
    return BAD_USAGE;
  }
  if (!existsSync(folder)) {
    process.stderr.write(`DIR = ${folder}, must be a folder that exists\n`);
    return BAD_USAGE;
  }
  const verdicts = Object.entries(CONFORMANCE_CHECKS).map(([name, check]) => run(folder, name, check));
  if (verdicts.every((verdict) => verdict === null)) {
    process.stderr.write(`DIR = ${folder}, must hold recorded files, such as scale.json.gz\n`);
    return BAD_USAGE;
  }
  return verdicts.every((agrees) => agrees !== false) ? 0 : DISAGREES;
}

/** One file and its line; `null`: there is no such file. */
function run(folder: string, name: string, check: (file: unknown) => Outcome): boolean | null {
  const text = read(folder, name);
  if (text === null) {
    process.stdout.write(`${name}: skipped, neither ${name}.json nor ${name}.json.gz is there\n`);
    return null;
  }
  try {
    return report(name, check(JSON.parse(text)));
  } catch (error) {
    process.stdout.write(`${name}: cannot be read: ${String(error)}\n`);
    return false;
  }
}

function report(name: string, { total, agreed, disagreements }: Outcome): boolean {
  process.stdout.write(`${name}: ${agreed} of ${total} agree\n`);
  for (const disagreement of disagreements) process.stdout.write(`  ${disagreement}\n`);
  return agreed === total;
}

function read(folder: string, name: string): string | null {
  const plain = join(folder, `${name}.json`);
  if (existsSync(plain)) return readFileSync(plain, 'utf8');
  const zipped = `${plain}.gz`;
  return existsSync(zipped) ? gunzipSync(readFileSync(zipped)).toString('utf8') : null;
}
