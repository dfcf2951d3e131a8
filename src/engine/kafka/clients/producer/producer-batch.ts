import { grown } from '../../../kernel/grown.ts';
import { State } from '../../../kernel/state.ts';
import { assert } from '../../../kernel/units.ts';
import type { BatchCompression } from '../../log/batch-compressor.ts';
import { noProducerEpoch, noProducerId, noSequence, BatchAttributes, RecordBatch } from '../../log/record-batch.ts';
import type { TopicPartition } from '../common/topic-partition.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { BatchSegment, recordsOfSegments, type RecordRun } from './record-run.ts';
import type { LatestFill } from './latest-fill.ts';
import { nextWiderOffsetDelta, recordBatchOverheadBytes, recordSizeBytes, recordUpperBoundBytes } from './record-sizes.ts';

/**
 * Why a batch left when it did. `company`: another partition of the same broker had a batch that was due, and the request had room.
 * `memory`: a caller waits for buffer memory, so nothing lingers.
 */
export type SendReason = (typeof sendReasons)[number];

/** All of them, in the order in which they are told. */
export const sendReasons = ['full', 'linger', 'company', 'flush', 'memory', 'close', 'retry'] as const;

const noSegments: readonly BatchSegment[] = [];

/** A producer's identity. */
export interface ProducerIdAndEpoch {
  readonly producerId: number;
  readonly epoch: number;
}

/** "No identity yet". Source: ProducerIdAndEpoch.NONE. */
export const noProducerIdAndEpoch: ProducerIdAndEpoch = { producerId: noProducerId, epoch: noProducerEpoch };

/**
 * A batch of one partition, from its first record to its end. Sizes are those of an uncompressed batch in Kafka's format, to the byte.
 * Source: ProducerBatch with MemoryRecordsBuilder.
 */
export class ProducerBatch extends State {
  readonly topicPartition: TopicPartition;
  /** Where it waits, and waits again. */
  readonly queue: PartitionQueue;
  readonly createdMillis: number;
  /** Bytes of the buffer: what the batch may fill, and what goes back to the pool. */
  readonly capacityBytes: number;
  readonly isSplitBatch: boolean;
  segments: readonly BatchSegment[] = noSegments;
  recordCount = 0;
  sizeBytes = recordBatchOverheadBytes;
  /** The largest record's upper bound. */
  maxRecordSizeBytes = 0;
  baseTimestamp = -1;
  maxTimestamp = -1;
  /** True when no more records may be appended, full or not. */
  isClosedForAppends = false;
  /** True once drained; producer id, epoch and sequence are fixed then, unless reset. */
  isClosed = false;
  attempts = 0;
  lastAttemptMillis: number;
  lastAppendMillis: number;
  /** Null until it was drained. */
  sentBecause: SendReason | null = null;
  /** True once enqueued again after a failed attempt. */
  isInRetry = false;
  /** True while its sequence was rewritten and the batch not sent again since. */
  isReopened = false;
  isInFlight = false;
  isBufferDeallocated = false;
  finalState: 'aborted' | 'failed' | 'succeeded' | null = null;
  producerId = noProducerId;
  producerEpoch = noProducerEpoch;
  baseSequence = noSequence;
  isTransactional = false;
  currentLeaderEpoch = -1;
  attemptsWhenLeaderLastChanged = 0;
  /** Where it stands among the batches without a result; -1: nowhere. */
  incompletePlace = -1;

  constructor(queue: PartitionQueue, capacityBytes: number, createdMillis: number, isSplitBatch = false) {
    super();
    this.queue = queue;
    this.topicPartition = queue.topicPartition;
    this.capacityBytes = capacityBytes;
    this.createdMillis = createdMillis;
    this.lastAttemptMillis = createdMillis;
    this.lastAppendMillis = createdMillis;
    this.isSplitBatch = isSplitBatch;
  }

  /** True when nothing more fits or may be appended. */
  get isFull(): boolean {
    return this.isClosedForAppends || (this.recordCount > 0 && this.sizeBytes >= this.capacityBytes);
  }

  get hasSequence(): boolean {
    return this.baseSequence !== noSequence;
  }

  get lastSequence(): number {
    return this.baseSequence + this.recordCount - 1;
  }

  get isDone(): boolean {
    return this.finalState !== null;
  }

  /**
   * Appends as many of the run's remaining records as fit, and returns how many. Stops after the record with which the batch has grown by
   * `growthBytesMax` or more. Same outcome as one by one: records differ in size only where their offset delta takes a byte more.
   */
  tryAppend(run: RecordRun, nowMillis: number, growthBytesMax: number): number {
    const count = this.grow(run.contentBytes, run.timestamp, run.remainingCount, growthBytesMax);
    if (count > 0) this.take(run, count, nowMillis);
    return count;
  }

  /** The same for an empty batch, into which something always goes. */
  fill(run: RecordRun, nowMillis: number, growthBytesMax: number, latest: LatestFill): number {
    const { contentBytes, timestamp, remainingCount: available } = run;
    const { capacityBytes } = this;
    // What would go beyond the capacity does not fit anyway.
    const limitBytes = Math.min(growthBytesMax, capacityBytes);
    const { fill } = latest;
    const isAlike = fill?.capacityBytes === capacityBytes && fill.limitBytes === limitBytes && fill.contentBytes === contentBytes;
    if (isAlike && fill.available === available) {
      this.baseTimestamp = timestamp;
      this.growTo(fill.sizeBytes, fill.count, contentBytes, timestamp);
    } else {
      const count = this.grow(contentBytes, timestamp, available, limitBytes);
      latest.fill = { capacityBytes, limitBytes, contentBytes, available, count, sizeBytes: this.sizeBytes };
    }
    this.take(run, this.recordCount, nowMillis);
    return this.recordCount;
  }

  private take(run: RecordRun, count: number, nowMillis: number): void {
    this.segments = grown(this.segments, new BatchSegment(run, run.appendedCount, count));
    run.appendedCount += count;
    this.lastAppendMillis = nowMillis;
  }

  /** Whether the run's next record would fit. */
  hasRoomFor({ contentBytes, timestamp }: RecordRun): boolean {
    if (this.isFull) return false;
    return (
      this.recordCount === 0 ||
      this.sizeBytes + recordSizeBytes(this.recordCount, timestamp - this.baseTimestamp, contentBytes) <= this.capacityBytes
    );
  }

  /** Appends a part of a segment of a batch that is being split; returns how many records went in. */
  appendFromSplit(segment: BatchSegment, from: number): number {
    const count = this.grow(segment.contentBytes, segment.timestamp, segment.count - from, Number.MAX_SAFE_INTEGER);
    if (count > 0) this.segments = grown(this.segments, segment.slice(from, count));
    return count;
  }

  private grow(contentBytes: number, timestamp: number, available: number, growthBytesMax: number): number {
    if (this.isClosedForAppends || available === 0) return 0;
    // A record takes more than what is in it.
    if (this.recordCount > 0 && this.capacityBytes - this.sizeBytes <= contentBytes) return 0;
    const startBytes = this.recordCount === 0 ? 0 : this.sizeBytes;
    let { sizeBytes } = this;
    let count = 0;
    if (this.recordCount === 0) {
      // One record always fits: the buffer was made for it.
      this.baseTimestamp = timestamp;
      sizeBytes += recordSizeBytes(0, 0, contentBytes);
      count = 1;
    }
    while (count < available && sizeBytes - startBytes < growthBytesMax) {
      const offsetDelta = this.recordCount + count;
      const eachBytes = recordSizeBytes(offsetDelta, timestamp - this.baseTimestamp, contentBytes);
      const fitting = Math.floor((this.capacityBytes - sizeBytes) / eachBytes);
      const untilLimit = Math.ceil((growthBytesMax - (sizeBytes - startBytes)) / eachBytes);
      const more = Math.min(available - count, nextWiderOffsetDelta(offsetDelta) - offsetDelta, fitting, untilLimit);
      if (more <= 0) break;
      sizeBytes += more * eachBytes;
      count += more;
    }
    if (count > 0) this.growTo(sizeBytes, count, contentBytes, timestamp);
    return count;
  }

  /** So many records of one size and time have come in. */
  private growTo(sizeBytes: number, count: number, contentBytes: number, timestamp: number): void {
    this.sizeBytes = sizeBytes;
    this.recordCount += count;
    if (timestamp > this.maxTimestamp) this.maxTimestamp = timestamp;
    this.maxRecordSizeBytes = Math.max(this.maxRecordSizeBytes, recordUpperBoundBytes(contentBytes));
  }

  /** What it says of its producer; those of another batch when it says the same, as nearly all of a producer do. */
  attributes(others: BatchAttributes): BatchAttributes {
    const { producerId, producerEpoch, isTransactional } = this;
    const isSame = others.producerId === producerId && others.producerEpoch === producerEpoch;
    if (isSame && others.isTransactional === isTransactional) return others;
    return BatchAttributes.of({ ...BatchAttributes.plain, producerId, producerEpoch, isTransactional });
  }

  /** The batch as it is sent: with what it says of its producer, in the producer's compression when it has one. */
  toRecordBatch(attributes: BatchAttributes, compression: BatchCompression | null = null): RecordBatch {
    const plain = RecordBatch.produced(this, attributes, recordsOfSegments(this.segments));
    return compression === null ? plain : compression.compressed(plain);
  }

  closeForRecordAppends(): void {
    this.isClosedForAppends = true;
  }

  /** Fixes the bytes: the batch is about to be sent. */
  close(): void {
    this.isClosedForAppends = true;
    this.isClosed = true;
    this.isReopened = false;
  }

  /** Ends appends for good: the batch expired or was aborted. */
  abortRecordAppends(): void {
    this.isClosedForAppends = true;
  }

  setProducerState(identity: ProducerIdAndEpoch, baseSequence: number, isTransactional: boolean): void {
    this.producerId = identity.producerId;
    this.producerEpoch = identity.epoch;
    this.baseSequence = baseSequence;
    this.isTransactional = isTransactional;
  }

  /** Rewrites identity and sequence of a batch that was sent before: the epoch was bumped or an earlier batch failed for good. */
  resetProducerState(identity: ProducerIdAndEpoch, baseSequence: number): void {
    this.isReopened = true;
    this.isClosed = false;
    this.setProducerState(identity, baseSequence, this.isTransactional);
  }

  /** Remembers the newest leader epoch seen: a change of leader ends a backoff at once (KIP-951). */
  maybeUpdateLeaderEpoch(latestLeaderEpoch: number): void {
    if (latestLeaderEpoch < 0 || this.currentLeaderEpoch >= latestLeaderEpoch) return;
    this.attemptsWhenLeaderLastChanged = this.attempts;
    this.currentLeaderEpoch = latestLeaderEpoch;
  }

  get hasLeaderChangedForTheOngoingRetry(): boolean {
    return this.attempts >= 1 && this.attempts === this.attemptsWhenLeaderLastChanged;
  }

  hasReachedDeliveryTimeout(deliveryTimeoutMillis: number, nowMillis: number): boolean {
    return deliveryTimeoutMillis <= nowMillis - this.createdMillis;
  }

  waitedMillis(nowMillis: number): number {
    return Math.max(0, nowMillis - this.lastAttemptMillis);
  }

  reenqueued(nowMillis: number): void {
    this.attempts++;
    this.lastAttemptMillis = Math.max(this.lastAppendMillis, nowMillis);
    this.lastAppendMillis = Math.max(this.lastAppendMillis, nowMillis);
    this.isInRetry = true;
  }

  /**
   * Cuts a batch that the broker found too large into batches of at most `splitBatchSizeBytes` (a record larger than that goes alone),
   * which keep its creation time and together its sequence. Source: ProducerBatch.split.
   */
  split(splitBatchSizeBytes: number): ProducerBatch[] {
    const batches: ProducerBatch[] = [];
    let batch: ProducerBatch | null = null;
    for (const segment of this.segments) {
      let from = 0;
      while (from < segment.count) {
        batch ??= this.emptySplitFor(segment, splitBatchSizeBytes);
        const count = batch.appendFromSplit(segment, from);
        from += count;
        if (from === segment.count) break;
        batches.push(batch);
        batch.closeForRecordAppends();
        batch = null;
      }
    }
    assert(batch !== null, 'a batch that is split has records');
    batches.push(batch);
    batch.closeForRecordAppends();
    if (this.hasSequence) {
      let sequence = this.baseSequence;
      for (const part of batches) {
        part.setProducerState({ producerId: this.producerId, epoch: this.producerEpoch }, sequence, this.isTransactional);
        sequence += part.recordCount;
      }
    }
    return batches;
  }

  private emptySplitFor(segment: BatchSegment, splitBatchSizeBytes: number): ProducerBatch {
    const capacityBytes = Math.max(recordUpperBoundBytes(segment.contentBytes), splitBatchSizeBytes);
    return new ProducerBatch(this.queue, capacityBytes, this.createdMillis, true);
  }
}
