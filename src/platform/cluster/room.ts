import type { Bytes, MilliCores } from '../../units/quantities.js';
import type { Need, Nodes } from './nodes.js';

/** What is left of a node, on paper: for whoever asks "what if". */
export interface Room {
  cpu: MilliCores;
  memory: Bytes;
  pods: number;
  gpus: number;
  readonly group: number;
}

export function roomOf(nodes: Nodes, row: number): Room {
  return {
    cpu: nodes.freeCpu[row],
    memory: nodes.freeMemory[row],
    pods: nodes.freePods[row],
    gpus: nodes.freeGpus[row],
    group: nodes.group[row],
  };
}

/** Puts a pod there if it fits. */
export function take(room: Room, need: Need): boolean {
  const fits =
    room.pods > 0 &&
    room.cpu >= need.cpu &&
    room.memory >= need.memory &&
    room.gpus >= need.gpus &&
    need.allowed[room.group];
  if (!fits) return false;
  room.cpu -= need.cpu;
  room.memory -= need.memory;
  room.gpus -= need.gpus;
  room.pods--;
  return true;
}
