import type { Micros } from '../../units/quantities.js';
import { SECOND } from '../../units/quantities.js';
import type { AutoscalerSetup } from '../recipe.js';
import type { ScaleSettings } from './reconciler.js';

/** Knative's default progress deadline (config-deployment, 1.23). */
const PROGRESS_DEADLINE: Micros = 600 * SECOND;

/** What the reconciler reads of a revision: of the cluster's configuration and of its own. */
export function scaleSettings({ config, decider }: AutoscalerSetup): ScaleSettings {
  const { progressDeadlineSeconds: deadline } = decider;
  return {
    minScale: decider.minScale,
    maxScale: decider.maxScale,
    initialScale: decider.initialScale,
    reachable: decider.reachable,
    enableScaleToZero: config.EnableScaleToZero,
    stableWindow: decider.stableWindowSeconds * SECOND,
    gracePeriod: config.ScaleToZeroGracePeriod * SECOND,
    podRetention: decider.lastPodRetentionSeconds * SECOND,
    progressDeadline: deadline === null ? PROGRESS_DEADLINE : deadline * SECOND,
    targetBurstCapacity: decider.targetBurstCapacity,
  };
}
