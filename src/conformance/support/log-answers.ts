import type { PartitionLog } from '../../engine/kafka/log/partition-log.ts';
import type { FetchIsolation } from '../../engine/kafka/log/log-types.ts';
import { encodeOffsetIndex, encodeTimeIndex, encodeTransactionIndex } from '../../engine/kafka/log/log-files.ts';
import { firstOffsetOf, firstSeqOf } from '../../engine/kafka/log/producer-state-entry.ts';
import { encodeProducerSnapshot } from '../../engine/kafka/log/producer-snapshot-codec.ts';
import { segmentFileName } from '../../engine/kafka/log/segment-file-names.ts';
import type { Json } from '../registry.ts';
import type { JsonObject } from '../rows.ts';
import { errorOf, hexOf } from './log-driver.ts';
import { flag, integer, text } from './log-rows.ts';

/** A log's marks and segments, as rows give them. */
export function logState(log: PartitionLog): JsonObject {
  const { logStartOffset, highWatermark, lastStableOffset, logEndOffset, recoveryPoint } = log;
  const segments = log.segments.map((segment) => [segment.baseOffset, segment.sizeBytes]);
  return { logStartOffset, highWatermark, lastStableOffset, logEndOffset, recoveryPoint, segments };
}

/** Answers one entry of `reads`. */
export function readAnswer(log: PartitionLog, request: Json): Json {
  const isolation: FetchIsolation = isolations.find((known) => known === text(request, 'isolation')) ?? 'LOG_END';
  const found = log.read(integer(request, 'offset'), integer(request, 'maxLength'), isolation, flag(request, 'minOneMessage'));
  if (found.kind === 'error') return errorOf(found);
  const { messageOffset, segmentBaseOffset, position, sizeInBytes, firstEntryIncomplete, abortedTransactions } = found;
  const wholeBatches = found.batches.map((batch) => batch.baseOffset);
  const aborted = abortedTransactions === null ? {} : { abortedTransactions: abortedTransactions.map((txn) => ({ ...txn })) };
  return { messageOffset, segmentBaseOffset, position, sizeInBytes, wholeBatches, firstEntryIncomplete, ...aborted };
}

const isolations: readonly FetchIsolation[] = ['LOG_END', 'HIGH_WATERMARK', 'TXN_COMMITTED'];

/** The `.txnindex` files in hex. */
export function txnIndexFiles(log: PartitionLog): Json {
  const files = log.segments.filter((segment) => segment.txnIndex.hasFile);
  return Object.fromEntries(
    files.map((segment) => [segmentFileName(segment.baseOffset, 'txnindex'), hexOf(encodeTransactionIndex(segment.txnIndex))]),
  );
}

/** The `.snapshot` files in hex. */
export function snapshotFiles(log: PartitionLog): Json {
  const files = log.producerStateManager.snapshotFiles();
  const named = files.map(([offset, snapshot]) => [segmentFileName(offset, 'snapshot'), hexOf(encodeProducerSnapshot(snapshot))]);
  return Object.fromEntries(named) as Json;
}

/** The producers that a log knows, by id. */
export function producersOf(log: PartitionLog): Json {
  const producers = [...log.producerStateManager.activeProducers().values()].sort((a, b) => a.producerId - b.producerId);
  return producers.map((entry) => ({
    producerId: entry.producerId,
    producerEpoch: entry.producerEpoch,
    coordinatorEpoch: entry.coordinatorEpoch,
    lastTimestamp: entry.lastTimestamp,
    currentTxnFirstOffset: entry.currentTxnFirstOffset < 0 ? null : entry.currentTxnFirstOffset,
    batches: entry.batches.map((batch) => [firstSeqOf(batch), batch.lastSeq, firstOffsetOf(batch), batch.lastOffset, batch.timestamp]),
  }));
}

/** Both indexes of every segment in hex. */
export function indexesOf(log: PartitionLog): Json {
  return log.segments.map((segment) => ({
    baseOffset: segment.baseOffset,
    index: hexOf(encodeOffsetIndex(segment)),
    timeindex: hexOf(encodeTimeIndex(segment)),
  }));
}
