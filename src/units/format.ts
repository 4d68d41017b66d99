/** Quantities for people: rounded, never read back. Exact texts are written by `writeDuration` and its siblings. */
import {
  DAY,
  GIB,
  HOUR,
  KIB,
  MIB,
  MILLISECOND,
  MINUTE,
  SECOND,
  type Bytes,
  type Decimal,
  type Fraction,
  type Micros,
  type PerSecond,
} from './quantities.js';

/** "1m30s", "2h05m", "1d06h", "12.3 s", "45 ms", "850 µs", "0 s". */
export function formatDuration(micros: Micros): string {
  if (micros < 0) return `-${formatDuration(-micros)}`;
  if (micros === 0) return '0 s';
  if (micros < MILLISECOND) return `${significant(micros)} µs`;
  if (micros < SECOND) return unlessFull(significant(micros / MILLISECOND), '1000', 'ms', '1 s');
  if (micros < MINUTE) return unlessFull(significant(micros / SECOND), '60', 's', '1m');
  return compound(micros);
}

/** Seconds, as the result document holds them. */
export const formatSeconds = (seconds: number): string => formatDuration(Math.round(seconds * SECOND));

/** Rounding may reach the next unit: "1000 ms" is "1 s". */
function unlessFull(text: string, full: string, unit: string, next: string): string {
  return text === full ? next : `${text} ${unit}`;
}

function compound(micros: Micros): string {
  const seconds = Math.round(micros / SECOND) * SECOND;
  if (seconds < HOUR) return pair(seconds, MINUTE, 'm', SECOND, 's');
  const minutes = Math.round(micros / MINUTE) * MINUTE;
  if (minutes < DAY) return pair(minutes, HOUR, 'h', MINUTE, 'm');
  return pair(Math.round(micros / HOUR) * HOUR, DAY, 'd', HOUR, 'h');
}

function pair(micros: Micros, large: Micros, largeName: string, small: Micros, smallName: string): string {
  const rest = Math.round((micros % large) / small);
  return `${Math.floor(micros / large)}${largeName}${rest === 0 ? '' : String(rest).padStart(2, '0') + smallName}`;
}

/** Three significant digits, without trailing zeros and without exponent: "12.3", "0.045", "1230". */
export function significant(value: number, digits = 3): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  return rounded.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: Math.max(digits, 15) });
}

/** Thousands apart: "1,234,567". Fractions keep at most two digits. */
export const formatCount = (count: number): string => count.toLocaleString('en-US', { maximumFractionDigits: 2 });

/** "20/s", and per minute, hour or day where that reads better: "5/h". */
export function formatRate(rate: PerSecond): string {
  if (rate === 0 || rate >= 0.1) return `${formatCount(Number(significant(rate)))}/s`;
  if (rate * 60 >= 1) return `${significant(rate * 60)}/min`;
  return rate * 3600 >= 1 ? `${significant(rate * 3600)}/h` : `${significant(rate * 86_400)}/d`;
}

/** "1.3 %", "0.02 %", "99.95 %": two digits after the point near 0 and near 100, one between. */
export function formatPercent(fraction: Fraction): string {
  const percent = fraction * 100;
  if (percent !== 0 && Math.abs(percent) < 0.005) return percent < 0 ? '> -0.01 %' : '< 0.01 %';
  if (percent < 100 && percent > 99.995) return '> 99.99 %';
  const digits = Math.abs(percent) < 1 || (percent > 99 && percent < 100) ? 2 : 1;
  return `${percent.toLocaleString('en-US', { maximumFractionDigits: digits })} %`;
}

/**
 * A share as a percentage. Close to 0 and to 1 it keeps the digits that matter ("0.021 %", "99.9953 %"): a promise of
 * five nines is judged by its last one. A share that is neither is never shown as "0 %" or "100 %".
 */
export function formatShare(share: Fraction): string {
  if (share <= 0 || share >= 1) {
    const percent = share * 100;
    return `${Math.abs(percent) >= 100 ? formatCount(Math.round(percent)) : significant(percent)} %`;
  }
  const rare = Math.min(share, 1 - share) * 100;
  if (rare < 0.0001) return share < 0.5 ? '< 0.0001 %' : '> 99.9999 %';
  const digits = rare >= 10 ? 0 : rare >= 1 ? 1 : rare >= 0.1 ? 2 : rare >= 0.01 ? 3 : 4;
  return `${Number((share * 100).toFixed(digits))} %`;
}

const BINARY: readonly (readonly [string, number])[] = [
  ['TiB', 1024 * GIB],
  ['GiB', GIB],
  ['MiB', MIB],
  ['KiB', KIB],
];

/** "512 MiB", "1.5 GiB". */
export function formatBytes(bytes: Bytes): string {
  const [name, size] = BINARY.find(([, unit]) => bytes >= unit) ?? ['B', 1];
  return `${significant(bytes / size)} ${name}`;
}

/** "12.35 USD"; small amounts keep three significant digits: "0.000412 USD". */
export function formatMoney(amount: Decimal | number, currency: string): string {
  const value = Number(amount);
  if (value === 0) return `0 ${currency}`;
  if (Math.abs(value) < 0.995) return `${significant(value)} ${currency}`;
  const digits = Math.abs(value) < 99_999.5 ? 2 : 0;
  return `${value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${currency}`;
}
