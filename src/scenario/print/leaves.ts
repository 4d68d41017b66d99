/** From recipes back to what a person would write: distributions, rates, arrivals. */
import type { Distribution } from '../../random/distribution.js';
import { shifted } from '../../units/decimal.js';
import { writeDuration } from '../../units/duration.js';
import { writePercent, writeRate } from '../../units/rate.js';
import type { Arrivals, Process, Rate, Tool, TraceRef } from '../../workload/recipe.js';

export function writtenDistribution(distribution: Distribution): unknown {
  switch (distribution.kind) {
    case 'constant':
      return writeDuration(distribution.value);
    case 'exponential':
      return { exponential: { mean: writeDuration(distribution.mean) } };
    case 'uniform':
      return { uniform: { min: writeDuration(distribution.min), max: writeDuration(distribution.max) } };
    case 'lognormal':
      return { lognormal: { mu: distribution.mu, sigma: distribution.sigma } };
    case 'normal': {
      const { mean, sd, min, max } = distribution;
      return {
        normal: { mean: writeDuration(mean), sd: writeDuration(sd), min: writeDuration(min), max: writeDuration(max) },
      };
    }
    case 'quantiles': {
      const { p, value } = distribution;
      return { quantiles: Object.fromEntries(p.map((share, i) => [`p${shifted(share, 2)}`, writeDuration(value[i])])) };
    }
  }
}

function writtenRate(rate: Rate): unknown {
  switch (rate.kind) {
    case 'constant':
      return writeRate(rate.rate);
    case 'ramp':
      return { ramp: { from: writeRate(rate.from), to: writeRate(rate.to) } };
    case 'sine': {
      const { mean, amplitude, period, peakAt } = rate;
      return {
        sine: {
          mean: writeRate(mean),
          amplitude: writeRate(amplitude),
          period: writeDuration(period),
          peakAt: writeDuration(peakAt),
        },
      };
    }
    case 'sum':
      return { sum: rate.parts.map(writtenRate) };
    case 'chain':
      return { chain: rate.parts.map((part) => ({ rate: writtenRate(part.rate), for: writeDuration(part.for) })) };
  }
}

const writtenProcess = (process: Process): unknown =>
  process.kind === 'mmpp' ? { burstiness: process.burstiness } : process.kind;

function writtenTrace(trace: TraceRef): Readonly<Record<string, unknown>> {
  const { file, format, select, sha256 } = trace;
  return { file, format, ...(select === null ? {} : { select }), sha256, ...writtenBadRows(trace) };
}

export function writtenBadRows({ badRows }: TraceRef): Readonly<Record<string, unknown>> {
  return badRows === undefined ? {} : { badRows: writePercent(badRows) };
}

/** Tools of one chain of `apply`, the first one innermost. */
export function writtenArrivals(arrivals: Arrivals): unknown {
  const tools: Tool[] = [];
  let inner = arrivals;
  while (inner.kind === 'apply') {
    tools.unshift(inner.tool);
    inner = inner.to;
  }
  return { ...writtenSource(inner), ...(tools.length === 0 ? {} : { apply: tools.map(writtenTool) }) };
}

function writtenSource(arrivals: Exclude<Arrivals, { kind: 'apply' }>): Readonly<Record<string, unknown>> {
  switch (arrivals.kind) {
    case 'rate':
      return { process: writtenProcess(arrivals.process), rate: writtenRate(arrivals.rate) };
    case 'trace':
      return { trace: { ...writtenTrace(arrivals.trace), within: arrivals.within } };
    case 'merge':
      return { merge: arrivals.parts.map(writtenArrivals) };
  }
}

export function writtenTool(tool: Tool): unknown {
  switch (tool.kind) {
    case 'multiply':
    case 'stretch':
      return { [tool.kind]: tool.by };
    case 'shift':
      return { shift: writeDuration(tool.by) };
    case 'cut':
      return { cut: { from: writeDuration(tool.from), to: writeDuration(tool.to) } };
    case 'thin':
      return { thin: writePercent(tool.keep) };
    case 'repeat':
      return { repeat: tool.times };
    case 'flash':
      return { flash: { at: writeDuration(tool.at), for: writeDuration(tool.for), multiply: tool.multiply } };
  }
}
