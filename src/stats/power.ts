import { highWord, powerOfTwo } from './bits.js';
import { exp } from './exponential.js';
import { LN2_HIGH, LN2_LOW } from './logarithm.js';

/**
 * x to the power y for x >= 0 (and x < 0 with whole y), error below 2 ulp; whole powers that a double holds are exact.
 *
 * x^y = e^(y ln x) with ln x and the product carried as unevaluated sums of two doubles (Dekker 1971), because the error
 * of the exponent is multiplied by up to 700.
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (x < 0) return powerOfNegative(x, y);
  if (x === 0 || !(x < Infinity) || !(y > -Infinity && y < Infinity)) return powerAtTheEdge(x, y);
  if (Number.isInteger(y) && Math.abs(y) <= 64) return wholePower(x, y);
  return realPower(x, y);
}

function powerOfNegative(x: number, y: number): number {
  if (!Number.isInteger(y)) return NaN;
  const size = pow(-x, y);
  return y % 2 === 0 ? size : -size;
}

function powerAtTheEdge(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const grows = x > 1 === y > 0;
  return grows ? Infinity : 0;
}

/** A number as the sum of two doubles, the second at most half an ulp of the first. Written by the functions below. */
let head = 0;
let tail = 0;

/** Veltkamp's constant 2^27 + 1: splits a double into two halves of 26 bits. */
const SPLITTER = 134217729;

function sum(a: number, b: number): void {
  head = a + b;
  tail = b - (head - a);
}

function product(a: number, b: number): void {
  const p = a * b;
  const ca = SPLITTER * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLITTER * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  head = p;
  tail = ah * bh - p + ah * bl + al * bh + al * bl;
}

function multiply(aHead: number, aTail: number, bHead: number, bTail: number): void {
  product(aHead, bHead);
  sum(head, tail + (aHead * bTail + aTail * bHead));
}

/** By squaring, in two doubles; falls back where intermediate products leave the range. */
function wholePower(x: number, y: number): number {
  let baseHead = x;
  let baseTail = 0;
  let powerHead = 1;
  let powerTail = 0;
  for (let n = Math.abs(y); n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) {
      multiply(powerHead, powerTail, baseHead, baseTail);
      powerHead = head;
      powerTail = tail;
    }
    multiply(baseHead, baseTail, baseHead, baseTail);
    baseHead = head;
    baseTail = tail;
  }
  const result = powerHead + powerTail;
  if (!(result > 1e-280 && result < 1e280)) return realPower(x, y);
  if (y > 0) return result;
  const inverse = 1 / result;
  product(inverse, powerHead);
  return inverse + inverse * (1 - head - tail - inverse * powerTail);
}

function realPower(x: number, y: number): number {
  logarithm(x);
  const logHead = head;
  const logTail = tail;
  const size = y * logHead;
  if (size > 710) return Infinity;
  if (size < -746) return 0;
  product(y, logHead);
  sum(head, tail + y * logTail);
  const rest = tail;
  const result = exp(head);
  return result + result * rest;
}

const TWO_THIRDS_TAIL = 3.700743415417188e-17;

/** ln x in two doubles, to about 2^-65: x = 2^k m, s = (m - 1) / (m + 1), ln m = 2 (s + s^3/3 + s^5/5 + ...). */
function logarithm(x: number): void {
  const subnormal = x < 2.2250738585072014e-308;
  const normal = subnormal ? x * 18014398509481984 : x;
  const k = (highWord(normal) - 0x3fe6a09e) >> 20;
  const m = normal * powerOfTwo(-k);
  quotient(m - 1, m + 1, m - (m + 1 - 1));
  const sHead = head;
  const sTail = tail;
  multiply(sHead, sTail, sHead, sTail);
  const zHead = head;
  const zTail = tail;
  multiply(zHead, zTail, sHead, sTail);
  const higher = 2 * sHead * zHead * zHead * atanhTail(zHead);
  multiply(head, tail, 2 / 3, TWO_THIRDS_TAIL);
  addUp(2 * sHead, 2 * sTail, head, tail + higher);
  const exponent = subnormal ? k - 54 : k;
  addUp(exponent * LN2_HIGH, exponent * LN2_LOW, head, tail);
}

/** a / (b + bTail) in two doubles. */
function quotient(a: number, b: number, bTail: number): void {
  const q = a / b;
  product(q, b);
  sum(q, (a - head - tail - q * bTail) / b);
}

/** (aHead + aTail) + (bHead + bTail), whichever is larger. */
function addUp(aHead: number, aTail: number, bHead: number, bTail: number): void {
  const s = aHead + bHead;
  const shadow = s - aHead;
  const error = aHead - (s - shadow) + (bHead - shadow);
  sum(s, error + aTail + bTail);
}

/** 1/5 + z/7 + z^2/9 + ... up to z^11/27: z <= 0.0295, so that what is left out is below 2^-68. */
function atanhTail(z: number): number {
  let value = 1 / 27;
  for (let odd = 25; odd >= 5; odd -= 2) value = value * z + 1 / odd;
  return value;
}
