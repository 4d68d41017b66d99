import { DAY, HOUR, MINUTE, SECOND, type Micros } from '../units/quantities.js';

/** Microseconds since 1970-01-01T00:00Z. */
export type EpochMicros = number;

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/** "2023-11-16 18:15:46.6805900", "2024-01-02T03:04:05Z", with offset; without a zone it is taken as UTC. NaN if not. */
export function parseIso(text: string): EpochMicros {
  const match = ISO.exec(text.trim());
  if (match === null) return NaN;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const time = timeOfDay(Number(hour), Number(minute), Number(second));
  const date = daysFromCivil(Number(year), Number(month), Number(day)) * DAY;
  return date + time + Number(fraction.slice(0, 6).padEnd(6, '0')) - offsetOf(zone);
}

const LOG_TIME = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-]\d{4})$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "10/Oct/2000:13:55:36 -0700", as nginx and Apache write it. NaN if not. */
export function parseLogTime(text: string): EpochMicros {
  const match = LOG_TIME.exec(text);
  if (match === null) return NaN;
  const [, day, month, year, hour, minute, second, zone] = match;
  const date = daysFromCivil(Number(year), MONTHS.indexOf(month) + 1, Number(day)) * DAY;
  return date + timeOfDay(Number(hour), Number(minute), Number(second)) - offsetOf(zone);
}

function timeOfDay(hour: number, minute: number, second: number): Micros {
  return hour < 24 && minute < 60 && second <= 60 ? hour * HOUR + minute * MINUTE + second * SECOND : NaN;
}

function offsetOf(zone: string): Micros {
  if (!/^[+-]/.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  const offset = hours < 24 && minutes < 60 ? hours * HOUR + minutes * MINUTE : NaN;
  return zone.startsWith('-') ? -offset : offset;
}

/** Days since 1970-01-01 in the Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return NaN;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function daysOfMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Seconds since 1970 have 10 digits for the next centuries; what is larger is in finer units. */
const UNITS: readonly (readonly [below: number, micros: number])[] = [
  [1e11, SECOND],
  [1e14, 1000],
  [1e17, 1],
  [1e21, 0.001],
];

/** A number of seconds, milliseconds, microseconds or nanoseconds since 1970: its size says which. NaN if none. */
export function parseEpoch(text: string): EpochMicros {
  const value = parseNumber(text);
  const unit = UNITS.find(([below]) => value < below);
  return value >= 0 && unit !== undefined ? Math.round(value * unit[1]) : NaN;
}

/** Whether a number can only be a date, not a time since some start: it lies after 1973. */
export function isEpoch(micros: Micros): boolean {
  return micros > 1e14;
}

/** A finite decimal number and nothing else; NaN if not. */
export function parseNumber(text: string): number {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text) ? finite(Number(text)) : NaN;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}
