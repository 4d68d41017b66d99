/** What a bill says in words. */
import { formatDuration, formatMoney, formatPercent } from '../units/format.js';
import { MIB } from '../units/quantities.js';
import { billedSize, sharesOfPod } from './metered.js';
import { ROUNDED_KIND } from './needs.js';
import type { BillOptions, BillShares, PricedRun } from './priced.js';
import type { Tariff } from './tariff.js';
import type { RunUsage } from './usage.js';

/** `~` stands where the rounding is said. */
const METERED: Readonly<Record<Tariff['model'], string>> = {
  'request-time': 'Metered: the execution time of each request~, times the memory of one slot.',
  'instance-busy-time': 'Metered: the time in which a pod executes at least one request, overlapping ones once~.',
  'instance-active-time':
    'Metered: the time in which a pod starts or executes at least one request, overlapping ones once~.',
  'instance-lifetime': "Metered: each pod's life from creation to end, busy or idle~.",
  'node-hours': 'Metered: nodes, whatever runs on them.',
  event: 'Metered: requests, however long they take.',
};

/** What is metered, what rounding costs, and what has to be known before the bill is relied on. */
export function billNotes(priced: PricedRun, shares: BillShares, options: BillOptions): readonly string[] {
  const { tariff } = priced;
  return [
    METERED[tariff.model].replace('~', roundingWords(tariff)),
    ...(tariff.notes ?? []),
    ...roundingCost(priced, shares),
    ...memorySold(priced),
    ...nodesMissing(priced),
    ...keptReady(priced),
    ...tiersApplied(tariff, options),
    ...sureness(tariff),
  ];
}

function roundingWords(tariff: Tariff): string {
  return ROUNDED_KIND[tariff.model] === null ? '' : spanWords(tariff);
}

function spanWords({ granularity, minimum }: Tariff): string {
  if (granularity === 1 && minimum === 0) return '';
  const least = minimum > granularity ? `, at least ${formatDuration(minimum)}` : '';
  return `, rounded up to ${formatDuration(granularity)}${least}`;
}

/** "Rounding to 100 ms costs 31 % of this bill; at 1 ms it would be 0.42 USD." */
function roundingCost(priced: PricedRun, { rounding: share }: BillShares): readonly string[] {
  const { tariff } = priced;
  if (share === null || share === 0) return [];
  const rule = priced.finerRule();
  const finer = rule === null ? 'to the microsecond' : 'at 1 ms';
  const amount = formatMoney(priced.total(rule), tariff.currency);
  return [
    `Rounding to ${formatDuration(tariff.granularity)}${floorWords(tariff)} costs ${formatPercent(share)} of this bill; ${finer} it would be ${amount}.`,
  ];
}

const floorWords = ({ minimum, granularity }: Tariff): string =>
  minimum > granularity ? ` (at least ${formatDuration(minimum)})` : '';

function memorySold({ tariff, usage }: PricedRun): readonly string[] {
  if (tariff.memory === undefined) return [];
  const differs = usage.revisions.find((revision) => {
    const wanted = billedSize({ ...tariff, memory: {} }, revision).memory;
    return billedSize(tariff, revision).memory !== wanted;
  });
  if (differs === undefined) return [];
  const wanted = billedSize({ ...tariff, memory: {} }, differs).memory;
  const sold = billedSize(tariff, differs).memory;
  const of = sharesOfPod(tariff, differs) > 1 ? 'a slot' : 'a pod';
  const cut = sold < wanted ? ' (more is not on sale)' : '';
  return [`The memory of ${of} of ${differs.service}, ${mib(wanted)} MiB, is billed as ${mib(sold)} MiB${cut}.`];
}

const mib = (bytes: number): number => Math.round((bytes / MIB) * 10) / 10;

function nodesMissing({ tariff, usage }: PricedRun): readonly string[] {
  if (tariff.model !== 'node-hours') return [];
  const { node } = tariff;
  if (usage.nodes.length > 0) return [...nodesRounded(tariff, usage), ...nodesUnpriced(tariff, usage)];
  if (node === undefined) return ['The run has no nodes and the tariff no machine: nodes are left out.'];
  return [`The run has no nodes: pods take their share of ${node.name}, packed without waste, a lower bound.`];
}

function nodesRounded(tariff: Tariff, { nodes }: RunUsage): readonly string[] {
  const known = nodes.every(({ lives }) => lives !== undefined);
  if (!known) return ['Nodes are billed for the time they stood, without rounding and minimum.'];
  const words = spanWords(tariff);
  return words === '' ? [] : [`Each node is billed for its life${words}.`];
}

/** A reserved machine without a price of its own, for which the tariff has none either. */
function nodesUnpriced({ node }: Tariff, { nodes }: RunUsage): readonly string[] {
  return nodes
    .filter(({ kind, pricePerHour }) => kind !== 'on-demand' && Number(pricePerHour) === 0)
    .map(({ group, kind }) => {
      const rate = node?.rates?.[kind];
      if (rate !== undefined) return `Nodes ${group} have no price: billed at the ${kind} rate of ${node?.name}.`;
      return `Nodes ${group} have no price and no ${kind} rate is known: billed on demand.`;
    });
}

/** Instances that the plan sells as always ready. */
function keptReady({ tariff, usage, alwaysReady }: PricedRun): readonly string[] {
  const sold = Object.keys(tariff.prices).some((meter) => /^(alwaysReady|idle(Gib|Vcpu))/.test(meter));
  if (!sold || tariff.model === 'instance-lifetime') return [];
  const kept = usage.revisions.filter((revision) => alwaysReady(revision) > 0);
  if (kept.length === 0) return ['No instance is kept ready.'];
  const each = kept.map((revision) => `${alwaysReady(revision)} of ${revision.service}`);
  return [`Kept ready, and billed so: ${each.join(', ')}.`];
}

function tiersApplied(tariff: Tariff, { freeTier, volumeTiers }: BillOptions): readonly string[] {
  const free =
    tariff.free === undefined
      ? []
      : [freeTier ? 'The free tier is taken off, in proportion to a month of 730 h.' : 'Without the free tier.'];
  const tiers =
    volumeTiers && tariff.tiers !== undefined ? ['Volume tiers are applied, in proportion to a month of 730 h.'] : [];
  const fee = tariff.prices['monthFee'];
  const monthly = fee === undefined ? [] : [`The fee of ${fee} ${tariff.currency} a month is in monthly bills only.`];
  return [...free, ...tiers, ...monthly];
}

function sureness({ provenance: { confidence, fields } }: Tariff): readonly string[] {
  const unsure = Object.entries(fields ?? {})
    .filter(([, how]) => how === 'memory')
    .map(([field]) => field);
  if (unsure.length > 0) return [`From memory, verify before you rely on it: ${unsure.join(', ')}.`];
  return confidence === 'memory' ? ['Prices are from memory: verify before you rely on them.'] : [];
}
