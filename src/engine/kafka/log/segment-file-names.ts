import type { LogSegment } from './log-segment.ts';

/** What stands behind the dot of a segment's files. */
export type SegmentFileKind = 'log' | 'index' | 'timeindex' | 'txnindex' | 'snapshot';

/** A segment file's name: the base offset in 20 digits. Source: LogFileUtils. */
export function segmentFileName(baseOffset: number, kind: SegmentFileKind): string {
  return `${String(baseOffset).padStart(20, '0')}.${kind}`;
}

/** The names of a segment's own files: indexes exist once they are used, that of aborted transactions once it had an entry. */
export function segmentFileNames(segment: LogSegment): string[] {
  const kinds: SegmentFileKind[] = ['log'];
  if (segment.hasOffsetIndexFile) kinds.push('index');
  if (segment.hasTimeIndexFile) kinds.push('timeindex');
  if (segment.txnIndex.hasFile) kinds.push('txnindex');
  return kinds.map((kind) => segmentFileName(segment.baseOffset, kind));
}

/** The file that an asynchronous deletion leaves behind for file.delete.delay.ms. */
export function deletedFileName(name: string): string {
  return `${name}.deleted`;
}
