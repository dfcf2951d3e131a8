import { Shared, State } from '../../../kernel/state.ts';
import { RunContent } from '../../log/made-records.ts';
import { RecordSource, TypedRecords, type KafkaRecord, type LedgerRunOfRecords } from '../../log/record-batch.ts';
import { utf8Length } from '../../util/utf8.ts';
import type { ClientError } from '../common/client-error.ts';
import type { TopicPartition } from '../common/topic-partition.ts';
import { contentSizeBytes, headersSizeBytes, noHeadersBytes, nullSize, recordUpperBoundBytes } from './record-sizes.ts';

/** "Let the producer choose": RecordMetadata.UNKNOWN_PARTITION. */
export const unknownPartition = -1;

/** One typed record. */
class TypedContent extends RunContent {
  private readonly key: string | null;
  private readonly value: string | null;
  private readonly headers: KafkaRecord['headers'];

  constructor(key: string | null, value: string | null, headers: KafkaRecord['headers']) {
    super();
    this.key = key;
    this.value = value;
    this.headers = headers;
  }

  slice(_firstNumber: number, _count: number, firstLedgerId: number, timestamp: number): RecordSource {
    return new TypedRecords([{ timestamp, key: this.key, value: this.value, headers: this.headers, ledgerId: firstLedgerId }]);
  }
}

/** What a run is made of. */
export interface RecordRunFields {
  readonly topic: string;
  /** -1: the producer chooses. */
  readonly partition: number;
  readonly count: number;
  /** Bytes of the serialised key, value and headers with their lengths. The same for every record of the run. */
  readonly contentBytes: number;
  /** The serialised key's murmur2 decides the partition; null without a key. Runs of several records have one key or none. */
  readonly key: string | null;
  readonly firstLedgerId: number;
  readonly content: RunContent;
  /** The number of the first record in its content. */
  readonly firstNumber: number;
}

/**
 * Records of equal size that an application hands to send() at one instant, of which the first `appendedCount` have found a batch.
 * A typed record is a run of one; a workload's run is appended by arithmetic, with the same outcome as one by one.
 */
export class RecordRun extends State {
  readonly topic: string;
  /** What the caller asked for, or what its key gives; -1 leaves the choice to the built-in partitioner. */
  partition: number;
  /** The partition of the latest append; null before. */
  topicPartition: TopicPartition | null = null;
  readonly requestedPartition: number;
  readonly count: number;
  appendedCount = 0;
  readonly contentBytes: number;
  readonly key: string | null;
  readonly firstLedgerId: number;
  timestamp = 0;
  /** How long the caller may still wait inside send() for memory. */
  maxTimeToBlockMillis = 0;
  /** What the application's serializer throws on it. */
  serializationError: ClientError | null = null;
  readonly content: RunContent;
  readonly firstNumber: number;

  /** What differs from run to run may be said beside the fields, which a workload then makes once. */
  constructor(fields: RecordRunFields, count = fields.count, firstLedgerId = fields.firstLedgerId, firstNumber = fields.firstNumber) {
    super();
    this.topic = fields.topic;
    this.partition = fields.partition;
    this.requestedPartition = fields.partition;
    this.count = count;
    this.contentBytes = fields.contentBytes;
    this.key = fields.key;
    this.firstLedgerId = firstLedgerId;
    this.content = fields.content;
    this.firstNumber = firstNumber;
  }

  get remainingCount(): number {
    return this.count - this.appendedCount;
  }

  /** The ledger id of the next record to append. */
  get nextLedgerId(): number {
    return this.firstLedgerId + this.appendedCount;
  }

  /** The most that one record can take: Kafka's size checks and buffers use it. */
  get upperBoundBytes(): number {
    return recordUpperBoundBytes(this.contentBytes);
  }
}

/** A run of one record whose key and value are text. */
export function typedRun(fields: {
  readonly topic: string;
  readonly partition: number | null;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers?: KafkaRecord['headers'];
  readonly ledgerId: number;
}): RecordRun {
  const headers = fields.headers ?? [];
  const keySizeBytes = fields.key === null ? nullSize : utf8Length(fields.key);
  const valueSizeBytes = fields.value === null ? nullSize : utf8Length(fields.value);
  const headersBytes = headers.length === 0 ? noHeadersBytes : headersSizeBytes(headers);
  return new RecordRun({
    topic: fields.topic,
    partition: fields.partition ?? unknownPartition,
    count: 1,
    contentBytes: contentSizeBytes(keySizeBytes, valueSizeBytes, headersBytes),
    key: fields.key,
    firstLedgerId: fields.ledgerId,
    content: new TypedContent(fields.key, fields.value, headers),
    firstNumber: 0,
  });
}

/** What a segment has of its run. */
type SegmentRun = Pick<RecordRun, 'content' | 'firstNumber' | 'firstLedgerId' | 'timestamp' | 'contentBytes'>;

/** The part of a run that went into one batch: its records, and who is told of their fate. */
export class BatchSegment extends Shared {
  readonly content: RunContent;
  /** The number of the first record in the content. */
  readonly firstNumber: number;
  readonly count: number;
  readonly firstLedgerId: number;
  readonly timestamp: number;
  readonly contentBytes: number;

  /** `count` records that follow `skip` others in a run, or in an earlier segment. */
  constructor(run: SegmentRun, skip: number, count: number) {
    super();
    this.content = run.content;
    this.firstNumber = run.firstNumber + skip;
    this.count = count;
    this.firstLedgerId = run.firstLedgerId + skip;
    this.timestamp = run.timestamp;
    this.contentBytes = run.contentBytes;
  }

  /** A part of this segment: batches that are too large are split. */
  slice(from: number, count: number): BatchSegment {
    if (from === 0 && count === this.count) return this;
    return new BatchSegment(this, from, count);
  }

  get records(): RecordSource {
    return this.content.slice(this.firstNumber, this.count, this.firstLedgerId, this.timestamp);
  }
}

/** The records of several segments, one after the other. */
class SegmentedRecords extends RecordSource {
  readonly sources: readonly RecordSource[];
  readonly count: number;

  constructor(sources: readonly RecordSource[]) {
    super();
    this.sources = sources;
    this.count = sources.reduce((sum, source) => sum + source.count, 0);
  }

  at(index: number): KafkaRecord {
    let rest = index;
    for (const source of this.sources) {
      if (rest < source.count) return source.at(rest);
      rest -= source.count;
    }
    throw new RangeError(`record ${String(index)} of ${String(this.count)}`);
  }

  override ledgerRuns(): readonly LedgerRunOfRecords[] {
    const runs: { index: number; firstId: number; count: number }[] = [];
    let first = 0;
    for (const source of this.sources) {
      for (const { index, firstId, count } of source.ledgerRuns()) {
        const last = runs[runs.length - 1];
        // What was appended tick by tick is one run in the ledger.
        if (last !== undefined && last.firstId + last.count === firstId && last.index + last.count === first + index) last.count += count;
        else runs.push({ index: first + index, firstId, count });
      }
      first += source.count;
    }
    return runs;
  }

  override get hasNullKey(): boolean {
    return this.sources.some((source) => source.hasNullKey);
  }

  override get minTimestamp(): number {
    return this.sources.reduce((smallest, source) => Math.min(smallest, source.minTimestamp), Infinity);
  }
}

/** The records of a batch. */
export function recordsOfSegments(segments: readonly BatchSegment[]): RecordSource {
  const only = segments[0];
  if (segments.length === 1 && only !== undefined) return only.records;
  const sources = segments.map((segment) => segment.records);
  if (sources.every((source) => source instanceof TypedRecords)) return new TypedRecords(sources.flatMap((source) => source.records));
  return new SegmentedRecords(sources);
}
