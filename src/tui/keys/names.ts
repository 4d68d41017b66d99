/** From what ink says of a key press to the names that the reducer knows. */
import type { Key as InkKey } from 'ink';
import type { Key } from '../reduce.js';

/**
 * The keys of one press. Several characters may come at once, when they were pasted or typed faster than they are read:
 * each is a key of its own.
 */
export function keysOf(input: string, key: InkKey): readonly Key[] {
  const special = NAMES.find(([flag]) => key[flag]);
  if (special !== undefined) return [special[1] === 'tab' && key.shift ? 'shift-tab' : special[1]];
  if (key.ctrl) return [`ctrl-${input}`];
  return [...input].map((character) => CONTROL[character] ?? controlled(character));
}

const NAMES = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const satisfies readonly (readonly [keyof InkKey, Key])[];

const CONTROL: Readonly<Record<string, Key>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u001b': 'escape',
  '\u007f': 'backspace',
  '\b': 'backspace',
};

/** `ctrl-u` of its code, which stands in a line of other characters as it is. */
function controlled(character: string): Key {
  const code = character.charCodeAt(0);
  return code >= 1 && code <= 26 ? `ctrl-${String.fromCharCode(code + 96)}` : character;
}
