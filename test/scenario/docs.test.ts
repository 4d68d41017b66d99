import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../src/autoscaler/profiles.js';
import { PHASES } from '../../src/platform/recipe.js';
import { formatProblem } from '../../src/scenario/problem.js';
import { readScenario } from '../../src/scenario/read.js';
import { scenarioJsonSchema } from '../../src/scenario/schema/scenario.js';
import { problems } from './reading.js';

const PAGE = readFileSync(new URL('../../docs/scenario.md', import.meta.url), 'utf8');
const blocks = (language: string): readonly string[] =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text);

/** Every property name anywhere in the schema. */
function fieldsOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(fieldsOf);
  const { properties } = schema as { readonly properties?: object };
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(fieldsOf)];
}

describe('docs/scenario.md', () => {
  test('shows scenarios that read', () => {
    expect(blocks('yaml').length).toBeGreaterThanOrEqual(3);
    for (const text of blocks('yaml')) expect(problems(text)).toEqual([]);
  });

  test('shows the problems that are printed', () => {
    const text = `headroom: 1
horizon: 30
services:
  checkout:
    revision:
      containerConcurency: 10
    arrivals: 20
    serviceTime: 80ms
    startup: node-contaner
`;
    const result = readScenario({ path: 'shop.yaml', text, read: () => '' });
    expect(result.ok ? [] : result.problems.map((problem) => formatProblem(problem))).toEqual(
      blocks('text')[0].trim().split('\n'),
    );
  });

  test('names every field of the format', () => {
    const fields = [...new Set(fieldsOf(scenarioJsonSchema()))].filter(
      (field) => !['where', 'text', 'notice'].includes(field),
    );
    expect(fields.length).toBeGreaterThan(100);
    expect(
      [...fields, ...PHASES, ...PROFILES.map(({ name }) => name)].filter((field) => !PAGE.includes(field)),
    ).toEqual([]);
  });
});
