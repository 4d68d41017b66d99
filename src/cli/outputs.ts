/** Files that a result is written to: the report, charts, series, and summaries for CI systems. */
import { join } from 'node:path';
import type { ResultDocument } from '../result/document.js';
import type { Scenario } from '../scenario/resolved.js';
import { UserError } from '../units/userError.js';
import { fileError, type Io } from './io.js';
import { reportIsFile, reportPath } from './paths.js';

export interface OutputOptions {
  /** A folder, or the report's own path where it ends in `.html`. @default 'reports' */
  readonly out?: string | undefined;
  /** `false`: no report. @default true */
  readonly report?: boolean | undefined;
  readonly csv?: string | undefined;
  readonly svg?: string | undefined;
  readonly png?: string | undefined;
  readonly junit?: string | undefined;
  readonly markdown?: string | undefined;
}

/** Writes what was asked for. Returns a line for each thing written, to tell the user. */
export async function writeOutputs(
  result: ResultDocument,
  name: string,
  command: string,
  options: OutputOptions,
  io: Io,
): Promise<readonly string[]> {
  const write = writerOf(io);
  const lines: string[] = [];
  if (options.report !== false)
    lines.push(await writeReport(result, reportPath(options.out, name), command, io, write));
  if (options.svg !== undefined) lines.push(await writeSvgs(result, options.svg, write));
  if (options.png !== undefined) lines.push(await writePngs(result, options.png, io));
  if (options.csv !== undefined) lines.push(await writeCsv(result, options.csv, write));
  if (options.junit !== undefined) {
    const { junit } = await import('../result/junit.js');
    write(options.junit, junit(result, name));
    lines.push(...told('JUnit', options.junit));
  }
  if (options.markdown !== undefined) {
    const { markdown } = await import('../result/markdown.js');
    write(options.markdown, markdown(result, name));
    lines.push(...told('Markdown', options.markdown));
  }
  return lines;
}

/** What a run was fed with, to be used elsewhere. */
export interface InputOptions {
  /** The file that holds what the autoscalers saw; written during the run. */
  readonly observations?: string | undefined;
  /** A folder for the manifests that the scenario resolved to. */
  readonly manifests?: string | undefined;
}

/** Writes what was asked for. Returns a line for each thing written, to tell the user. */
export async function writeInputs(scenario: Scenario, options: InputOptions, io: Io): Promise<readonly string[]> {
  const { observations, manifests } = options;
  const write = writerOf(io);
  const lines = observations === undefined ? [] : [`Observed  ${observations}`];
  if (manifests !== undefined) {
    const [{ writeManifests }, { traceRefsOf }] = await Promise.all([
      import('../scenario/manifests/write.js'),
      import('../scenario/traceRefs.js'),
    ]);
    const files = writeManifests(scenario);
    for (const { path, text } of files) write(join(manifests, path), text);
    const traces = traceRefsOf(scenario).length > 0 ? '; put its traces beside scenario.yaml' : '';
    lines.push(`Manifests ${join(manifests, '*.yaml')} (${files.length} files)${traces}`);
  }
  return lines;
}

/** What to tell of a file that was written; nothing of standard output. */
export function told(label: string, path: string): readonly string[] {
  return path === '-' ? [] : [`${label.padEnd(10)}${path}`];
}

/** What can go to standard output, where nothing else may then stand. */
interface Printed {
  readonly json?: true | undefined;
  readonly junit?: string | undefined;
  readonly markdown?: string | undefined;
}

/**
 * Whether a document is printed, so that no summary is.
 *
 * @throws UserError for two documents on one stream: nobody could read either
 */
export function printsDocument({ json, junit, markdown }: Printed): boolean {
  const printed = [
    ...(json === true ? ['--json'] : []),
    ...(junit === '-' ? ['--junit -'] : []),
    ...(markdown === '-' ? ['--markdown -'] : []),
  ];
  if (printed.length > 1)
    throw new UserError(`${printed.join(' and ')}, only one of them can be printed`, 'name a file for the others');
  return printed.length > 0;
}

type Write = (path: string, text: string) => void;

/** `-` is standard output, as everywhere. */
export function writerOf(io: Io): Write {
  return (path, text) => {
    if (path === '-') return io.stdout.write(text);
    try {
      io.writeText(path, text);
    } catch (error) {
      throw fileError(error, path);
    }
  };
}

async function writeReport(
  result: ResultDocument,
  path: string,
  command: string,
  io: Io,
  write: Write,
): Promise<string> {
  const { page } = await import('../report/page/page.js');
  write(path, page(result, { script: io.asset('report/page.js'), command }));
  return `Report    ${path}`;
}

async function writeSvgs(result: ResultDocument, folder: string, write: Write): Promise<string> {
  const { svgs } = await import('../report/svg.js');
  const files = await svgs(result);
  for (const [id, text] of files) write(join(folder, `${id}.svg`), text);
  return `Charts    ${join(folder, '*.svg')} (${files.size} files)`;
}

/** Says what cannot be written before anything is simulated. */
export async function checkOutputs(options: OutputOptions & InputOptions, io: Io): Promise<void> {
  const { out, svg, png, csv, manifests } = options;
  const folders = { out: reportIsFile(out) ? undefined : out, svg, png, csv, manifests };
  for (const [name, path] of Object.entries(folders))
    if (path !== undefined && io.size(path) !== null)
      throw new UserError(`--${name} = ${path}, is a file, must be a folder`);
  if (png !== undefined) await chromiumOf(io);
}

/** There is no browser among our own dependencies. */
async function chromiumOf(io: Io): Promise<string> {
  const { findChromium } = await import('./chromium.js');
  const chromium = findChromium(io.env);
  if (chromium === null) throw new UserError('--png needs a Chromium or Chrome, and none was found', NO_CHROMIUM);
  return chromium;
}

async function writePngs(result: ResultDocument, folder: string, io: Io): Promise<string> {
  const chromium = await chromiumOf(io);
  const { drawPngs } = await import('./chromium.js');
  const { svgs } = await import('../report/svg.js');
  const files = await svgs(result);
  await drawPngs(chromium, files, async (id, png) => {
    const file = io.createFile(join(folder, `${id}.png`));
    await file.write(png);
    await file.close();
  });
  return `Charts    ${join(folder, '*.png')} (${files.size} files)`;
}

const NO_CHROMIUM = 'install chromium, name one in HEADROOM_CHROMIUM, or use --svg, which needs none';

async function writeCsv(result: ResultDocument, folder: string, write: Write): Promise<string> {
  const { csvFiles } = await import('../report/csv.js');
  const files = csvFiles(result);
  for (const [name, text] of files) write(join(folder, name), text);
  return `Series    ${join(folder, '*.csv')} (${files.size} files)`;
}
