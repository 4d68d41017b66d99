/** A line of text that is being typed. */

/** One printable character. Names of keys (`up`, `ctrl-c`) are longer. */
const isTyped = (key: string): boolean => [...key].length === 1 && key >= ' ' && key !== '\u007f';

/** The text after a key; `null`: the key is none that types. */
export function typed(text: string, key: string): string | null {
  if (key === 'backspace' || key === 'delete') return [...text].slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  return isTyped(key) ? text + key : null;
}
