import type { Register } from '../shell.js';

/** `headroom schema`: JSON Schema of the scenario format, for editors. */
export const schema: Register = (program, { io }) => {
  program
    .command('schema')
    .summary('print the JSON Schema of scenario files')
    .description('Prints the JSON Schema of scenario files. Editors use it to complete and check them.')
    .addHelpText(
      'after',
      '\nExample:\n  $ headroom schema > headroom.schema.json\n  and in a scenario: # yaml-language-server: $schema=headroom.schema.json',
    )
    .action(async () => {
      const { scenarioJsonSchema } = await import('../../scenario/schema/scenario.js');
      io.stdout.write(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
    });
};
