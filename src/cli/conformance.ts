/** `npm run conformance -- DIR`: compares this project with recorded answers of the real Knative autoscaler. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { reportConformance, type Verdict, worseOf } from '../autoscaler/conformance/report.js';
import { CONFORMANCE_CHECKS } from '../autoscaler/conformance/suite.js';

const BAD_USAGE = 2;
const EXIT_CODES: Readonly<Record<Verdict, number>> = {
  agrees: 0,
  disagrees: 1,
  nothing: BAD_USAGE,
  unusable: BAD_USAGE,
};

process.exitCode = main(process.argv.slice(2));

function main([folder, ...more]: readonly string[]): number {
  if (folder === undefined || more.length > 0) return refuse('Usage: npm run conformance -- DIR');
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    return refuse(`DIR = ${folder}, must be a folder that exists`);
  }
  const folders = withRecords(folder);
  if (folders.length === 0) return refuse(`DIR = ${folder}, must hold recorded files, such as scale.json.gz`);
  return EXIT_CODES[folders.map((one) => compare(one, folders.length > 1)).reduce(worseOf)];
}

/** The folder itself, or, where it holds no recorded file, those of its sub-folders that do. */
function withRecords(folder: string): string[] {
  if (holdsRecords(folder)) return [folder];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const folders = entries.map((entry) => join(folder, entry.name)).sort();
  return folders.filter(holdsRecords);
}

function holdsRecords(folder: string): boolean {
  return Object.keys(CONFORMANCE_CHECKS).some((name) => fileOf(folder, name) !== null);
}

function compare(folder: string, named: boolean): Verdict {
  if (named) process.stdout.write(`${folder}\n`);
  return reportConformance(
    (name) => read(fileOf(folder, name)),
    (text) => process.stdout.write(text),
  );
}

function fileOf(folder: string, name: string): string | null {
  const file = join(folder, `${name}.json`);
  return [file, `${file}.gz`].find((one) => existsSync(one)) ?? null;
}

/** The text of a file, unpacked if it is packed, whatever its name says. */
function read(file: string | null): string | null {
  if (file === null) return null;
  const bytes = readFileSync(file);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (packed ? gunzipSync(bytes) : bytes).toString('utf8');
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return BAD_USAGE;
}
