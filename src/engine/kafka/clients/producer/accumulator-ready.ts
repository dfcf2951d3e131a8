import { grown } from '../../../kernel/grown.ts';
import { neverMillis } from '../common/client-environment.ts';
import type { MetadataSnapshot } from '../common/metadata-snapshot.ts';
import type { PartitionQueue, TopicQueues } from './partition-queue.ts';
import type { ProducerBatch } from './producer-batch.ts';
import type { RecordAccumulator } from './record-accumulator.ts';

/** Which brokers have data that may go now, and when to look again. Source: RecordAccumulator.ReadyCheckResult. */
export interface ReadyCheck {
  readonly readyNodes: readonly number[];
  readonly nextReadyCheckDelayMillis: number;
  readonly unknownLeaderTopics: readonly string[];
}

interface Progress {
  /** What is found holds until something changes, or the delay is over. */
  isLasting: boolean;
  readyNodes: readonly number[];
  nextReadyCheckDelayMillis: number;
  unknownLeaderTopics: readonly string[];
}

const noNodes: readonly number[] = [];
const noTopics: readonly string[] = [];

/**
 * A partition's head batch may go when it is full, or linger.ms has passed, or somebody waits for memory, flushes or closes;
 * not while it backs off from a failed attempt, unless the leader has changed since. Source: RecordAccumulator.ready.
 */
export function accumulatorReady(accumulator: RecordAccumulator, snapshot: MetadataSnapshot, nowMillis: number): ReadyCheck {
  const progress: Progress = {
    isLasting: true,
    readyNodes: noNodes,
    nextReadyCheckDelayMillis: neverMillis,
    unknownLeaderTopics: noTopics,
  };
  for (const topic of accumulator.topicList) {
    topic.refresh(snapshot);
    // Partitions without a leader are left out of the choice; with all of them equally empty there are no weights.
    if (accumulator.waitingCount === 0 && topic.haveLeaders) topic.noteLoad(-1);
    else checkTopic(accumulator, topic, progress, nowMillis);
  }
  if (progress.isLasting && progress.readyNodes.length === 0 && progress.unknownLeaderTopics.length === 0) {
    accumulator.quietSnapshot = snapshot;
    accumulator.quietSinceMillis = nowMillis;
    accumulator.quietUntilMillis = Math.min(nowMillis + progress.nextReadyCheckDelayMillis, neverMillis);
  }
  return progress;
}

/**
 * What the latest look would find again, as `nextReadyCheckDelayMillis`: nothing was ready then and nothing has changed since. -1 when
 * there has to be another look. The thread asks after each message that it has sent or got, and mostly there is nothing to do.
 */
export function quietDelayMillis(accumulator: RecordAccumulator, snapshot: MetadataSnapshot, nowMillis: number): number {
  const { quietSnapshot, quietSinceMillis, quietUntilMillis, transactionManager } = accumulator;
  if (quietSnapshot !== snapshot || nowMillis < quietSinceMillis || nowMillis >= quietUntilMillis) return -1;
  if (accumulator.pool.waiters.length > 0 || transactionManager?.isCompleting === true) return -1;
  return quietUntilMillis === neverMillis ? neverMillis : quietUntilMillis - nowMillis;
}

function checkTopic(accumulator: RecordAccumulator, topic: TopicQueues, progress: Progress, nowMillis: number): void {
  const { ordered, queueSizes } = topic;
  let place = 0;
  for (const queue of ordered) {
    const { length } = queue.batches;
    queueSizes[place++] = length;
    const head = length === 0 ? undefined : queue.batches[0];
    if (head === undefined) continue;
    head.maybeUpdateLeaderEpoch(queue.leaderEpoch);
    if (queue.leaderId >= 0) checkHead(accumulator, queue, head, progress, nowMillis);
    else if (!progress.unknownLeaderTopics.includes(topic.topic)) {
      progress.unknownLeaderTopics = [...progress.unknownLeaderTopics, topic.topic];
    }
  }
  noteLoad(accumulator, topic);
}

/** Notes of how many partitions the load is known. Where some have no leader, or one that is too slow, it is gathered anew without them. */
function noteLoad(accumulator: RecordAccumulator, topic: TopicQueues): void {
  const { ordered, queueSizes, partitionIds } = topic;
  const { isAdaptivePartitioningEnabled, partitionAvailabilityTimeoutMillis } = accumulator.settings;
  // Loads are compared only once every partition of the topic has had a record; until then choice is uniform.
  const isAdaptive = isAdaptivePartitioningEnabled && ordered.length > 1 && ordered.length >= topic.topicPartitions.partitionCount;
  if (!isAdaptive) return topic.noteLoad(-1);
  if (topic.haveLeaders && partitionAvailabilityTimeoutMillis <= 0) return topic.noteLoad(ordered.length);
  let count = 0;
  for (const { leaderId, batches, topicPartition } of ordered) {
    const latency = partitionAvailabilityTimeoutMillis > 0 && batches.length > 0 ? accumulator.nodeLatency.get(leaderId) : undefined;
    // A node that has data but could not take any for too long does not count: its partitions get no records without a key.
    const isTooSlow = latency !== undefined && latency.readyMillis - latency.drainMillis > partitionAvailabilityTimeoutMillis;
    if (leaderId < 0 || isTooSlow) continue;
    partitionIds[count] = topicPartition.partition;
    queueSizes[count++] = batches.length;
  }
  topic.noteLoad(count);
}

// eslint-disable-next-line no-restricted-syntax -- The hot path: no object for each look.
function checkHead(
  accumulator: RecordAccumulator,
  queue: PartitionQueue,
  head: ProducerBatch,
  progress: Progress,
  nowMillis: number,
): void {
  const { settings, retryBackoff, environment, transactionManager } = accumulator;
  const waitedMillis = head.waitedMillis(nowMillis);
  const isBackingOff = head.attempts > 0 && shouldBackOff(accumulator, head, waitedMillis);
  // A batch that is sent again draws its backoff anew at each look; a clock that was put back counts nothing as waited.
  if (head.attempts > 0 || nowMillis < head.lastAttemptMillis) progress.isLasting = false;
  const { readyNodes } = progress;
  if (queue.isMuted || (readyNodes.length > 0 && readyNodes.includes(queue.leaderId))) return;
  if (!isBackingOff && (queue.batches.length > 1 || head.isFull)) {
    progress.readyNodes = grown(readyNodes, queue.leaderId);
    return;
  }
  const timeToWaitMillis = isBackingOff ? retryBackoff.backoff(Math.max(head.attempts - 1, 0), environment) : settings.lingerMillis;
  const isSendable =
    waitedMillis >= timeToWaitMillis ||
    accumulator.pool.waiters.length > 0 ||
    accumulator.isClosed ||
    accumulator.isFlushInProgress ||
    (transactionManager?.isCompleting ?? false);
  if (isSendable && !isBackingOff) progress.readyNodes = grown(progress.readyNodes, queue.leaderId);
  else progress.nextReadyCheckDelayMillis = Math.min(Math.max(timeToWaitMillis - waitedMillis, 0), progress.nextReadyCheckDelayMillis);
}

/** Whether a batch must still wait before its next attempt. */
export function shouldBackOff(accumulator: RecordAccumulator, batch: ProducerBatch, waitedMillis: number): boolean {
  if (batch.attempts === 0) return false;
  const backoffMillis = accumulator.retryBackoff.backoff(batch.attempts - 1, accumulator.environment);
  return waitedMillis < backoffMillis && !batch.hasLeaderChangedForTheOngoingRetry;
}
