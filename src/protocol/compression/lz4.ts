import { findSequences } from './matches.ts';
import { Output, uint32At } from './output.ts';
import { xxhash32 } from './xxhash32.ts';

const frameMagic = 0x184d2204;
const blockSizeMax = 65536;
const uncompressedBit = 0x80000000;
const blockChecksumBit = 16;
const contentSizeBit = 8;
const contentChecksumBit = 4;
// Version 1, independent blocks; blocks of up to 64 KiB.
const flags = 0x60;
const blockDescriptor = 0x40;
const minMatch = 4;
const rules = { distanceMax: 65535, startBeforeEnd: 12, endBeforeEnd: 5 };

/** An lz4 frame as Kafka writes it: independent blocks of 64 KiB, no content checksum. Source: Lz4BlockOutputStream. */
export function compressLz4(bytes: Uint8Array): Uint8Array {
  const output = new Output();
  pushUint32(output, frameMagic);
  output.push(flags, blockDescriptor, (xxhash32(Uint8Array.of(flags, blockDescriptor)) >>> 8) & 0xff);
  for (let from = 0; from < bytes.length; from += blockSizeMax) {
    const block = bytes.subarray(from, from + blockSizeMax);
    const compressed = compressBlock(block);
    const isSmaller = compressed.length < block.length;
    pushUint32(output, isSmaller ? compressed.length : block.length + uncompressedBit);
    output.append(isSmaller ? compressed : block);
  }
  pushUint32(output, 0);
  return output.bytes();
}

/** Reads an lz4 frame; a text says what is wrong with it. Source: Lz4BlockInputStream. */
export function decompressLz4(bytes: Uint8Array, isFirstFormat: boolean): Uint8Array | string {
  if (bytes.length < 7 || uint32At(bytes, 0) !== frameMagic) return 'Stream unsupported (invalid magic bytes)';
  const frameFlags = bytes[4] ?? 0;
  let at = 6 + ((frameFlags & contentSizeBit) === 0 ? 0 : 8);
  // The first format's producers hashed the magic bytes too, so nobody looks at its hash.
  const hash = (xxhash32(bytes.subarray(4, at)) >>> 8) & 0xff;
  if (!isFirstFormat && hash !== bytes[at]) return 'Stream frame descriptor corrupted';
  at++;
  const output = new Output();
  for (;;) {
    if (at + 4 > bytes.length) return 'Stream is truncated';
    const header = uint32At(bytes, at);
    at += 4;
    if (header === 0) break;
    const isCompressed = header < uncompressedBit;
    const size = isCompressed ? header : header - uncompressedBit;
    if (at + size > bytes.length) return 'Stream is truncated';
    const block = bytes.subarray(at, at + size);
    if (!isCompressed) output.append(block);
    else if (!decompressBlock(block, output)) return 'Malformed lz4 block';
    at += size + ((frameFlags & blockChecksumBit) === 0 ? 0 : 4);
  }
  if ((frameFlags & contentChecksumBit) !== 0 && at + 4 > bytes.length) return 'Stream is truncated';
  return output.bytes();
}

function compressBlock(block: Uint8Array): Uint8Array {
  const output = new Output();
  for (const { from, literalCount, distance, matchLength } of findSequences(block, rules)) {
    const copyCount = matchLength === 0 ? 0 : matchLength - minMatch;
    output.push((Math.min(literalCount, 15) << 4) | Math.min(copyCount, 15));
    pushLength(output, literalCount);
    output.append(block.subarray(from, from + literalCount));
    if (matchLength === 0) continue;
    output.push(distance & 0xff, distance >>> 8);
    pushLength(output, copyCount);
  }
  return output.bytes();
}

function pushLength(output: Output, length: number): void {
  if (length < 15) return;
  let rest = length - 15;
  for (; rest >= 255; rest -= 255) output.push(255);
  output.push(rest);
}

function decompressBlock(block: Uint8Array, output: Output): boolean {
  let at = 0;
  const extended = (short: number): number => {
    if (short < 15) return short;
    let length = short;
    let byte = 255;
    while (byte === 255 && at < block.length) {
      byte = block[at++] ?? 0;
      length += byte;
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literalCount = extended(token >>> 4);
    if (at + literalCount > block.length) return false;
    output.append(block.subarray(at, at + literalCount));
    at += literalCount;
    if (at >= block.length) return true;
    const distance = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
    at += 2;
    if (!output.copy(distance, extended(token & 15) + minMatch)) return false;
  }
  return true;
}

function pushUint32(output: Output, value: number): void {
  output.push(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff);
}
