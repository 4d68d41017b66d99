import { z } from 'zod';
import { tools } from './arrivals.js';
import { count, nonEmpty, oneOf } from './leaves.js';
import { serviceTime } from './pod.js';
import { revisionFields } from './service.js';
import { also, closed, present } from './shapes.js';
import { badRows, path, within } from './traceFiles.js';

const fleetSource = {
  generated: closed({
    model: oneOf(['azure-2019'], 'What the services are drawn from'),
    apps: count('Applications', { min: 1, max: 1_000_000 }),
    settings: nonEmpty('Where their settings come from: none, ibm-code-engine, or a CSV file').optional(),
  }),
  trace: closed({
    dir: path,
    format: oneOf(['azure-functions-2019', 'invitro'], 'Format of the folder'),
    day: count('The day in the names of the published files', { min: 1, max: 14 }).optional(),
    by: oneOf(['app', 'function'], 'What becomes one service').optional(),
    within: within.optional(),
    sha256: nonEmpty('Digest the folder must have').optional(),
    badRows,
  }),
};

export const fleet = also(
  closed({
    generated: fleetSource.generated.optional(),
    trace: fleetSource.trace.optional(),
    defaults: closed({
      ...revisionFields,
      serviceTime: z
        .union([z.literal('from-model'), serviceTime], { error: 'must be from-model or a service time' })
        .optional(),
      nodeGroup: nonEmpty('The node group they are bound to').optional(),
    })
      .meta({ description: 'What each of its services is' })
      .optional(),
    apply: tools.optional(),
  }),
  ({ generated, trace }) => present(generated, trace) === 1,
  'must have exactly one of generated, trace',
).meta({ description: 'Services that nobody names' });
export type WrittenFleet = z.output<typeof fleet>;
