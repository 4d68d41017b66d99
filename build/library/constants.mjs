/**
 * Constants of modules that are numbers known when they are written: which names stand for them, and where. The machine's
 * compiler does not put such a number where it is used in another module: to it an imported name is a cell that may change,
 * so each use loads it, asks whether it is set and whether it is a small number, and the arithmetic behind it is checked for
 * overflow. On the path of a request, where every field of a record is such a name, that was a fifth of the time; in the
 * tests, where an imported name is the property of an object, it was more than half.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/** By convention nothing else is written so: no parameter or local hides one. */
const WRITTEN_AS_CONSTANT = /^[A-Z][A-Z0-9_]*$/;

const OPERATIONS = {
  [ts.SyntaxKind.PlusToken]: (a, b) => a + b,
  [ts.SyntaxKind.MinusToken]: (a, b) => a - b,
  [ts.SyntaxKind.AsteriskToken]: (a, b) => a * b,
  [ts.SyntaxKind.SlashToken]: (a, b) => a / b,
  [ts.SyntaxKind.AsteriskAsteriskToken]: (a, b) => a ** b,
  [ts.SyntaxKind.BarToken]: (a, b) => a | b,
  [ts.SyntaxKind.LessThanLessThanToken]: (a, b) => a << b,
};

/** Reads modules as they are needed, each once. */
export class Constants {
  #modules = new Map();

  /** The number an identifier stands for where it is; undefined: none. */
  at(node, path) {
    if (!WRITTEN_AS_CONSTANT.test(node.text) || isOnlyNamed(node)) return undefined;
    const value = this.#value(path, node.text);
    return Number.isFinite(value) && !Object.is(value, -0) ? value : undefined;
  }

  #value(path, name) {
    const { constants, imports } = this.#module(path);
    const constant = constants.get(name);
    if (constant !== undefined) return this.#evaluate(constant, path);
    const imported = imports.get(name);
    return imported === undefined ? undefined : this.#value(imported.path, imported.name);
  }

  #evaluate(node, path) {
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (ts.isIdentifier(node)) return this.#value(path, node.text);
    if (ts.isParenthesizedExpression(node)) return this.#evaluate(node.expression, path);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken)
      return -this.#evaluate(node.operand, path);
    if (!ts.isBinaryExpression(node)) return undefined;
    const [left, right] = [this.#evaluate(node.left, path), this.#evaluate(node.right, path)];
    return left === undefined || right === undefined ? undefined : OPERATIONS[node.operatorToken.kind]?.(left, right);
  }

  #module(path) {
    if (!this.#modules.has(path)) this.#modules.set(path, readModule(path));
    return this.#modules.get(path);
  }
}

/** The constants of one module as expressions, and where its imported names come from. */
function readModule(path) {
  const constants = new Map();
  const imports = new Map();
  for (const statement of parse(path, readFileSync(path, 'utf8')).statements) {
    if (ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Const) !== 0) {
      for (const { name, initializer } of statement.declarationList.declarations)
        if (ts.isIdentifier(name) && initializer !== undefined) constants.set(name.text, initializer);
    } else if (ts.isImportDeclaration(statement)) addImports(statement, path, imports);
  }
  return { constants, imports };
}

function addImports({ importClause, moduleSpecifier }, path, imports) {
  const names = importClause?.namedBindings;
  if (!moduleSpecifier.text.startsWith('.') || names === undefined || !ts.isNamedImports(names)) return;
  const from = resolve(dirname(path), moduleSpecifier.text).replace(/\.js$/, '.ts');
  for (const { name, propertyName } of names.elements)
    if (WRITTEN_AS_CONSTANT.test(name.text)) imports.set(name.text, { path: from, name: (propertyName ?? name).text });
}

/** Where its place wants a name. */
function isOnlyNamed(node) {
  const { parent } = node;
  return (
    parent.name === node ||
    parent.propertyName === node ||
    ts.isExportSpecifier(parent) ||
    ts.isPropertyAccessExpression(parent)
  );
}

/** The text of a module with numbers in the place of names; lines stay where they are. */
export function withNumbers(path, text, constants) {
  const found = [];
  const visit = (node) => {
    if (ts.isTypeNode(node)) return;
    const value = ts.isIdentifier(node) ? constants.at(node, path) : undefined;
    if (value !== undefined) found.push({ from: node.getStart(), to: node.end, value });
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(parse(path, text), visit);
  let at = 0;
  const parts = found.map(({ from, to, value }) => {
    const before = text.slice(at, from);
    at = to;
    return before + (value < 0 ? `(${value})` : String(value));
  });
  return parts.join('') + text.slice(at);
}

function parse(path, text) {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}
