import { readDecimal, roundedMultiple, wholeMultiple } from './decimal.js';
import { isBareNumber, parsed, refused, type Parsed } from './parsed.js';
import type { Bytes, MilliCores } from './quantities.js';

const SUFFIXES: Readonly<Record<string, bigint>> = {
  '': 1n,
  B: 1n,
  k: 1000n,
  M: 1_000_000n,
  G: 1_000_000_000n,
  T: 1_000_000_000_000n,
  P: 1_000_000_000_000_000n,
  Ki: 1024n,
  Mi: 1n << 20n,
  Gi: 1n << 30n,
  Ti: 1n << 40n,
  Pi: 1n << 50n,
};

/** Reads "512Mi", "1.5Gi", "200M", "64B" into whole bytes (rounded to the nearest). A bare number is refused. */
export function parseBytes(text: string): Parsed<Bytes> {
  const trimmed = text.trim();
  if (isBareNumber(trimmed)) return refused('must be a size with its unit', `did you mean "${trimmed}Mi"?`);
  return withSuffix(trimmed);
}

/** The same as Kubernetes writes it, where a bare number means bytes: "134217728". */
export function parseMemory(text: string): Parsed<Bytes> {
  return withSuffix(text.trim());
}

function withSuffix(text: string): Parsed<Bytes> {
  const match = /^(\d+(?:\.\d+)?(?:e\d+)?)([A-Za-z]*)$/.exec(text);
  const factor = match === null ? undefined : SUFFIXES[match[2]];
  if (match === null || factor === undefined)
    return refused('must be a size such as "512Mi" or "1.5Gi"', caseHint(text));
  const size = readDecimal(match[1]);
  const bytes = size === null ? null : roundedMultiple(size, factor);
  return bytes === null ? refused('must be below 2^53 bytes') : parsed(bytes);
}

function caseHint(text: string): string {
  const match = /^([\d.]+)\s*([A-Za-z]+)$/.exec(text);
  if (match === null) return '';
  const unit = match[2].toLowerCase().replace(/b$/, '');
  const known = Object.keys(SUFFIXES).find((suffix) => suffix.toLowerCase() === unit && suffix !== '');
  return known === undefined ? '' : `did you mean "${match[1]}${known}"?`;
}

/** Exact text in the largest binary unit that divides it: "512Mi", "1536Mi"; otherwise plain bytes: "1000001B". */
export function writeBytes(bytes: Bytes): string {
  const unit = largestUnit(bytes);
  return unit === '' ? `${bytes}B` : `${bytes / Number(SUFFIXES[unit])}${unit}`;
}

/** The same as a Kubernetes quantity, which has no "B". */
export function writeMemory(bytes: Bytes): string {
  return writeBytes(bytes).replace(/B$/, '');
}

function largestUnit(bytes: Bytes): string {
  const fits = ['Pi', 'Ti', 'Gi', 'Mi', 'Ki'].find((unit) => bytes > 0 && bytes % Number(SUFFIXES[unit]) === 0);
  return fits ?? '';
}

/** Reads Kubernetes CPU quantities, "250m", "1", "0.5", into whole thousandths of a core. */
export function parseCpu(text: string): Parsed<MilliCores> {
  const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(text.trim());
  if (match === null) return refused('must be CPU such as "250m" (a quarter of a core) or "1"');
  const milli = wholeMultiple(readDecimal(match[1])!, match[2] === 'm' ? 1n : 1000n);
  return milli === null ? refused('must be whole thousandths of a core', 'for example "250m"') : parsed(milli);
}

/** Exact text: "250m", "2". */
export function writeCpu(milli: MilliCores): string {
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}
