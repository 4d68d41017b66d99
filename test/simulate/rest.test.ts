/** What rests is sampled in one step: the result is that of a run which stops at every second. */
import { describe, expect, it } from 'vitest';
import { open } from '../../src/simulate.js';
import { SECOND } from '../../src/units/quantities.js';
import { resolved } from '../scenario/reading.js';

const ONE = `
  web:
    arrivals: { rate: { chain: [{ rate: 20/min, for: 7m }, { rate: 0/s, for: 40m }, { rate: 1/min, for: 30m }] } }
    serviceTime: { lognormal: { median: 2s, p99: 90s } }
    startup: 3s
    slos:
      latency: { objective: 90%, over: 28d, bad: [{ slowerThan: 5s }] }
      warm: { objective: 90%, over: 28d, bad: [cold] }
`;
const KEPT = `
  kept:
    revision: { annotations: { autoscaling.knative.dev/min-scale: "1" } }
    arrivals: { rate: { chain: [{ rate: 0/s, for: 25m }, { rate: 3/min, for: 2m }] } }
    serviceTime: 300ms
`;
/** A few requests just before the run looks around, between two samples, and then nothing for long: no loop runs here. */
const LOOKED_AT = `
  looked:
    autoscaler: { policy: per-request, expiry: 10m }
    arrivals: { rate: { chain: [{ rate: 0/s, for: 2000s }, { rate: 10/s, for: 1s }] } }
    serviceTime: 100ms
    slos:
      latency: { objective: 90%, over: 28d, bad: [{ slowerThan: 50ms }] }
      warm: { objective: 90%, over: 28d, bad: [cold] }
`;
const scenario = (services: string, more = '') =>
  resolved(`headroom: 1\nname: rest\nhorizon: 90m30s\nseed: 5\n${more}services:${services}`);

/** The whole result, of a run that is advanced `step` seconds at a time. */
function ran(text: ReturnType<typeof scenario>, step: number): unknown {
  const run = open(text, { lookAt: 2004.5 * SECOND });
  for (let until = step * SECOND; run.now < run.horizon; until += step * SECOND)
    run.advance(Math.min(until, run.horizon));
  return run.result();
}

describe('a run in one step', () => {
  it.each([
    ['of a service that sleeps for long', scenario(ONE)],
    ['of one whose pod idles', scenario(KEPT)],
    ['of one that is looked at between two samples, before a sleep', scenario(LOOKED_AT)],
    ['of both, counted after a warm-up in the middle of a sleep', scenario(ONE + KEPT, 'warmup: 20m30s\n')],
    [
      'with a month that an event is part of',
      scenario(
        ONE + KEPT,
        'billing: { month: { days: 30, events: [{ name: noon, from: 10m, to: 33m, perMonth: 4 }] } }\n',
      ),
    ],
  ])('%s, says what one of many steps says', (_, text) => {
    const whole = ran(text, 100_000);
    expect(ran(text, 1)).toEqual(whole);
    expect(ran(text, 3607)).toEqual(whole);
  });
});
