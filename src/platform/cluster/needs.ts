import type { Revision, Service } from '../recipe.js';
import type { GroupState, Need } from './nodes.js';

/** CPU that the queue-proxy container of each pod asks for (config-deployment `queue-sidecar-cpu-request`, 1.23). */
export const QUEUE_PROXY_CPU = 25;

/** What a pod of a revision takes of a node, and in which groups it may be. */
export function needOf(recipe: Revision, service: Service, groups: readonly GroupState[]): Need {
  const gpus = recipe.gpus ?? 0;
  const { nodeGroup, notNodeGroups = [] } = service;
  return {
    cpu: recipe.requests.cpu + QUEUE_PROXY_CPU,
    memory: recipe.requests.memory,
    gpus,
    allowed: groups.map(({ recipe: group }) => {
      if (nodeGroup !== null) return group.name === nodeGroup;
      if (notNodeGroups.includes(group.name) || group.dedicated) return false;
      return group.gpus === 0 || gpus > 0; // nodes with GPUs are kept for those who ask for some
    }),
  };
}

/** Whether a pod fits on an empty node of some group. */
export function fitsSomewhere(need: Need, groups: readonly GroupState[]): boolean {
  return groups.some(
    ({ index, room, recipe: { gpus } }) =>
      need.allowed[index] && need.cpu <= room.cpu && need.memory <= room.memory && need.gpus <= gpus && room.pods > 0,
  );
}
