import { findTariff } from '../../billing/tariffs/index.js';
import { severalRevisions, type KnownNames } from '../../result/address.js';
import { parseThreshold, type Threshold } from '../../result/thresholds.js';
import { DEFAULTS } from '../defaults.js';
import type { Problem } from '../problem.js';
import { asList, asTree, isTree, problemAt, type Tree, type Written } from '../written.js';

/** Every threshold that names no figure, or a service, tariff or objective that is not in this scenario. */
export function thresholdProblems(written: Written): Problem[] {
  const root = asTree(written.value);
  const known = namesIn(root);
  return asList(root['thresholds']).flatMap((text, i) => {
    const parsed = typeof text === 'string' ? parseThreshold(text, known) : null;
    return parsed?.ok === false ? [problemAt(written, ['thresholds', i], parsed.rule, { hint: parsed.hint })] : [];
  });
}

/** Services of a fleet have names that nobody wrote: they are not checked. */
function namesIn(root: Tree): KnownNames {
  const services = Object.keys(asTree(root['services']));
  const groups = Object.keys(asTree(asTree(root['cluster'])['nodeGroups']));
  return {
    ...(root['fleet'] === undefined ? { services, revisions: revisionsIn(root), slos: objectivesIn(root) } : {}),
    ...(groups.length === 0 ? {} : { nodeGroups: groups }),
    ...tariffsIn(root),
  };
}

function revisionsIn(root: Tree): NonNullable<KnownNames['revisions']> {
  return severalRevisions(
    Object.entries(asTree(root['services'])).map(([name, fields]) => {
      return { name, revisions: Object.keys(asTree(asTree(fields)['revisions'])) };
    }),
  );
}

function objectivesIn(root: Tree): readonly string[] {
  const named = Object.entries(asTree(root['services'])).flatMap(([service, fields]) =>
    Object.keys(asTree(asTree(fields)['slos'])).map((name) => `${service}.${name}`),
  );
  return [...named, ...Object.keys(asTree(root['slos'])).map((name) => `totals.${name}`)];
}

function tariffsIn(root: Tree): Pick<KnownNames, 'tariffs' | 'currencies'> {
  const listed = root['tariffs'] === undefined ? DEFAULTS.tariffs : asList(root['tariffs']);
  const named = listed.map((tariff) => [String(isTree(tariff) ? tariff['name'] : tariff), currencyOf(tariff)] as const);
  const currencies = named.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  return { tariffs: named.map(([name]) => name), currencies: Object.fromEntries(currencies) };
}

function currencyOf(tariff: unknown): string | undefined {
  if (typeof tariff === 'string') return findTariff(tariff)?.currency;
  const [price] = Object.values(asTree(asTree(tariff)['prices']));
  return typeof price === 'string' ? /[A-Z]{3}$/.exec(price)?.[0] : undefined;
}

/** Their names were checked before. */
export function resolveThresholds(texts: readonly string[], written: Written): readonly Threshold[] {
  const known = namesIn(asTree(written.value));
  return texts.map((text) => {
    const parsed = parseThreshold(text, known);
    if (!parsed.ok) throw new Error(`${text}, ${parsed.rule}`);
    return parsed.threshold;
  });
}
