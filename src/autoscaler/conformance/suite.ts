import { checkAnnotations, type AnnotationsFile } from './annotations.js';
import { checkConfig, type ConfigFile } from './config.js';
import { checkDecider, type DeciderFile } from './decider.js';
import { checkKpa, type KpaFile } from './kpa.js';
import { checkLoadBalancing, type LoadBalancingFile } from './loadBalancing.js';
import type { Outcome } from './outcome.js';
import { checkSampleSize, type SampleSizeFile } from './sampleSize.js';
import { checkScale, type ScaleFile } from './scale.js';
import { checkStats, type StatsFile } from './stats.js';
import { checkWindows, type WindowsFile } from './windows.js';

/**
 * The comparisons with recorded answers of the real autoscaler, by file name without its ending. Each takes the parsed
 * file; that it has the format named is the caller's claim.
 */
export const CONFORMANCE_CHECKS: Readonly<Record<string, (file: unknown) => Outcome>> = {
  scale: (file) => checkScale(file as ScaleFile),
  windows: (file) => checkWindows(file as WindowsFile),
  samplesize: (file) => checkSampleSize(file as SampleSizeFile),
  lb: (file) => checkLoadBalancing(file as LoadBalancingFile),
  config: (file) => checkConfig(file as ConfigFile),
  annotations: (file) => checkAnnotations(file as AnnotationsFile),
  decider: (file) => checkDecider(file as DeciderFile),
  kpa: (file) => checkKpa(file as KpaFile),
  stats: (file) => checkStats(file as StatsFile),
};
