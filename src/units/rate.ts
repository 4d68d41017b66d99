import { parseBytes, writeBytes } from './bytes.js';
import { fromNumber, shifted, toText } from './decimal.js';
import { isBareNumber, parsed, refused, type Parsed } from './parsed.js';
import type { Fraction, PerSecond } from './quantities.js';

const SECONDS: Readonly<Record<string, number>> = { s: 1, sec: 1, min: 60, m: 60, h: 3600, d: 86_400 };

/** Reads "20/s", "100/min", "5/h", "0.2/d" into events per second. */
export function parseRate(text: string): Parsed<PerSecond> {
  const trimmed = text.trim();
  if (isBareNumber(trimmed)) return refused('must be a rate with its unit', `did you mean "${trimmed}/s"?`);
  const match = /^([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*\/\s*(s|sec|min|m|h|d)$/i.exec(trimmed);
  if (match === null) return refused('must be a rate such as "20/s", "100/min" or "5/h"', requestsHint(trimmed));
  const value = Number(match[1]);
  if (value < 0) return refused('must not be negative');
  const rate = value / SECONDS[match[2].toLowerCase()];
  return Number.isFinite(rate) ? parsed(rate) : refused('must be finite');
}

/** "20 rps", "100 requests/min", "5 per hour": as people say it. */
function requestsHint(text: string): string {
  const [, count, unit] =
    /^([\d.]+)\s*(?:(?:requests?|reqs?|r|q|calls?)\b)?\s*(?:\/|p(?:er)?)\s*(s|m|h|d)[a-z]*$/i.exec(text) ??
    /^([\d.]+)\s*[rq]p(s|m|h|d)$/i.exec(text) ??
    [];
  if (count === undefined || unit === undefined) return '';
  return `did you mean "${count}/${unit === 'm' ? 'min' : unit.toLowerCase()}"?`;
}

/** Exact text: "20/s", and the shortest that reads back as the same double otherwise. */
export function writeRate(rate: PerSecond): string {
  const inUnit = (['s', 'min', 'h', 'd'] as const).find((unit) => readsBackShortly(rate, unit));
  return inUnit === undefined ? `${plainNumber(rate)}/s` : `${plainNumber(rate * SECONDS[inUnit])}/${inUnit}`;
}

function readsBackShortly(rate: PerSecond, unit: string): boolean {
  const count = rate * SECONDS[unit];
  return count / SECONDS[unit] === rate && plainNumber(count).length <= 8;
}

const plainNumber = (value: number): string => toText(fromNumber(value));

/** Reads "200Mi/s" into bytes per second. */
export function parseBandwidth(text: string): Parsed<number> {
  const match = /^(.+)\/\s*s$/.exec(text.trim());
  if (match === null) return refused('must be a bandwidth such as "200Mi/s" (bytes per second)');
  const bytes = parseBytes(match[1]);
  return bytes.ok ? bytes : refused('must be a bandwidth such as "200Mi/s" (bytes per second)');
}

/** Exact text: "100Mi/s". */
export const writeBandwidth = (bytesPerSecond: number): string => `${writeBytes(bytesPerSecond)}/s`;

/** Reads "1%", "99.95%" into a share of 1, exactly rounded: "99.9%" is 0.999. Shares above 100 % are read too. */
export function parsePercent(text: string): Parsed<Fraction> {
  const trimmed = text.trim();
  if (isBareNumber(trimmed)) return refused('must be a percentage with its sign', percentHint(trimmed));
  const match = /^([+-]?\d+(?:\.\d+)?)\s*%$/.exec(trimmed);
  if (match === null) return refused('must be a percentage such as "1%"');
  return match[1].startsWith('-') ? refused('must not be negative') : parsed(Number(shifted(match[1], -2)));
}

function percentHint(text: string): string {
  const value = Number(text);
  if (value > 0 && value <= 1) return `did you mean "${shifted(text, 2)}%"?`;
  return value >= 0 ? `did you mean "${text}%"?` : '';
}

/** Exact text: 0.999 is "99.9%". */
export const writePercent = (fraction: Fraction): string => `${shifted(fraction, 2)}%`;
