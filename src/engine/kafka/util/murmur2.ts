const seed = 0x9747b28c;
const mix = 0x5bd1e995;

/** The 32-bit murmur2 hash by which producers place keys, as a signed integer. Source: Utils.murmur2. */
export function murmur2(data: Uint8Array): number {
  const { length } = data;
  const at = (index: number): number => data[index] ?? 0;
  const wholeLength = length & ~3;
  let hash = seed ^ length;
  for (let i = 0; i < wholeLength; i += 4) {
    let word = at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24);
    word = Math.imul(word, mix);
    word ^= word >>> 24;
    hash = Math.imul(hash, mix) ^ Math.imul(word, mix);
  }
  const restLength = length - wholeLength;
  if (restLength === 3) hash ^= at(wholeLength + 2) << 16;
  if (restLength >= 2) hash ^= at(wholeLength + 1) << 8;
  if (restLength >= 1) hash = Math.imul(hash ^ at(wholeLength), mix);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, mix);
  return hash ^ (hash >>> 15);
}

/** Drops the sign bit: not the absolute value, but never negative. Source: Utils.toPositive. */
export function toPositive(value: number): number {
  return value & 0x7fffffff;
}

/** The absolute value of a 32-bit integer, 0 for the least one, which has none. Source: Utils.abs. */
export function absoluteValue(value: number): number {
  return value === -2147483648 ? 0 : Math.abs(value);
}
