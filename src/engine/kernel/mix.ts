/**
 * One round of a 32-bit mixing hash (murmur3's finaliser): every bit of either number changes half of the bits of the answer, so that
 * chance may be drawn from it. Integers only, so every JavaScript engine computes the same.
 */
export function mix(hash: number, value: number): number {
  let h = hash ^ (value | 0);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
