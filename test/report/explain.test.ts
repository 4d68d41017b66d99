import { describe, expect, it } from 'vitest';
import { explainMoment } from '../../src/report/explain.js';
import { open } from '../../src/simulate.js';
import type { ResultDocument } from '../../src/result/document.js';
import { SECOND } from '../../src/units/quantities.js';
import { resolved } from '../scenario/reading.js';

function looked(text: string, second: number | null): ResultDocument {
  const run = open(resolved(text), second === null ? {} : { lookAt: second * SECOND });
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

/** Two nodes of 2 CPU in zones a and b, four pods of 700m and the queue-proxy's 25m; zone a dies at 60 s. */
const ZONES = `headroom: 1
name: zones
horizon: 3m
seed: 4
cluster:
  autoscaler: { provisioning: 30s }
  nodeGroups:
    base: { nodes: 2, maxNodes: 4, cpu: "2", memory: 8Gi, zones: [a, b] }
services:
  shop:
    revision:
      containerConcurrency: 1
      annotations: { autoscaling.knative.dev/min-scale: "4", autoscaling.knative.dev/max-scale: "4" }
      resources: { requests: { cpu: 700m, memory: 256Mi }, limits: { cpu: 1, memory: 256Mi } }
    arrivals: 1/s
    serviceTime: 100ms
    startup: { sandbox: 1s, applicationStart: 1s }
faults:
  - { zoneLoss: { zone: a }, at: 60s, for: 60s }
`;

describe('the story of the nodes', () => {
  it('tells what there is, what is lost and coming, and which pods wait for which resource', () => {
    const text = explainMoment(looked(ZONES, 75), { columns: 120 }).replace(/\n {12}(?=\S)/g, ' ');
    expect(text).toContain('base: 1 node ready with 2 pods (73 % of their CPU and');
    expect(text).toContain('1 being provisioned, 1 lost');
    expect(text).toContain('base 0 (zone a) is lost since 1:00, 15 s before');
    expect(text).toMatch(/base 2 \(zone b\) is being provisioned, asked for 1:0\d, /);
    expect(text).toMatch(
      /waiting +shop-00001: 2 pods, the first since 1:00, 15 s before, for room on a node: CPU is short on the only node/,
    );
    expect(text).toMatch(/1:00 +base 0 \(zone a\) is lost, with its pods/);
    expect(text).toMatch(/1:3\d +base 2 \(zone b\) is ready/); // after the moment, and told
    expect(text).toMatch(/pod 4 +starting \(no node has room\), created 1:00/);
    expect(text).toMatch(/shop-00001: 2 starting and 2 ready/);
  });

  it('is told only where there are nodes, and looking changes nothing', () => {
    expect(looked(SHOP, 31).moment).not.toHaveProperty('cluster');
    expect(explainMoment(looked(SHOP, 31))).not.toContain('Nodes');
    const calm = looked(ZONES, null);
    const { moment, ...rest } = looked(ZONES, 75);
    expect(moment?.cluster?.groups).toMatchObject([
      { group: 'base', ready: 1, booting: 1, leaving: 0, lost: 1, pods: 2 },
    ]);
    expect(JSON.stringify(rest)).toBe(JSON.stringify(calm));
  });

  it('tells of spot nodes that are given notice and go', () => {
    const spot = ZONES.replace('zones: [a, b] }', 'zones: [a, b], kind: spot, reclaim: { rate: 60/h, notice: 20s } }')
      .replace('provisioning: 30s', 'provisioning: 1s')
      .replace(/faults:[^]*/, '');
    const seen = looked(spot, 170).moment!.cluster!.changes;
    const notice = seen.find(({ change }) => change === 'reclaimed')!;
    const gone = seen.find(({ change, ordinal }) => change === 'gone' && ordinal === notice.ordinal)!;
    expect(gone.at - notice.at).toBe(20);
    const text = explainMoment(looked(spot, Math.ceil(notice.at) + 5), { columns: 120 });
    expect(text).toContain(`base ${notice.ordinal} (zone ${notice.zone}) leaves, as its provider gave notice, since`);
    expect(text).toContain(`base ${notice.ordinal} (zone ${notice.zone}) is gone`);
  });
});

describe('the story of a node that is lost without a word', () => {
  const quiet = ZONES.replace('zoneLoss: { zone: a }', 'zoneLoss: { zone: a, detection: 20s, eviction: 25s }');
  const told = (second: number): string =>
    explainMoment(looked(quiet, second), { columns: 120 }).replace(/\n {12}(?=\S)/g, ' ');

  it('says who does not answer, and that Kubernetes does not know', () => {
    const text = told(75);
    expect(text).toContain('base: 1 node ready with 2 pods');
    expect(text).toContain('1 not answering');
    expect(text).toContain(
      'base 0 (zone a) has not answered since 1:00, 15 s before, which Kubernetes has not found out',
    );
    expect(text).toMatch(/shop-00001: 2 ready and 2 not answering/);
    expect(text).toMatch(/pod 0 +not answering, created 0:00, 1m15s before, \d requests? hangs? there, on base 0/);
  });

  it('says when it was found; its pods are replaced when they are given up', () => {
    expect(told(90)).toContain('base 0 (zone a) was found not ready at 1:20, 10 s before');
    expect(told(90)).not.toContain('waiting');
    expect(told(107)).toMatch(/pod 4 +(starting|ready).*, created 1:45/);
  });
});
