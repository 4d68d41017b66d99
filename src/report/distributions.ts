/** Distributions of time as a person reads them. */
import type { Distribution } from '../random/distribution.js';
import { Z99 } from '../stats/normal.js';
import { exp } from '../stats/portable.js';
import { SECOND } from '../units/quantities.js';
import { duration } from './words.js';

const words = (micros: number): string => duration(micros / SECOND);

/** `5 s`, `mean 24 ms (13 ms to 64 ms)`, `median 145 ms, p99 196 ms`. */
export function distributionWords(distribution: Distribution): string {
  switch (distribution.kind) {
    case 'constant':
      return words(distribution.value);
    case 'exponential':
      return `exponential, mean ${words(distribution.mean)}`;
    case 'uniform':
      return `${words(distribution.min)} to ${words(distribution.max)}`;
    case 'lognormal': {
      const { mu, sigma } = distribution;
      return `median ${words(exp(mu))}, p99 ${words(exp(mu + Z99 * sigma))}`;
    }
    case 'normal': {
      const { mean, min, max } = distribution;
      return `mean ${words(mean)} (${words(min)} to ${words(max)})`;
    }
    case 'quantiles': {
      const { p, value } = distribution;
      return p.map((share, k) => `p${Number((share * 100).toFixed(3))} ${words(value[k])}`).join(', ');
    }
  }
}
