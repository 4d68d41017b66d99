import { expect, test } from 'vitest';
import { COLD_CAUSES, FAILURE_CAUSES, REFUSAL_CAUSES, TIMEOUT_CAUSES, WAIT_PHASES } from '../../src/platform/causes.js';
import { PHASES } from '../../src/platform/recipe.js';
import { coldCause, failureTitle, phaseTitle, ranked } from '../../src/report/causes.js';
import { findings, idleShare } from '../../src/report/findings.js';
import { promiseSentence, promises, overall } from '../../src/report/verdicts.js';
import { flashSale } from './fixture.js';

test('every cause of the closed lists has words of its own', () => {
  for (const code of COLD_CAUSES) {
    expect(coldCause(code).meaning, code).not.toContain('Cause “');
    expect(coldCause(code).act, code).not.toBe('');
  }
  const spoken = (code: string): string => code.replace(/-/g, ' ');
  const failures: readonly string[] = [...REFUSAL_CAUSES, ...TIMEOUT_CAUSES, ...FAILURE_CAUSES];
  expect(new Set(failures.map(failureTitle)).size).toBe(failures.length);
  for (const phase of [...WAIT_PHASES, ...PHASES]) expect(phaseTitle(phase), phase).not.toMatch(/[A-Z]/);
  expect(phaseTitle('a-new-phase')).toBe(spoken('a-new-phase'));
});

test('causes are ranked by how often they occurred, and those that did not are left out', () => {
  expect(ranked({ a: 1, b: 3, c: 0, d: 1 })).toEqual([
    { code: 'b', count: 3, share: 0.6 },
    { code: 'a', count: 1, share: 0.2 },
    { code: 'd', count: 1, share: 0.2 },
  ]);
});

test('alarms come first, and no more than asked for are given', () => {
  const found = findings(flashSale(), 3);
  expect(found).toHaveLength(3);
  expect(found[0]).toMatchObject({ weight: 'alarm', section: 'promises' });
  expect(found[1]?.seen).toMatch(/^“.+” is broken: /);
  expect(findings(flashSale()).map(({ seen }) => seen)).toContain(
    '18 requests got no good answer: 12 refused (queue-proxy full) and 6 timed out (waited in the activator).',
  );
});

test('losses of one kind are not counted twice', () => {
  const base = flashSale();
  const lost = (timedOut: number) => {
    const requests = { ...base.totals.requests, refused: 0, failed: 0, timedOut };
    const failures = { refused: {}, timedOut: { 'waited-in-activator': timedOut }, failed: {} };
    return findings({ ...base, totals: { ...base.totals, requests, failures } }).map(({ seen }) => seen);
  };
  expect(lost(6)).toContainEqual(expect.stringMatching(/^6 requests got no good answer: all timed out \(/));
  expect(lost(1)).toContainEqual(expect.stringMatching(/^1 request got no good answer: it timed out \(/));
});

test('a quiet run has nothing to look at but how its pods started', () => {
  const base = flashSale();
  const totals = {
    ...base.totals,
    requests: { ...base.totals.requests, refused: 0, timedOut: 0 },
    coldStarts: { requests: 0, rate: 0, byCause: {}, byPhase: {}, queuedDuringScaleUp: 0 },
    latency: { ...base.totals.latency, p99: 0.1 },
    pods: { ...base.totals.pods, busySeconds: base.totals.pods.podSeconds },
    autoscaler: { ...base.totals.autoscaler, panics: 0 },
  };
  const found = findings({ ...base, totals, bills: [], slos: [] });
  expect(found.map(({ weight }) => weight)).toEqual(['note']);
});

test('idle is what of the pods’ time was not busy, and not known without pods', () => {
  const { totals } = flashSale();
  expect(idleShare(totals)).toBeCloseTo(1 - 2420 / 7560, 12);
  expect(idleShare({ ...totals, pods: { ...totals.pods, podSeconds: 0 } })).toBeNull();
});

test('the headline counts promises as a person would', () => {
  const base = flashSale();
  const [availability, latency] = base.slos;
  const of = (slos: typeof base.slos) => promiseSentence({ ...base, slos, thresholds: [] });
  expect(of([])).toBe('No promise was declared, so none was judged.');
  expect(of([availability!])).toBe('The one promise was kept.');
  expect(of([availability!, availability!])).toBe('Both promises were kept.');
  expect(of([availability!, availability!, availability!])).toBe('All 3 promises were kept.');
  expect(of([latency!])).toBe('The one promise was broken: latency.');
  expect(of([availability!, latency!])).toBe('1 of 2 promises was broken: latency.');
  expect(of([{ ...availability!, met: null }])).toBe('1 promise could not be judged.');
  expect(of([availability!, { ...availability!, met: null }])).toContain('1 promise could not be judged.');
});

test('one broken promise breaks the verdict, one unknown leaves it open', () => {
  const base = flashSale();
  expect(overall(base)).toBe('broken');
  expect(overall({ ...base, slos: base.slos.slice(0, 1), thresholds: [] })).toBe('kept');
  expect(overall({ ...base, slos: [{ ...base.slos[0]!, met: null }], thresholds: [] })).toBe('unknown');
  expect(overall({ ...base, slos: [], thresholds: [] })).toBeNull();
  expect(promises(base).map(({ verdict }) => verdict)).toEqual(['kept', 'broken', 'broken', 'broken', 'kept']);
});
