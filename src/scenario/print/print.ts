import { Document, isCollection, isPair, isScalar, visit } from 'yaml';
import { writtenScenario } from './scenario.js';
import type { Scenario } from '../resolved.js';

/** Longest collection that stands on one line. */
const LINE = 110;

/** YAML that reads back as the same scenario. */
export function print(scenario: Scenario): string {
  return printTree(writtenScenario(scenario));
}

/** Any written tree as YAML, small maps and lists on one line. */
export function printTree(tree: unknown): string {
  const document = new Document(tree, { aliasDuplicateObjects: false });
  visit(document, {
    Collection(_key, node, path) {
      if (path.length > 1 && lengthOf(node) <= LINE) {
        node.flow = true;
        return visit.SKIP;
      }
      return undefined;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** How long it would be on one line. */
function lengthOf(node: unknown): number {
  if (isScalar(node)) return String(node.value).length + 4;
  if (isPair(node)) return lengthOf(node.key) + lengthOf(node.value);
  return isCollection(node) ? node.items.reduce<number>((sum, item) => sum + lengthOf(item), 4) : 0;
}
