/** How messages name a place in a document, and show what stands there. */

export type Path = readonly (string | number)[];

/** `a.b[0].c`; a key that holds dots or spaces stands in quotes: `annotations["autoscaling.knative.dev/target"]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[\w-]+$/.test(step)) return `${text}["${step}"]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** A text cut to what a message has room for. */
export const shortened = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 57)}...`);
