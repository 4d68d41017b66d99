import { formatDuration, formatPercent, formatRate, significant } from '../units/format.js';
import type { Arrivals, Process, Rate, Tool, Within } from './recipe.js';

/** A recipe in words, one sentence: "Poisson at 2/s + (3/s for 10m, then 98/s for 5m); x 8 for 1m at 10m". */
export function describeArrivals(recipe: Arrivals): string {
  switch (recipe.kind) {
    case 'rate':
      return `${PROCESS[recipe.process.kind](recipe.process)} at ${describeRate(recipe.rate)}`;
    case 'trace':
      return `${recipe.trace.file}${recipe.trace.select === null ? '' : ` (${recipe.trace.select})`}, ${WITHIN[recipe.within]}`;
    case 'merge':
      return recipe.parts.map(describeArrivals).join(' and ');
    case 'apply':
      return `${describeArrivals(recipe.to)}; ${describeTool(recipe.tool)}`;
  }
}

const PROCESS: Readonly<Record<Process['kind'], (process: Process) => string>> = {
  poisson: () => 'Poisson',
  regular: () => 'regular',
  uniform: () => 'one in each step',
  mmpp: (process) => `bursty (index ${process.kind === 'mmpp' ? significant(process.burstiness) : ''})`,
};

const WITHIN: Readonly<Record<Within, string>> = {
  poisson: 'at random within each interval',
  uniform: 'one in each step of an interval',
  regular: 'evenly within each interval',
  bursty: 'in bursts within each interval',
};

/** A rate in words: "20/s", "3/s to 98/s", "40/s ± 30/s every 1d, highest at 13h". */
function describeRate(rate: Rate): string {
  switch (rate.kind) {
    case 'constant':
      return formatRate(rate.rate);
    case 'ramp':
      return `${formatRate(rate.from)} to ${formatRate(rate.to)}`;
    case 'sine': {
      const swing = `${formatRate(rate.mean)} ± ${formatRate(rate.amplitude)}`;
      return `${swing} every ${formatDuration(rate.period)}, highest at ${formatDuration(rate.peakAt)}`;
    }
    case 'sum':
      return rate.parts
        .map((part) => (part.kind === 'chain' ? `(${describeRate(part)})` : describeRate(part)))
        .join(' + ');
    case 'chain':
      return rate.parts.map((part) => `${describeRate(part.rate)} for ${formatDuration(part.for)}`).join(', then ');
  }
}

function describeTool(tool: Tool): string {
  switch (tool.kind) {
    case 'multiply':
      return `x ${significant(tool.by)}`;
    case 'stretch':
      return `time x ${significant(tool.by)}`;
    case 'cut':
      return `from ${formatDuration(tool.from)} to ${formatDuration(tool.to)}`;
    case 'shift':
      return `${formatDuration(Math.abs(tool.by))} ${tool.by < 0 ? 'earlier' : 'later'}`;
    case 'thin':
      return `${formatPercent(tool.keep)} of them`;
    case 'repeat':
      return `${tool.times} times over`;
    case 'flash':
      return `x ${significant(tool.multiply)} for ${formatDuration(tool.for)} at ${formatDuration(tool.at)}`;
  }
}
