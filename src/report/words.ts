/**
 * Figures as people read them, `null` included: one place for precision, unit and word, so that terminal, page,
 * Markdown and charts never disagree.
 */
import { formatCount, formatMoney, formatSeconds, formatShare, significant } from '../units/format.js';

/** What stands where nothing was observed. */
export const NOTHING = '–';

/** A whole number with thousands separators: `42,611`. */
export function count(value: number): string {
  return formatCount(Math.round(value));
}

/** `1 pod`, `2 pods`; the plural is the singular with an s unless given. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** How often: `once`, `twice`, `6 times`. */
export function timesOver(value: number): string {
  return value === 1 ? 'once' : value === 2 ? 'twice' : `${count(value)} times`;
}

/** About three significant digits: `0.042`, `4.21`, `98.6`, `1,240`. */
export function number(value: number | null): string {
  if (value === null) return NOTHING;
  return Math.abs(value) >= 100 ? count(value) : significant(value);
}

/** A share as a percentage with the digits that matter close to 0 and to 1: see {@link formatShare}. */
export function percent(share: number | null): string {
  return share === null ? NOTHING : formatShare(share);
}

/** A share beside the one it is judged by: as many digits as it takes to see on which side it lies. */
export function percentBeside(share: number, limit: number): string {
  const plain = percent(share);
  if (share === limit || plain !== percent(limit)) return plain;
  for (let digits = 2; digits < 10; digits++) {
    const text = (share * 100).toFixed(digits);
    if (Number(text) !== Number((limit * 100).toFixed(digits))) return `${text} %`;
  }
  return plain;
}

/** A length of time in seconds: `480 ms`, `1.94 s`, `23 s`, `5m20s`. */
export function duration(seconds: number | null): string {
  return seconds === null ? NOTHING : formatSeconds(seconds);
}

/** An instant of the run: `10:20` (minutes, seconds), `1:02:03` in a run of more than an hour, `d2 6:00:00` of days. */
export function clock(seconds: number, horizon: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (horizon <= 3600) return `${minutes}:${two(whole % 60)}`;
  const day = horizon > 86_400 ? `d${Math.floor(whole / 86_400) + 1} ` : '';
  const hours = Math.floor(whole / 3600) % (day === '' ? Number.MAX_SAFE_INTEGER : 24);
  return `${day}${hours}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** Money given as decimal text: `1.23 USD`, small amounts with three significant digits: `0.00417 USD`. */
export function money(amount: string | number | null, currency: string): string {
  return amount === null ? NOTHING : formatMoney(amount, currency);
}

/** How many times as much: `2.9x`. */
export function times(ratio: number | null): string {
  return ratio === null ? NOTHING : `${number(ratio)}x`;
}

/** Words joined as a person lists them: `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], joint: 'and' | 'or' = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${joint} ${words[words.length - 1]}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
