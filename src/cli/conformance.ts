/** `npm run conformance -- DIR`: compares this project with recorded answers of the real Knative autoscaler. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { reportConformance } from '../autoscaler/conformance/report.js';

const DISAGREES = 1;
const BAD_USAGE = 2;

process.exitCode = main(process.argv.slice(2));

function main([folder, ...more]: readonly string[]): number {
  if (folder === undefined || more.length > 0) return refuse('Usage: npm run conformance -- DIR');
  if (!existsSync(folder)) return refuse(`DIR = ${folder}, must be a folder that exists`);
  const verdict = reportConformance(
    (name) => read(join(folder, `${name}.json`)),
    (text) => process.stdout.write(text),
  );
  if (verdict === 'nothing') return refuse(`DIR = ${folder}, must hold recorded files, such as scale.json.gz`);
  if (verdict === 'unusable') return BAD_USAGE;
  return verdict === 'agrees' ? 0 : DISAGREES;
}

function read(file: string): string | null {
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const zipped = `${file}.gz`;
  return existsSync(zipped) ? gunzipSync(readFileSync(zipped)).toString('utf8') : null;
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return BAD_USAGE;
}
