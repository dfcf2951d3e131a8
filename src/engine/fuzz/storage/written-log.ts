import type { PartitionLog } from '../../kafka/log/partition-log.ts';
import type { RecordBatch } from '../../kafka/log/record-batch.ts';

/** One record as it was written. */
export interface WrittenRecord {
  readonly epoch: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly isControl: boolean;
  /** The transaction's producer; -1 outside a transaction. */
  readonly producerId: number;
}

/** A transaction as the test remembers it; the marker's offset is -1 while it is open. */
export interface WrittenTxn {
  readonly producerId: number;
  readonly firstOffset: number;
  markerOffset: number;
  isAborted: boolean;
  /**
   * A new start knows only of open transactions, not of markers that are not committed; nor need it know of those whose beginning was
   * deleted, or whose marker was lost after the cleaner had acted on it.
   */
  isForgotten: boolean;
}

/** Everything that was ever written to a log, by offset, and what the cleaner may have taken of it: the truth beside the log. */
export class WrittenLog {
  records: (WrittenRecord | undefined)[] = [];
  txns: WrittenTxn[] = [];
  /** The log was cleaned below this offset. */
  cleanedEndOffset = 0;
  /** Segments below were rewritten: aborted records and markers may be gone from them. */
  rewrittenEndOffset = 0;
  /** When a cleaning first passed over an offset, for tombstones and markers. */
  readonly firstCleanedMillis = new Map<number, number>();

  get endOffset(): number {
    return this.records.length;
  }

  append(batch: RecordBatch): void {
    for (let i = 0; i < batch.count; i++) {
      const { key, value } = batch.records.at(i);
      const producerId = batch.isTransactional ? batch.producerId : -1;
      this.records[batch.offsetOf(i)] = { epoch: batch.partitionLeaderEpoch, key, value, isControl: batch.isControlBatch, producerId };
    }
    if (!batch.isTransactional) return;
    const open = this.openTxn(batch.producerId);
    if (!batch.isControlBatch) {
      if (open === null)
        this.txns.push({
          producerId: batch.producerId,
          firstOffset: batch.baseOffset,
          markerOffset: -1,
          isAborted: false,
          isForgotten: false,
        });
    } else if (open !== null) {
      open.markerOffset = batch.baseOffset;
      open.isAborted = batch.controlType === 'ABORT';
    }
  }

  openTxn(producerId: number): WrittenTxn | null {
    return this.txns.find((txn) => txn.producerId === producerId && txn.markerOffset < 0) ?? null;
  }

  /** The log ended here: what came later was never written. */
  truncate(endOffset: number): void {
    this.records.length = Math.min(this.records.length, endOffset);
    this.txns = this.txns.filter((txn) => txn.firstOffset < endOffset);
    for (const txn of this.txns) {
      if (txn.markerOffset >= endOffset) Object.assign(txn, { markerOffset: -1, isAborted: false, isForgotten: true });
    }
  }

  /** The broker starts again. Source: ProducerStateManager.takeSnapshot, which writes open transactions alone. */
  restarted(logStartOffset: number): void {
    for (const txn of this.txns) if (txn.markerOffset >= 0 || txn.firstOffset < logStartOffset) txn.isForgotten = true;
  }

  /**
   * What read_committed readers may reach: below it no transaction is open, or ended by a marker that is not committed. `remembered`:
   * without those that a restart may have forgotten.
   */
  lastStableOffset(highWatermark: number, logStartOffset: number, which: 'all' | 'remembered'): number {
    let offset = highWatermark;
    for (const { firstOffset, markerOffset, isForgotten } of this.txns) {
      if (markerOffset >= 0 && markerOffset < highWatermark) continue;
      if (isForgotten && which === 'remembered') continue;
      offset = Math.min(offset, Math.max(firstOffset, logStartOffset));
    }
    return offset;
  }

  isAborted(offset: number, { producerId }: WrittenRecord): boolean {
    return this.txns.some(
      (txn) => txn.isAborted && txn.producerId === producerId && txn.firstOffset <= offset && offset < txn.markerOffset,
    );
  }

  /** A cleaning up to an offset is done. */
  noteCleaning(endOffset: number, rewrittenEndOffset: number, nowMillis: number): void {
    this.rewrittenEndOffset = Math.max(this.rewrittenEndOffset, rewrittenEndOffset);
    this.cleanedEndOffset = Math.max(this.cleanedEndOffset, endOffset);
    // The delete horizon is stamped on every batch of a rewritten segment, also on what lies above the offset that was cleaned.
    for (let offset = 0; offset < rewrittenEndOffset; offset++) {
      if (!this.firstCleanedMillis.has(offset)) this.firstCleanedMillis.set(offset, nowMillis);
    }
  }

  /** Differences between a log and what was written, a line each. Source: I2, I3, I30. */
  problemsOf(log: PartitionLog, nowMillis: number): readonly string[] {
    const problems: string[] = [];
    let nextOffset = log.segments[0]?.baseOffset ?? 0;
    let lastEpoch = -1;
    const kept = new Set<number>();
    for (const batch of log.allBatches()) {
      if (batch.baseOffset < nextOffset) problems.push(`offsets do not rise: ${String(batch.baseOffset)} after ${String(nextOffset)}`);
      if (batch.partitionLeaderEpoch < lastEpoch) problems.push(`the epoch falls at ${String(batch.baseOffset)}`);
      lastEpoch = batch.partitionLeaderEpoch;
      nextOffset = batch.nextOffset;
      for (let i = 0; i < batch.count; i++) {
        const offset = batch.offsetOf(i);
        kept.add(offset);
        if (!isSame(this.records[offset], batch, i)) problems.push(`offset ${String(offset)} holds another record than was written`);
      }
    }
    let lastOfKey: ReadonlyMap<string, number> | null = null;
    // A log start that was not written to its checkpoint falls back at a crash: what was deleted may be there again, or not.
    for (let offset = log.localLog.firstSegmentBaseOffset; offset < this.records.length; offset++) {
      const record = this.records[offset];
      if (kept.has(offset) || record === undefined) continue;
      lastOfKey ??= this.lastOffsets();
      if (
        offset >= log.logStartOffset &&
        !this.mayBeGone(offset, record, { lastOfKey, nowMillis, deleteRetentionMs: log.config.deleteRetentionMs })
      ) {
        problems.push(`offset ${String(offset)} is gone`);
      }
      // What went by rule may stay away, whatever becomes of the record that replaced it.
      this.records[offset] = undefined;
    }
    const epochs = log.leaderEpochCache.epochEntries();
    for (const [index, { epoch, startOffset }] of epochs.entries()) {
      const before = epochs[index - 1];
      if (before !== undefined && (epoch <= before.epoch || startOffset <= before.startOffset)) problems.push('epoch entries do not rise');
    }
    return problems;
  }

  private mayBeGone(
    offset: number,
    record: WrittenRecord,
    when: { readonly lastOfKey: ReadonlyMap<string, number>; readonly nowMillis: number; readonly deleteRetentionMs: number },
  ): boolean {
    if (offset < this.rewrittenEndOffset && (record.isControl || this.isAborted(offset, record))) return true;
    if (offset >= this.cleanedEndOffset) return false;
    if (record.key === null) return true;
    if ((when.lastOfKey.get(record.key) ?? -1) > offset) return true;
    const cleanedMillis = this.firstCleanedMillis.get(offset);
    return record.value === null && cleanedMillis !== undefined && when.nowMillis >= cleanedMillis + when.deleteRetentionMs;
  }

  /** Where each key stands last in what was cleaned. */
  private lastOffsets(): ReadonlyMap<string, number> {
    const lastOfKey = new Map<string, number>();
    for (let offset = 0; offset < this.cleanedEndOffset; offset++) {
      const record = this.records[offset];
      if (record === undefined || record.isControl || record.key === null || this.isAborted(offset, record)) continue;
      lastOfKey.set(record.key, offset);
    }
    return lastOfKey;
  }
}

function isSame(written: WrittenRecord | undefined, batch: RecordBatch, index: number): boolean {
  if (written === undefined || written.epoch !== batch.partitionLeaderEpoch) return false;
  if (written.isControl || batch.isControlBatch) return written.isControl === batch.isControlBatch;
  const { key, value } = batch.records.at(index);
  return written.key === key && written.value === value;
}
