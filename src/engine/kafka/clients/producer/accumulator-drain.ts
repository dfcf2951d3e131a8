import { grown, takeFirst } from '../../../kernel/grown.ts';
import type { MetadataSnapshot } from '../common/metadata-snapshot.ts';
import { shouldBackOff } from './accumulator-ready.ts';
import { nodeDrainOf } from './node-drain.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { sendReasons } from './producer-batch.ts';
import type { ProducerBatch, SendReason } from './producer-batch.ts';
import type { RecordAccumulator } from './record-accumulator.ts';

/**
 * Takes at most one batch of each partition of the given brokers, up to `maxSizeBytes` a broker, beginning where the last round stopped
 * so that no partition starves: a list for each broker. Idempotent batches get their identity and sequence here.
 * Source: RecordAccumulator.drain.
 */
export function accumulatorDrain( // eslint-disable-line no-restricted-syntax -- The hot path: a number that is handed on needs no new box.
  accumulator: RecordAccumulator,
  snapshot: MetadataSnapshot,
  nodeIds: readonly number[],
  maxSizeBytes: number,
  nowMillis: number,
): readonly (readonly ProducerBatch[])[] {
  let drained = noNodes;
  for (const nodeId of nodeIds) drained = grown(drained, drainNode(accumulator, snapshot, nodeId, maxSizeBytes, nowMillis));
  return drained;
}

const noBatches: readonly ProducerBatch[] = [];
const noNodes: readonly (readonly ProducerBatch[])[] = [];

// eslint-disable-next-line no-restricted-syntax -- As above.
function drainNode(
  accumulator: RecordAccumulator,
  snapshot: MetadataSnapshot,
  nodeId: number,
  maxSizeBytes: number,
  nowMillis: number,
): readonly ProducerBatch[] {
  const round = nodeDrainOf(accumulator, nodeId);
  round.refresh(snapshot);
  const length = round.partitionCount;
  let drained = noBatches;
  if (length === 0) return drained;
  let sizeBytes = 0;
  const start = round.index < length ? round.index : round.index % length;
  let drainIndex = start;
  do {
    const queue = round.queueAt(drainIndex, accumulator);
    round.index = drainIndex;
    drainIndex = drainIndex + 1 === length ? 0 : drainIndex + 1;
    const head = queue?.first;
    if (queue === null || head === undefined || queue.isMuted) continue;
    head.maybeUpdateLeaderEpoch(queue.leaderEpoch);
    if (shouldBackOff(accumulator, head, head.waitedMillis(nowMillis))) continue;
    // A batch larger than a request goes alone. Either reason to stop ends the round for the whole broker.
    if (sizeBytes + head.sizeBytes > maxSizeBytes && drained.length > 0) break;
    if (shouldStopDraining(accumulator, head)) break;
    takeHead(accumulator, queue, head, nowMillis);
    sizeBytes += head.sizeBytes;
    drained = grown(drained, head);
  } while (drainIndex !== start);
  return drained;
}

function takeHead(accumulator: RecordAccumulator, queue: PartitionQueue, head: ProducerBatch, nowMillis: number): void {
  const { transactionManager } = accumulator;
  const reason = reasonToSend(accumulator, queue, head, nowMillis);
  head.sentBecause = reason;
  const place = sendReasons.indexOf(reason);
  accumulator.drainedCounts[place] = (accumulator.drainedCounts[place] ?? 0) + 1;
  accumulator.drainedRecordCount += head.recordCount;
  takeFirst(queue.batches);
  accumulator.stir();
  accumulator.waitingCount--;
  if (transactionManager !== null && !head.hasSequence) {
    const identity = transactionManager.producerIdAndEpoch;
    transactionManager.maybeUpdateProducerIdAndEpoch(head.topicPartition);
    head.setProducerState(identity, transactionManager.sequenceNumber(head.topicPartition), transactionManager.isTransactional);
    transactionManager.incrementSequenceNumber(head.topicPartition, head.recordCount);
    transactionManager.addInFlightBatch(head);
  }
  head.close();
}

function reasonToSend(accumulator: RecordAccumulator, queue: PartitionQueue, head: ProducerBatch, nowMillis: number): SendReason {
  if (head.attempts > 0) return 'retry';
  if (queue.batches.length > 1 || head.isFull) return 'full';
  if (head.waitedMillis(nowMillis) >= accumulator.settings.lingerMillis) return 'linger';
  if (accumulator.isClosed) return 'close';
  if (accumulator.isFlushInProgress) return 'flush';
  return accumulator.pool.waiters.length > 0 ? 'memory' : 'company';
}

/** Reasons why an idempotent producer holds a batch back although it could go. Source: shouldStopDrainBatchesForPartition. */
function shouldStopDraining(accumulator: RecordAccumulator, head: ProducerBatch): boolean {
  const { transactionManager } = accumulator;
  if (transactionManager === null) return false;
  const { topicPartition } = head;
  if (!transactionManager.isSendToPartitionAllowed(topicPartition)) return true;
  if (!transactionManager.hasProducerId) return true;
  if (!head.hasSequence) {
    // Batches of the old epoch must be answered before the first one of the new epoch goes.
    if (transactionManager.hasInflightBatches(topicPartition) && transactionManager.hasStaleProducerIdAndEpoch(topicPartition)) return true;
    if (transactionManager.hasUnresolvedSequence(topicPartition)) return true;
  }
  // A batch that is sent again waits until it is the first in flight: while something is retried there is one batch on its way.
  const firstInFlightSequence = transactionManager.firstInFlightSequence(topicPartition);
  return firstInFlightSequence !== -1 && head.hasSequence && head.baseSequence !== firstInFlightSequence;
}
