const castagnoliReversed = 0x82f63b78;
const ieeeReversed = 0xedb88320;
const sliceCount = 8;

const castagnoli: Int32Array = buildTables(castagnoliReversed);
const ieee: Int32Array = buildTables(ieeeReversed);

/** CRC-32C (Castagnoli) of bytes, as an unsigned 32-bit integer: what a record batch carries. Source: Crc32C. */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return checksum(castagnoli, bytes, from, to);
}

/** CRC-32 (IEEE) of bytes, as an unsigned 32-bit integer: what the message formats 0 and 1 carry. */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return checksum(ieee, bytes, from, to);
}

/** Eight bytes at a time, each through a table of its own: what comes after a byte shifts it by a known number of places. */
function checksum(tables: Int32Array, bytes: Uint8Array, from: number, to: number): number {
  const end = Math.min(to, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let crc = -1;
  let at = from;
  for (; at + sliceCount <= end; at += sliceCount) {
    const low = crc ^ view.getInt32(at, true);
    const high = view.getInt32(at + 4, true);
    crc =
      tables[1792 + (low & 0xff)]! ^
      tables[1536 + ((low >>> 8) & 0xff)]! ^
      tables[1280 + ((low >>> 16) & 0xff)]! ^
      tables[1024 + (low >>> 24)]! ^
      tables[768 + (high & 0xff)]! ^
      tables[512 + ((high >>> 8) & 0xff)]! ^
      tables[256 + ((high >>> 16) & 0xff)]! ^
      tables[high >>> 24]!;
  }
  for (; at < end; at++) crc = tables[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Eight tables of 256. The first is the usual one, an entry a byte; each next one adds a byte of zeros behind. */
function buildTables(polynomialReversed: number): Int32Array {
  const tables = new Int32Array(sliceCount * 256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ polynomialReversed : value >>> 1;
    tables[byte] = value;
  }
  for (let entry = 256; entry < tables.length; entry++) {
    const shorter = tables[entry - 256]!;
    tables[entry] = tables[shorter & 0xff]! ^ (shorter >>> 8);
  }
  return tables;
}
