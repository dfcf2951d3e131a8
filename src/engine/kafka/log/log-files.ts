import type { AbortedTxn } from './transaction-index.ts';

/** What stands behind the dot of a segment's files. */
export type SegmentFileKind = 'log' | 'index' | 'timeindex' | 'txnindex' | 'snapshot';

/** A segment file's name: the base offset in 20 digits. Source: LogFileUtils. */
export function segmentFileName(baseOffset: number, kind: SegmentFileKind): string {
  return `${String(baseOffset).padStart(20, '0')}.${kind}`;
}

const abortedTxnSizeBytes = 34;

/** The bytes of a `.txnindex` file. Source: AbortedTxn. */
export function encodeAbortedTxns(txns: readonly AbortedTxn[]): Uint8Array {
  const bytes = new Uint8Array(txns.length * abortedTxnSizeBytes);
  const view = new DataView(bytes.buffer);
  for (const [index, txn] of txns.entries()) {
    const at = index * abortedTxnSizeBytes;
    view.setInt16(at, 0);
    view.setBigInt64(at + 2, BigInt(txn.producerId));
    view.setBigInt64(at + 10, BigInt(txn.firstOffset));
    view.setBigInt64(at + 18, BigInt(txn.lastOffset));
    view.setBigInt64(at + 26, BigInt(txn.lastStableOffset));
  }
  return bytes;
}
