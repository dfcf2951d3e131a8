import { grown } from '../../../kernel/grown.ts';
import { Shared, State } from '../../../kernel/state.ts';
import type { FetchPartitionResponse } from '../../apis/Fetch/messages.ts';
import type { RecordBatch } from '../../log/record-batch.ts';
import { CausedError, RecordDeserializationError } from './consumer-error.ts';
import type { ErrorCause } from './consumer-error.ts';
import type { ClientError } from '../common/client-error.ts';
import type { DeliveredRange, RecordReader } from './consumer-listener.ts';
import type { PartitionName } from './topic-partition.ts';

const nothingAborted: FetchedPartition['abortedTransactions'] = [];

/** One partition's part of a fetch response, kept by reference. */
export class FetchedPartition extends Shared {
  readonly data: FetchPartitionResponse;
  /** By first offset, as Kafka's priority queue gives them. */
  readonly abortedTransactions: readonly { readonly producerId: number; readonly firstOffset: number }[];

  constructor(data: FetchPartitionResponse) {
    super();
    this.data = data;
    const aborted = data.abortedTransactions ?? nothingAborted;
    this.abortedTransactions = aborted.length < 2 ? aborted : [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  }
}

/** How records are to be read. */
export interface ReadOptions {
  readonly isReadCommitted: boolean;
  readonly checkCrcs: boolean;
  readonly reader: RecordReader;
}

/** Records handed out, or why none could be. */
export interface ReadResult {
  readonly ranges: readonly DeliveredRange[];
  readonly count: number;
  readonly error: ClientError | null;
}

const nothing: ReadResult = { ranges: [], count: 0, error: null };

/**
 * The records of one partition from one fetch, handed out in slices. Works batch by batch: a dense batch costs the same whatever it holds.
 * Source: CompletedFetch.
 */
export class CompletedFetch extends State {
  readonly partition: PartitionName;
  readonly fetched: FetchedPartition;
  nextFetchOffset: number;
  /** The leader epoch of the batch read last; null when none was, or it has none. */
  lastEpoch: number | null = null;
  isConsumed = false;
  isInitialized = false;
  recordsRead = 0;
  /** The batch being read; -1 before the first. */
  private batchIndex = -1;
  /** The next record of that batch; its record count when the batch is done. */
  private recordIndex = 0;
  private abortedIndex = 0;
  /** Null before the first. */
  private abortedProducerIds: Set<number> | null = null;
  /** Set when a batch cannot be read at all: only a seek leads past it. */
  private corruption: ErrorCause | null = null;

  constructor(partition: PartitionName, fetched: FetchedPartition, fetchOffset: number) {
    super();
    this.partition = partition;
    this.fetched = fetched;
    this.nextFetchOffset = fetchOffset;
  }

  /** Marks the rest as not wanted; true when records were read, which moves the partition behind the others. */
  drain(): boolean {
    if (this.isConsumed) return false;
    this.isConsumed = true;
    return this.recordsRead > 0;
  }

  /** Takes up to `maxRecords` records. An error comes alone: records before it are returned first. */
  fetchRecords(options: ReadOptions, maxRecords: number): ReadResult & { readonly isDrained: boolean } {
    if (this.corruption !== null) return { ...nothing, error: this.corruptionError(this.corruption), isDrained: false };
    if (this.isConsumed) return { ...nothing, isDrained: false };
    let ranges = nothing.ranges;
    let count = 0;
    let isDrained = false;
    let error: ClientError | null = null;
    while (count < maxRecords && error === null) {
      const batch = this.openBatch(options);
      if (batch === null) {
        if (this.corruption !== null) error = this.corruptionError(this.corruption);
        else isDrained = this.drain();
        break;
      }
      const run = this.nextRun(batch, maxRecords - count);
      if (run === null) continue;
      const unreadable = options.reader.firstUnreadable(batch, run.firstIndex, run.count);
      const readable = unreadable === null ? run : rangeOf(batch, run.firstIndex, unreadable.index - run.firstIndex);
      if (readable.count > 0) {
        ranges = grown(ranges, readable);
        count += readable.count;
        this.recordsRead += readable.count;
        this.nextFetchOffset = readable.lastOffset + 1;
      }
      this.recordIndex = readable.firstIndex + readable.count;
      if (unreadable !== null) error = this.unreadableError(offsetAt(batch, unreadable.index), unreadable);
    }
    return { ranges, count, error: count === 0 ? error : null, isDrained };
  }

  /** The batch with the next record; null at the end or at a batch that cannot be read. */
  private openBatch(options: ReadOptions): RecordBatch | null {
    const batches = this.fetched.data.records;
    for (;;) {
      const current = this.batchIndex < 0 ? undefined : batches[this.batchIndex];
      if (current !== undefined && this.recordIndex < current.count) return current;
      const next = batches[this.batchIndex + 1];
      if (next === undefined) {
        // Offsets at the end of a compacted batch are skipped only when nothing follows it.
        if (current !== undefined) this.nextFetchOffset = current.nextOffset;
        return null;
      }
      this.batchIndex++;
      this.recordIndex = 0;
      this.lastEpoch = next.partitionLeaderEpoch < 0 ? null : next.partitionLeaderEpoch;
      const corruption = options.checkCrcs ? options.reader.corruptionOf(next) : null;
      if (corruption !== null) {
        const where = `partition ${this.partition} at offset ${String(next.baseOffset)}`;
        const message = `Record batch for ${where} is invalid, cause: ${corruption}`;
        this.corruption = { exception: 'KafkaException', message, errorCode: null };
        return null;
      }
      if (options.isReadCommitted && next.hasProducerId && this.isAborted(next)) {
        this.nextFetchOffset = next.nextOffset;
        this.recordIndex = next.count;
      }
    }
  }

  private isAborted(batch: RecordBatch): boolean {
    const aborted = this.fetched.abortedTransactions;
    for (; this.abortedIndex < aborted.length; this.abortedIndex++) {
      const transaction = aborted[this.abortedIndex];
      if (transaction === undefined || transaction.firstOffset > batch.lastOffset) break;
      (this.abortedProducerIds ??= new Set()).add(transaction.producerId);
    }
    if (batch.controlType === 'ABORT') {
      this.abortedProducerIds?.delete(batch.producerId);
      return false;
    }
    return batch.isTransactional && this.abortedProducerIds?.has(batch.producerId) === true;
  }

  /** The next records at or after the wanted offset; null when the batch has none: it is control, or lies before the offset. */
  private nextRun(batch: RecordBatch, maxRecords: number): DeliveredRange | null {
    const first = firstIndexFrom(batch, this.recordIndex, this.nextFetchOffset);
    if (first >= batch.count || batch.isControlBatch) {
      if (batch.isControlBatch && first < batch.count) this.nextFetchOffset = offsetAt(batch, batch.count - 1) + 1;
      this.recordIndex = batch.count;
      return null;
    }
    return rangeOf(batch, first, Math.min(maxRecords, batch.count - first));
  }

  private corruptionError(cause: ErrorCause): ClientError {
    const advice = 'If needed, please seek past the record to continue consumption.';
    const message = `Received exception when fetching the next record from ${this.partition}. ${advice}`;
    return new CausedError('KafkaException', null, message, cause);
  }

  private unreadableError(
    offset: number,
    record: { readonly origin: string; readonly exception: string; readonly message: string },
  ): ClientError {
    const where = `for partition ${this.partition} at offset ${String(offset)}`;
    const message = `Error deserializing ${record.origin} ${where}. If needed, please seek past the record to continue consumption.`;
    const cause = { exception: record.exception, message: record.message, errorCode: null };
    return new RecordDeserializationError(message, cause, { partition: this.partition, offset });
  }
}

function isDense(batch: RecordBatch): boolean {
  return batch.count === batch.lastOffsetDelta + 1;
}

function offsetAt(batch: RecordBatch, index: number): number {
  return batch.baseOffset + (isDense(batch) ? index : (batch.records.at(index).offsetDelta ?? index));
}

function firstIndexFrom(batch: RecordBatch, index: number, offset: number): number {
  if (isDense(batch)) return Math.max(index, offset - batch.baseOffset);
  let first = index;
  while (first < batch.count && offsetAt(batch, first) < offset) first++;
  return first;
}

function rangeOf(batch: RecordBatch, firstIndex: number, count: number): DeliveredRange {
  const lastIndex = Math.max(firstIndex + count - 1, firstIndex);
  return { batch, firstIndex, count, firstOffset: offsetAt(batch, firstIndex), lastOffset: offsetAt(batch, lastIndex) };
}
