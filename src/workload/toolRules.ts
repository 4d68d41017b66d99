import type { Tool } from './recipe.js';

/** @throws RangeError for a tool that breaks a rule (field = value, rule) */
export function checkTool(tool: Tool): void {
  const problem = problemOf(tool);
  if (problem !== null) throw new RangeError(`${tool.kind}.${problem}`);
}

/** The first rule a tool breaks, as "field = value, rule", or null. */
function problemOf(tool: Tool): string | null {
  switch (tool.kind) {
    case 'multiply':
      return tool.by >= 0 ? null : `by = ${tool.by}, must be >= 0`;
    case 'stretch':
      return tool.by > 0 ? null : `by = ${tool.by}, must be > 0`;
    case 'cut':
      return tool.from >= 0 && tool.to > tool.from ? null : `to = ${tool.to}, must be > from (${tool.from}) >= 0`;
    case 'shift':
      return Number.isFinite(tool.by) ? null : `by = ${tool.by}, must be a time`;
    case 'thin':
      return tool.keep >= 0 && tool.keep <= 1 ? null : `keep = ${tool.keep}, must be in 0..1`;
    case 'repeat':
      return Number.isInteger(tool.times) && tool.times >= 1
        ? null
        : `times = ${tool.times}, must be a whole number >= 1`;
    case 'flash':
      return tool.multiply >= 0 && tool.for > 0 ? null : `multiply = ${tool.multiply}, must be >= 0 for a time > 0`;
  }
}
