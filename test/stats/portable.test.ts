import { createHash } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { openSource } from '../../src/random/streams.js';
import { cos, exp, ln, pow, sin } from '../../src/stats/portable.js';

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** How many doubles lie between two of the same sign. */
function ulps(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  double[0] = a;
  const first = bits[0];
  double[0] = b;
  return Math.abs(Number(first - bits[0]));
}

function worst(n: number, draw: (u: () => number) => readonly [number, number]): number {
  const source = openSource('portable');
  let most = 0;
  for (let i = 0; i < n; i++) {
    const [ours, theirs] = draw(() => source.double());
    if (!(Number.isNaN(ours) && Number.isNaN(theirs))) most = Math.max(most, ulps(ours, theirs));
  }
  return most;
}

const within = (u: number, low: number, high: number): number => low + u * (high - low);

describe('portable functions agree with those of this machine to 2 ulp', () => {
  test('ln, on (0, 2) and over the whole range', () => {
    expect(worst(200_000, (u) => ((x) => [ln(x), Math.log(x)] as const)(2 * u()))).toBeLessThanOrEqual(2);
    expect(
      worst(100_000, (u) => ((x) => [ln(x), Math.log(x)] as const)(Math.exp(within(u(), -744, 709)))),
    ).toBeLessThanOrEqual(2);
  });

  test('exp, near zero, over the whole range and into the subnormals', () => {
    expect(worst(200_000, (u) => ((x) => [exp(x), Math.exp(x)] as const)(within(u(), -2, 2)))).toBeLessThanOrEqual(2);
    expect(
      worst(200_000, (u) => ((x) => [exp(x), Math.exp(x)] as const)(within(u(), -745, 709.7))),
    ).toBeLessThanOrEqual(2);
  });

  test('pow, with whole and broken exponents', () => {
    const pair = (x: number, y: number): readonly [number, number] => [pow(x, y), Math.pow(x, y)];
    expect(worst(100_000, (u) => pair(Math.exp(within(u(), -9, 9)), within(u(), -60, 60)))).toBeLessThanOrEqual(2);
    expect(worst(50_000, (u) => pair(within(u(), 0, 20), Math.floor(within(u(), -30, 30))))).toBeLessThanOrEqual(2);
  });

  test('sin and cos, over 1,600 turns', () => {
    expect(worst(100_000, (u) => ((x) => [sin(x), Math.sin(x)] as const)(within(u(), -1e4, 1e4)))).toBeLessThanOrEqual(
      2,
    );
    expect(worst(100_000, (u) => ((x) => [cos(x), Math.cos(x)] as const)(within(u(), -1e4, 1e4)))).toBeLessThanOrEqual(
      2,
    );
  });
});

test.each([
  ['ln 0', ln(0), -Infinity],
  ['ln of a negative number', ln(-1), NaN],
  ['ln 1', ln(1), 0],
  ['ln Infinity', ln(Infinity), Infinity],
  ['exp of -Infinity', exp(-Infinity), 0],
  ['exp of 710', exp(710), Infinity],
  ['exp of 0', exp(0), 1],
  ['exp of NaN', exp(NaN), NaN],
  ['2^10', pow(2, 10), 1024],
  ['3^20, exactly', pow(3, 20), 3486784401],
  ['10^22, exactly', pow(10, 22), 1e22],
  ['10^-3, rounded correctly', pow(10, -3), 1e-3],
  ['2^-1074, the least subnormal', pow(2, -1074), Number.MIN_VALUE],
  ['(-2)^3', pow(-2, 3), -8],
  ['(-2)^0.5', pow(-2, 0.5), NaN],
  ['0^0', pow(0, 0), 1],
  ['0^-1', pow(0, -1), Infinity],
  ['0.5^Infinity', pow(0.5, Infinity), 0],
])('%s has its exact value', (_, value, wanted) => {
  expect(value).toBe(wanted);
});

it('refuses angles whose reduction would lose digits', () => {
  expect(() => sin(1e9)).toThrow('angle = 1000000000, must be within ±1647099 radians');
});

it('gives the same bits everywhere: digests of many results', () => {
  const digest = (f: (u: number, v: number) => number): string => {
    const source = openSource('digest');
    const values = Float64Array.from({ length: 100_000 }, () => f(source.double(), source.double()));
    return createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex').slice(0, 16);
  };
  expect({
    ln: digest((u) => ln(u)),
    exp: digest((u) => exp(40 * u - 20)),
    pow: digest((u, v) => pow(20 * u, 40 * v - 20)),
    sin: digest((u) => sin(1e4 * u)),
    cos: digest((u) => cos(1e4 * u)),
  }).toMatchInlineSnapshot(`
    {
      "cos": "d9a770d116c37f0b",
      "exp": "9e09da3f769cbfbf",
      "ln": "1f5cc7c796966016",
      "pow": "e6a20cdd59b6f33a",
      "sin": "9479117ddba908fd",
    }
  `);
});
