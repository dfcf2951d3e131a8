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
