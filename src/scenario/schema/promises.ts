/** What was promised: objectives, alerts, and what is owed when one is not kept. */
import { z } from 'zod';
import { count, duration, factor, message, money, nonEmpty, oneOf, percent, positive } from './leaves.js';
import { also, closed, inOrder, single, textOr } from './shapes.js';

const BAD = ['refused', 'timedOut', 'failed', 'cold'] as const;

const bad = textOr(
  oneOf(BAD, 'An outcome'),
  single({ slowerThan: duration('A latency', positive) }, 'an outcome').transform(({ value }) => ({
    slowerThan: value,
  })),
  `one of ${BAD.join(', ')} or { slowerThan: 500ms }`,
);

const alert = also(
  closed({
    severity: oneOf(['page', 'ticket'], 'Who is woken'),
    longWindow: duration('Long window', positive),
    shortWindow: duration('Short window', positive),
    burnRate: factor('Fires when both windows burn at least this fast'),
    minimumValid: count('Valid requests that the short window must hold; default: 1', { min: 1 }).optional(),
  }),
  ({ longWindow, shortWindow }) => inOrder(shortWindow, longWindow),
  'must not exceed longWindow',
  ['shortWindow'],
);

export const slo = closed({
  objective: percent('Share of requests that must be good').refine((share) => share > 0 && share < 1, {
    error: message('must be above 0% and below 100%', 'an objective of 100% leaves no budget'),
  }),
  over: duration('Window of the promise, e.g. 28d', positive),
  bad: z
    .array(bad, { error: 'must be a list of outcomes' })
    .min(1, { error: 'must not be empty' })
    .meta({ description: 'What makes a request bad' }),
  among: oneOf(
    ['all', 'cold'],
    'Which requests are judged at all: cold ones alone make a promise about cold starts',
  ).optional(),
  window: oneOf(['rolling', 'calendar'], 'Whether the window moves').optional(),
  windows: closed({
    every: duration('Length of one window', positive),
    goodShare: percent('Least share of good requests of a good window'),
  })
    .meta({ description: 'Judges windows instead of requests: the share of windows that are good' })
    .optional(),
  requestsExpected: count('Requests expected in the window; without it there is no budget, only SLI and burn rate', {
    min: 1,
  }).optional(),
  budgetSpent: percent('Share of the budget spent before this run', { max: Infinity }).optional(),
  alerts: z
    .array(alert, { error: 'must be a list of alerts' })
    .meta({ description: 'Default: the pairs of the SRE workbook, rescaled to the window' })
    .optional(),
}).meta({ id: 'Objective' });
export type WrittenObjective = z.output<typeof slo>;

export const OBJECTIVE_NAME = /^[A-Za-z][\w-]*$/;
export const OBJECTIVE_RULE = 'must be a name: letters, digits, "_" and "-"';
export const slos = z
  .record(z.string().meta({ pattern: OBJECTIVE_NAME.source }), slo, {
    error: 'must be a map of objectives',
  })
  .meta({ description: 'Objectives; their names are addresses: slo.<service>.<name>.<figure>' });

export const slas = z
  .array(
    closed({
      slo: nonEmpty('Name of the objective'),
      of: money(
        'What customers pay in the window of the objective; default: credits are shares of the bill',
      ).optional(),
      credits: z
        .array(
          closed({
            below: percent('When the SLI is below this'),
            credit: percent('Share of it that is given back'),
          }),
          { error: 'must be a list of credits' },
        )
        .min(1, { error: 'must not be empty' }),
    }),
    { error: 'must be a list such as [{ slo: availability, credits: [{ below: 99.9%, credit: 10% }] }]' },
  )
  .meta({ description: 'Objectives with a price' });
