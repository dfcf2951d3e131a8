import type { Micros } from '../../kernel/units.ts';
import type { FetchResponse } from '../apis/Fetch/messages.ts';
import type { ProduceRequest } from '../apis/Produce/messages.ts';
import type { Appended, Hardware } from '../hardware/hardware.ts';
import type { RecordBatch } from '../log/record-batch.ts';
import type { Broker } from './broker.ts';

/** How long this broker's machine takes over what came in and what goes out; 0 everywhere unless the scenario gives costs. */

/** Until a produce is in the page cache, and on the disk where flush.messages says so. */
export function produceDelay(broker: Broker, body: ProduceRequest): Micros {
  const { hardware } = broker;
  if (hardware === null) return 0;
  const appended: Appended[] = [];
  for (const { name, partitionData } of body.topicData) {
    for (const { index, records } of partitionData) appended.push(appendedTo(broker, name, index, [records]));
  }
  return appendDelay(broker, hardware, appended);
}

/** Until what a leader sent is in the page cache of this follower. */
export function replicateDelay(broker: Broker, body: FetchResponse): Micros {
  const { hardware } = broker;
  if (hardware === null) return 0;
  const appended: Appended[] = [];
  for (const { topic, partitions } of body.responses) {
    for (const { partitionIndex, records } of partitions) {
      if (records.length > 0) appended.push(appendedTo(broker, topic, partitionIndex, records));
    }
  }
  return appended.length === 0 ? 0 : appendDelay(broker, hardware, appended);
}

/** Until the records of a fetch are on the wire. */
export function readDelay(broker: Broker, body: FetchResponse): Micros {
  const { hardware } = broker;
  if (hardware === null) return 0;
  const names = broker.environment.partitionNames;
  const parts = body.responses.flatMap(({ topic, partitions }) =>
    partitions.map(({ partitionIndex, records }) => ({ topicPartition: names.of(topic, partitionIndex), batches: records })),
  );
  return parts.every(({ batches }) => batches.length === 0) ? 0 : hardware.read(parts, broker.context.nowMicros);
}

function appendedTo(broker: Broker, topic: string, partitionIndex: number, batches: readonly RecordBatch[]): Appended {
  const topicPartition = broker.environment.partitionNames.of(topic, partitionIndex);
  let sizeBytes = 0;
  let count = 0;
  for (const batch of batches) {
    sizeBytes += batch.sizeBytes;
    count += batch.lastOffsetDelta + 1;
  }
  return { topicPartition, sizeBytes, endOffset: (broker.disk.logs.get(topicPartition)?.log.logEndOffset ?? 0) + count };
}

function appendDelay(broker: Broker, hardware: Hardware, appended: readonly Appended[]): Micros {
  const { nowMicros } = broker.context;
  let delayMicros = hardware.append(appended, nowMicros);
  for (const { topicPartition, endOffset, sizeBytes } of appended) {
    const log = broker.disk.logs.get(topicPartition)?.log;
    if (log === undefined || endOffset - log.recoveryPoint < log.config.flushInterval) continue;
    delayMicros = Math.max(delayMicros, hardware.flush(sizeBytes, nowMicros + delayMicros) + delayMicros);
  }
  return delayMicros;
}
