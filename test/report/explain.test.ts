import { describe, expect, it } from 'vitest';
import { explainMoment } from '../../src/report/explain.js';
import { readScenario } from '../../src/scenario/read.js';
import { open } from '../../src/simulate.js';
import type { ResultDocument } from '../../src/result/document.js';
import { SECOND } from '../../src/units/quantities.js';

const missing = (path: string): never => {
  throw new Error(`${path} does not exist`);
};

function looked(text: string, second: number | null): ResultDocument {
  const read = readScenario({ path: 's.yaml', text, read: missing, digest: missing });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const run = open(read.scenario, second === null ? {} : { lookAt: second * SECOND });
  while (run.now < run.horizon) run.advance(run.now + 7 * SECOND);
  return run.result();
}

const SHOP = `headroom: 1
name: shop
horizon: 2m
services:
  shop:
    revision: { containerConcurrency: 1, annotations: { autoscaling.knative.dev/max-scale: "2" } }
    arrivals: { process: regular, rate: { chain: [{ rate: 0/s, for: 20s }, { rate: 2/s }] } }
    serviceTime: 400ms
    startup: { sandbox: 3s, applicationStart: 5s }
    start: 0
faults:
  - { failedStart: { service: shop }, at: 10s, for: 20s }
`;

describe('the story around an instant', () => {
  it('tells the fault, the traffic, the decisions with their reasons, the pods with their phases and the causes', () => {
    const text = explainMoment(looked(SHOP, 31), { columns: 100 });
    const lines = text.split('\n');
    expect(lines[0]).toBe('Around 0:31 (31 s into the run)');
    expect(text).toContain('0:10 until 0:30 starts fail (shop): hit shop');
    expect(text).toMatch(/0:31–0:32 2\/s came, 0\/s answered, .* 0 ready of 20 wanted/);
    expect(text).toMatch(/0:20 {6}2 pods wanted, 0 ready, through the activator: panic: 6 s window wants 2 pods/);
    expect(text).toMatch(/shop-00001: 2 starting; \d+ requests wait in the activator/);
    expect(text).toMatch(/pod 0 +starting \(application start\), created 0:20, 1\d\.\d s before, 1 restart/);
    expect(text).toContain('every request that ended was answered, and none was cold');
    expect(lines.every((line) => line.length <= 100)).toBe(true);
  });

  it('tells of what ended then why it was cold and what it waited for', () => {
    const text = explainMoment(looked(SHOP, 34));
    expect(text).toMatch(/cold +scaled to zero \d+/);
    expect(text).toMatch(/waited +(application start|restarts and their back-off) \d+/);
  });

  it('says where a container waits for its back-off', () => {
    const failing = SHOP.replace('at: 10s, for: 20s', 'at: 10s, for: 60s');
    expect(explainMoment(looked(failing, 40))).toMatch(/pod 0 +starting \(back.off\), created 0:20/);
  });

  it('is nothing where no instant was asked for, and looking changes nothing', () => {
    const calm = looked(SHOP, null);
    expect(explainMoment(calm)).toBe('');
    const { moment, ...rest } = looked(SHOP, 35);
    expect(moment?.at).toBe(35);
    expect(JSON.stringify(rest)).toBe(JSON.stringify(calm));
  });
});
