import type { EventSpec } from './event.ts';

/** One round of a 32-bit mixing hash; integers only, so every JavaScript engine computes the same. */
export function fold(digest: number, value: number): number {
  let h = digest ^ (value | 0);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** Folds a whole number that may pass 2^32; few do, and what is short is compiled in where it is called. */
export function foldLarge(digest: number, value: number): number {
  return value >= 0 && value <= 0xffffffff ? fold(digest, value) : foldHalves(digest, value);
}

function foldHalves(digest: number, value: number): number {
  const high = Math.floor(value / 4294967296);
  return fold(fold(digest, high), value - high * 4294967296);
}

/**
 * Folds what an event says: who, and those of its numbers that do not depend on the order in which names were first used. `digest` is one
 * number, changed in its place.
 */
export function foldNamed(digest: Int32Array, node: number, { order, folded }: EventSpec, values: Readonly<Record<string, number>>): void {
  let sum = fold(digest[0]!, node);
  for (let i = 0; i < order.length; i++) if ((folded & (1 << i)) !== 0) sum = foldLarge(sum, values[order[i]!]!);
  digest[0] = sum;
}

/** The same for an event of five numbers in order; `folded` as in its kind. */
export function foldRow( // eslint-disable-line no-restricted-syntax -- The hot path: no object for each event.
  digest: Int32Array,
  node: number,
  folded: number,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
): void {
  let sum = fold(digest[0]!, node);
  if ((folded & 1) !== 0) sum = foldLarge(sum, a);
  if ((folded & 2) !== 0) sum = foldLarge(sum, b);
  if ((folded & 4) !== 0) sum = foldLarge(sum, c);
  if ((folded & 8) !== 0) sum = foldLarge(sum, d);
  if ((folded & 16) !== 0) sum = foldLarge(sum, e);
  digest[0] = sum;
}
