/** Numbers that a trace may hold, wherever it is kept or written: what is written can be read back. */
import type { Micros } from '../units/quantities.js';

/** Times are kept exactly up to 142 years from a file's zero on either side: 2^52 microseconds. */
const FURTHEST = 4_503_599_627_370_496;

/** What is wrong with a time; `null`: nothing. */
export const timeProblem = (at: Micros): string | null =>
  Math.abs(at) < FURTHEST ? null : `time = ${at} µs, must be within 142 years`;

/** What is wrong with a duration; a negative one is not known. */
export const durationProblem = (duration: Micros): string | null =>
  duration > FURTHEST ? `duration = ${duration} µs, must be below 142 years` : null;

export const countProblem = (count: number): string | null =>
  count < FURTHEST ? null : `count = ${count}, must be below 2^52`;
