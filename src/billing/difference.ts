/** Usage is sums that only grow: what a span of a run used is the difference of two of them. */
import type { NodeUsage, RunUsage, Usage } from './usage.js';

/** `whole` without `part`: a run up to some instant without all that came before another; or without a span in it. */
export function usageWithout(whole: RunUsage, part: RunUsage): RunUsage {
  return {
    span: whole.span - part.span,
    requests: whole.requests - part.requests,
    revisions: whole.revisions.map((revision, r) => revisionWithout(revision, part.revisions[r])),
    nodes: whole.nodes.map((group) =>
      nodesWithout(
        group,
        part.nodes.find((other) => other.group === group.group),
      ),
    ),
  };
}

/** Of one revision; the order of revisions is that of the scenario, in every usage of a run. */
function revisionWithout(whole: Usage, part: Usage): Usage {
  const less = (field: (usage: Usage) => number): number => field(whole) - field(part);
  const each = (field: (usage: Usage) => readonly number[]): readonly number[] =>
    field(whole).map((value, k) => value - field(part)[k]);
  return {
    ...whole,
    executions: less((usage) => usage.executions),
    executionMicros: less((usage) => usage.executionMicros),
    cpuMicros: less((usage) => usage.cpuMicros),
    podsStarted: less((usage) => usage.podsStarted),
    podMicros: less((usage) => usage.podMicros),
    startupMicros: less((usage) => usage.startupMicros),
    busyMicros: less((usage) => usage.busyMicros),
    roundedExecution: each((usage) => usage.roundedExecution),
    roundedBusy: each((usage) => usage.roundedBusy),
    roundedActive: each((usage) => usage.roundedActive),
    roundedLifetime: each((usage) => usage.roundedLifetime),
    byNodeGroup: whole.byNodeGroup.map(({ group, podMicros }) => ({
      group,
      podMicros: podMicros - (part.byNodeGroup.find((other) => other.group === group)?.podMicros ?? 0),
    })),
  };
}

function nodesWithout(whole: NodeUsage, part: NodeUsage | undefined): NodeUsage {
  if (part === undefined) return whole;
  const { lives } = whole;
  return {
    ...whole,
    nodeMicros: whole.nodeMicros - part.nodeMicros,
    ...(lives === undefined ? {} : { lives: lives.map((life, k) => life - (part.lives?.[k] ?? 0)) }),
  };
}
