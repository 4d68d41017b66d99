/** The first half of the build: what `tsc -p tsconfig.build.json` writes, with numbers in the place of constants. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { Constants } from './constants.mjs';
import { withPlainFields } from './fields.mjs';

const path = (from) => fileURLToPath(new URL(`../../${from}`, import.meta.url));

/** Writes `dist`; problems are printed as `tsc` prints them. Returns whether there were none. */
export function emitLibrary() {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => report([problem]) };
  const config = ts.getParsedCommandLineOfConfigFile(path('tsconfig.build.json'), {}, host);
  const program = ts.createProgram(config.fileNames, config.options);
  const { diagnostics } = program.emit(undefined, undefined, undefined, false, {
    before: [withNumbers],
    after: [withPlainFields],
  });
  const problems = [...config.errors, ...ts.getPreEmitDiagnostics(program), ...diagnostics];
  report(problems);
  return problems.length === 0;
}

function report(problems) {
  const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => path(''), getNewLine: () => '\n' };
  if (problems.length > 0) console.error(ts.formatDiagnosticsWithColorAndContext(problems, host));
}

const constants = new Constants();

function withNumbers(context) {
  return (file) => {
    const visit = (node) => {
      if (ts.isTypeNode(node)) return node;
      const value = ts.isIdentifier(node) ? constants.at(node, file.fileName) : undefined;
      return value === undefined ? ts.visitEachChild(node, visit, context) : literal(value);
    };
    return ts.visitNode(file, visit);
  };
}

function literal(value) {
  const digits = ts.factory.createNumericLiteral(Math.abs(value));
  return value < 0 ? ts.factory.createPrefixUnaryExpression(ts.SyntaxKind.MinusToken, digits) : digits;
}
