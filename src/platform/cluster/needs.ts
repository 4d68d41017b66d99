import type { RevisionState } from '../revision.js';
import type { GroupState, Need } from './nodes.js';

/** CPU that the queue-proxy container of each pod asks for (config-deployment `queue-sidecar-cpu-request`, 1.23). */
export const QUEUE_PROXY_CPU = 25;

/** What a pod of a revision takes of a node, and in which groups it may be. */
export function needOf({ recipe, service }: RevisionState, groups: readonly GroupState[]): Need {
  const gpus = recipe.gpus ?? 0;
  const { nodeGroup, notNodeGroups = [] } = service.recipe;
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
