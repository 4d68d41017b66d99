/**
 * A fleet of named services that share nothing, in which much goes wrong: cold starts, refusals, time-outs, retries and
 * a whole minute of every third one asleep. Chunks of it differ from one another.
 */
export function fleetText(services: number): string {
  return JSON.stringify({
    headroom: 1,
    horizon: '2m',
    warmup: '10s',
    seed: 3,
    services: Object.fromEntries(Array.from({ length: services }, (_, k) => [`s${k}`, service(k)])),
  });
}

function service(k: number): unknown {
  const rate = `${1 + (k % 7)}/s`;
  return {
    arrivals:
      k % 3 === 0
        ? {
            rate: {
              chain: [
                { rate, for: '20s' },
                { rate: '0/s', for: '70s' },
                { rate, for: '30s' },
              ],
            },
          }
        : rate,
    serviceTime: { exponential: { mean: `${50 + 10 * (k % 11)}ms` } },
    startup: '2s',
    revision: { containerConcurrency: 1 + (k % 3), annotations: { 'autoscaling.knative.dev/max-scale': '3' } },
    client: { timeout: '700ms', retries: { max: 2, backoff: '100ms', budget: '50%' } },
    ...(k % 10 === 0 && {
      slos: { fast: { objective: '99%', over: '28d', bad: ['failed', 'cold', { slowerThan: '300ms' }] } },
    }),
  };
}
