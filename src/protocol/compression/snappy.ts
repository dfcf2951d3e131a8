import { findSequences } from './matches.ts';
import { Output } from './output.ts';

// What xerial's stream begins with: a name, its version, and the oldest version that reads it.
const streamHeader = Uint8Array.of(0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1);
const blockSizeMax = 32768;
const copyLengthMax = 64;
const rules = { distanceMax: 65535, startBeforeEnd: 4, endBeforeEnd: 0 };

/** A snappy stream as Kafka's Java clients write it: blocks of 32 KiB behind xerial's header. Source: SnappyOutputStream. */
export function compressSnappy(bytes: Uint8Array): Uint8Array {
  const output = new Output();
  output.append(streamHeader);
  for (let from = 0; from < bytes.length; from += blockSizeMax) {
    const block = compressBlock(bytes.subarray(from, from + blockSizeMax));
    output.push((block.length >>> 24) & 0xff, (block.length >>> 16) & 0xff, (block.length >>> 8) & 0xff, block.length & 0xff);
    output.append(block);
  }
  return output.bytes();
}

/** Reads xerial's stream or one plain snappy block, as other clients write it; a text says what is wrong. Source: SnappyInputStream. */
export function decompressSnappy(bytes: Uint8Array): Uint8Array | string {
  const output = new Output();
  if (!streamHeader.subarray(0, 8).every((byte, at) => bytes[at] === byte)) {
    return decompressBlock(bytes, output) ? output.bytes() : 'failed to uncompress the chunk: FAILED_TO_UNCOMPRESS(5)';
  }
  for (let at = streamHeader.length; at < bytes.length;) {
    const size = ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    at += 4;
    if (size < 0 || at + size > bytes.length) return 'failed to read chunk';
    if (!decompressBlock(bytes.subarray(at, at + size), output)) return 'failed to uncompress the chunk: FAILED_TO_UNCOMPRESS(5)';
    at += size;
  }
  return output.bytes();
}

function compressBlock(block: Uint8Array): Uint8Array {
  const output = new Output();
  let rest = block.length;
  for (; rest >= 0x80; rest >>>= 7) output.push((rest & 0x7f) | 0x80);
  output.push(rest);
  for (const { from, literalCount, distance, matchLength } of findSequences(block, rules)) {
    if (literalCount > 0) {
      pushLiteralTag(output, literalCount);
      output.append(block.subarray(from, from + literalCount));
    }
    for (let left = matchLength; left > 0; left -= copyLengthMax) {
      output.push(((Math.min(left, copyLengthMax) - 1) << 2) | 2, distance & 0xff, distance >>> 8);
    }
  }
  return output.bytes();
}

function pushLiteralTag(output: Output, count: number): void {
  const short = count - 1;
  if (short < 60) output.push(short << 2);
  else if (short < 256) output.push(60 << 2, short);
  else output.push(61 << 2, short & 0xff, short >>> 8);
}

function decompressBlock(block: Uint8Array, output: Output): boolean {
  let at = 0;
  let expected = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = block[at++];
    if (byte === undefined || shift > 28) return false;
    expected |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  const start = output.length;
  const little = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) value += (block[at++] ?? 0) * (1 << (8 * i));
    return value;
  };
  while (at < block.length) {
    const tag = block[at++] ?? 0;
    if ((tag & 3) === 0) {
      const short = tag >>> 2;
      const count = (short < 60 ? short : little(short - 59)) + 1;
      if (at + count > block.length) return false;
      output.append(block.subarray(at, at + count));
      at += count;
    } else if ((tag & 3) === 1) {
      if (!output.copy(((tag >>> 5) << 8) | little(1), ((tag >>> 2) & 7) + 4)) return false;
    } else if (!output.copy(little((tag & 3) === 2 ? 2 : 4), (tag >>> 2) + 1)) return false;
  }
  return output.length - start === expected;
}
