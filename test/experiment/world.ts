/** Small scenarios as tasks, and files that exist in memory only. */
import type { TaskFiles } from '../../src/experiment/answer.js';
import type { Answer, Failure, Runner, Task } from '../../src/experiment/task.js';
import { writtenScenario } from '../../src/scenario/print/scenario.js';
import { resolved, small } from '../scenario/reading.js';

/** One service, five requests a second for ten minutes: a run of some milliseconds. */
export const quick = (fields = '', top = ''): unknown => writtenScenario(resolved(small(fields, top)));

export function tasksOf(scenario: unknown, count: number, change: Partial<Task> = {}): Task[] {
  return Array.from({ length: count }, (_, replication) => ({
    id: `r${replication}`,
    scenario,
    folder: '.',
    replication,
    ...change,
  }));
}

export const noFiles: TaskFiles = {
  readText: (path) => {
    throw new Error(`${path}, no such file`);
  },
  openBytes: (path) => {
    throw new Error(`${path}, no such file`);
  },
  digest: (path) => {
    throw new Error(`${path}, no such file`);
  },
};

/** Everything a runner was heard to say, by task. */
export async function outcomes(
  runner: Runner,
  tasks: readonly Task[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Answer | Failure>> {
  const heard = new Map<string, Answer | Failure>();
  await runner.run(tasks, (outcome) => void heard.set(outcome.id, outcome), signal);
  return heard;
}
