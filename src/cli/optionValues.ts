/** What stands behind an option, checked and as the commands take it. */
import { InvalidArgumentError } from '@commander-js/extra-typings';

/** Collects an option that may be given more than once. */
export function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** A whole number from 0 to 2^53 - 1. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('must be a whole number, 0 or more.');
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('must be below 2^53.');
  return value;
}

/** A whole number of at least 1. */
export function positiveCount(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('must be at least 1.');
  return value;
}

/** Replications whose figures memory can hold, and a person has the patience for. */
const REPLICATIONS_AT_MOST = 50_000;

/** How often a scenario is run. */
export function replicationCount(text: string): number {
  const value = wholeNumber(text);
  if (value < 1 || value > REPLICATIONS_AT_MOST) throw new InvalidArgumentError('must be from 1 to 50,000.');
  return value;
}

/** At least two batches: one has no interval. */
export function batchCount(text: string): number {
  const value = wholeNumber(text);
  if (value < 2 || value > 10_000) throw new InvalidArgumentError('must be from 2 to 10,000.');
  return value;
}

/** A share such as `2%` or `0.02`, as a number from 0 to 1. */
export function share(text: string): number {
  const percent = text.endsWith('%');
  const value = Number(percent ? text.slice(0, -1) : text) / (percent ? 100 : 1);
  if (!/\d/.test(text) || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('must be a share from 0% to 100%.');
  return value;
}
