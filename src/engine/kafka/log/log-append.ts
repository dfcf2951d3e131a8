import { grown } from '../../kernel/grown.ts';
import { javaHashMapOrder, javaLongHash } from '../util/java-hash-order.ts';
import type { LogConfig } from './log-config.ts';
import { logError } from './log-errors.ts';
import type { LogError } from './log-errors.ts';
import type { AppendInProgress, AppendOptions, AppendOrigin, VerificationGuard } from './log-types.ts';
import { isLogError } from './producer-append-info.ts';
import type { LogOffsetMetadata, ProducerAppendInfo } from './producer-append-info.ts';
import type { BatchMetadata } from './producer-state-entry.ts';
import type { ProducerStateManager } from './producer-state-manager.ts';
import { noPartitionLeaderEpoch } from './record-batch.ts';
import type { RecordBatch } from './record-batch.ts';
import type { CompletedTxn } from './transaction-index.ts';

/** What the append is checked against before anything is changed. */
export interface AnalysisContext {
  readonly topicPartition: string;
  readonly config: LogConfig;
  readonly origin: AppendOrigin;
  readonly leaderEpoch: number;
}

/**
 * Checks what can be checked without the log's state. A follower leaves out the batches of an epoch that it does not know yet, and all
 * behind them. Source: UnifiedLog.analyzeAndValidateRecords.
 */
export function analyzeRecords(batches: readonly RecordBatch[], context: AnalysisContext): AppendInProgress | LogError {
  const isFollower = context.origin === 'REPLICATION';
  let validBytes = 0;
  let maxTimestamp = -1;
  let lastOffset = -1;
  let sourceCompressionId = 0;
  for (let index = 0; index < batches.length; index++) {
    const batch = batches[index]!;
    const error = refusedByOrigin(batch, context);
    if (error !== null) return error;
    if (isFollower && batch.partitionLeaderEpoch !== noPartitionLeaderEpoch && batch.partitionLeaderEpoch > context.leaderEpoch) {
      return analyzed(batches.slice(0, index), validBytes, maxTimestamp, sourceCompressionId);
    }
    const isMonotonic = batch.lastOffset > lastOffset;
    lastOffset = batch.lastOffset;
    if (!isFollower && batch.sizeBytes > context.config.maxMessageSize) return tooLarge(batch, context);
    const { storedCrcProblem, compressionId } = batch.records;
    if (storedCrcProblem !== null) {
      const crc = String(storedCrcProblem);
      return logError('CORRUPT_MESSAGE', `Record is corrupt (stored crc = ${crc}) in topic partition ${context.topicPartition}.`);
    }
    if (batch.maxTimestamp > maxTimestamp) maxTimestamp = batch.maxTimestamp;
    validBytes += batch.sizeBytes;
    if (compressionId !== 0) sourceCompressionId = compressionId;
    // Only appends that keep the offsets they come with are checked: followers and the Raft leader.
    if (!isMonotonic && (isFollower || context.origin === 'RAFT_LEADER')) return outOfOrder(batches, context);
  }
  return analyzed(batches, validBytes, maxTimestamp, sourceCompressionId);
}

/** Filled in as the append goes on, like Kafka's LogAppendInfo. */
function analyzed(
  batches: readonly RecordBatch[],
  validBytes: number,
  maxTimestamp: number,
  sourceCompressionId: number,
): AppendInProgress {
  return {
    kind: 'appended',
    firstOffset: -1,
    lastOffset: -1,
    maxTimestamp,
    logAppendTime: -1,
    logStartOffset: -1,
    validBytes,
    sourceCompressionId,
    isDuplicate: false,
    leaderHwChange: 'NONE',
    batches,
  };
}

function refusedByOrigin(batch: RecordBatch, context: AnalysisContext): LogError | null {
  if (context.origin === 'RAFT_LEADER' && batch.partitionLeaderEpoch !== context.leaderEpoch) {
    const expected = `expected ${String(context.leaderEpoch)} but the batch has ${String(batch.partitionLeaderEpoch)}`;
    return logError('INVALID_RECORD', `Append from Raft leader did not set the batch epoch correctly, ${expected}`);
  }
  if (context.origin !== 'CLIENT' || batch.baseOffset === 0 || batch.records.magic < 2) return null;
  const where = `The baseOffset of the record batch in the append to ${context.topicPartition}`;
  return logError('INVALID_RECORD', `${where} should be 0, but it is ${String(batch.baseOffset)}`);
}

function tooLarge(batch: RecordBatch, context: AnalysisContext): LogError {
  const message = `The record batch size in the append to ${context.topicPartition} is ${String(batch.sizeBytes)} bytes`;
  const limit = String(context.config.maxMessageSize);
  return logError('MESSAGE_TOO_LARGE', `${message} which exceeds the maximum configured value of ${limit}).`);
}

function outOfOrder(batches: readonly RecordBatch[], context: AnalysisContext): LogError {
  const offsets = batches.flatMap((batch) => recordOffsets(batch, batch.count)).join(',');
  const message = `Out of order offsets found in append to ${context.topicPartition}: ${offsets}`;
  return logError('UNKNOWN_SERVER_ERROR', message, 'OffsetsOutOfOrderException');
}

/** A follower's append that begins below its log end: its partition fails, unless it can restart its log there. */
export function unexpectedAppendOffset(batches: readonly RecordBatch[], log: UnexpectedOffsetContext): LogError {
  const firstOffset = batches[0]?.baseOffset ?? -1;
  const lastOffset = batches[batches.length - 1]?.lastOffset ?? -1;
  const shown: number[] = [];
  for (const batch of batches) if (shown.length < 10) shown.push(...recordOffsets(batch, 10 - shown.length));
  const where = `Unexpected offset in append to ${log.topicPartition}. First offset ${String(firstOffset)} is less than the next offset`;
  const offsets = `First 10 offsets in append: ${shown.join(', ')}, last offset in append: ${String(lastOffset)}.`;
  const message = `${where} ${String(log.logEndOffset)}. ${offsets} Log start offset = ${String(log.logStartOffset)}`;
  return { ...logError('UNKNOWN_SERVER_ERROR', message, 'UnexpectedAppendOffsetException'), offsets: { firstOffset, lastOffset } };
}

/** What the message of an unexpected append says of the log. */
export interface UnexpectedOffsetContext {
  readonly topicPartition: string;
  readonly logEndOffset: number;
  readonly logStartOffset: number;
}

function recordOffsets(batch: RecordBatch, countMax: number): number[] {
  const offsets: number[] = [];
  for (let i = 0; i < batch.count && i < countMax; i++) offsets.push(batch.offsetOf(i));
  return offsets;
}

/** What an append changes in producers and transactions, or the batch that it repeats. */
export interface AnalyzedProducers {
  readonly kind: 'producers';
  readonly updated: readonly ProducerAppendInfo[];
  readonly completedTxns: readonly CompletedTxn[];
  readonly duplicate: BatchMetadata | null;
}

const noProducers: AnalyzedProducers = { kind: 'producers', updated: [], completedTxns: [], duplicate: null };

/** The segment that an append goes to. */
interface AppendPlace {
  readonly baseOffset: number;
  readonly sizeBytes: number;
}

/** Checks stamped batches against producers and transactions, without changing them. Source: UnifiedLog.analyzeAndValidateProducerState. */
export function analyzeProducers(
  manager: ProducerStateManager,
  batches: readonly RecordBatch[],
  segment: AppendPlace,
  context: { readonly config: LogConfig; readonly options: AppendOptions },
): AnalyzedProducers | LogError {
  if (batches.length === 1 && !batches[0]!.hasProducerId) return noProducers;
  const { origin, transactionVersion } = context.options;
  let { updated, completedTxns } = noProducers;
  let position = segment.sizeBytes;
  for (const batch of batches) {
    if (batch.hasProducerId) {
      const duplicate = origin === 'CLIENT' ? findDuplicate(manager, batch) : null;
      if (duplicate !== null) return { kind: 'producers', updated, completedTxns, duplicate };
      const error = origin === 'CLIENT' || origin === 'COORDINATOR' ? refusedTransaction(manager, batch, context) : null;
      if (error !== null) return error;
      const firstOffset = batch.isTransactional
        ? { messageOffset: batch.baseOffset, segmentBaseOffset: segment.baseOffset, relativePositionInSegment: position }
        : null;
      let info = infoOf(batch.producerId, updated);
      if (info === null) updated = grown(updated, (info = manager.prepareUpdate(batch.producerId, origin, transactionVersion)));
      const completed = updateProducer(manager, batch, info, firstOffset);
      if (isLogError(completed)) return completed;
      if (completed !== null) completedTxns = grown(completedTxns, completed);
    }
    position += batch.sizeBytes;
  }
  return { kind: 'producers', updated, completedTxns, duplicate: null };
}

/**
 * Takes one batch into the append's picture of its producer, and ends its verification: the next transaction needs a new one.
 * With transactions V2 the marker of the old transaction does not end the verification of the next. Source: UnifiedLog.updateProducers.
 */
export function updateProducer(
  manager: ProducerStateManager,
  batch: RecordBatch,
  info: ProducerAppendInfo,
  firstOffset: LogOffsetMetadata | null,
): CompletedTxn | null | LogError {
  const completed = info.append(batch, firstOffset);
  if (isLogError(completed) || !batch.isTransactional) return completed;
  const entry = manager.verificationStateEntry(batch.producerId);
  const isNextTransactionOfV2 = entry !== null && entry.supportsEpochBump && batch.isControlBatch && batch.producerEpoch === entry.epoch;
  if (!isNextTransactionOfV2) manager.clearVerificationStateEntry(batch.producerId);
  return completed;
}

/** What an append has found out of a producer so far; null when this is its first batch. */
export function infoOf(producerId: number, updated: readonly ProducerAppendInfo[]): ProducerAppendInfo | null {
  for (const info of updated) if (info.producerId === producerId) return info;
  return null;
}

/**
 * The producers of one append in the order in which Kafka takes them over, which decides the order of later snapshots: that of a HashMap
 * filled by computeIfAbsent, which puts a new key before the others of its bucket.
 */
export function inUpdateOrder(updated: readonly ProducerAppendInfo[]): readonly ProducerAppendInfo[] {
  if (updated.length < 2) return updated;
  return javaHashMapOrder([...updated].reverse(), (info) => javaLongHash(info.producerId));
}

function findDuplicate(manager: ProducerStateManager, batch: RecordBatch): BatchMetadata | null {
  const entry = manager.lastEntry(batch.producerId);
  return entry === null ? null : entry.findDuplicateBatch(batch.producerEpoch, batch.baseSequence, batch.lastSequence);
}

function refusedTransaction(
  manager: ProducerStateManager,
  batch: RecordBatch,
  context: { readonly config: LogConfig; readonly options: AppendOptions },
): LogError | null {
  if (!batch.isTransactional || hasOngoingTransaction(manager, batch.producerId, batch.producerEpoch)) return null;
  const fenced = fencedProducer(manager, batch.producerId, batch.producerEpoch);
  if (fenced !== null) return fenced;
  if (!context.config.transactionVerificationEnabled || batch.isControlBatch) return null;
  if (isVerified(manager, batch.producerId, context.options.verificationGuard)) return null;
  return logError('INVALID_TXN_STATE', 'Record was not part of an ongoing transaction');
}

/** True when this producer has a transaction open here in this epoch. */
export function hasOngoingTransaction(manager: ProducerStateManager, producerId: number, producerEpoch: number): boolean {
  const entry = manager.lastEntry(producerId);
  return entry !== null && entry.currentTxnFirstOffset >= 0 && entry.producerEpoch === producerEpoch;
}

/** INVALID_PRODUCER_EPOCH when a newer epoch of this producer wrote here. */
export function fencedProducer(manager: ProducerStateManager, producerId: number, producerEpoch: number): LogError | null {
  const entry = manager.lastEntry(producerId);
  if (entry === null || producerEpoch >= entry.producerEpoch) return null;
  const smaller = `which is smaller than the last seen epoch ${String(entry.producerEpoch)}`;
  return logError('INVALID_PRODUCER_EPOCH', `Epoch of producer ${String(producerId)} is ${String(producerEpoch)}, ${smaller}`);
}

function isVerified(manager: ProducerStateManager, producerId: number, guard: VerificationGuard): boolean {
  const entry = manager.verificationStateEntry(producerId);
  return entry !== null && entry.verificationGuard === guard;
}
