import { javaHashMapOrder } from '../../util/java-hash-order.ts';
import { neverMillis } from '../common/client-environment.ts';
import { topicPartitionHash } from '../common/topic-partition.ts';
import type { ProducerBatch } from './producer-batch.ts';
import type { RecordAccumulator } from './record-accumulator.ts';

/** Batches that expired: still waiting, or sent and not answered. */
export interface ExpiredBatches {
  readonly queued: readonly ProducerBatch[];
  readonly inFlight: readonly ProducerBatch[];
}

const nothingExpired: ExpiredBatches = { queued: [], inFlight: [] };

/**
 * Takes batches that have outlived delivery.timeout.ms out of the queues and of those in flight, of each list those at its front, and
 * learns when the next one will. Source: RecordAccumulator.expiredBatches, Sender.getExpiredInflightBatches.
 */
export function takeExpired(accumulator: RecordAccumulator, nowMillis: number): ExpiredBatches {
  const { deliveryTimeoutMillis } = accumulator.settings;
  const { oldest, areInOrder } = accumulator.incomplete;
  // Mostly one look is enough: the oldest of all is the first of its list.
  if (oldest === null || (areInOrder && nowMillis < oldest.createdMillis + deliveryTimeoutMillis)) {
    accumulator.nextBatchExpiryMillis = oldest === null ? neverMillis : oldest.createdMillis + deliveryTimeoutMillis;
    return nothingExpired;
  }
  const createdMax = nowMillis - deliveryTimeoutMillis;
  let earliestMillis = neverMillis;
  const queued: ProducerBatch[] = [];
  const sent: ProducerBatch[] = [];
  for (const topic of accumulator.topicList) {
    for (const { batches, inFlight } of topic.ordered) {
      takeOlder(batches, createdMax, queued);
      takeOlder(inFlight, createdMax, sent);
      earliestMillis = Math.min(earliestMillis, batches[0]?.createdMillis ?? neverMillis, inFlight[0]?.createdMillis ?? neverMillis);
    }
  }
  if (queued.length > 0) accumulator.stir();
  accumulator.waitingCount -= queued.length;
  for (const batch of queued) batch.abortRecordAppends();
  accumulator.nextBatchExpiryMillis = earliestMillis === neverMillis ? neverMillis : earliestMillis + deliveryTimeoutMillis;
  return { queued, inFlight: inJavaOrder(sent) };
}

function takeOlder(list: ProducerBatch[], createdMax: number, into: ProducerBatch[]): void {
  for (let first = list[0]; first !== undefined && first.createdMillis <= createdMax; first = list[0]) {
    list.shift();
    into.push(first);
  }
}

/** Partitions in the order of Java's map of in-flight batches; batches of one partition stay as they were sent. */
function inJavaOrder(batches: readonly ProducerBatch[]): readonly ProducerBatch[] {
  if (batches.length < 2) return batches;
  const byQueue = new Map<ProducerBatch['queue'], ProducerBatch[]>();
  for (const batch of batches) byQueue.set(batch.queue, [...(byQueue.get(batch.queue) ?? []), batch]);
  const queues = javaHashMapOrder([...byQueue.keys()], (queue) => topicPartitionHash(queue.topicPartition));
  return queues.flatMap((queue) => byQueue.get(queue) ?? []);
}
