import { describe, expect, it } from 'vitest';
import { Answerer, figuresIn } from '../../src/experiment/answer.js';
import { InlineRunner } from '../../src/experiment/inline.js';
import { open } from '../../src/simulate.js';
import { resolved, small } from '../scenario/reading.js';
import { noFiles, outcomes, quick, tasksOf } from './world.js';

describe('Answerer', () => {
  it('gives the figures that the same replication of the scenario has when it is run by itself', async () => {
    const run = open(resolved(small()), { replication: 3 });
    run.advance(run.horizon);
    const answer = await new Answerer(noFiles).answer(tasksOf(quick(), 4)[3]);
    expect(answer.figures).toEqual(figuresIn(run.result()));
    expect(answer.figures['services.a.latency.p99']).toBe(0.08);
    expect(answer.figures['bills.generic-100ms.metered']).toBeGreaterThan(0);
    expect(answer.figures['totals.startup.mean']).toBeDefined();
  });

  it('brings the whole result where it is asked to, and not otherwise', async () => {
    const answerer = new Answerer(noFiles);
    const [task] = tasksOf(quick(), 1);
    expect((await answerer.answer(task)).result).toBeUndefined();
    const { result } = await answerer.answer({ ...task, bring: { result: true } });
    expect(result?.services[0].name).toBe('a');
  });

  it('gives every replication random numbers of its own, the same ones each time', async () => {
    const runner = new InlineRunner(noFiles);
    const first = await outcomes(runner, tasksOf(quick(), 3));
    const second = await outcomes(runner, tasksOf(quick(), 3).reverse());
    expect(new Set([...first.values()].map((outcome) => JSON.stringify(outcome))).size).toBe(3);
    for (const [id, outcome] of first) expect(second.get(id)).toEqual(outcome);
  });

  it('reads traces from the folder of the task', async () => {
    const scenario = quick() as Record<string, Record<string, Record<string, unknown>>>;
    const trace = { file: 't.csv', format: 'timestamps' };
    const withTrace = { ...scenario, services: { a: { ...scenario.services.a, arrivals: { trace } } } };
    const text = 'timestamp\n1\n2\n3\n';
    const seen: string[] = [];
    const files = {
      ...noFiles,
      digest: (path: string) => (seen.push(path), 'abc'),
      openBytes: async function* (path: string) {
        seen.push(path);
        yield new TextEncoder().encode(text);
      },
    };
    const task = { ...tasksOf(withTrace, 1)[0], folder: 'some/where' };
    const heard = await outcomes(new InlineRunner(files), [task, { ...task, id: 'again' }]);
    expect(new Set(seen)).toEqual(new Set(['some/where/t.csv']));
    expect(seen.length).toBe(2); // once for the digest, once for the requests: kept for the second task
    expect(heard.get('again')).toMatchObject({ figures: { 'totals.requests.arrived': 3 } });
  });
});

describe('InlineRunner', () => {
  it('reports a task that cannot be answered and goes on with the rest', async () => {
    const [good, bad] = tasksOf(quick(), 2);
    const heard = await outcomes(new InlineRunner(noFiles), [{ ...bad, scenario: { headroom: 1 } }, good]);
    expect(heard.get('r1')).toEqual({ id: 'r1', error: expect.stringContaining('horizon') as string });
    expect(heard.get('r0')).toHaveProperty('figures');
  });

  it('begins no task after an abort', async () => {
    const stop = new AbortController();
    const heard: string[] = [];
    const runner = new InlineRunner(noFiles);
    await runner.run(tasksOf(quick(), 5), ({ id }) => (heard.push(id), id === 'r1' && stop.abort()), stop.signal);
    expect(heard).toEqual(['r0', 'r1']);
  });
});
