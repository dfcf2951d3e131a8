import type { RecordBatch } from '../record-batch.ts';
import type { AbortedTxn, TransactionIndex } from '../transaction-index.ts';

interface OngoingAbortedTxn {
  readonly txn: AbortedTxn;
  hasObservedBatch: boolean;
}

/**
 * Which transactions the cleaner is inside of while it reads from front to back: what was aborted may go, and a marker may go once
 * nothing of its transaction is left before it. Source: CleanedTransactionMetadata.
 */
export class CleanedTransactionMetadata {
  private readonly ongoingCommitted = new Set<number>();
  private readonly ongoingAborted = new Map<number, OngoingAbortedTxn>();
  // By first offset.
  private aborted: AbortedTxn[] = [];
  private cleanedIndex: TransactionIndex | null = null;

  /** The index of the segment that is being written: transactions that leave something behind get an entry there. */
  setCleanedIndex(index: TransactionIndex): void {
    this.cleanedIndex = index;
  }

  addAbortedTransactions(txns: readonly AbortedTxn[]): void {
    this.aborted = [...this.aborted, ...txns].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** True when the marker's transaction left nothing, so that the marker may go after delete.retention.ms. */
  onControlBatchRead(batch: RecordBatch): boolean {
    this.consumeAbortedTxnsUpTo(batch.lastOffset);
    if (batch.count === 0) return true;
    const { producerId } = batch;
    if (batch.controlType === 'COMMIT') return !this.ongoingCommitted.delete(producerId);
    if (batch.controlType !== 'ABORT') return false;
    const ongoing = this.ongoingAborted.get(producerId);
    this.ongoingAborted.delete(producerId);
    if (ongoing?.hasObservedBatch !== true) return true;
    this.cleanedIndex?.append(ongoing.txn);
    return false;
  }

  /** True when the batch belongs to an aborted transaction: its records may go at once. */
  onBatchRead(batch: RecordBatch): boolean {
    this.consumeAbortedTxnsUpTo(batch.lastOffset);
    if (!batch.isTransactional) return false;
    const ongoing = this.ongoingAborted.get(batch.producerId);
    if (ongoing === undefined) {
      this.ongoingCommitted.add(batch.producerId);
      return false;
    }
    ongoing.hasObservedBatch = true;
    return true;
  }

  private consumeAbortedTxnsUpTo(offset: number): void {
    let consumedCount = 0;
    for (const txn of this.aborted) {
      if (txn.firstOffset > offset) break;
      consumedCount++;
      if (!this.ongoingAborted.has(txn.producerId)) this.ongoingAborted.set(txn.producerId, { txn, hasObservedBatch: false });
    }
    if (consumedCount > 0) this.aborted = this.aborted.slice(consumedCount);
  }
}
