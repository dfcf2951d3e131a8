/** One round of a 32-bit mixing hash; integers only, so every JavaScript engine computes the same. */
export function fold(digest: number, value: number): number {
  let h = digest ^ (value | 0);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** Folds a whole number that may pass 2^32. */
export function foldLarge(digest: number, value: number): number {
  if (value >= 0 && value <= 0xffffffff) return fold(digest, value);
  const high = Math.floor(value / 4294967296);
  return fold(high === 0 ? digest : fold(digest, high), value - high * 4294967296);
}
