import { readDecimal, toText, wholeMultiple } from './decimal.js';
import { isBareNumber, parsed, refused, type Parsed } from './parsed.js';
import { DAY, HOUR, MILLISECOND, MINUTE, SECOND, type Micros } from './quantities.js';

const UNITS: Readonly<Record<string, Micros>> = {
  d: DAY,
  h: HOUR,
  m: MINUTE,
  min: MINUTE,
  s: SECOND,
  ms: MILLISECOND,
  us: 1,
  µs: 1,
};
const PART = /(\d+(?:\.\d+)?)(d|h|min|ms|m|us|µs|s)/gy;

/**
 * Reads "90s", "1h30m", "250ms", "10us", "28d" into whole microseconds, exactly: "0.1s" is 100,000.
 * Refuses bare numbers, negative durations and fractions of a microsecond.
 */
export function parseDuration(text: string): Parsed<Micros> {
  const trimmed = text.trim();
  if (isBareNumber(trimmed)) return refused('must be a duration with its unit', unitHint(trimmed));
  if (trimmed.startsWith('-')) return refused('must not be negative');
  return sumOfParts(trimmed);
}

/** The same with an optional sign before it, for shifts in time: "-15m". */
export function parseSignedDuration(text: string): Parsed<Micros> {
  const trimmed = text.trim();
  const sign = trimmed.startsWith('-') ? -1 : 1;
  const length = parseDuration(trimmed.replace(/^[+-]/, ''));
  return length.ok && length.value !== 0 ? parsed(sign * length.value) : length;
}

function unitHint(text: string): string {
  if (text.startsWith('-') || text === '0') return 'for example "0s"';
  return Number(text) >= 1 ? `did you mean "${text}s" or "${text}ms"?` : `did you mean "${text}s"?`;
}

/** "5 m": without the space it would be one. */
function closedHint(text: string): string {
  const closed = text.replace(/\s+/g, '');
  return closed !== text && sumOfParts(closed).ok ? `did you mean "${closed}"?` : '';
}

function sumOfParts(text: string): Parsed<Micros> {
  let total = 0;
  let end = 0;
  for (const match of text.matchAll(PART)) {
    if (match.index !== end) break;
    end += match[0].length;
    const micros = wholeMultiple(readDecimal(match[1])!, BigInt(UNITS[match[2]]));
    if (micros === null) return refused('must be a whole number of microseconds below 2^53');
    total += micros;
  }
  if (end === 0 || end !== text.length)
    return refused('must be a duration such as "90s", "1h30m" or "250ms"', closedHint(text));
  return Number.isSafeInteger(total) ? parsed(total) : refused('must be below 285 years');
}

/** Exact text that reads back as the same number of microseconds: "1m30s", "1.2s", "45ms", "10us". */
export function writeDuration(micros: Micros): string {
  if (!Number.isSafeInteger(micros)) throw new RangeError(`Expected \`micros\` to be whole, got ${micros}`);
  if (micros < 0) return `-${writeDuration(-micros)}`;
  if (micros === 0) return '0s';
  if (micros < MILLISECOND) return `${micros}us`;
  if (micros < SECOND) return `${thousandths(micros, 3)}ms`;
  return wholeUnits(micros);
}

function wholeUnits(micros: Micros): string {
  if (micros >= 2 * DAY && micros % DAY === 0) return `${micros / DAY}d`;
  const hours = Math.floor(micros / HOUR);
  const minutes = Math.floor((micros % HOUR) / MINUTE);
  const rest = micros % MINUTE;
  return [
    hours > 0 ? `${hours}h` : '',
    minutes > 0 ? `${minutes}m` : '',
    rest > 0 ? `${thousandths(rest, 6)}s` : '',
  ].join('');
}

const thousandths = (value: number, places: number): string => toText({ coefficient: BigInt(value), places });
