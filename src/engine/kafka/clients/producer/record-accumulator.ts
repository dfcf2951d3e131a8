import { addLast, without } from '../../../kernel/grown.ts';
import { State } from '../../../kernel/state.ts';
import { assert } from '../../../kernel/units.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import { neverMillis } from '../common/client-environment.ts';
import { bufferExhausted, ClientError, kafkaException } from '../common/client-error.ts';
import { RetryBackoff } from '../common/retry-backoff.ts';
import type { BatchCompression } from '../../log/batch-compressor.ts';
import type { MetadataSnapshot } from '../common/metadata-snapshot.ts';
import type { StickyPartitionInfo } from '../partitioners/built-in-partitioner.ts';
import { BufferPool, MemoryWaiter } from './buffer-pool.ts';
import { IncompleteBatches } from './incomplete-batches.ts';
import { LatestFill } from './latest-fill.ts';
import type { NodeDrain } from './node-drain.ts';
import { TopicQueues, type PartitionQueue } from './partition-queue.ts';
import { ProducerBatch, sendReasons } from './producer-batch.ts';
import { unknownPartition, type RecordRun } from './record-run.ts';
import type { TransactionManager } from './transaction-manager.ts';

/** Settings by the names of Kafka's configs. */
export interface AccumulatorSettings {
  readonly batchSizeBytes: number;
  readonly lingerMillis: number;
  readonly retryBackoffMillis: number;
  readonly retryBackoffMaxMillis: number;
  readonly deliveryTimeoutMillis: number;
  readonly bufferMemoryBytes: number;
  readonly isAdaptivePartitioningEnabled: boolean;
  readonly partitionAvailabilityTimeoutMillis: number;
  readonly retryJitterPercent?: number;
}

/** What became of an append. `blocked`: the caller waits for memory; `memoryGranted` of the pool's waiter resumes it. */
export type AppendOutcome =
  | { readonly kind: 'appended'; readonly count: number; readonly batchIsFull: boolean; readonly newBatchCreated: boolean }
  | { readonly kind: 'blocked'; readonly waiter: MemoryWaiter }
  | { readonly kind: 'failed'; readonly error: ClientError };

/** A flush in progress: the batches that it still waits for. Source: RecordAccumulator.awaitFlushCompletion. */
export class FlushWaiter extends State {
  readonly remaining: Set<ProducerBatch>;

  constructor(batches: readonly ProducerBatch[]) {
    super();
    this.remaining = new Set(batches);
  }
}

/** When a node had data, and when it could last take some. Source: RecordAccumulator.NodeLatencyStats. */
export interface NodeLatency {
  readyMillis: number;
  drainMillis: number;
}

/**
 * Where records wait for the sender: a queue of batches for each partition, in memory of at most buffer.memory bytes.
 * `ready` and `drain` are in accumulator-ready.ts and accumulator-drain.ts. Source: RecordAccumulator.
 */
export class RecordAccumulator extends State {
  readonly settings: AccumulatorSettings;
  readonly environment: ClientEnvironment;
  readonly transactionManager: TransactionManager | null;
  /** How batches are compressed when they are sent; null: not at all. They are filled by what they hold uncompressed. */
  readonly compression: BatchCompression | null;
  readonly retryBackoff: RetryBackoff;
  readonly pool: BufferPool;
  readonly topics = new Map<string, TopicQueues>();
  /** The same topics as a list. */
  topicList: TopicQueues[] = [];
  readonly nodeDrains: NodeDrain[] = [];
  readonly nodeLatency = new Map<number, NodeLatency>();
  /** How many batches have left for each reason, in the order of `sendReasons`. */
  readonly drainedCounts: number[] = sendReasons.map(() => 0);
  drainedRecordCount = 0;
  readonly incomplete = new IncompleteBatches();
  private readonly latestFill = new LatestFill();
  /** How many batches wait in all queues. */
  waitingCount = 0;
  flushes: FlushWaiter[] = [];
  finishedFlushCount = 0;
  isClosed = false;
  /** When a batch expires next, as of the latest look for expired ones. */
  nextBatchExpiryMillis = neverMillis;
  /** The metadata with which the latest look found nothing to send; null since something has changed. See accumulator-ready.ts. */
  quietSnapshot: MetadataSnapshot | null = null;
  quietSinceMillis = 0;
  /** Until when nothing is ready if nothing changes. */
  quietUntilMillis = 0;
  /** After a drain: for how long another look at the same time would find nothing ready; -1: not known. */
  settledDelayMillis = -1;

  constructor(
    settings: AccumulatorSettings,
    environment: ClientEnvironment,
    transactionManager: TransactionManager | null,
    compression: BatchCompression | null = null,
  ) {
    super();
    this.compression = compression;
    this.settings = settings;
    this.environment = environment;
    this.transactionManager = transactionManager;
    this.retryBackoff = new RetryBackoff(settings.retryBackoffMillis, settings.retryBackoffMaxMillis, settings.retryJitterPercent ?? 20);
    this.pool = new BufferPool(settings.bufferMemoryBytes, settings.batchSizeBytes);
  }

  /**
   * Appends as many records of the run as go into one batch, opening a batch when needed. `heldBytes` is a buffer that the caller has
   * from waiting for memory, 0 for none. Source: RecordAccumulator.append.
   */
  append(run: RecordRun, snapshot: MetadataSnapshot, nowMillis: number, heldBytes = 0): AppendOutcome {
    this.stir();
    const topic = this.topicQueues(run.topic);
    topic.refresh(snapshot);
    let bufferBytes = heldBytes;
    for (;;) {
      const info = run.partition === unknownPartition ? this.stickyInfo(topic) : null;
      const queue = topic.queue(info?.partition ?? run.partition);
      run.topicPartition = queue.topicPartition;
      if (this.hasPartitionChanged(topic, info, queue)) continue;
      if (this.isClosed) {
        if (bufferBytes > 0) this.pool.deallocate(bufferBytes);
        return { kind: 'failed', error: kafkaException('Producer closed while send in progress') };
      }
      const appended = this.tryAppendToLast(run, topic, queue, info, nowMillis);
      if (appended !== null) {
        if (bufferBytes > 0) this.pool.deallocate(bufferBytes);
        return appended;
      }
      if (bufferBytes === 0) {
        const sizeBytes = Math.max(this.settings.batchSizeBytes, run.upperBoundBytes);
        const refused = this.allocate(run, sizeBytes, nowMillis);
        if (refused !== null) return refused;
        bufferBytes = sizeBytes;
      }
      // The last batch was just closed, so a sticky partition that has had its share may be left; the buffer goes along.
      if (this.hasPartitionChanged(topic, info, queue)) continue;
      return this.appendNewBatch(run, topic, queue, info, nowMillis, bufferBytes);
    }
  }

  /** Whether the next record of a run fits into the partition's open batch. */
  hasRoom(run: RecordRun, partition: number): boolean {
    this.stir();
    return this.topicQueues(run.topic).queue(partition).last?.hasRoomFor(run) ?? false;
  }

  private stickyInfo(topic: TopicQueues): StickyPartitionInfo {
    return topic.stickyInfo(this.environment);
  }

  private updateStickyInfo(topic: TopicQueues, info: StickyPartitionInfo | null, appendedBytes: number, enableSwitch: boolean): void {
    if (info === null) return;
    if (info.producedBytes + appendedBytes < this.settings.batchSizeBytes) {
      // Too few to hand over: the common case for a record, without asking the partitioner.
      info.producedBytes += appendedBytes;
      return;
    }
    topic.updateStickyInfo(info, appendedBytes, enableSwitch, this.environment);
  }

  /** A sticky partition whose batches are all full may be left now that no half-filled batch stays behind. */
  private hasPartitionChanged(topic: TopicQueues, info: StickyPartitionInfo | null, queue: PartitionQueue): boolean {
    if (info === null) return false;
    if (topic.partitioner.isPartitionChanged(info)) return true;
    if (!queue.areAllBatchesFull) return false;
    this.updateStickyInfo(topic, info, 0, true);
    return topic.partitioner.isPartitionChanged(info);
  }

  // eslint-disable-next-line no-restricted-syntax -- The hot path: no object for each append.
  private tryAppendToLast(
    run: RecordRun,
    topic: TopicQueues,
    queue: PartitionQueue,
    info: StickyPartitionInfo | null,
    nowMillis: number,
  ): AppendOutcome | null {
    const last = queue.last;
    if (last === undefined) return null;
    const sizeBytesBefore = last.sizeBytes;
    const count = last.tryAppend(run, nowMillis, this.growthBytesMax(info));
    if (count === 0) {
      last.closeForRecordAppends();
      return null;
    }
    this.updateStickyInfo(topic, info, last.sizeBytes - sizeBytesBefore, last.isFull);
    return { kind: 'appended', count, batchIsFull: queue.batches.length > 1 || last.isFull, newBatchCreated: false };
  }

  // eslint-disable-next-line no-restricted-syntax -- As above.
  private appendNewBatch(
    run: RecordRun,
    topic: TopicQueues,
    queue: PartitionQueue,
    info: StickyPartitionInfo | null,
    nowMillis: number,
    bufferBytes: number,
  ): AppendOutcome {
    const batch = new ProducerBatch(queue, bufferBytes, nowMillis);
    const count = batch.fill(run, nowMillis, this.growthBytesMax(info), this.latestFill);
    assert(count > 0, 'a new batch takes at least one record');
    addLast(queue.batches, batch);
    this.waitingCount++;
    this.incomplete.add(batch);
    this.updateStickyInfo(topic, info, batch.sizeBytes, batch.isFull);
    return { kind: 'appended', count, batchIsFull: queue.batches.length > 1 || batch.isFull, newBatchCreated: true };
  }

  /** One by one, the sticky partition is left after the record that brings it to twice batch.size: a run must stop there too. */
  private growthBytesMax(info: StickyPartitionInfo | null): number {
    return info === null ? Number.MAX_SAFE_INTEGER : this.settings.batchSizeBytes * 2 - info.producedBytes;
  }

  private allocate(run: RecordRun, sizeBytes: number, nowMillis: number): AppendOutcome | null {
    const { pool } = this;
    if (sizeBytes > pool.totalMemoryBytes) {
      const limit = `${String(pool.totalMemoryBytes)} on memory allocations.`;
      const message = `Attempt to allocate ${String(sizeBytes)} bytes, but there is a hard limit of ${limit}`;
      return { kind: 'failed', error: new ClientError('IllegalArgumentException', null, message) };
    }
    if (pool.isClosed) return { kind: 'failed', error: kafkaException('Producer closed while allocating memory') };
    if (pool.tryAllocate(sizeBytes)) return null;
    const { maxTimeToBlockMillis } = run;
    if (maxTimeToBlockMillis <= 0) return { kind: 'failed', error: this.exhausted(sizeBytes, maxTimeToBlockMillis) };
    const waiter = new MemoryWaiter(run, sizeBytes, nowMillis, maxTimeToBlockMillis);
    pool.wait(waiter);
    return { kind: 'blocked', waiter };
  }

  /** What a caller is told who has waited max.block.ms for memory. */
  exhausted(sizeBytes: number, maxTimeToBlockMillis: number): ClientError {
    const { pool } = this;
    return bufferExhausted(
      `Failed to allocate ${String(sizeBytes)} bytes within the configured max blocking time ${String(maxTimeToBlockMillis)} ms. ` +
        `Total memory: ${String(pool.totalMemoryBytes)} bytes. Available memory: ${String(pool.availableMemoryBytes)} bytes. ` +
        `Poolable size: ${String(pool.poolableSizeBytes)} bytes`,
    );
  }

  topicQueues(topic: string): TopicQueues {
    const known = this.topics.get(topic);
    if (known !== undefined) return known;
    const queues = new TopicQueues(topic, this.settings.batchSizeBytes);
    this.topics.set(topic, queues);
    this.topicList.push(queues);
    return queues;
  }

  /** Something has changed: what is ready has to be looked for again. */
  stir(): void {
    this.quietSnapshot = null;
    this.settledDelayMillis = -1;
  }

  get hasUndrained(): boolean {
    return this.waitingCount > 0;
  }

  get isFlushInProgress(): boolean {
    return this.flushes.length > 0;
  }

  /** Puts a batch back to be sent again: first in its queue, or where its sequence belongs. */
  reenqueue(batch: ProducerBatch, nowMillis: number): void {
    batch.reenqueued(nowMillis);
    this.stir();
    this.incomplete.noteReturn();
    this.waitingCount++;
    const { queue } = batch;
    if (this.transactionManager === null) queue.batches.unshift(batch);
    else this.insertInSequenceOrder(queue, batch);
  }

  /** Replaces a batch that the broker found too large by smaller ones. Returns how many. Source: RecordAccumulator.splitAndReenqueue. */
  splitAndReenqueue(bigBatch: ProducerBatch): number {
    // A part that is still too large halves, or goes down to its largest record, so that repeated refusals come to an end.
    const targetBytes = bigBatch.isSplitBatch
      ? Math.max(bigBatch.maxRecordSizeBytes, Math.floor(bigBatch.sizeBytes / 2))
      : this.settings.batchSizeBytes;
    const parts = bigBatch.split(targetBytes);
    for (const flush of this.flushes) if (flush.remaining.has(bigBatch)) for (const part of parts) flush.remaining.add(part);
    const { queue } = bigBatch;
    this.stir();
    this.incomplete.noteReturn();
    this.waitingCount += parts.length;
    for (const part of [...parts].reverse()) {
      this.incomplete.add(part);
      if (this.transactionManager === null) queue.batches.unshift(part);
      else {
        this.transactionManager.addInFlightBatch(part);
        this.insertInSequenceOrder(queue, part);
      }
    }
    return parts.length;
  }

  private insertInSequenceOrder(queue: PartitionQueue, batch: ProducerBatch): void {
    assert(batch.hasSequence, 'an idempotent batch that is enqueued again has a sequence');
    let at = 0;
    for (let other = queue.batches[at]; other !== undefined; other = queue.batches[at]) {
      if (!other.hasSequence || other.baseSequence >= batch.baseSequence) break;
      at++;
    }
    queue.batches.splice(at, 0, batch);
  }

  updateNodeLatency(nodeId: number, nowMillis: number, canDrain: boolean): void {
    if (this.settings.partitionAvailabilityTimeoutMillis <= 0) return;
    const known = this.nodeLatency.get(nodeId);
    if (known === undefined) this.nodeLatency.set(nodeId, { readyMillis: nowMillis, drainMillis: nowMillis });
    else {
      if (canDrain) known.drainMillis = nowMillis;
      known.readyMillis = nowMillis;
    }
  }

  /** Gives a batch's memory back. Parts of a split batch have none of the pool's. */
  deallocate(batch: ProducerBatch): void {
    if (batch.isSplitBatch || batch.isBufferDeallocated) return;
    assert(!batch.isInFlight, 'the buffer of a batch in flight is still being sent');
    batch.isBufferDeallocated = true;
    this.pool.deallocate(batch.capacityBytes);
  }

  completeBatch(batch: ProducerBatch): void {
    this.incomplete.remove(batch);
  }

  completeAndDeallocateBatch(batch: ProducerBatch): void {
    this.completeBatch(batch);
    this.deallocate(batch);
  }

  /** A batch has its result: flushes need not wait for it any longer. */
  batchDone(batch: ProducerBatch): void {
    if (this.flushes.length === 0) return;
    for (const flush of this.flushes) flush.remaining.delete(batch);
    const open = this.flushes.filter((flush) => flush.remaining.size > 0);
    this.finishedFlushCount += this.flushes.length - open.length;
    this.flushes = open;
  }

  /** Makes every batch sendable until all that exist now are done. True when there is nothing to wait for. */
  beginFlush(): boolean {
    if (this.incomplete.count === 0) return true;
    this.stir();
    this.flushes.push(new FlushWaiter(this.incomplete.all()));
    return false;
  }

  /** Takes all batches without a result out of the queues; with a filter, only some of them. */
  takeIncomplete(isWanted: (batch: ProducerBatch) => boolean): ProducerBatch[] {
    this.stir();
    const batches = this.incomplete.all().filter(isWanted);
    for (const batch of batches) {
      batch.abortRecordAppends();
      const { queue } = batch;
      const before = queue.batches.length;
      without(queue.batches, batch);
      this.waitingCount -= before - queue.batches.length;
    }
    return batches;
  }

  close(): void {
    this.stir();
    this.isClosed = true;
    this.pool.isClosed = true;
  }
}
