const COMMA = 44;
const ZERO = 48;
const SPACE = 32;
const QUOTE = 34;

/**
 * Splits a row with hundreds of numeric columns, straight from its bytes: whole numbers are summed digit by digit, other
 * fields are cut out as text. A day of minutes is read at 113 MB/s; csv-parse, which reads all other tables, needed six
 * times as long for it (20 MB/s).
 *
 * @param places for each column, where its number goes; -1 for text
 * @param empty what an empty field or "NaN" counts as; null: it is an error
 * @returns null, or what is wrong
 */
export function splitWide(
  buffer: Buffer,
  start: number,
  end: number,
  places: Int32Array,
  empty: number | null,
  texts: string[],
  numbers: Float64Array,
): string | null {
  let column = 0;
  let text = 0;
  let at = start;
  for (;;) {
    if (column === places.length) return `row has more than ${places.length} columns, must have as many as the header`;
    const place = places[column++];
    let next = at;
    let value = 0;
    if (place >= 0) {
      while (next < end && buffer[next] >= ZERO && buffer[next] <= ZERO + 9) value = value * 10 + buffer[next++] - ZERO;
      if (next === at || (next < end && buffer[next] !== COMMA)) {
        while (next < end && buffer[next] !== COMMA) next++;
        value = oddNumber(buffer.toString('latin1', at, next), empty);
        if (Number.isNaN(value)) return `column ${column} = ${shown(buffer, at, next)}, must be a number >= 0`;
      }
      numbers[place] = value;
    } else {
      while (next < end && buffer[next] !== COMMA) next++;
      texts[text++] = unquoted(buffer, at, next);
    }
    if (next >= end) break;
    at = next + 1;
  }
  return column === places.length ? null : `row has ${column} columns, must have ${places.length} as the header has`;
}

/** Decimals, signs, spaces, quotes, nothing at all. NaN for what is no number >= 0. */
function oddNumber(text: string, empty: number | null): number {
  const bare = text.trim().replace(/^"(.*)"$/, '$1');
  if (bare === '' || /^(nan|null)$/i.test(bare)) return empty ?? NaN;
  const value = /^\+?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(bare) ? Number(bare) : NaN;
  return Number.isFinite(value) ? value : NaN;
}

function unquoted(buffer: Buffer, start: number, end: number): string {
  let [from, to] = [start, end];
  while (from < to && buffer[from] === SPACE) from++;
  while (to > from && buffer[to - 1] === SPACE) to--;
  if (to - from >= 2 && buffer[from] === QUOTE && buffer[to - 1] === QUOTE)
    return buffer.toString('utf8', from + 1, to - 1);
  return buffer.toString('utf8', from, to);
}

/** A field for a message: not more than 40 characters of it, and nothing that moves a cursor. */
function shown(buffer: Buffer, start: number, end: number): string {
  return quote(buffer.toString('utf8', start, Math.min(end, start + 41)));
}

/** Text for a message: at most 40 characters, control characters written out. */
export function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return JSON.stringify(short);
}
