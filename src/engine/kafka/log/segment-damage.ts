import { decodeBatches } from './batch-decoder.ts';
import { encodeBatch } from './batch-encoder.ts';
import { encodeSegment } from './log-files.ts';
import type { LogSegment } from './log-segment.ts';

/**
 * Changes the bytes of a segment's file from outside, as a worn disk or a stray program does, and reads the file again as Kafka would:
 * by sizes alone. Batches whose bytes are as before stay the objects that they were. The caller has touched the log.
 */
export function damageSegment(segment: LogSegment, change: (bytes: Uint8Array) => Uint8Array): void {
  const { batches } = segment;
  const { batches: found, trailing } = decodeBatches(change(encodeSegment(segment)));
  let same = 0;
  for (let at = 0; same < batches.count && same < found.length; same++) {
    const [before, after] = [encodeBatch(batches.at(same)), encodeBatch(found[same]!)];
    if (batches.positionAt(same) !== at || !isSame(before, after)) break;
    at += after.length;
  }
  batches.truncate(same);
  for (const batch of found.slice(same)) batches.push(batch);
  segment.trailing = trailing;
  segment.isUnchecked = true;
}

/** The same bytes with one bit turned over. */
export function withFlippedBit(bytes: Uint8Array, byte: number, bit: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[byte] = (flipped[byte] ?? 0) ^ (1 << bit);
  return flipped;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
