const polynomialReversed = 0x82f63b78;

/** The table of the reflected Castagnoli polynomial, one entry a byte. */
const table: Int32Array = buildTable();

/** CRC-32C (Castagnoli) of bytes, as an unsigned 32-bit integer: what a record batch carries. Source: Crc32C. */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = -1;
  for (let i = from; i < to; i++) crc = (table[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function buildTable(): Int32Array {
  const entries = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ polynomialReversed : value >>> 1;
    entries[byte] = value;
  }
  return entries;
}
