const castagnoliReversed = 0x82f63b78;
const ieeeReversed = 0xedb88320;
const sliceCount = 8;

const castagnoli: readonly Int32Array[] = buildTables(castagnoliReversed);
const ieee: readonly Int32Array[] = buildTables(ieeeReversed);

/** CRC-32C (Castagnoli) of bytes, as an unsigned 32-bit integer: what a record batch carries. Source: Crc32C. */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return checksum(castagnoli, bytes, from, to);
}

/** CRC-32 (IEEE) of bytes, as an unsigned 32-bit integer: what the message formats 0 and 1 carry. */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return checksum(ieee, bytes, from, to);
}

/** Eight bytes at a time, each through a table of its own: what comes after a byte shifts it by a known number of places. */
function checksum(tables: readonly Int32Array[], bytes: Uint8Array, from: number, to: number): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as readonly [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const end = Math.min(to, bytes.length);
  let crc = -1;
  let at = from;
  for (; at + sliceCount <= end; at += sliceCount) {
    const low = crc ^ at4(bytes, at);
    const high = at4(bytes, at + 4);
    crc =
      (t7[low & 0xff] ?? 0) ^
      (t6[(low >>> 8) & 0xff] ?? 0) ^
      (t5[(low >>> 16) & 0xff] ?? 0) ^
      (t4[low >>> 24] ?? 0) ^
      (t3[high & 0xff] ?? 0) ^
      (t2[(high >>> 8) & 0xff] ?? 0) ^
      (t1[(high >>> 16) & 0xff] ?? 0) ^
      (t0[high >>> 24] ?? 0);
  }
  for (; at < end; at++) crc = (t0[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function at4(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

/** The first table is the usual one, an entry a byte; each next one adds a byte of zeros behind. */
function buildTables(polynomialReversed: number): readonly Int32Array[] {
  const first = new Int32Array(256);
  const tables = [first, ...Array.from({ length: sliceCount - 1 }, () => new Int32Array(256))];
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ polynomialReversed : value >>> 1;
    first[byte] = value;
  }
  for (let byte = 0; byte < 256; byte++) {
    let value = first[byte] ?? 0;
    for (const table of tables.slice(1)) {
      value = (first[value & 0xff] ?? 0) ^ (value >>> 8);
      table[byte] = value;
    }
  }
  return tables;
}
