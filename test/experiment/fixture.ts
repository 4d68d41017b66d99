/** A small scenario, sweeps of it, and a disk and runners that are all in memory. */
import { InlineRunner } from '../../src/experiment/inline.js';
import type { Disk } from '../../src/experiment/folder.js';
import type { Plan } from '../../src/experiment/plan.js';
import { makePlan, type SweepRequest } from '../../src/experiment/request.js';
import type { Answer, Failure, Runner, Task } from '../../src/experiment/task.js';
import { Sources } from '../../src/scenario/sources.js';
import { openDocument, resolveDocument, type ScenarioDocument } from '../../src/scenario/read.js';

export const SHOP = `headroom: 1
name: shop
horizon: 40s
seed: 4
knative:
  config-autoscaler: { stable-window: "60s" }
services:
  web:
    revision:
      annotations: { autoscaling.knative.dev/target: "5" }
      containerConcurrency: 10
    arrivals: 6/s
    serviceTime: { exponential: { mean: 300ms } }
    startup: { applicationStart: 800ms }
`;

const nothing = (): never => {
  throw new Error('no such file');
};

/** The files beside the scenario: none. */
export const noFiles = (): Sources => new Sources(nothing);

export function shopDocument(text = SHOP): ScenarioDocument {
  return openDocument({
    path: 'shop.yaml',
    text,
    read: nothing,
  });
}

export function request(params: readonly string[], changes: Partial<SweepRequest> = {}, text = SHOP): SweepRequest {
  const document = shopDocument(text);
  const outcome = resolveDocument(document);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return {
    document,
    scenario: outcome.scenario,
    folder: '.',
    command: 'headroom sweep shop.yaml',
    params,
    sample: null,
    replications: 1,
    front: [],
    figures: [],
    thresholds: [],
    skipInvalid: false,
    ...changes,
  };
}

export const shopPlan = (params: readonly string[], changes: Partial<SweepRequest> = {}, text = SHOP): Plan =>
  makePlan(request(params, changes, text));

export const inline = (): InlineRunner => new InlineRunner({ readText: nothing, openBytes: nothing, digest: nothing });

/** Files in memory. `onWrite` sees every write before it happens and may make it the last one. */
export class MemoryDisk implements Disk {
  readonly files = new Map<string, string>();
  onWrite: (kind: 'append' | 'replace', name: string, text: string) => void = () => undefined;

  readonly read = (name: string): string | null => this.files.get(name) ?? null;

  readonly size = (name: string): number | null => {
    const text = this.files.get(name);
    return text === undefined ? null : Buffer.byteLength(text);
  };

  readonly replace = (name: string, text: string): void => {
    this.onWrite('replace', name, text);
    this.files.set(name, text);
  };

  readonly append = (name: string, text: string): void => {
    this.onWrite('append', name, text);
    this.files.set(name, (this.files.get(name) ?? '') + text);
  };
}

/** Answers at once, in the order that `order` makes of the tasks, with figures that depend on the task alone. */
export function fakeRunner(
  answer: (task: Task) => Answer | Failure,
  order: (tasks: readonly Task[]) => readonly Task[] = (tasks) => tasks,
): Runner {
  return {
    run: async (tasks, heard, signal) => {
      for (const task of order([...tasks])) {
        if (signal?.aborted === true) return;
        heard(answer(task));
      }
    },
    close: async () => undefined,
  };
}

/** Figures made of the task's id, so that a mix-up shows. */
export function plainAnswer({ id }: Pick<Task, 'id'>): Answer {
  const [point, replication] = [Number(/p(\d+)/.exec(id)?.[1]), Number(/r(\d+)/.exec(id)?.[1])];
  return {
    id,
    figures: {
      'totals.latency.p99': 1 / point + replication / 100,
      'totals.coldStarts.rate': point / 1000,
      'bills.generic-100ms.capacity': point + replication / 3,
      'bills.generic-100ms.metered': null,
    },
  };
}
