import { describe, expect, test } from 'vitest';
import { Folder } from '../../src/experiment/folder.js';
import { runSweep } from '../../src/experiment/sweep.js';
import type { SweepResult } from '../../src/experiment/sweepResult.js';
import type { Runner, Task } from '../../src/experiment/task.js';
import { MemoryDisk, fakeRunner, plainAnswer, noFiles, shopPlan } from './fixture.js';

const PLAN = shopPlan(['target=1..6/1'], { replications: 2 });
const outputs = ({ points }: SweepResult): ReadonlyMap<string, string> =>
  new Map([
    ['points.jsonl', points.map((point) => `${JSON.stringify(point)}\n`).join('')],
    ['points.csv', points.map(({ point }) => `${point}\r\n`).join('')],
  ]);

/** One session: begins, or takes up what is there, and goes on to the end. */
async function session(disk: MemoryDisk, runner: Runner): Promise<void> {
  const folder = Folder.open(disk) ?? Folder.create(disk, PLAN);
  const result = await runSweep(folder, noFiles(), runner);
  folder.finish(outputs(result), result.complete);
}

class Killed extends Error {}

/** Dies at write number `at`, of which `share` still reaches the disk where a write can be torn. */
function killAt(disk: MemoryDisk, at: number, share: number): void {
  let writes = 0;
  disk.onWrite = (kind, name, text) => {
    if (++writes < at) return;
    if (kind === 'append') {
      const part = text.slice(0, Math.floor(text.length * share));
      disk.files.set(name, (disk.files.get(name) ?? '') + part);
    }
    throw new Killed();
  };
}

async function uninterrupted(): Promise<ReadonlyMap<string, string>> {
  const disk = new MemoryDisk();
  await session(disk, fakeRunner(plainAnswer));
  return disk.files;
}

describe('the folder of an experiment', () => {
  test('killed at any write, torn or not, it is taken up again and ends with the same bytes', async () => {
    const whole = await uninterrupted();
    let writes = 0;
    const counted = new MemoryDisk();
    counted.onWrite = () => void writes++;
    await session(counted, fakeRunner(plainAnswer));
    expect(writes).toBe(2 + 12 + 2 + 1); // plan and log, one line a run, two outputs, the log in order
    for (let at = 1; at <= writes; at++) {
      for (const share of [0, 0.5, 0.99, 1]) {
        const disk = new MemoryDisk();
        killAt(disk, at, share);
        await expect(session(disk, fakeRunner(plainAnswer))).rejects.toThrow(Killed);
        disk.onWrite = () => undefined;
        const again: Task[] = [];
        await session(
          disk,
          fakeRunner((task) => {
            again.push(task);
            return plainAnswer(task);
          }),
        );
        expect(disk.files, `killed at write ${at}, ${share} of it written`).toEqual(whole);
        // Only what is missing runs again: all but the lines that were whole.
        const kept = Math.max(0, Math.min(12, at - 3)) + (share === 1 && at >= 3 && at <= 14 ? 1 : 0);
        expect(again).toHaveLength(12 - kept);
      }
    }
  });

  test('a sweep stops when another one began in its folder, and none of its answers are taken for those of the other', async () => {
    const disk = new MemoryDisk();
    const other = shopPlan(['target=7..9/1']);
    const first = Folder.create(disk, PLAN);
    let answered = 0;
    const runner = fakeRunner((task) => {
      if (++answered === 3) Folder.create(disk, other);
      return plainAnswer(task);
    });
    await expect(runSweep(first, noFiles(), runner)).rejects.toThrow('answers.jsonl, is no longer that of this sweep');
    const begun = new Map(disk.files);
    expect(() => first.finish(new Map([['points.csv', 'p0001\r\n']]), true)).toThrow('is no longer that of this sweep');
    expect(disk.files).toEqual(begun);
    expect(Folder.open(disk)?.answered.size).toBe(0);
  });

  test('killed again and again while it is taken up, it still ends with the same bytes', async () => {
    const disk = new MemoryDisk();
    for (let at = 1; ; at++) {
      killAt(disk, 1 + (at % 3), 0.5);
      const died = await session(disk, fakeRunner(plainAnswer)).then(
        () => false,
        (error: unknown) => {
          if (!(error instanceof Killed)) throw error;
          return true;
        },
      );
      if (!died) throw new Error('every session has at least one write');
      if (disk.files.has('points.csv')) break;
      expect(at).toBeLessThan(60);
    }
    disk.onWrite = () => undefined;
    await session(disk, fakeRunner(plainAnswer));
    expect(disk.files).toEqual(await uninterrupted());
  });

  test('nothing in it tells in which order answers came', async () => {
    const disk = new MemoryDisk();
    await session(
      disk,
      fakeRunner(plainAnswer, (tasks) => [...tasks].reverse()),
    );
    expect(disk.files).toEqual(await uninterrupted());
  });

  test('a failure is kept and said, and tried again when the experiment is taken up', async () => {
    const disk = new MemoryDisk();
    const poisoned = fakeRunner((task) =>
      task.id === 'p0003/r0000' ? { id: task.id, error: 'out of memory' } : plainAnswer(task),
    );
    const folder = Folder.create(disk, PLAN);
    const result = await runSweep(folder, noFiles(), poisoned);
    expect(result.points[2]).toMatchObject({ state: 'failed', error: 'out of memory', replications: 1 });
    expect(result.points.filter(({ state }) => state === 'done')).toHaveLength(5);
    expect(result.complete).toBe(true);
    folder.finish(outputs(result), result.complete);
    await session(disk, fakeRunner(plainAnswer));
    expect(disk.files).toEqual(await uninterrupted());
  });

  test('answers of another plan in the same folder are not taken', async () => {
    const disk = new MemoryDisk();
    await session(disk, fakeRunner(plainAnswer));
    const other = shopPlan(['target=11..16/1'], { replications: 2 });
    disk.onWrite = (_, name) => {
      if (name === 'answers.jsonl') throw new Killed();
    };
    expect(() => Folder.create(disk, other)).toThrow(Killed);
    disk.onWrite = () => undefined;
    expect(Folder.open(disk)?.answered.size).toBe(0);
  });

  test('lines that are not ours are dropped, whole answers beside them are kept', () => {
    const disk = new MemoryDisk();
    const folder = Folder.create(disk, PLAN);
    folder.record(plainAnswer({ id: 'p0001/r0000' }));
    disk.files.set('answers.jsonl', `${disk.files.get('answers.jsonl') ?? ''}\u0000\u0000\n"text"\nnull\n{"id":7}\n`);
    const opened = Folder.open(disk);
    opened?.record(plainAnswer({ id: 'p0001/r0001' }));
    expect([...(Folder.open(disk)?.answered ?? [])]).toEqual(['p0001/r0000', 'p0001/r0001']);
  });

  test('a folder without a plan, or with something else for a plan', () => {
    expect(Folder.open(new MemoryDisk())).toBeNull();
    const disk = new MemoryDisk();
    disk.files.set('plan.json', '{"format":2}');
    expect(() => Folder.open(disk)).toThrow('plan.json, is not the plan of a sweep');
  });
});
