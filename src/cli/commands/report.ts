import type { OutputOptions } from '../outputs.js';
import { resultFrom } from '../resultFile.js';
import { textOf } from '../scenarioFile.js';
import type { Register } from '../shell.js';
import { SHARED } from './sharedOptions.js';

const EXAMPLES = `
Examples:
  $ headroom run shop.yaml --json > result.json
  $ headroom report result.json --out shop.html
  $ headroom report result.json --no-report --svg charts/`;

interface ReportOptions extends OutputOptions {
  readonly quiet?: true | undefined;
}

/** `headroom report`: the page of a result that was kept. */
export const report: Register = (program, shell) => {
  program
    .command('report')
    .summary('write the HTML report of a kept result document')
    .description('Writes the report (and charts, series, summaries) of a result document made with run --json.')
    .argument('<result>', 'a result document (JSON), or - for standard input')
    .option(...SHARED.out)
    .option(...SHARED.noReport)
    .option(...SHARED.csv)
    .option(...SHARED.svg)
    .option(...SHARED.png)
    .option(...SHARED.junit)
    .option(...SHARED.markdown)
    .option(...SHARED.quiet)
    .addHelpText('after', EXAMPLES)
    .action(async (path, options: ReportOptions) => {
      const { io } = shell;
      const [{ printsDocument, writeOutputs }, { scenarioName }] = await Promise.all([
        import('../outputs.js'),
        import('../../report/summary.js'),
      ]);
      printsDocument(options);
      const result = resultFrom(await textOf(path, io), path);
      const command = `headroom run <scenario.yaml> --seed ${result.seed}`;
      const written = await writeOutputs(result, scenarioName(result), command, options, io);
      if (options.quiet !== true) io.stdout.write(written.map((line) => `${line}\n`).join(''));
    });
};
