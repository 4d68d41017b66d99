import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';

let withPlainFields: ts.TransformerFactory<ts.SourceFile>;

beforeAll(async () => {
  const url = new URL('../../build/library/fields.mjs', import.meta.url).href;
  ({ withPlainFields } = (await import(url)) as { withPlainFields: ts.TransformerFactory<ts.SourceFile> });
});

/** What the emitted code of a module gives back. */
function run(text: string): unknown {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    transformers: { after: [withPlainFields] },
  });
  return new Function(outputText)();
}

describe('fields in what the build emits', () => {
  it('begin with their value: one that the constructor sets is not there before', () => {
    const text = `
      class Pod { node: number; readonly name = 'pod'; constructor(readonly slots: number) { this.first = Object.keys(this); this.node = 3; } first!: string[]; }
      const pod = new Pod(2);
      return [pod.first, pod.node, pod.slots, pod.name];`;
    expect(run(text)).toEqual([['name', 'slots'], 3, 2, 'pod']);
  });

  it('keep private ones of a class and of its base apart, of the same name too', () => {
    const text = `
      class Base { #n = 1; get base() { return this.#n; } }
      class Own extends Base { #n: number; static #made = 0; constructor() { super(); this.#n = 2; Own.#made++; } #own() { return this.#n; } get own() { return this.#own() + 10 * Own.#made; } }
      const own = new Own();
      return [own.base, own.own];`;
    expect(run(text)).toEqual([1, 12]);
  });

  it('of a class inside another one find the one that declared them', () => {
    const text = `
      class Outer { #x = 5; inner() { const outer = this; return new (class Inner extends Array { #y = 1; sum() { return outer.#x + this.#y; } })().sum(); } }
      return new Outer().inner();`;
    expect(run(text)).toBe(6);
  });
});
