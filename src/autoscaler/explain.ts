import type { Decision, ReasonName } from './policy.js';
import { REASONS } from './policy.js';

/** The reason of a decision in words, with the numbers that made it. */
export function explain(decision: Decision): string {
  const reason = REASONS[decision.reason];
  if (reason === undefined) throw new RangeError(`reason = ${decision.reason}, must be the code of a known reason`);
  return WORDS[reason](decision);
}

const WORDS: Readonly<Record<ReasonName, (d: Decision) => string>> = {
  none: () => 'nothing decided yet',
  'no-data': () => 'no data: nothing changes',
  steady: (d) => `steady: ${stable(d)}, as many as are ready`,
  'stable-window': (d) => stable(d),
  'panic-window': (d) => `panic: ${panicWants(d)}`,
  'panic-holds': (d) => `panic: no scale-down, ${pods(d.heldFrom)} would do now but ${d.desiredPods} were wanted`,
  'max-scale-up-rate': (d) => `${asked(d)}, held at ${d.highestPods} by max-scale-up-rate`,
  'max-scale-down-rate': (d) => `${asked(d)}, held at ${d.lowestPods} by max-scale-down-rate`,
  'activation-scale': (d) => `${asked(d)}, raised to the activation scale of ${d.desiredPods}`,
  'scale-down-delay': (d) => `${pods(d.heldFrom)} would do now, the scale-down delay keeps ${d.desiredPods}`,
  'min-scale': (d) => `${pods(d.heldFrom)} wanted, min scale keeps ${d.lowestPods}`,
  'max-scale': (d) => `${pods(d.heldFrom)} wanted, max scale allows ${d.highestPods}`,
  'scale-to-zero': (d) => `no load in the ${seconds(d.stableWindowSeconds)} window: zero pods`,
  fixed: (d) => `fixed at ${pods(d.desiredPods)}`,
  burst: (d) => `burst: load is above ${percent(d.panicThreshold)} of capacity, ${pods(d.desiredPods)}`,
  shrink: (d) => `load is low: shrinking to ${pods(d.desiredPods)}`,
  cooldown: (d) => `${pods(d.heldFrom)} would do now, the cool-down keeps ${d.desiredPods}`,
  prewarm: (d) =>
    `burst: ${pods(d.desiredPods)} bring the load below ${percent(d.panicThreshold)}, pre-warming the missing ones`,
};

/** What the window that counts asks for. */
function asked(d: Decision): string {
  const leads = d.inPanic && d.wantedPanic >= d.wantedStable && d.wantedPanic > d.readyPods;
  return leads ? `panic: ${panicWants(d)}` : stable(d);
}

function stable(d: Decision): string {
  return `${seconds(d.stableWindowSeconds)} window wants ${pods(d.wantedStable)}`;
}

function panicWants(d: Decision): string {
  const wants = `${seconds(d.panicWindowSeconds)} window wants ${pods(d.wantedPanic)}`;
  const ratio = d.wantedPanic / Math.max(1, d.readyPods);
  if (ratio < d.panicThreshold) return `${wants}, and panic is not over`;
  return `${wants}, ${ratio.toFixed(1)} x ready >= ${d.panicThreshold.toFixed(1)}`;
}

function pods(count: number): string {
  return count === 1 ? '1 pod' : `${count} pods`;
}

function seconds(length: number): string {
  return `${length} s`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
