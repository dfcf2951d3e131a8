import { decompress } from 'fzstd';

const frameMagic = [0x28, 0xb5, 0x2f, 0xfd] as const;
// One segment, four bytes of content size, no checksum and no dictionary.
const frameDescriptor = 0xa0;
const blockSizeMax = 131072;

/**
 * A zstd frame whose blocks are stored as they are: every reader takes it, and it is never smaller than its content. Nothing here depends
 * on how small it is, and a real compressor of this format is larger than all the rest of the bytes' code.
 */
export function compressZstd(bytes: Uint8Array): Uint8Array {
  const blockCount = Math.max(1, Math.ceil(bytes.length / blockSizeMax));
  const frame = new Uint8Array(9 + 3 * blockCount + bytes.length);
  frame.set(frameMagic);
  frame[4] = frameDescriptor;
  new DataView(frame.buffer).setUint32(5, bytes.length, true);
  let at = 9;
  for (let block = 0; block < blockCount; block++) {
    const content = bytes.subarray(block * blockSizeMax, (block + 1) * blockSizeMax);
    const header = (content.length << 3) | (block === blockCount - 1 ? 1 : 0);
    frame.set([header & 0xff, (header >>> 8) & 0xff, header >>> 16], at);
    frame.set(content, at + 3);
    at += 3 + content.length;
  }
  return frame;
}

/** Reads a zstd frame; a text says what is wrong with it. */
export function decompressZstd(bytes: Uint8Array): Uint8Array | string {
  try {
    return decompress(bytes);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
