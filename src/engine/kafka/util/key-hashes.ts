/** CRC-32 as in zlib, unsigned: how librdkafka places keys unless told otherwise. Source: rd_crc32. */
export function crc32(data: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of data) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (0xedb88320 & -(remainder & 1));
  }
  return ~remainder >>> 0;
}

/** FNV-1a of 32 bits, made positive as Sarama does it. Source: librdkafka's rd_fnv1a. */
export function fnv1a(data: Uint8Array): number {
  let hash = 0x811c9dc5 | 0;
  for (const byte of data) hash = Math.imul(hash ^ byte, 0x01000193);
  return Math.abs(hash);
}
