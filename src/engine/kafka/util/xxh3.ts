const mask64 = 0xffffffffffffffffn;
const prime32a = 0x9e3779b1n;
const prime32b = 0x85ebca77n;
const prime32c = 0xc2b2ae3dn;
const prime64a = 0x9e3779b185ebca87n;
const prime64b = 0xc2b2ae3d27d4eb4fn;
const prime64c = 0x165667b19e3779f9n;
const prime64d = 0x85ebca77c2b2ae63n;
const prime64e = 0x27d4eb2f165667c5n;
const primeMx1 = 0x165667919e3779f9n;
const primeMx2 = 0x9fb21c651e98df25n;

const secret = Uint8Array.from(
  (
    'b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c' +
    '3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364' +
    'eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e'
  )
    .match(/../g)
    ?.map((pair) => Number.parseInt(pair, 16)) ?? [],
);
const secretView = new DataView(secret.buffer);
const stripeBytes = 64;
const stripesPerBlock = 16;
const midSizeBytesMax = 240;

/** XXH3 of 64 bits without a seed, as a signed long: what Kafka hashes topics' metadata with. Source: hash4j's Hashing.xxh3_64. */
export function xxh3(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return BigInt.asIntN(64, hashOf(view));
}

function hashOf(input: DataView): bigint {
  const length = input.byteLength;
  if (length <= 16) return hashOfSmall(input);
  if (length <= 128) return hashUpTo128(input);
  if (length <= midSizeBytesMax) return hashUpTo240(input);
  return hashOfLong(input);
}

function hashOfSmall(input: DataView): bigint {
  const length = input.byteLength;
  if (length > 8) {
    const low = input.getBigUint64(0, true) ^ secretAt(24) ^ secretAt(32);
    const high = input.getBigUint64(length - 8, true) ^ secretAt(40) ^ secretAt(48);
    return avalanche(wrap(BigInt(length) + swapBytes(low) + high + foldedProduct(low, high)));
  }
  if (length >= 4) {
    const first = BigInt(input.getUint32(0, true));
    const last = BigInt(input.getUint32(length - 4, true));
    return strongAvalanche((last + (first << 32n)) ^ secretAt(8) ^ secretAt(16), BigInt(length));
  }
  if (length > 0) {
    const combined =
      (BigInt(input.getUint8(0)) << 16n) |
      (BigInt(input.getUint8(length >> 1)) << 24n) |
      BigInt(input.getUint8(length - 1)) |
      (BigInt(length) << 8n);
    return avalancheOf64(combined ^ BigInt((secretView.getUint32(0, true) ^ secretView.getUint32(4, true)) >>> 0));
  }
  return avalancheOf64(secretAt(56) ^ secretAt(64));
}

function hashUpTo128(input: DataView): bigint {
  const length = input.byteLength;
  let sum = wrap(BigInt(length) * prime64a);
  for (let pair = (length - 1) >> 5; pair >= 0; pair--) {
    sum += mix16(input, pair * 16, pair * 32) + mix16(input, length - (pair + 1) * 16, pair * 32 + 16);
  }
  return avalanche(wrap(sum));
}

function hashUpTo240(input: DataView): bigint {
  const length = input.byteLength;
  let sum = wrap(BigInt(length) * prime64a);
  for (let round = 0; round < 8; round++) sum += mix16(input, round * 16, round * 16);
  sum = avalanche(wrap(sum));
  for (let round = 8; round < length >> 4; round++) sum += mix16(input, round * 16, (round - 8) * 16 + 3);
  return avalanche(wrap(sum + mix16(input, length - 16, 136 - 17)));
}

function hashOfLong(input: DataView): bigint {
  const length = input.byteLength;
  const lanes = [prime32c, prime64a, prime64b, prime64c, prime64d, prime32b, prime64e, prime32a];
  const stripeCount = Math.floor((length - 1) / stripeBytes);
  for (let stripe = 0; stripe < stripeCount; stripe++) {
    const inBlock = stripe % stripesPerBlock;
    accumulate(lanes, input, stripe * stripeBytes, inBlock * 8);
    if (inBlock === stripesPerBlock - 1) scramble(lanes);
  }
  accumulate(lanes, input, length - stripeBytes, secret.length - stripeBytes - 7);
  let sum = wrap(BigInt(length) * prime64a);
  for (let i = 0; i < 4; i++) {
    sum += foldedProduct(laneAt(lanes, 2 * i) ^ secretAt(11 + 16 * i), laneAt(lanes, 2 * i + 1) ^ secretAt(19 + 16 * i));
  }
  return avalanche(wrap(sum));
}

function accumulate(lanes: bigint[], input: DataView, at: number, secretOffset: number): void {
  for (let i = 0; i < 8; i++) {
    const value = input.getBigUint64(at + i * 8, true);
    const keyed = value ^ secretAt(secretOffset + i * 8);
    lanes[i ^ 1] = wrap(laneAt(lanes, i ^ 1) + value);
    lanes[i] = wrap(laneAt(lanes, i) + (keyed & 0xffffffffn) * (keyed >> 32n));
  }
}

function scramble(lanes: bigint[]): void {
  for (let i = 0; i < 8; i++) {
    const lane = laneAt(lanes, i);
    lanes[i] = wrap((lane ^ (lane >> 47n) ^ secretAt(secret.length - stripeBytes + i * 8)) * prime32a);
  }
}

function laneAt(lanes: readonly bigint[], index: number): bigint {
  return lanes[index] ?? 0n;
}

function mix16(input: DataView, at: number, secretOffset: number): bigint {
  const low = input.getBigUint64(at, true) ^ secretAt(secretOffset);
  const high = input.getBigUint64(at + 8, true) ^ secretAt(secretOffset + 8);
  return foldedProduct(low, high);
}

/** Both halves of the 128-bit product, one laid over the other. */
function foldedProduct(a: bigint, b: bigint): bigint {
  const product = a * b;
  return (product & mask64) ^ (product >> 64n);
}

function avalanche(hash: bigint): bigint {
  const mixed = wrap((hash ^ (hash >> 37n)) * primeMx1);
  return mixed ^ (mixed >> 32n);
}

function avalancheOf64(hash: bigint): bigint {
  const first = wrap((hash ^ (hash >> 33n)) * prime64b);
  const second = wrap((first ^ (first >> 29n)) * prime64c);
  return second ^ (second >> 32n);
}

function strongAvalanche(hash: bigint, length: bigint): bigint {
  const rotated = hash ^ rotateLeft(hash, 49n) ^ rotateLeft(hash, 24n);
  const first = wrap(rotated * primeMx2);
  const second = wrap((first ^ wrap((first >> 35n) + length)) * primeMx2);
  return second ^ (second >> 28n);
}

function rotateLeft(value: bigint, bits: bigint): bigint {
  return wrap(value << bits) | (value >> (64n - bits));
}

function swapBytes(value: bigint): bigint {
  let swapped = 0n;
  for (let shift = 0n; shift < 64n; shift += 8n) swapped = (swapped << 8n) | ((value >> shift) & 0xffn);
  return swapped;
}

function secretAt(offset: number): bigint {
  return secretView.getBigUint64(offset, true);
}

function wrap(value: bigint): bigint {
  return value & mask64;
}
