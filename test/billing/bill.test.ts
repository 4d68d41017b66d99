import { describe, expect, test } from 'vitest';
import { bill } from '../../src/billing/bill.js';
import { withCredits } from '../../src/billing/credits.js';
import { meteringNeeds } from '../../src/billing/needs.js';
import { meteredOf } from '../../src/billing/parts.js';
import type { Tariff } from '../../src/billing/tariff.js';
import { findTariff, shippedTariffs } from '../../src/billing/tariffs/index.js';
import type { BillResult } from '../../src/result/document.js';
import { HOUR, MINUTE, SECOND } from '../../src/units/quantities.js';
import { GIB, lineNamed, metered, MIB, priced, repeat, run } from './world.js';

const tariff = (name: string): Tariff => findTariff(name)!;
const small = { limits: { cpu: 1_000, memory: 128 * MIB } };

describe('100 ms billing per request', () => {
  test.each([
    { span: 100_000, quantity: '0.05' },
    { span: 100_001, quantity: '0.1' },
    { span: 1, quantity: '0.05' },
  ])('a request of $span µs in 512 MiB is $quantity GiB-s', ({ span, quantity }) => {
    expect(lineNamed(priced(tariff('generic-100ms'), { execution: [span] }), 'memory').quantity).toBe(quantity);
  });

  test('lines are quantity x rate, and add up to the bill', () => {
    const result = priced(tariff('generic-100ms'), { execution: repeat(1_000, 30_000) });
    expect(result.lines).toMatchObject([
      { name: 'memory', quantity: '50', unit: 'GiB-s', rate: '0.0000166667', amount: '0.000833335' },
      { name: 'requests', quantity: '1000', unit: 'requests', rate: '0.0000002', amount: '0.0002' },
    ]);
    expect(result.metered).toBe('0.001033335');
    expect(result.perMillionRequests).toBe('1.033335');
    expect(result.perHour).toBe('0.001033335');
  });

  test('what rounding costs is said, with the bill at 1 ms', () => {
    const result = priced(tariff('generic-100ms'), { execution: repeat(1_000, 30_000) });
    // 35 of 50 GiB-s are rounding: 0.7 x 0.000833335 of 0.001033335
    expect(result.shares.rounding).toBeCloseTo((0.7 * 0.000833335) / 0.001033335, 12);
    expect(result.shares.busy).toBeCloseTo((0.3 * 0.000833335) / 0.001033335, 12);
    expect(result.shares).toMatchObject({ idle: null, coldStart: null });
    expect(result.notes).toContain('Rounding to 100 ms costs 56.5 % of this bill; at 1 ms it would be 0.00045 USD.');
  });

  test('at concurrency 80 a request pays for an eightieth of the memory', () => {
    const alone = priced(tariff('generic-100ms'), { execution: [100_000] });
    const shared = priced(tariff('generic-100ms'), { execution: repeat(80, 100_000) }, { slots: 80 });
    expect(lineNamed(shared, 'memory').quantity).toBe(lineNamed(alone, 'memory').quantity);
  });

  test('without a memory limit the pod request is billed', () => {
    const result = priced(tariff('generic-100ms'), { execution: [1_000_000] }, { limits: { cpu: 0, memory: 0 } });
    expect(lineNamed(result, 'memory').quantity).toBe('0.5');
  });
});

describe('the worked example: 37 ms at 128 MB, a million calls', () => {
  const million = { executions: 1_000_000, executionMicros: 37_000 * 1_000_000, ...small };
  /** A million equal spans are a million times one span. */
  function quantity(name: string, change = {}): string {
    const needs = meteringNeeds([tariff(name)]);
    const one = metered(needs, { execution: [37_000], busy: [37_000] });
    const times = (sums: readonly number[]) => sums.map((value) => value * 1_000_000);
    const usage = {
      ...one,
      ...million,
      busyMicros: million.executionMicros,
      roundedExecution: times(one.roundedExecution),
      roundedBusy: times(one.roundedBusy),
      ...change,
    };
    return lineNamed(bill(tariff(name), run([usage]), needs), 'memory').quantity;
  }

  test.each([
    ['aws-lambda-x86', '4625'],
    ['aws-lambda-arm', '4625'],
    ['aws-lambda-legacy-100ms', '12500'],
    ['generic-100ms', '12500'],
    ['azure-functions-consumption', '12500'],
  ])('%s meters %s GB-s', (name, expected) => {
    expect(quantity(name)).toBe(expected);
  });

  test('Azure Flex with 2048 MB instances meters 2,000,000 GB-s', () => {
    expect(quantity('azure-functions-flex', { limits: { cpu: 1_000, memory: 2_048 * MIB } })).toBe('2000000');
  });

  test('and 512 MB, its smallest size, 500,000', () => {
    expect(quantity('azure-functions-flex')).toBe('500000');
  });
});

describe('the worked example: 101 ms at 128 MB', () => {
  test.each([
    ['aws-lambda-x86', 0.101],
    ['aws-lambda-legacy-100ms', 0.2],
    ['azure-functions-consumption', 0.101],
  ])('%s bills %d s of an eighth of a GiB', (name, seconds) => {
    const result = priced(tariff(name), { execution: [101_000] }, small);
    expect(Number(lineNamed(result, 'memory').quantity)).toBeCloseTo(seconds / 8, 9);
  });
});

describe('overlapping requests on one instance', () => {
  // Two requests of 1 s, the second 500 ms after the first: busy for 1.5 s. The pod takes 2 s to start and lives 60 s.
  const spans = { execution: [SECOND, SECOND], busy: [1_500_000], active: [3_500_000], lifetime: [MINUTE] };
  const pod = { slots: 2, limits: { cpu: 1_000, memory: GIB } };

  test('Cloud Run bills start-up and the union, not the sum', () => {
    const result = priced(tariff('gcp-cloud-run-request'), spans, pod);
    expect(lineNamed(result, 'CPU').quantity).toBe('3.5');
    expect(lineNamed(result, 'memory').quantity).toBe('3.5');
    expect(lineNamed(result, 'requests').quantity).toBe('2');
    // 3.5 x (24 + 2.5) + 2 x 0.4 millionths
    expect(result.metered).toBe('0.00009355');
    expect(result.shares.coldStart).toBeCloseTo((2 * 26.5) / 93.55, 12);
    expect(result.shares.busy).toBeCloseTo((1.5 * 26.5) / 93.55, 12);
    expect(result.shares.rounding).toBe(0);
  });

  test('a second of rounding shows up as such', () => {
    const result = priced(tariff('gcp-cloud-run-request'), { ...spans, busy: [1_450_000], active: [3_450_000] }, pod);
    expect(result.shares.rounding).toBeCloseTo((0.05 * 26.5) / 93.55, 12);
  });

  test('per request, each pays for its slot', () => {
    expect(lineNamed(priced(tariff('generic-100ms'), spans, pod), 'memory').quantity).toBe('1');
  });

  test('an instance with always allocated CPU pays for its life', () => {
    const result = priced(tariff('gcp-cloud-run-instance'), spans, pod);
    expect(lineNamed(result, 'CPU').quantity).toBe('60');
    expect(result.shares.idle).toBeCloseTo(56.5 / 60, 12);
  });

  test('Container Apps bill idle CPU at its own rate', () => {
    const result = priced(tariff('azure-container-apps'), spans, pod);
    expect(lineNamed(result, 'CPU').quantity).toBe('3.5');
    expect(lineNamed(result, 'idle CPU').quantity).toBe('56.5');
    expect(lineNamed(result, 'memory').quantity).toBe('60');
  });

  test('instances kept ready are billed while they idle', () => {
    const result = priced(tariff('gcp-cloud-run-request'), spans, pod, { alwaysReady: { checkout: 1 } });
    expect(lineNamed(result, 'idle memory').quantity).toBe('3596.5');
    expect(lineNamed(result, 'memory').quantity).toBe('3.5');
  });
});

describe('minimum charges', () => {
  test('a Fargate task of 3 s costs a minute, one of 60.2 s costs 61 s', () => {
    const result = priced(tariff('aws-fargate-x86'), { lifetime: [3 * SECOND, 60_200_000] });
    expect(lineNamed(result, 'CPU').quantity).toBe('0.017645833'); // 121 s x 0.525 vCPU / 3600
  });

  test('an hourly machine is paid by the started hour', () => {
    const result = priced(tariff('vm-hour'), { lifetime: [MINUTE, HOUR + 1] });
    // 525m of 2 vCPU are 26.25 %, three hours
    expect(lineNamed(result, 'share of a machine').quantity).toBe('0.7875');
  });

  test('Azure Premium has one instance even when no pod lives', () => {
    const result = priced(tariff('azure-functions-premium'), { lifetime: [MINUTE] });
    expect(lineNamed(result, 'CPU').quantity).toBe('1');
    expect(priced(tariff('azure-functions-premium'), { lifetime: [HOUR, HOUR] }).lines[0].quantity).toBe('2');
  });

  test('Lambda has no less than 128 MB, and says so', () => {
    const result = priced(tariff('aws-lambda-x86'), { execution: [SECOND] }, { slots: 80 });
    expect(lineNamed(result, 'memory').quantity).toBe('0.125');
    expect(result.notes).toContain('The memory of a slot of checkout, 6.4 MiB, is billed as 128 MiB.');
  });

  test('provisioned concurrency is rounded up to five minutes', () => {
    const options = { span: 6 * MINUTE, alwaysReady: { checkout: 2 } };
    const result = priced(tariff('aws-lambda-provisioned-concurrency'), { execution: [SECOND] }, {}, options);
    expect(lineNamed(result, 'memory kept ready').quantity).toBe('600'); // 2 x 600 s x 0.5 GiB
    expect(lineNamed(result, 'memory, on instances kept ready').quantity).toBe('0.5');
    expect(lineNamed(result, 'memory').quantity).toBe('0');
  });

  test('what provisioned concurrency cannot hold is billed on demand', () => {
    const busy = repeat(3, 40 * SECOND);
    const result = priced(tariff('aws-lambda-provisioned-concurrency'), { execution: busy }, {}, { span: MINUTE });
    expect(lineNamed(result, 'memory, on instances kept ready').quantity).toBe('30');
    expect(lineNamed(result, 'memory').quantity).toBe('30');
  });
});

describe('other meters', () => {
  test('Alibaba turns everything into compute units', () => {
    const spans = { execution: repeat(4, SECOND), busy: repeat(4, SECOND) };
    const result = priced(tariff('alibaba-fc-3'), spans, { limits: { cpu: 500, memory: GIB } });
    // 4 requests x 0.0075, 4 s x 0.5 vCPU x 1, 4 GiB-s x 0.15
    expect(result.lines.map(({ quantity }) => quantity)).toEqual(['0.03', '2', '0.6']);
    expect(result.metered).toBe('0.0000526');
  });

  test('first generation functions buy CPU with their memory', () => {
    const result = priced(
      tariff('gcp-functions-gen1'),
      { execution: [260_000] },
      { limits: { cpu: 1_000, memory: 200 * MIB } },
    );
    expect(lineNamed(result, 'memory').quantity).toBe('0.075'); // 300 ms x 256 MB
    expect(lineNamed(result, 'CPU').quantity).toBe('0.12'); // 300 ms x 400 MHz
  });

  test('Vercel and Cloudflare bill the CPU that requests used', () => {
    const spans = { execution: [SECOND], busy: [SECOND] };
    const vercel = priced(tariff('vercel-fluid'), spans, { cpuMicros: 36 * SECOND });
    expect(lineNamed(vercel, 'CPU used by requests').quantity).toBe('0.01');
    const cloudflare = priced(tariff('cloudflare-workers'), spans, { cpuMicros: 2_500 });
    expect(cloudflare.metered).toBe('0.00000035');
    expect(cloudflare.notes).toContain('The fee of 5 USD a month is in monthly bills only.');
  });

  test('IBM counts decimal gigabytes', () => {
    const result = priced(
      tariff('ibm-code-engine-app'),
      { lifetime: [10 * SECOND] },
      { limits: { cpu: 125, memory: 4e9 } },
    );
    expect(result.lines.map(({ quantity }) => quantity)).toEqual(['1.25', '40', '0']);
  });

  test('an event costs the same however long it takes', () => {
    const short = priced(tariff('per-event'), { execution: [1, 1] });
    expect(priced(tariff('per-event'), { execution: [HOUR, HOUR] }).metered).toBe(short.metered);
    expect(short.shares).toEqual({ busy: null, idle: null, coldStart: null, rounding: null });
  });
});

const node = {
  group: 'base',
  kind: 'on-demand' as const,
  nodeMicros: 2 * HOUR,
  pricePerHour: '0.34',
  allocatable: { cpu: 8_000, memory: 32 * GIB },
};

describe('capacity beside what is metered', () => {
  const lived = { execution: [100_000], lifetime: [2 * HOUR] };
  const onNodes = { byNodeGroup: [{ group: 'base', podMicros: 2 * HOUR }] };

  test('nodes cost what they cost; the pods account for their share of it', () => {
    const result = priced(tariff('generic-100ms'), lived, onNodes, { nodes: [node] });
    expect(result.capacity).toBe('0.68');
    expect(result.capacityAllocated).toBe('0.044625'); // 525m of 8 vCPU, 2 h, 0.34 an hour
    expect(result.notes.join(' ')).toContain('Fewer pods save nothing until a node leaves.');
  });

  test('half the pods cost the same nodes', () => {
    const half = { byNodeGroup: [{ group: 'base', podMicros: HOUR }] };
    const fewer = priced(tariff('generic-100ms'), { ...lived, lifetime: [HOUR] }, half, { nodes: [node] });
    expect(fewer.capacity).toBe('0.68');
    expect(fewer.capacityAllocated).toBe('0.0223125');
  });

  test('without nodes, a pod takes its share of a stated machine', () => {
    const result = priced(tariff('generic-100ms'), lived);
    expect(result.capacity).toBe('0.0504'); // 26.25 % of an m6i.large for two hours
    expect(result.notes.join(' ')).toContain('one m6i.large (2 vCPU, 8 GiB, 0.096 USD/h)');
  });

  test('a plan that sells instances prices them itself, unrounded', () => {
    const result = priced(
      tariff('gcp-cloud-run-instance'),
      { lifetime: [SECOND] },
      { limits: { cpu: 1_000, memory: GIB } },
    );
    expect(result.metered).toBe('0.0012'); // a minute at least
    expect(result.capacity).toBe('0.00002');
  });

  test('in another currency nothing is made up', () => {
    const result = priced({ ...tariff('generic-100ms'), currency: 'EUR' }, lived, onNodes, { nodes: [node] });
    expect(result.capacity).toBeNull();
    expect(result.notes).toContain('Capacity is not priced: no price of a pod or node in EUR.');
  });

  test('node-hours: the nodes and the cluster fee are the metered bill', () => {
    const result = priced(tariff('knative-eks-ec2'), lived, onNodes, { nodes: [node] });
    expect(result.lines.map(({ name, amount }) => [name, amount])).toEqual([
      ['nodes base (on-demand)', '0.68'],
      ['cluster fee', '0.1'],
    ]);
    expect(result.metered).toBe('0.78');
    expect(result.capacity).toBe('0.78');
  });

  test('node-hours without nodes are a lower bound, and say so', () => {
    const result = priced(tariff('knative-gke-standard'), lived);
    // 525m of 4 vCPU are more than 0.5 of 15 GiB
    expect(result.lines[0]).toMatchObject({ name: 'share of n1-standard-4, packed without waste', quantity: '0.2625' });
    expect(result.notes.join(' ')).toContain('packed without waste, a lower bound');
  });

  test('nodes without a price take that of the tariff', () => {
    const result = priced(tariff('knative-eks-ec2'), lived, onNodes, { nodes: [{ ...node, pricePerHour: '0' }] });
    expect(result.lines[0].amount).toBe('0.192');
  });
});

describe('free and volume tiers', () => {
  const day = 24 * HOUR;

  test('are off unless asked for', () => {
    const result = priced(tariff('aws-lambda-x86'), { execution: [SECOND] });
    expect(result.lines.every(({ kind }) => kind === 'charge')).toBe(true);
    expect(result.notes).toContain('Without the free tier.');
  });

  test('the allowance is a line of its own, in proportion to a month of 730 h', () => {
    const result = priced(
      tariff('aws-lambda-x86'),
      { execution: repeat(3, SECOND) },
      { executions: 100_000 },
      { span: day, freeTier: true },
    );
    // 1,000,000 x 24 / 730 free requests
    expect(lineNamed(result, 'free tier, requests').quantity).toBe('-32876.712328767');
    expect(lineNamed(result, 'free tier, memory').quantity).toBe('-1.5');
    expect(result.metered).toBe('0.013424657534');
  });

  test('beyond a tier the next rate holds', () => {
    const needs = meteringNeeds([tariff('aws-lambda-x86')]);
    const heavy = metered(
      needs,
      { execution: [SECOND] },
      { roundedExecution: [2e9 * 10 * SECOND], limits: { cpu: 1, memory: GIB } },
    );
    const result = bill(tariff('aws-lambda-x86'), run([heavy], { span: 730 * HOUR }), needs, { volumeTiers: true });
    expect(result.lines.slice(0, 3).map(({ quantity, rate }) => [quantity, rate])).toEqual([
      ['6000000000', '0.0000166667'],
      ['9000000000', '0.000015'],
      ['5000000000', '0.0000133334'],
    ]);
  });
});

describe('around the bill', () => {
  test('no requests have no cost per million, no time none per hour', () => {
    const result = priced(tariff('generic-100ms'), {}, {}, { span: 0 });
    expect(result).toMatchObject({ metered: '0', perMillionRequests: null, perHour: null });
    expect(result.shares.busy).toBeNull();
  });

  test('a run that was not metered for the tariff is refused', () => {
    const needs = meteringNeeds([tariff('per-event')]);
    expect(() => bill(tariff('generic-100ms'), run([metered(needs, {})]), needs)).toThrow(
      'tariff = generic-100ms, must be among the tariffs the run was metered for (execution spans at 100000 µs)',
    );
  });

  test('the part of one service can be billed alone', () => {
    const needs = meteringNeeds([tariff('generic-100ms')]);
    const cart = metered(needs, { execution: [SECOND] }, { service: 'cart' });
    const both = run([metered(needs, { execution: [SECOND] }), cart], { nodes: [node] });
    const whole = bill(tariff('generic-100ms'), both, needs).metered;
    expect(2 * Number(meteredOf('cart', tariff('generic-100ms'), both, needs, {}))).toBe(Number(whole));
  });

  test('SLA credits are priced into the total, beside what is metered', () => {
    const result = withCredits(priced(tariff('generic-100ms'), { execution: repeat(1_000, 30_000) }), [
      { objective: 'checkout.availability', share: 0.1 },
      { objective: 'checkout.latency', share: 0 },
    ]);
    expect(result.credits).toMatchObject([{ name: 'SLA credit, checkout.availability', amount: '0.0001033335' }]);
    expect(result.metered).toBe('0.001033335');
    expect(result.total).toBe('0.0011366685');
  });

  test('a bill is what the result document asks for', () => {
    const result: BillResult = priced(tariff('generic-100ms'), {});
    expect(result.tariff).toBe('generic-100ms');
  });

  test.each(shippedTariffs.map((shipped) => [shipped.name, shipped] as const))(
    '%s states what it meters and where it is from',
    (_name, shipped) => {
      const result = priced(shipped, { execution: [1], busy: [1], active: [2], lifetime: [3] });
      expect(result.notes[0]).toMatch(/^Metered: /);
      expect(result.notes).toContain('Egress is left out.');
      expect(shipped.provenance.source).not.toBe('');
      expect(Number(result.metered)).toBeGreaterThan(0);
      expect(result.capacity).not.toBeNull();
    },
  );
});
