import { Document, isCollection, isScalar, visit, type Node } from 'yaml';
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

/** How long it would be on one line; deep ones never are. */
function lengthOf(node: Node): number {
  if (isScalar(node)) return String(node.value).length + 4;
  if (!isCollection(node)) return 0;
  return node.items.reduce<number>((sum, item) => {
    const { key, value } = item as { key?: Node; value?: Node };
    return (
      sum +
      (value === undefined && key === undefined
        ? lengthOf(item as Node)
        : lengthOf(key as Node) + lengthOf(value as Node))
    );
  }, 4);
}
