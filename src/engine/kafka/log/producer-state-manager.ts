import { Shared, State } from '../../kernel/state.ts';
import { assert } from '../../kernel/units.ts';
import { javaHashMapOrder, javaLongHash } from '../util/java-hash-order.ts';
import type { LogConfig } from './log-config.ts';
import type { AppendOrigin, VerificationGuard } from './log-types.ts';
import { ProducerAppendInfo } from './producer-append-info.ts';
import type { LogOffsetMetadata, TxnMetadata } from './producer-append-info.ts';
import { ProducerStateEntry, VerificationStateEntry } from './producer-state-entry.ts';
import { TxnList } from './txn-list.ts';
import type { CompletedTxn } from './transaction-index.ts';

/** One producer as a snapshot file keeps it: only its last batch. Source: ProducerSnapshot.ProducerEntry. */
export interface ProducerSnapshotEntry {
  readonly producerId: number;
  readonly epoch: number;
  readonly lastSequence: number;
  readonly lastOffset: number;
  readonly offsetDelta: number;
  readonly timestamp: number;
  readonly coordinatorEpoch: number;
  readonly currentTxnFirstOffset: number;
}

/** A `.snapshot` file: the producers when the log ended at its offset. A damaged one cannot be read. */
export class ProducerSnapshot extends Shared {
  readonly entries: readonly ProducerSnapshotEntry[];
  /** The bytes of a file that cannot be read; null for one that can. */
  readonly corruptBytes: Uint8Array | null;

  constructor(entries: readonly ProducerSnapshotEntry[], corruptBytes: Uint8Array | null = null) {
    super();
    this.entries = entries;
    this.corruptBytes = corruptBytes;
  }
}

const lateTransactionBufferMillis = 300000;

/** What a log knows of producers and transactions, and its snapshots on disk. Source: ProducerStateManager. */
export class ProducerStateManager extends State {
  private readonly topicPartition: string;
  private readonly producers = new Map<number, ProducerStateEntry>();
  /** Java's HashMap never shrinks its table, and the table's length decides the order of a snapshot's entries. */
  private producerTableLength = 16;
  private readonly verificationStates = new Map<number, VerificationStateEntry>();
  private nextVerificationGuard: VerificationGuard = 1;
  private readonly ongoingTxns = new TxnList();
  private readonly unreplicatedTxns = new TxnList();
  /** By offset, ascending. */
  private snapshots: readonly (readonly [number, ProducerSnapshot])[] = [];
  private lastMapOffset = 0;
  private lastSnapOffset = 0;

  constructor(topicPartition: string) {
    super();
    this.topicPartition = topicPartition;
  }

  /** Every producer, in order of first appearance. */
  activeProducers(): ReadonlyMap<number, ProducerStateEntry> {
    return this.producers;
  }

  lastEntry(producerId: number): ProducerStateEntry | null {
    return this.producers.get(producerId) ?? null;
  }

  get isEmpty(): boolean {
    return this.producers.size === 0 && this.unreplicatedTxns.isEmpty;
  }

  /** The offset up to which the log's batches are reflected here. */
  get mapEndOffset(): number {
    return this.lastMapOffset;
  }

  updateMapEndOffset(lastOffset: number): void {
    this.lastMapOffset = lastOffset;
  }

  /** The first offset that read_committed readers must not pass; null when no transaction is open or unreplicated. */
  firstUnstableOffset(): LogOffsetMetadata | null {
    const unreplicated = this.unreplicatedTxns.first;
    const undecided = this.ongoingTxns.first;
    if (unreplicated === null) return undecided?.firstOffset ?? null;
    if (undecided === null) return unreplicated.firstOffset;
    return undecided.firstOffset.messageOffset < unreplicated.firstOffset.messageOffset ? undecided.firstOffset : unreplicated.firstOffset;
  }

  /** True when a transaction is open for longer than any may be: it hangs. */
  hasLateTransaction(nowMillis: number, config: LogConfig): boolean {
    const oldest = this.ongoingTxns.first;
    const lastTimestamp = oldest === null ? -1 : (this.producers.get(oldest.producerId)?.lastTimestamp ?? -1);
    return lastTimestamp > 0 && nowMillis - lastTimestamp > config.maxTransactionTimeoutMs + lateTransactionBufferMillis;
  }

  /** Begins or continues the verification of a producer's transaction with its coordinator. */
  maybeCreateVerificationStateEntry(
    producer: { readonly producerId: number; readonly sequence: number; readonly epoch: number; readonly supportsEpochBump: boolean },
    nowMillis: number,
  ): VerificationStateEntry {
    let entry = this.verificationStates.get(producer.producerId);
    if (entry === undefined) {
      entry = new VerificationStateEntry({
        timestamp: nowMillis,
        verificationGuard: this.nextVerificationGuard++,
        supportsEpochBump: producer.supportsEpochBump,
        lowestSequence: producer.sequence,
        epoch: producer.epoch,
      });
      this.verificationStates.set(producer.producerId, entry);
    }
    entry.maybeUpdateLowestSequenceAndEpoch(producer.sequence, producer.epoch);
    return entry;
  }

  verificationStateEntry(producerId: number): VerificationStateEntry | null {
    return this.verificationStates.get(producerId) ?? null;
  }

  clearVerificationStateEntry(producerId: number): void {
    this.verificationStates.delete(producerId);
  }

  /**
   * Forgets producers and verifications that were not heard of for producer.id.expiration.ms; never a producer with an open transaction.
   */
  removeExpiredProducers(nowMillis: number, config: LogConfig): void {
    for (const [producerId, entry] of this.producers) {
      if (entry.currentTxnFirstOffset < 0 && isExpired(entry.lastTimestamp, nowMillis, config)) this.producers.delete(producerId);
    }
    for (const [producerId, entry] of this.verificationStates) {
      if (nowMillis - entry.timestamp >= config.producerIdExpirationMs) this.verificationStates.delete(producerId);
    }
  }

  /** Begins to check an append of one producer. */
  prepareUpdate(producerId: number, origin: AppendOrigin, transactionVersion: number): ProducerAppendInfo {
    const info = new ProducerAppendInfo(this.topicPartition, producerId, this.lastEntry(producerId), origin);
    info.transactionVersion = transactionVersion;
    if (this.verificationStates.size > 0) info.verification = this.verificationStateEntry(producerId);
    return info;
  }

  /** Takes over what an append found out. */
  update(appendInfo: ProducerAppendInfo): void {
    const current = this.producers.get(appendInfo.producerId);
    if (current === undefined) this.addProducer(appendInfo.updatedEntry);
    else current.update(appendInfo.updatedEntry);
    for (const txn of appendInfo.startedTransactions) this.ongoingTxns.put(txn);
  }

  /** The last stable offset when this transaction ends: where the next open one begins, else behind the marker. */
  lastStableOffset(completed: CompletedTxn): number {
    const next = this.ongoingTxns.firstOfOther(completed.producerId);
    return next?.firstOffset.messageOffset ?? completed.lastOffset + 1;
  }

  /** A marker was appended: its transaction is unstable until the marker is below the high watermark. */
  completeTxn(completed: CompletedTxn): void {
    const txn = this.ongoingTxns.remove(completed.firstOffset);
    assert(txn !== null, 'a transaction that ends had begun');
    this.unreplicatedTxns.put({ ...txn, lastOffset: completed.lastOffset });
  }

  onHighWatermarkUpdated(highWatermark: number): void {
    if (!this.unreplicatedTxns.isEmpty) this.unreplicatedTxns.removeEndedBefore(highWatermark);
  }

  onLogStartOffsetIncremented(logStartOffset: number): void {
    this.unreplicatedTxns.removeEndedBefore(logStartOffset);
    if (this.lastMapOffset < logStartOffset) this.lastMapOffset = logStartOffset;
    this.lastSnapOffset = this.latestSnapshotOffset() ?? logStartOffset;
  }

  /** Goes back to the state at `logEndOffset`, as far as snapshots reach; the caller replays the rest of the log. */
  truncateAndReload(logStartOffset: number, logEndOffset: number, nowMillis: number, config: LogConfig): void {
    this.snapshots = this.snapshots.filter(([offset]) => offset <= logEndOffset && offset > logStartOffset);
    if (logEndOffset === this.lastMapOffset) {
      this.onLogStartOffsetIncremented(logStartOffset);
      return;
    }
    this.producers.clear();
    this.ongoingTxns.clear();
    this.unreplicatedTxns.clear();
    this.loadFromSnapshot(logStartOffset, nowMillis, config);
  }

  truncateFullyAndStartAt(offset: number): void {
    this.producers.clear();
    this.ongoingTxns.clear();
    this.unreplicatedTxns.clear();
    this.snapshots = [];
    this.lastSnapOffset = 0;
    this.lastMapOffset = offset;
  }

  /** Writes a snapshot at the map end; null when there is one that new. */
  takeSnapshot(): number | null {
    if (this.lastMapOffset <= this.lastSnapOffset) return null;
    const ids = javaHashMapOrder([...this.producers.keys()], javaLongHash, this.producerTableLength);
    this.putSnapshot(this.lastMapOffset, new ProducerSnapshot(ids.map((id) => snapshotEntryOf(this.producers.get(id)!))));
    this.lastSnapOffset = this.lastMapOffset;
    return this.lastMapOffset;
  }

  /** The snapshots on disk, by offset. */
  snapshotFiles(): readonly (readonly [number, ProducerSnapshot])[] {
    return this.snapshots;
  }

  /** Puts a file there, as a directory holds it when the broker starts. */
  putSnapshot(offset: number, snapshot: ProducerSnapshot): void {
    const others = this.snapshots.filter(([other]) => other !== offset);
    const index = others.findIndex(([other]) => other > offset);
    const place = index < 0 ? others.length : index;
    this.snapshots = [...others.slice(0, place), [offset, snapshot], ...others.slice(place)];
  }

  deleteSnapshot(offset: number): void {
    if (this.snapshots.length > 0) this.snapshots = this.snapshots.filter(([other]) => other !== offset);
  }

  latestSnapshotOffset(): number | null {
    return this.snapshots[this.snapshots.length - 1]?.[0] ?? null;
  }

  /** Keeps, of the snapshots that belong to no segment, only the newest, and that only above the last segment's base. */
  removeStraySnapshots(segmentBaseOffsets: readonly number[]): void {
    const stray = this.snapshots.filter(([offset]) => !segmentBaseOffsets.includes(offset)).map(([offset]) => offset);
    const latestStray = stray.pop();
    if (latestStray === undefined) return;
    const maxBaseOffset = segmentBaseOffsets[segmentBaseOffsets.length - 1];
    if (maxBaseOffset !== undefined && latestStray < maxBaseOffset) stray.push(latestStray);
    this.snapshots = this.snapshots.filter(([offset]) => !stray.includes(offset));
  }

  /** A new process knows nothing: only the snapshots are left. */
  forgetMemory(): void {
    this.producers.clear();
    this.producerTableLength = 16;
    this.verificationStates.clear();
    this.ongoingTxns.clear();
    this.unreplicatedTxns.clear();
    this.lastMapOffset = 0;
    this.lastSnapOffset = 0;
  }

  /** An empty manager over the same snapshots: recovery of one segment uses it and throws it away. */
  copyWithoutMemory(): ProducerStateManager {
    const copy = new ProducerStateManager(this.topicPartition);
    copy.snapshots = this.snapshots;
    return copy;
  }

  /** Takes over the snapshots that a recovery wrote. */
  adoptSnapshots(other: ProducerStateManager): void {
    this.snapshots = other.snapshots;
  }

  private loadFromSnapshot(logStartOffset: number, nowMillis: number, config: LogConfig): void {
    for (;;) {
      const latest = this.snapshots[this.snapshots.length - 1];
      if (latest === undefined) {
        this.lastSnapOffset = logStartOffset;
        this.lastMapOffset = logStartOffset;
        return;
      }
      const [offset, snapshot] = latest;
      if (snapshot.corruptBytes !== null) {
        this.deleteSnapshot(offset);
        continue;
      }
      for (const entry of snapshot.entries) this.loadProducerEntry(entry, nowMillis, config);
      this.lastSnapOffset = offset;
      this.lastMapOffset = offset;
      return;
    }
  }

  private loadProducerEntry(saved: ProducerSnapshotEntry, nowMillis: number, config: LogConfig): void {
    if (saved.currentTxnFirstOffset < 0 && isExpired(saved.timestamp, nowMillis, config)) return;
    const entry = new ProducerStateEntry(saved.producerId, saved.epoch, saved.coordinatorEpoch, saved.timestamp);
    entry.currentTxnFirstOffset = saved.currentTxnFirstOffset < 0 ? -1 : saved.currentTxnFirstOffset;
    const { lastSequence: lastSeq, lastOffset, offsetDelta, timestamp } = saved;
    if (lastOffset >= 0) entry.addBatch(saved.epoch, { lastSeq, lastOffset, offsetDelta, timestamp });
    this.addProducer(entry);
    if (entry.currentTxnFirstOffset < 0) return;
    const firstOffset = { messageOffset: entry.currentTxnFirstOffset, segmentBaseOffset: -1, relativePositionInSegment: -1 };
    this.ongoingTxns.put({ producerId: saved.producerId, firstOffset, lastOffset: -1 } satisfies TxnMetadata);
  }

  private addProducer(entry: ProducerStateEntry): void {
    this.producers.set(entry.producerId, entry);
    while (this.producers.size * 4 > this.producerTableLength * 3) this.producerTableLength *= 2;
  }
}

function isExpired(lastTimestamp: number, nowMillis: number, config: LogConfig): boolean {
  return nowMillis - lastTimestamp >= config.producerIdExpirationMs;
}

function snapshotEntryOf(entry: ProducerStateEntry): ProducerSnapshotEntry {
  return {
    producerId: entry.producerId,
    epoch: entry.producerEpoch,
    lastSequence: entry.lastSeq,
    lastOffset: entry.lastDataOffset,
    offsetDelta: entry.lastOffsetDelta,
    timestamp: entry.lastTimestamp,
    coordinatorEpoch: entry.coordinatorEpoch,
    currentTxnFirstOffset: entry.currentTxnFirstOffset,
  };
}
