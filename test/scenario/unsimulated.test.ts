import { describe, expect, it } from 'vitest';
import { cannotRun } from '../../src/scenario/cannotRun.js';
import { runsWithout } from '../../src/scenario/unsimulated.js';
import { resolved } from './reading.js';

function scenario(more: string) {
  const text = `headroom: 1\nname: s\nhorizon: 1m\nservices:\n  a:\n    arrivals: 1/s\n    serviceTime: 10ms\n${more}`;
  return resolved(text);
}

describe('what is not simulated yet', () => {
  const NODES = 'cluster:\n  nodeGroups:\n    base: { nodes: 1, cpu: "4", memory: 8Gi }\n';

  it('is said of an image where there is nothing to pull it to, and of a pull that is drawn where there is', () => {
    const image = '    startup: { image: { size: 100Mi }, imagePull: 3s }\n';
    expect(runsWithout(scenario(image)).map(({ text }) => text)).toEqual([expect.stringMatching(/^without a cluster/)]);
    expect(runsWithout(scenario(image + NODES)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/in place of the phase imagePull$/),
    ]);
    expect(runsWithout(scenario(NODES))).toEqual([]);
  });

  it('is refused where a pod fits on no node, however empty', () => {
    const large = (cpu: string) => scenario(`    revision: { resources: { requests: { cpu: "${cpu}" } } }\n${NODES}`);
    expect(cannotRun(large('3975m'))).toBeNull();
    expect(cannotRun(large('3976m'))).toBe(
      'services.a.resources.requests = 4001m CPU with queue-proxy, 512 MiB, must fit on an empty node that the service may go to (DaemonSets taken off)',
    );
  });

  it('is more pods than Kubernetes has in one cluster', () => {
    const annotated = (key: string, value: string) =>
      scenario(`    revision: { annotations: { autoscaling.knative.dev/${key}: "${value}" } }\n`);
    const rule =
      'services.a.revisions.a-00001 = 150001 pods at least, must be at most 150000, which Kubernetes supports in one cluster';
    for (const key of ['initial-scale', 'min-scale', 'activation-scale'])
      expect(cannotRun(annotated(key, '150001'))).toBe(rule);
    expect(cannotRun(annotated('min-scale', '150000'))).toBeNull();
    expect(cannotRun(annotated('max-scale', '2147483647'))).toBeNull();
    expect(cannotRun(scenario('    autoscaler: { policy: fixed, pods: 150001 }\n'))).toBe(rule);
    expect(cannotRun(scenario('    start: 150001\n'))).toBe(rule);
    expect(cannotRun(scenario('    autoscaler: { policy: fixed, pods: 1 }\n    start: 150001\n'))).toBe(rule);
  });

  it('is not what every policy of the format asks for', () => {
    expect(cannotRun(scenario('    autoscaler: { policy: per-request, expiry: 10m }\n'))).toBeNull();
  });

  it('is nothing for a plain service', () => {
    expect(runsWithout(scenario(''))).toEqual([]);
    expect(cannotRun(scenario(''))).toBeNull();
  });
});
