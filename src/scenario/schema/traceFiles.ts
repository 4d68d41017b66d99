/** Recorded traffic in files. */
import { z } from 'zod';
import { message, nonEmpty, oneOf, percent } from './leaves.js';
import { also, closed, present } from './shapes.js';

export const within = oneOf(
  ['poisson', 'uniform', 'regular', 'bursty'],
  'How the arrivals of one counted minute are placed in it',
);

/** A file is named relative to the scenario and may not leave its folder. */
export const staysInside = (file: string): boolean =>
  !/^([/\\]|[A-Za-z]:)/.test(file) && !file.split(/[/\\]/).includes('..');

export const path = nonEmpty('A file, relative to the scenario, in its folder or below').refine(staysInside, {
  error: message('must stay in the folder of the scenario', 'copy the file beside it'),
});

export const badRows = percent('Share of its rows that may be bad before it is refused').optional();

/** A recorded series in a file. */
const traceFields = {
  file: path,
  format: z
    .string({ error: 'must be the name of a format, or auto' })
    .min(1, { error: 'must not be empty' })
    .meta({ description: 'Its format, e.g. azure-functions-2019, or auto' }),
  function: nonEmpty('Which function of it: its name or the beginning of its hash').optional(),
  select: nonEmpty('Which function or series of it').optional(),
  sha256: nonEmpty('Digest the file must have').optional(),
  badRows,
};
const ONE_SELECTION = '`function` and `select` say the same: give one of them';

export const arrivalTrace = also(
  closed({ ...traceFields, within: within.optional() }),
  ({ function: name, select }) => present(name, select) < 2,
  ONE_SELECTION,
);
export const durationTrace = also(
  closed(traceFields),
  ({ function: name, select }) => present(name, select) < 2,
  ONE_SELECTION,
);
export type WrittenTrace = z.output<typeof durationTrace>;
