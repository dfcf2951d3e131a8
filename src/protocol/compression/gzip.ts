import { gunzipSync, gzipSync } from 'fflate';

/** A gzip stream as Java's GZIPOutputStream frames it; how tightly it is deflated is the library's. */
export function compressGzip(bytes: Uint8Array): Uint8Array {
  const stream = gzipSync(bytes, { level: 6, mtime: 0 });
  // Java names its operating system "unknown" since JDK 16.
  stream[9] = 0xff;
  return stream;
}

/** Reads a gzip stream; a text says what is wrong with it, with Java's exception where Java has one. */
export function decompressGzip(bytes: Uint8Array): Uint8Array | string {
  if (bytes.length < 2) return 'java.io.EOFException';
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return 'java.util.zip.ZipException: Not in GZIP format';
  if (bytes[2] !== 8) return 'java.util.zip.ZipException: Unsupported compression method';
  try {
    return gunzipSync(bytes);
  } catch (error) {
    return `java.util.zip.ZipException: ${error instanceof Error ? error.message : String(error)}`;
  }
}
