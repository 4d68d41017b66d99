import type { Bytes, MilliCores } from '../../units/quantities.js';
import type { Quota } from '../recipe.js';
import type { Need } from './nodes.js';

/** The namespace's ResourceQuota: what its pods ask for together, from their creation to their end. */
export class NamespaceQuota {
  #cpu: MilliCores = 0;
  #memory: Bytes = 0;
  #pods = 0;
  readonly #limit: { readonly cpu: number; readonly memory: number; readonly pods: number };

  constructor(quota: Quota | null) {
    this.#limit = {
      cpu: quota?.cpu ?? Infinity,
      memory: quota?.memory ?? Infinity,
      pods: quota?.pods ?? Infinity,
    };
  }

  allows(need: Need): boolean {
    const { cpu, memory, pods } = this.#limit;
    return this.#pods < pods && this.#cpu + need.cpu <= cpu && this.#memory + need.memory <= memory;
  }

  /** What a pod would need more of than is left; empty: it may come in. */
  shortOf(need: Need): readonly ('cpu' | 'memory' | 'pods')[] {
    const { cpu, memory, pods } = this.#limit;
    return [
      ...(this.#cpu + need.cpu > cpu ? (['cpu'] as const) : []),
      ...(this.#memory + need.memory > memory ? (['memory'] as const) : []),
      ...(this.#pods >= pods ? (['pods'] as const) : []),
    ];
  }

  /** Counts a pod in, or with -1 out. */
  count(need: Need, pods: 1 | -1): void {
    this.#cpu += pods * need.cpu;
    this.#memory += pods * need.memory;
    this.#pods += pods;
  }
}
