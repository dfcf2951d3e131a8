import { utf8Length } from '../util/utf8.ts';
import type { LogConfig } from './log-config.ts';
import { longMaxValue } from './log-config.ts';
import { logError, notModelled, recordValidationError } from './log-errors.ts';
import type { LogError, RecordError } from './log-errors.ts';
import type { AppendOrigin } from './log-types.ts';
import type { KafkaRecord, RecordBatch } from './record-batch.ts';

/** What a leader stamps a batch with, and what it checks it against. */
export interface ValidationContext {
  readonly topicPartition: string;
  readonly config: LogConfig;
  readonly nowMillis: number;
  readonly partitionLeaderEpoch: number;
  readonly origin: AppendOrigin;
  /** The log end: the first offset to give. */
  readonly nextOffset: number;
}

const noTimestamp = -1;
const shownRecordErrorCount = 3;

/**
 * Checks what a client sent and gives it offsets, leader epoch and timestamps: the batch as it will be stored, or why not.
 * Every record is looked at before anything is refused, but only when the topic's rules or the batch's origin need it.
 * Source: LogValidator.validateMessagesAndAssignOffsets.
 */
export function validateAndAssignOffsets(batches: readonly RecordBatch[], context: ValidationContext): RecordBatch | LogError {
  const first = batches[0];
  if (first === undefined) return logError('INVALID_RECORD', 'Record batch has no batches at all');
  if (batches.length > 1) return logError('INVALID_RECORD', 'Compressed outer record has more than one batch');
  return (context.origin === 'CLIENT' ? refusedBatch(first, context.topicPartition) : null) ?? stampBatch(first, context);
}

function stampBatch(batch: RecordBatch, context: ValidationContext): RecordBatch | LogError {
  const { config, nowMillis } = context;
  const isTargetPlain = config.compressionType === 'producer' || config.compressionType === 'uncompressed';
  if (batch.records.compressionId !== 0 || !isTargetPlain) {
    return logError('UNSUPPORTED_COMPRESSION_TYPE', 'compression is not modelled', notModelled);
  }
  if (batch.records.problem !== null) return logError('INVALID_RECORD', batch.records.problem);
  const maxRecordTimestamp = batch.records.isUnchecked ? largestTimestamp(batch) : batch.maxTimestamp;
  if (needsEachRecord(batch, maxRecordTimestamp, context)) {
    const error = refusedRecords(batch, context);
    if (error !== null) return error;
  }
  const isLogAppendTime = config.messageTimestampType === 'LogAppendTime';
  return batch.stamped({
    baseOffset: context.nextOffset,
    partitionLeaderEpoch: context.partitionLeaderEpoch,
    maxTimestamp: isLogAppendTime ? nowMillis : maxRecordTimestamp,
    isLogAppendTime,
  });
}

function refusedBatch(batch: RecordBatch, topicPartition: string): LogError | null {
  const countFromOffsets = batch.lastOffsetDelta + 1;
  const range = `[${String(batch.baseOffset)}, ${String(batch.lastOffset)}]`;
  if (countFromOffsets <= 0) return refused(`Batch has an invalid offset range: ${range}`, topicPartition);
  if (batch.count <= 0) return refused(`Invalid reported count for record batch: ${String(batch.count)}`, topicPartition);
  if (countFromOffsets !== batch.count) {
    return refused(`Inconsistent batch offset range ${range} and count of records ${String(batch.count)}`, topicPartition);
  }
  if (batch.isControlBatch) return refused('Clients are not allowed to write control records', topicPartition);
  if (batch.hasProducerId && batch.baseSequence < 0) {
    const sequence = `Invalid sequence number ${String(batch.baseSequence)}`;
    return refused(`${sequence} in record batch with producerId ${String(batch.producerId)}`, topicPartition);
  }
  return null;
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
