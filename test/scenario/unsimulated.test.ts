import { describe, expect, it } from 'vitest';
import { readScenario } from '../../src/scenario/read.js';
import { cannotRun, runsWithout } from '../../src/scenario/unsimulated.js';

const missing = (path: string): never => {
  throw new Error(`${path} does not exist`);
};

function scenario(more: string) {
  const text = `headroom: 1\nname: s\nhorizon: 1m\nservices:\n  a:\n    arrivals: 1/s\n    serviceTime: 10ms\n${more}`;
  const read = readScenario({ path: 's.yaml', text, read: missing, digest: missing });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.scenario;
}

describe('what is not simulated yet', () => {
  it('is said of a cluster, so that nobody believes its pods were packed', () => {
    const asked = scenario(
      'cluster:\n  nodeGroups:\n    base: { kind: on-demand, nodes: 1, zones: [a], cpu: "4", memory: 8Gi, price: 0.1 USD/h }\n',
    );
    expect(runsWithout(asked)).toContainEqual({
      where: 'cluster',
      text: expect.stringContaining('not simulated yet') as string,
    });
    expect(cannotRun(asked)).toBeNull();
  });

  it('is refused where there is no way round it', () => {
    const asked = scenario('    autoscaler: { policy: per-request, expiry: 10m }\n');
    expect(cannotRun(asked)).toMatch(/^services\.a\.autoscaler\.policy = per-request, must be one of/);
  });

  it('is nothing for a plain service', () => {
    expect(runsWithout(scenario(''))).toEqual([]);
    expect(cannotRun(scenario(''))).toBeNull();
  });
});
