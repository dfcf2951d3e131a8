const castagnoliReversed = 0x82f63b78;
const ieeeReversed = 0xedb88320;
const sliceCount = 16;

/** A checksum of bytes from one place to another, as an unsigned 32-bit integer. */
type Checksum = (bytes: Uint8Array, from?: number, to?: number) => number;

/** CRC-32C (Castagnoli): what a record batch carries. Source: Crc32C. */
export const crc32c: Checksum = slicedCastagnoli();

const ieee = buildTables(ieeeReversed, 1);

/** CRC-32 (IEEE) of bytes, as an unsigned 32-bit integer: what the message formats 0 and 1 carry. */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length): number {
  const end = Math.min(to, bytes.length);
  let crc = -1;
  for (let at = from; at < end; at++) crc = ieee[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/**
 * Sixteen bytes a step, each through a table of its own: what comes after a byte shifts it by a known number of places. The tables are in
 * the closure of a function made once: machine code then holds their place and tests no index, a third of the time.
 */
function slicedCastagnoli(): Checksum {
  const tables = buildTables(castagnoliReversed, sliceCount);
  return (bytes, from = 0, to = bytes.length) => {
    const end = Math.min(to, bytes.length);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const lastSlice = end - sliceCount;
    let crc = -1;
    let at = from;
    for (; at <= lastSlice; at += sliceCount) {
      // Only the first four bytes wait for the round before; the processor looks the others up meanwhile.
      const one = crc ^ view.getInt32(at, true);
      const two = view.getInt32(at + 4, true);
      const three = view.getInt32(at + 8, true);
      const four = view.getInt32(at + 12, true);
      const ofTwo =
        tables[2816 + (two & 0xff)]! ^
        tables[2560 + ((two >>> 8) & 0xff)]! ^
        tables[2304 + ((two >>> 16) & 0xff)]! ^
        tables[2048 + (two >>> 24)]!;
      const ofThree =
        tables[1792 + (three & 0xff)]! ^
        tables[1536 + ((three >>> 8) & 0xff)]! ^
        tables[1280 + ((three >>> 16) & 0xff)]! ^
        tables[1024 + (three >>> 24)]!;
      const ofFour =
        tables[768 + (four & 0xff)]! ^ tables[512 + ((four >>> 8) & 0xff)]! ^ tables[256 + ((four >>> 16) & 0xff)]! ^ tables[four >>> 24]!;
      const ofOne =
        tables[3840 + (one & 0xff)]! ^
        tables[3584 + ((one >>> 8) & 0xff)]! ^
        tables[3328 + ((one >>> 16) & 0xff)]! ^
        tables[3072 + (one >>> 24)]!;
      crc = ofOne ^ (ofTwo ^ ofThree ^ ofFour);
    }
    for (; at < end; at++) crc = tables[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
    return ~crc >>> 0;
  };
}

/** Tables of 256. The first is the usual one, an entry a byte; each next one adds a byte of zeros behind. */
function buildTables(polynomialReversed: number, count: number): Int32Array {
  const tables = new Int32Array(count * 256);
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
