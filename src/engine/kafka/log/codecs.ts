import type { RecordsProblem } from './log-errors.ts';

/** The compression of a batch, by its number in the attributes. Source: CompressionType. */
export const compressionNames = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

/** Kafka's name of a compression. */
export type CompressionName = (typeof compressionNames)[number];

/** Bytes that were compressed, as far as they could be read. */
export type Decompressed =
  { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'problem'; readonly problem: RecordsProblem };

/**
 * How bytes are compressed. The engine has no compression of its own: whoever works with bytes from outside hands one in.
 * `magic` matters because the first formats wrote a wrong checksum into their lz4 frames.
 */
export interface Codecs {
  compress(compressionId: number, bytes: Uint8Array): Uint8Array;
  decompress(compressionId: number, bytes: Uint8Array, magic: number): Decompressed;
}
