import type { Codecs, Decompressed } from '../../engine/kafka/log/codecs.ts';
import { compressGzip, decompressGzip } from './gzip.ts';
import { compressLz4, decompressLz4 } from './lz4.ts';
import { compressSnappy, decompressSnappy } from './snappy.ts';
import { compressZstd, decompressZstd } from './zstd.ts';

/** The four compressions of Kafka; sizes are not Java's, contents are. Source: Compression and its classes. */
export const codecs: Codecs = {
  compress(compressionId, bytes) {
    if (compressionId === 1) return compressGzip(bytes);
    if (compressionId === 2) return compressSnappy(bytes);
    if (compressionId === 3) return compressLz4(bytes);
    return compressionId === 4 ? compressZstd(bytes) : bytes;
  },
  decompress(compressionId, bytes, magic) {
    if (compressionId === 0) return { kind: 'bytes', bytes };
    const result = decompressed(compressionId, bytes, magic);
    if (result === null) return problem('IllegalArgumentException', `Unknown compression type id: ${String(compressionId)}`);
    return typeof result === 'string' ? problem('KafkaException', result) : { kind: 'bytes', bytes: result };
  },
};

function decompressed(compressionId: number, bytes: Uint8Array, magic: number): Uint8Array | string | null {
  if (compressionId === 1) return decompressGzip(bytes);
  if (compressionId === 2) return decompressSnappy(bytes);
  if (compressionId === 3) return decompressLz4(bytes, magic === 0);
  return compressionId === 4 ? decompressZstd(bytes) : null;
}

function problem(exception: string, message: string): Decompressed {
  return { kind: 'problem', problem: { error: 'UNKNOWN_SERVER_ERROR', exception, message } };
}
