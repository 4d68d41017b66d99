import { NONE } from '../../engine/layout.js';
import type { Cluster } from '../recipe.js';
import { READY_NODE, type Need, type Nodes } from './nodes.js';

/** The most a node can score for one resource. */
const MAX_SCORE = 100;

/**
 * Picks nodes for pods: of the ready ones on which a pod fits, those in the zones that hold the fewest pods of its
 * revision (`spread: zone`), of these the one with the highest score, of equal ones the oldest row.
 */
export class Scheduler {
  constructor(
    private readonly nodes: Nodes,
    private readonly rules: Pick<Cluster, 'score' | 'spread'>,
  ) {}

  /** The node for a pod, or NONE. `inZone`: pods of its revision by zone. */
  choose(need: Need, inZone: Int32Array): number {
    const { nodes } = this;
    let best = NONE;
    let bestSpread = 0;
    let bestScore = 0;
    for (let row = 0; row < nodes.used; row++) {
      if (nodes.state[row] !== READY_NODE || !nodes.fits(row, need)) continue;
      const spread = this.rules.spread === 'zone' ? inZone[nodes.zone[row]] : 0;
      if (best !== NONE && spread > bestSpread) continue;
      const score = this.score(row, need);
      if (best !== NONE && spread === bestSpread && score <= bestScore) continue;
      best = row;
      bestSpread = spread;
      bestScore = score;
    }
    return best;
  }

  /**
   * LeastAllocated and MostAllocated of the kube-scheduler (plugins/noderesources): CPU and memory with equal weight, in
   * whole numbers from 0 to 100.
   */
  score(row: number, need: Need): number {
    const { nodes } = this;
    const { allocatable } = nodes.groups[nodes.group[row]].recipe;
    const cpu = this.#part(nodes.freeCpu[row] - need.cpu, allocatable.cpu);
    const memory = this.#part(nodes.freeMemory[row] - need.memory, allocatable.memory);
    return Math.floor((cpu + memory) / 2);
  }

  #part(free: number, of: number): number {
    const counted = this.rules.score === 'least-allocated' ? free : of - free;
    return Math.floor((counted * MAX_SCORE) / of);
  }
}
