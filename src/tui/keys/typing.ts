/** A line of text that is being typed. */

/** Printable: one character, or several that were pasted. Names of keys (`up`, `ctrl-c`) are not. */
export function isTyped(key: string): boolean {
  return [...key].length === 1 ? key >= ' ' && key !== '\u007f' : key.startsWith(PASTED);
}

/** What is pasted comes as one key that begins so. */
export const PASTED = 'paste:';

/** The text after a key; `null`: the key is none that types. */
export function typed(text: string, key: string): string | null {
  if (key === 'backspace' || key === 'delete') return [...text].slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  if (!isTyped(key)) return null;
  return text + (key.startsWith(PASTED) ? key.slice(PASTED.length).replace(/[\u0000-\u001f\u007f]/g, '') : key);
}
