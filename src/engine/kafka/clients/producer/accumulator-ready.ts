import { grown } from '../../../kernel/grown.ts';
import { neverMillis } from '../common/client-environment.ts';
import type { MetadataSnapshot } from '../common/metadata-snapshot.ts';
import type { PartitionQueue, TopicQueues } from './partition-queue.ts';
import type { ProducerBatch } from './producer-batch.ts';
import type { RecordAccumulator } from './record-accumulator.ts';

/** Which brokers have data that may go now, and when to look again. Source: RecordAccumulator.ReadyCheckResult. */
export interface ReadyCheck {
  readyNodes: readonly number[];
  nextReadyCheckDelayMillis: number;
  unknownLeaderTopics: readonly string[];
  /** What is found holds until something changes, or the delay is over. */
  isLasting: boolean;
  /** How many batches, each the first in its queue, may go when the delay is over and not before. */
  lingeringCount: number;
}

const noNodes: readonly number[] = [];
const noTopics: readonly string[] = [];

/**
 * A partition's head batch may go when it is full, or linger.ms has passed, or somebody waits for memory, flushes or closes;
 * not while it backs off from a failed attempt, unless the leader has changed since. Source: RecordAccumulator.ready.
 */
export function accumulatorReady(accumulator: RecordAccumulator, snapshot: MetadataSnapshot, nowMillis: number): ReadyCheck {
  const check: ReadyCheck = {
    readyNodes: noNodes,
    nextReadyCheckDelayMillis: neverMillis,
    unknownLeaderTopics: noTopics,
    isLasting: true,
    lingeringCount: 0,
  };
  for (const topic of accumulator.topicList) {
    topic.refresh(snapshot);
    // Partitions without a leader are left out of the choice; with all of them equally empty there are no weights.
    if (accumulator.waitingCount === 0 && topic.haveLeaders) topic.noteLoad(-1);
    else checkTopic(accumulator, topic, check, nowMillis);
  }
  if (check.isLasting && check.readyNodes.length === 0 && check.unknownLeaderTopics.length === 0) {
    noteQuiet(accumulator, check.nextReadyCheckDelayMillis, snapshot, nowMillis);
  }
  return check;
}

function noteQuiet(accumulator: RecordAccumulator, delayMillis: number, snapshot: MetadataSnapshot, nowMillis: number): void {
  accumulator.quietSnapshot = snapshot;
  accumulator.quietSinceMillis = nowMillis;
  accumulator.quietUntilMillis = Math.min(nowMillis + delayMillis, neverMillis);
}

/**
 * After `drained` has been taken of what `check` found ready: notes for how long another look, at the same time, would find nothing but
 * batches that linger. These are the ones that were seen before, unless one of them has left in company, and those that are first in their
 * queues now; all that waits has to be among them. Nothing of this is what Kafka notes: see `lookSettled`.
 */
export function settleAfterDrain(
  accumulator: RecordAccumulator,
  check: ReadyCheck,
  drained: readonly (readonly ProducerBatch[])[],
  nowMillis: number,
): void {
  if (accumulator.settings.partitionAvailabilityTimeoutMillis > 0) return;
  for (const { haveLeaders } of accumulator.topicList) if (!haveLeaders) return;
  // What is ready still, or again, is not among those that linger.
  check.readyNodes = noNodes;
  for (const batches of drained) {
    for (const { queue, sentBecause } of batches) {
      if (sentBecause === 'company') return;
      const head = queue.first;
      if (head === undefined) continue;
      // One that was sent before would draw its backoff here and at the next look.
      if (head.attempts > 0) return;
      head.maybeUpdateLeaderEpoch(queue.leaderEpoch);
      checkHead(accumulator, queue, head, check, nowMillis);
    }
  }
  const isSettled = check.isLasting && check.lingeringCount === accumulator.waitingCount;
  if (isSettled) accumulator.settledDelayMillis = check.nextReadyCheckDelayMillis;
}

/** Does what a look would do of which it is known what it would find, and returns its delay; -1 when that is not known. */
export function lookSettled(accumulator: RecordAccumulator, snapshot: MetadataSnapshot, nowMillis: number): number {
  const { settledDelayMillis, topicList, waitingCount } = accumulator;
  if (settledDelayMillis < 0) return -1;
  for (const topic of topicList) {
    if (waitingCount === 0) topic.noteLoad(-1);
    else topic.noteSizes();
  }
  noteQuiet(accumulator, settledDelayMillis, snapshot, nowMillis);
  return settledDelayMillis;
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

function checkTopic(accumulator: RecordAccumulator, topic: TopicQueues, check: ReadyCheck, nowMillis: number): void {
  const { ordered, queueSizes } = topic;
  let place = 0;
  for (const queue of ordered) {
    const { length } = queue.batches;
    queueSizes[place++] = length;
    const head = length === 0 ? undefined : queue.batches[0];
    if (head === undefined) continue;
    head.maybeUpdateLeaderEpoch(queue.leaderEpoch);
    if (queue.leaderId >= 0) checkHead(accumulator, queue, head, check, nowMillis);
    else if (!check.unknownLeaderTopics.includes(topic.topic)) check.unknownLeaderTopics = [...check.unknownLeaderTopics, topic.topic];
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
  check: ReadyCheck,
  nowMillis: number,
): void {
  const { settings, retryBackoff, environment, transactionManager } = accumulator;
  const waitedMillis = head.waitedMillis(nowMillis);
  const isBackingOff = head.attempts > 0 && shouldBackOff(accumulator, head, waitedMillis);
  // A batch that is sent again draws its backoff anew at each look; a clock that was put back counts nothing as waited.
  if (head.attempts > 0 || nowMillis < head.lastAttemptMillis) check.isLasting = false;
  const { readyNodes } = check;
  if (queue.isMuted || (readyNodes.length > 0 && readyNodes.includes(queue.leaderId))) return;
  if (!isBackingOff && (queue.batches.length > 1 || head.isFull)) {
    check.readyNodes = grown(readyNodes, queue.leaderId);
    return;
  }
  const timeToWaitMillis = isBackingOff ? retryBackoff.backoff(Math.max(head.attempts - 1, 0), environment) : settings.lingerMillis;
  const isSendable =
    waitedMillis >= timeToWaitMillis ||
    accumulator.pool.waiters.length > 0 ||
    accumulator.isClosed ||
    accumulator.isFlushInProgress ||
    (transactionManager?.isCompleting ?? false);
  if (isSendable && !isBackingOff) check.readyNodes = grown(check.readyNodes, queue.leaderId);
  else {
    check.lingeringCount++;
    check.nextReadyCheckDelayMillis = Math.min(Math.max(timeToWaitMillis - waitedMillis, 0), check.nextReadyCheckDelayMillis);
  }
}

/** Whether a batch must still wait before its next attempt. */
export function shouldBackOff(accumulator: RecordAccumulator, batch: ProducerBatch, waitedMillis: number): boolean {
  if (batch.attempts === 0) return false;
  const backoffMillis = accumulator.retryBackoff.backoff(batch.attempts - 1, accumulator.environment);
  return waitedMillis < backoffMillis && !batch.hasLeaderChangedForTheOngoingRetry;
}
