import { describe, expect, it } from 'vitest';
import { Thread } from '../../src/tui/client.js';
import { errands, type Places } from '../../src/tui/errands.js';
import type { FromSimulator } from '../../src/tui/protocol.js';
import type { Action } from '../../src/tui/reduce.js';
import type { Errand } from '../../src/tui/state.js';
import { answerOf } from './fixture.js';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Carries an errand out in a world of its own; gives what was written and what came of it. */
async function carried(errand: Errand, change: Partial<Places> = {}) {
  const written = new Map<string, string>();
  const actions: Action[] = [];
  const told: string[] = [];
  const places: Places = {
    exists: () => false,
    write: (path, text) => void written.set(path, text),
    report: async (_, path) => `Report ${path}`,
    ...change,
  };
  const files = [
    { path: 'scenario.yaml', text: 'a' },
    { path: 'shop.yaml', text: 'b' },
  ];
  const thread = {
    ask: (message: { readonly kind: string }) => void told.push(message.kind),
    files: async (_id: number, _changes: unknown, as: string) => (as === 'manifests' ? files : files.slice(0, 1)),
  };
  const world = { thread, places, suspend: () => void told.push('suspend'), quit: () => void told.push('quit') };
  errands(world, (action) => void actions.push(action))(errand);
  await settled();
  return { written, actions, told };
}

const save = { kind: 'save', id: 2, as: 'scenario', path: 'out.yaml', changes: [], overwrite: false } as const;

describe('errands', () => {
  it('write the scenario under the name that was typed', async () => {
    const { written, actions } = await carried(save);
    expect([...written]).toEqual([['out.yaml', 'a']]);
    expect(actions).toEqual([{ kind: 'done', text: 'wrote out.yaml' }]);
  });

  it('write manifests into a folder, and name them', async () => {
    const { written, actions } = await carried({ ...save, as: 'manifests', path: 'deploy' });
    expect([...written.keys()]).toEqual(['deploy/scenario.yaml', 'deploy/shop.yaml']);
    expect(actions).toEqual([{ kind: 'done', text: 'wrote deploy (scenario.yaml, shop.yaml)' }]);
  });

  it('write over nothing unless told to', async () => {
    const there = { exists: () => true };
    expect(await carried(save, there)).toMatchObject({ actions: [{ kind: 'exists' }] });
    expect((await carried(save, there)).written.size).toBe(0);
    expect((await carried({ ...save, overwrite: true }, there)).written.size).toBe(1);
  });

  it('tell what could not be written', async () => {
    const full = () => {
      throw new Error('no space left');
    };
    expect((await carried(save, { write: full })).actions).toEqual([
      { kind: 'trouble', text: 'out.yaml: no space left' },
    ]);
    const report = { kind: 'report', id: 3, path: 'r.html', answer: answerOf() } as const;
    expect((await carried(report, { report: async () => full() })).actions).toEqual([
      { kind: 'trouble', text: 'no space left' },
    ]);
    expect((await carried(report)).actions).toEqual([{ kind: 'done', text: 'Report r.html' }]);
  });

  it('pass on questions, setting aside, and the end', async () => {
    const ask = { kind: 'ask', id: 1, message: { kind: 'run', id: 1, changes: [] } } as const;
    expect((await carried(ask)).told).toEqual(['run']);
    expect((await carried({ kind: 'suspend', id: 1 })).told).toEqual(['suspend']);
    expect((await carried({ kind: 'quit', id: 1 })).told).toEqual(['quit']);
  });
});

describe('the simulating thread', () => {
  const script = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const place = { path: 'shop.yaml', folder: '', set: [] };

  /** The first thing heard of a thread with this script, after one question. */
  function heard(code: string): Promise<FromSimulator> {
    return new Promise((resolve) => {
      const thread: Thread = new Thread(place, (message) => (void thread.close(), resolve(message)), script(code));
      thread.ask({ kind: 'run', id: 5, changes: [] });
    });
  }

  const ECHO = "import { parentPort as p } from 'node:worker_threads'; p.on('message', (m) => p.postMessage(";

  it('is spoken to by messages', async () => {
    expect(await heard(`${ECHO}{ kind: 'failed', id: m.id, why: 'no' }))`)).toEqual({
      kind: 'failed',
      id: 5,
      why: 'no',
    });
  });

  it('that dies fails the question under way, and is started again for the next one', async () => {
    const dies =
      "import { parentPort as p } from 'node:worker_threads'; p.on('message', () => { throw new Error('gone'); });";
    expect(await heard(dies)).toEqual({ kind: 'failed', id: 5, why: 'the simulation broke off: gone' });
    const messages: FromSimulator[] = [];
    const thread = new Thread(place, (message) => void messages.push(message), script(dies));
    for (const id of [1, 2]) {
      thread.ask({ kind: 'run', id, changes: [] });
      while (messages.length < id) await settled();
    }
    expect(messages.map(({ id }) => id)).toEqual([1, 2]);
    await thread.close();
  });

  it('gives files to whoever asked for them, and says why where there are none', async () => {
    const gives = new Thread(
      place,
      () => undefined,
      script(`${ECHO}{ kind: 'files', id: m.id, files: [{ path: m.as, text: '' }] }))`),
    );
    expect(await gives.files(3, [], 'manifests')).toEqual([{ path: 'manifests', text: '' }]);
    await gives.close();
    const refuses = new Thread(place, () => undefined, script(`${ECHO}{ kind: 'refused', id: m.id, why: ['bad'] }))`));
    await expect(refuses.files(3, [], 'scenario')).rejects.toThrow('bad');
    await refuses.close();
  });
});
