/**
 * Fields as the machine's compiler wants them. A field without a value is left to the constructor, which sets it: set to
 * `undefined` first, as the language has it, it is a field of anything, whose numbers are boxed and whose objects are checked
 * at each use. A private one would have to be declared, so private names become plain ones; that they are private, the types
 * have made sure of. Together a tenth of the time where the autoscaler is most of the work.
 */
import ts from 'typescript';

/** A transformer of emitted JavaScript. */
export function withPlainFields(context) {
  const visitIn = (owners) => (node) => {
    if (ts.isPrivateIdentifier(node)) return ts.factory.createIdentifier(plainName(node.text, owners));
    const inside = ts.isClassLike(node) ? visitIn([privatesOf(node), ...owners]) : visitIn(owners);
    const seen = ts.visitEachChild(node, inside, context);
    return ts.isClassLike(seen) ? withoutEmptyFields(seen) : seen;
  };
  return (file) => ts.visitNode(file, visitIn([]));
}

/** The private names a class declares; of one with a base class, which may have the same, with its name in front. */
function privatesOf(node) {
  const names = node.members
    .map(({ name }) => name)
    .filter((name) => name !== undefined && ts.isPrivateIdentifier(name));
  const prefix = node.heritageClauses === undefined ? '$' : `$${node.name?.text ?? ''}$`;
  return { prefix, names: new Set(names.map(({ text }) => text)) };
}

function plainName(text, owners) {
  const { prefix } = owners.find(({ names }) => names.has(text));
  return prefix + text.slice(1);
}

function withoutEmptyFields(node) {
  const isEmpty = (member) =>
    ts.isPropertyDeclaration(member) &&
    member.initializer === undefined &&
    (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) === 0;
  const { modifiers, name, typeParameters, heritageClauses, members } = node;
  const kept = members.filter((member) => !isEmpty(member));
  return ts.isClassDeclaration(node)
    ? ts.factory.updateClassDeclaration(node, modifiers, name, typeParameters, heritageClauses, kept)
    : ts.factory.updateClassExpression(node, modifiers, name, typeParameters, heritageClauses, kept);
}
