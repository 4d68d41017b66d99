/** From what was turned to `path=value` texts: most rows are a path of the scenario, a few stand for more than one field. */
import { asList, asTree } from '../scenario/written.js';
import type { Change } from './protocol.js';

/** Rows that are no field of the scenario. */
export const TRAFFIC = 'traffic of ';
export const ALL_TRAFFIC = `${TRAFFIC}all services`;
export const TARIFF = 'tariff';
/** For scenarios without a cluster: one group of so many nodes. */
export const NODES = 'nodes';
const NODE = { cpu: '4', memory: '16Gi' };

/**
 * The same changes as `--set` takes them. `written` is the tree of the file, before any change.
 *
 * A traffic scale becomes one more `multiply` behind the tools that the file applies; the chosen tariff comes first, so
 * that it is the one that `cost` means, and the others stay.
 */
export function setsOf(changes: readonly Change[], written: unknown): readonly string[] {
  const fields = changes.filter(({ path }) => !path.startsWith(TRAFFIC) && path !== TARIFF && path !== NODES);
  return [
    ...scaled(changes, written),
    ...changes.filter(({ path }) => path === TARIFF).map(({ text }) => tariffs(text, written)),
    ...changes.filter(({ path }) => path === NODES).map(({ text }) => clusterOf(text)),
    ...fields.map(({ path, text }) => `${path}=${text}`),
  ];
}

function scaled(changes: readonly Change[], written: unknown): readonly string[] {
  const scales = changes.filter(({ path }) => path.startsWith(TRAFFIC));
  if (scales.length === 0) return [];
  return Object.entries(asTree(asTree(written)['services'])).flatMap(([name, service]) => {
    const own = scales.filter(({ path }) => path === ALL_TRAFFIC || path === TRAFFIC + name);
    const { apply } = asTree(asTree(service)['arrivals']);
    const tools = [...asList(apply), ...own.map(({ text }) => ({ multiply: factorOf(text) }))];
    return own.length === 0 ? [] : [`services.${quoted(name)}.arrivals.apply=${JSON.stringify(tools)}`];
  });
}

/** `2`, `x2` and `2x` are the same; anything else goes through, for the scenario's own rules to refuse. */
function factorOf(text: string): number | string {
  const bare = text
    .trim()
    .replace(/^[x×]\s*/i, '')
    .replace(/\s*[x×]$/i, '');
  return bare !== '' && Number.isFinite(Number(bare)) ? Number(bare) : text;
}

function tariffs(chosen: string, written: unknown): string {
  const others = asList(asTree(written)['tariffs']).filter((one) => one !== chosen);
  const inline = others.find((one) => asTree(one)['name'] === chosen);
  return `tariffs=${JSON.stringify([inline ?? chosen, ...others.filter((one) => one !== inline)])}`;
}

function clusterOf(text: string): string {
  const nodes = /^\d+$/.test(text.trim()) ? Number(text) : text;
  return `cluster=${JSON.stringify({ nodeGroups: { nodes: { nodes, maxNodes: nodes, ...NODE } } })}`;
}

function quoted(name: string): string {
  return /^[\w-]+$/.test(name) ? name : `["${name}"]`;
}

/** The list with one change put in (in its old place, or last), or taken out where `text` is `null`. */
export function changed(changes: readonly Change[], path: string, text: string | null): readonly Change[] {
  if (text === null) return changes.filter((change) => change.path !== path);
  return changes.some((change) => change.path === path)
    ? changes.map((change) => (change.path === path ? { path, text } : change))
    : [...changes, { path, text }];
}
