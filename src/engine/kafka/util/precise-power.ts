/**
 * Logarithm and power by additions and multiplications only, in pairs of doubles, so that every engine gets the same bits and the result is
 * the true value rounded once. The language's own Math.log and Math.pow may differ between engines in the last bit, and Kafka's
 * ExponentialBackoff cuts off the fraction after such a computation: 5216 becomes 5215.
 */

/** An unevaluated sum of two doubles; the second is below half a unit in the last place of the first. */
type Pair = readonly [number, number];

const ln2: Pair = [0.6931471805599453, 2.3190468138462996e-17];
const splitter = 134217729; // 2^27 + 1

/** The natural logarithm of a positive finite number, rounded to the nearest double. */
export function naturalLogarithm(x: number): number {
  return logarithmPair(x)[0];
}

/** `base` to the power of `exponent`, rounded to the nearest double; base at least 1, a finite exponent of at least 0. */
export function power(base: number, exponent: number): number {
  if (Number.isInteger(exponent) && exponent < 1024) return wholePower(base, exponent);
  return exponential(multiply(logarithmPair(base), [exponent, 0]));
}

function wholePower(base: number, exponent: number): number {
  let result: Pair = [1, 0];
  for (let i = 0; i < exponent && Number.isFinite(result[0]); i++) result = multiply(result, [base, 0]);
  return result[0];
}

function logarithmPair(x: number): Pair {
  let mantissa = x;
  let exponent = 0;
  for (; mantissa > 1.4142135623730951; exponent++) mantissa *= 0.5;
  for (; mantissa < 0.7071067811865476; exponent--) mantissa *= 2;
  // log m = 2 (z + z^3/3 + z^5/5 + …) with z = (m - 1) / (m + 1), at most 0.172.
  const z = divide(add([mantissa, 0], [-1, 0]), add([mantissa, 0], [1, 0]));
  const zSquared = multiply(z, z);
  let sum: Pair = [0, 0];
  for (let odd = 47; odd >= 1; odd -= 2) sum = add(multiply(sum, zSquared), divide([1, 0], [odd, 0]));
  return add(multiply([exponent, 0], ln2), multiply([2, 0], multiply(z, sum)));
}

function exponential(y: Pair): number {
  const twos = Math.round(y[0] / ln2[0]);
  const rest = add(y, multiply([-twos, 0], ln2));
  // e^r = (e^(r/64))^64, with the series of e^(r/64).
  const small: Pair = [rest[0] / 64, rest[1] / 64];
  let sum: Pair = [1, 0];
  for (let n = 14; n >= 1; n--) sum = add([1, 0], divide(multiply(sum, small), [n, 0]));
  for (let i = 0; i < 6; i++) sum = multiply(sum, sum);
  let result = sum[0] + sum[1];
  for (let i = 0; i < twos; i++) result *= 2;
  for (let i = 0; i > twos; i--) result *= 0.5;
  return result;
}

function add(a: Pair, b: Pair): Pair {
  const sum = a[0] + b[0];
  const part = sum - a[0];
  const error = a[0] - (sum - part) + (b[0] - part) + a[1] + b[1];
  return normalised(sum, error);
}

function multiply(a: Pair, b: Pair): Pair {
  const product = a[0] * b[0];
  const [aHigh, aLow] = split(a[0]);
  const [bHigh, bLow] = split(b[0]);
  const error = aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
  return normalised(product, error + a[0] * b[1] + a[1] * b[0]);
}

function divide(a: Pair, b: Pair): Pair {
  const first = a[0] / b[0];
  const rest = add(a, multiply([-first, 0], b));
  const second = rest[0] / b[0];
  const rest2 = add(rest, multiply([-second, 0], b));
  return add(normalised(first, second), [rest2[0] / b[0], 0]);
}

function split(x: number): Pair {
  const scaled = splitter * x;
  const high = scaled - (scaled - x);
  return [high, x - high];
}

function normalised(high: number, low: number): Pair {
  const sum = high + low;
  return [sum, low - (sum - high)];
}
