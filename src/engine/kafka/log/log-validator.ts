import { assert } from '../../kernel/units.ts';
import { utf8Length } from '../util/utf8.ts';
import type { LogConfig } from './log-config.ts';
import { longMaxValue } from './log-config.ts';
import type { BatchCompressor } from './batch-compressor.ts';
import type { RebuildRecords } from './batch-rebuilder.ts';
import { compressionNames } from './codecs.ts';
import type { BuilderRecord } from './format/plain-records.ts';
import { logError, recordValidationError } from './log-errors.ts';
import type { LogError, RecordError } from './log-errors.ts';
import type { AppendOrigin } from './log-types.ts';
import type { KafkaRecord, RecordBatch } from './record-batch.ts';

/** What a leader stamps a batch with, and what it checks it against. */
export interface ValidationContext {
  readonly topicPartition: string;
  readonly config: LogConfig;
  readonly nowMillis: number;
  readonly leaderEpoch: number;
  readonly origin: AppendOrigin;
  /** The log end: the first offset to give. */
  readonly nextOffset: number;
  /** The compression in which the records came. */
  readonly sourceCompressionId: number;
  /** How to write records anew that came as bytes; null inside the cluster. */
  readonly rebuild: RebuildRecords | null;
  /** How to compress batches inside the cluster. Without either of the two a topic's own compression is left out. */
  readonly compressor: BatchCompressor | null;
}

const noTimestamp = -1;
const shownRecordErrorCount = 3;
const currentMagic = 2;

/**
 * Checks what a client sent and gives it offsets, leader epoch and timestamps: the batch as it will be stored, or why not.
 * Every record is looked at before anything is refused, but only when the topic's rules or the batch's origin need it. Batches in an old
 * format, in another compression than the topic's, or with holes in their offsets are written anew.
 * Source: LogValidator.validateMessagesAndAssignOffsets.
 */
export function validateAndAssignOffsets(batches: readonly RecordBatch[], context: ValidationContext): RecordBatch | LogError {
  const first = batches[0];
  if (first === undefined) return logError('INVALID_RECORD', 'Record batch has no batches at all');
  const isCompressed = context.sourceCompressionId !== 0;
  if (batches.length > 1 && (first.records.magic >= currentMagic || isCompressed)) {
    return logError('INVALID_RECORD', 'Compressed outer record has more than one batch');
  }
  for (const batch of batches) {
    const error = refusedBatch(batch, first, context) ?? refusedContent(batch, context);
    if (error !== null) return error;
  }
  const targetCompressionId = targetCompression(context);
  const keepsBytes = targetCompressionId === context.sourceCompressionId || (!isCompressed && first.isControlBatch);
  const isInPlace = keepsBytes && first.records.magic === currentMagic && !(isCompressed && hasHoles(first));
  return isInPlace ? stampBatch(first, context) : rebuiltBatch(batches, targetCompressionId, context);
}

/** The compression that the topic stores. Source: BrokerCompressionType.targetCompression. */
function targetCompression(context: ValidationContext): number {
  const { compressionType } = context.config;
  if (compressionType === 'producer' || (context.rebuild === null && context.compressor === null)) return context.sourceCompressionId;
  return compressionType === 'uncompressed' ? 0 : compressionNames.indexOf(compressionType);
}

/** Some old clients wrote wrong offsets into what they compressed. */
function hasHoles(batch: RecordBatch): boolean {
  for (let index = 0; index < batch.count; index++) if (batch.records.at(index).offsetDelta !== undefined) return true;
  return false;
}

function stampBatch(batch: RecordBatch, context: ValidationContext): RecordBatch {
  const isLogAppendTime = context.config.messageTimestampType === 'LogAppendTime';
  const maxTimestamp = isLogAppendTime ? context.nowMillis : maxRecordTimestamp(batch);
  return batch.stamped(context.nextOffset, context.leaderEpoch, maxTimestamp, isLogAppendTime);
}

/** All records in one new batch. Source: LogValidator.convertAndAssignOffsetsNonCompressed, buildRecordsAndAssignOffsets. */
function rebuiltBatch(batches: readonly RecordBatch[], compressionId: number, context: ValidationContext): RecordBatch | LogError {
  const [first] = batches;
  if (first === undefined) return logError('INVALID_RECORD', 'Record batch has no batches at all');
  if (context.compressor !== null) return context.compressor.compressed(stampBatch(first, context), compressionId);
  const records: BuilderRecord[] = [];
  for (const batch of batches) {
    for (let index = 0; index < batch.count; index++) {
      const { key, value, headers } = batch.records.at(index);
      records.push({ offset: context.nextOffset + records.length, timestamp: batch.timestampOf(index), key, value, headers });
    }
  }
  const { producerId, producerEpoch, baseSequence, isTransactional } = first;
  const spec = {
    baseOffset: context.nextOffset,
    partitionLeaderEpoch: context.leaderEpoch,
    compressionId,
    isLogAppendTime: context.config.messageTimestampType === 'LogAppendTime',
    logAppendTime: context.nowMillis,
    ...{ producerId, producerEpoch, baseSequence, isTransactional },
    isControlBatch: false,
    deleteHorizonMs: -1,
    lastOffset: null,
    records,
  };
  assert(context.rebuild !== null, 'who hands in compressed or old batches also says how to write them anew');
  return context.rebuild(spec);
}

/** What is wrong with a batch's records; they are looked at only when something can be. */
function refusedContent(batch: RecordBatch, context: ValidationContext): LogError | null {
  const { problem } = batch.records;
  if (problem !== null) return logError(problem.error, problem.message, problem.exception);
  return needsEachRecord(batch, maxRecordTimestamp(batch), context) ? refusedRecords(batch, context) : null;
}

function maxRecordTimestamp(batch: RecordBatch): number {
  return batch.records.isUnchecked ? largestTimestamp(batch) : batch.maxTimestamp;
}

function refusedBatch(batch: RecordBatch, first: RecordBatch, context: ValidationContext): LogError | null {
  const { topicPartition } = context;
  const { magic } = batch.records;
  if (magic !== first.records.magic) {
    const firstMagic = `the first batch's magic byte ${String(first.records.magic)}`;
    return refused(`Batch magic ${String(magic)} is not the same as ${firstMagic}`, topicPartition);
  }
  if (context.origin !== 'CLIENT' || magic < currentMagic) return null;
  const countFromOffsets = batch.lastOffsetDelta + 1;
  if (countFromOffsets <= 0) return refused(`Batch has an invalid offset range: ${offsetRange(batch)}`, topicPartition);
  if (batch.count <= 0) return refused(`Invalid reported count for record batch: ${String(batch.count)}`, topicPartition);
  if (countFromOffsets !== batch.count) {
    return refused(`Inconsistent batch offset range ${offsetRange(batch)} and count of records ${String(batch.count)}`, topicPartition);
  }
  if (batch.isControlBatch) return refused('Clients are not allowed to write control records', topicPartition);
  if (batch.hasProducerId && batch.baseSequence < 0) {
    const sequence = `Invalid sequence number ${String(batch.baseSequence)}`;
    return refused(`${sequence} in record batch with producerId ${String(batch.producerId)}`, topicPartition);
  }
  return null;
}

function offsetRange(batch: RecordBatch): string {
  return `[${String(batch.baseOffset)}, ${String(batch.lastOffset)}]`;
}

function refused(why: string, topicPartition: string): LogError {
  return logError('INVALID_RECORD', `${why} in topic partition ${topicPartition}`);
}

/** False when the header proves that no record can be refused: then nobody builds the records of a generated batch. */
function needsEachRecord(batch: RecordBatch, maxTimestamp: number, context: ValidationContext): boolean {
  const { config, nowMillis } = context;
  if (batch.records.isUnchecked || batch.isLogAppendTime) return true;
  if (config.compact && batch.records.hasNullKey) return true;
  if (config.messageTimestampType === 'LogAppendTime') return false;
  if (maxTimestamp - nowMillis > config.messageTimestampAfterMaxMs) return true;
  const { messageTimestampBeforeMaxMs } = config;
  return messageTimestampBeforeMaxMs < longMaxValue && nowMillis - batch.records.minTimestamp > messageTimestampBeforeMaxMs;
}

function refusedRecords(batch: RecordBatch, context: ValidationContext): LogError | null {
  const recordErrors: RecordError[] = [];
  let hasTimestampError = false;
  for (let index = 0; index < batch.count; index++) {
    const record = batch.records.at(index);
    const keyError = context.config.compact && record.key === null;
    const message = keyError
      ? `Compacted topic cannot accept message without key in topic partition ${context.topicPartition}`
      : timestampProblem(batch, record, index, context);
    if (message === null) continue;
    recordErrors.push({ batchIndex: index, message });
    if (!keyError) hasTimestampError = true;
  }
  if (recordErrors.length === 0) return null;
  if (hasTimestampError) {
    return recordValidationError('INVALID_TIMESTAMP', 'One or more records have been rejected due to invalid timestamp', recordErrors);
  }
  const shown = recordErrors.slice(0, shownRecordErrorCount).map((error) => {
    return `RecordError(batchIndex=${String(error.batchIndex)}, message='${error.message}')`;
  });
  const count = `${String(recordErrors.length)} record errors in total, and only showing the first three errors at most`;
  const message = `One or more records have been rejected due to ${count}: [${shown.join(', ')}]`;
  return recordValidationError('INVALID_RECORD', message, recordErrors);
}

function timestampProblem(batch: RecordBatch, record: KafkaRecord, index: number, context: ValidationContext): string | null {
  const { config, nowMillis } = context;
  const timestamp = batch.timestampOf(index);
  const offset = batch.offsetOf(index);
  if (config.messageTimestampType === 'CreateTime' && timestamp !== noTimestamp) {
    const age = nowMillis - timestamp;
    if (age <= config.messageTimestampBeforeMaxMs && -age <= config.messageTimestampAfterMaxMs) return null;
    const range = `[${longSum(nowMillis, -config.messageTimestampBeforeMaxMs)}, ${longSum(nowMillis, config.messageTimestampAfterMaxMs)}]`;
    const message = `Timestamp ${String(timestamp)} of message with offset ${String(offset)} is out of range.`;
    return `${message} The timestamp should be within ${range}`;
  }
  if (!batch.isLogAppendTime) return null;
  const place = `offset=${String(offset)}, timestamp=${String(timestamp)}`;
  const shown = `DefaultRecord(${place}, key=${bytes(record.key)} bytes, value=${bytes(record.value)} bytes)`;
  return `Invalid timestamp type in message ${shown}. Producer should not set timestamp type to LogAppendTime.`;
}

function bytes(text: string | null): string {
  return String(text === null ? -1 : utf8Length(text));
}

/** A sum of Java longs, wrapping as they do: a limit of Long.MAX_VALUE after now is in the far past. */
function longSum(a: number, b: number): string {
  const exact = (value: number): bigint => {
    if (value >= longMaxValue) return 9223372036854775807n;
    return value <= -longMaxValue ? -9223372036854775807n : BigInt(value);
  };
  return String(BigInt.asIntN(64, exact(a) + exact(b)));
}

function largestTimestamp(batch: RecordBatch): number {
  let largest = noTimestamp;
  for (let i = 0; i < batch.count; i++) largest = Math.max(largest, batch.timestampOf(i));
  return largest;
}
