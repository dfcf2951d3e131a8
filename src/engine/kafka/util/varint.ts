/** Variable-length integers as Kafka's records and flexible messages write them. Source: ByteUtils. */

/** Why bytes are not a variable-length integer, with the exception that Kafka throws. */
export type VarintProblem =
  | { readonly kind: 'underflow' }
  | { readonly kind: 'tooLong'; readonly message: string };

/** A decoded integer and the position after it, or a problem. */
export type VarintRead =
  | { readonly kind: 'read'; readonly value: number; readonly end: number }
  | VarintProblem;

/** A decoded 64-bit integer and the position after it, or a problem. */
export type VarlongRead =
  | { readonly kind: 'read'; readonly value: bigint; readonly end: number }
  | VarintProblem;

/** Zigzag: small negative numbers become small positive ones. */
export function zigzag(value: number): number {
  return (value << 1) ^ (value >> 31);
}

/** How many bytes the unsigned form of a 32-bit integer takes: 1 to 5. */
export function sizeOfUnsignedVarint(value: number): number {
  const unsigned = value >>> 0;
  if (unsigned < 0x80) return 1;
  if (unsigned < 0x4000) return 2;
  if (unsigned < 0x200000) return 3;
  return unsigned < 0x10000000 ? 4 : 5;
}

/** How many bytes a signed 32-bit integer takes in zigzag form. */
export function sizeOfVarint(value: number): number {
  return sizeOfUnsignedVarint(zigzag(value));
}

/** How many bytes a signed integer up to ±2^53 takes as a varlong, without bigints: batch sizes are computed in hot paths. */
export function sizeOfSafeVarlong(value: number): number {
  // Zigzag of v is 2v or -2v - 1, which may pass 2^53 by one bit; doubles of that size stay exact enough to compare with powers of 128.
  let rest = value >= 0 ? value * 2 : -value * 2 - 1;
  let size = 1;
  while (rest >= 128) {
    rest = Math.floor(rest / 128);
    size++;
  }
  return size;
}

/** How many bytes a signed 64-bit integer takes in zigzag form: 1 to 10. */
export function sizeOfVarlong(value: bigint): number {
  return varlongBytes(value).length;
}

/** A 32-bit integer in unsigned form. */
export function unsignedVarintBytes(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

/** A signed 32-bit integer in zigzag form. */
export function varintBytes(value: number): number[] {
  return unsignedVarintBytes(zigzag(value));
}

/** A signed 64-bit integer in zigzag form. */
export function varlongBytes(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}

/** Reads an unsigned 32-bit form; the fifth byte's high bits fall away, and a sixth byte is refused, as in Kafka. */
export function readUnsignedVarint(bytes: Uint8Array, at: number): VarintRead {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) return { kind: 'underflow' };
    // Java keeps the continuation bit of the fifth byte in the int that it reports, but that bit is shifted out.
    value |= (byte & 0x7f) << (7 * index);
    if (byte < 0x80) return { kind: 'read', value, end: at + index + 1 };
  }
  const hex = (value >>> 0).toString(16);
  return { kind: 'tooLong', message: `Varint is too long, the most significant bit in the 5th byte is set, converted value: ${hex}` };
}

/** Reads a signed 32-bit integer in zigzag form. */
export function readVarint(bytes: Uint8Array, at: number): VarintRead {
  const read = readUnsignedVarint(bytes, at);
  return read.kind === 'read' ? { ...read, value: (read.value >>> 1) ^ -(read.value & 1) } : read;
}

/** Reads a signed 64-bit integer in zigzag form. */
export function readVarlong(bytes: Uint8Array, at: number): VarlongRead {
  let value = 0n;
  let end = at;
  for (let shift = 0n; shift <= 63n; shift += 7n) {
    const byte = bytes[end++];
    if (byte === undefined) return { kind: 'underflow' };
    value = BigInt.asUintN(64, value | (BigInt(byte & 0x7f) << shift));
    if (byte < 0x80) return { kind: 'read', value: BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n)), end };
  }
  const hex = value.toString(16);
  return { kind: 'tooLong', message: `Varlong is too long, most significant bit in the 10th byte is set, converted value: ${hex}` };
}
