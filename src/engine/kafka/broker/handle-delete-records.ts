import type { Envelope } from '../../kernel/process.ts';
import type { DeleteRecordsRequest, DeleteRecordsResponse } from '../apis/DeleteRecords/messages.ts';
import { errors } from '../errors.ts';
import { isInternalTopic } from '../util/topic-name.ts';
import { DelayedDeleteRecords, DeleteRecordsPartitionStatus } from './delayed-operations.ts';
import { deleteRecordsOnLeader } from './partition-follower.ts';
import type { ReplicaManager } from './replica-manager.ts';

/** A waiting DeleteRecords that knows which topics it was asked about. */
export class WaitingDeleteRecords extends DelayedDeleteRecords {
  readonly body: DeleteRecordsRequest;

  constructor(request: Envelope, body: DeleteRecordsRequest, statuses: DeleteRecordsPartitionStatus[]) {
    super(request, statuses);
    this.body = body;
  }

  /** The answer as things stand. */
  respond(): DeleteRecordsResponse {
    let next = 0;
    const topics = this.body.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => {
        const status = this.statuses[next++];
        return { partitionIndex, lowWatermark: status?.lowWatermark ?? -1, errorCode: status?.errorCode ?? errors.UNKNOWN_SERVER_ERROR };
      }),
    }));
    return { throttleTimeMs: 0, topics };
  }
}

/**
 * Moves log starts up; the answer waits until every live replica has moved its own. The operation is complete when nothing is pending.
 * Source: KafkaApis.handleDeleteRecordsRequest, ReplicaManager.deleteRecords.
 */
export function handleDeleteRecords(manager: ReplicaManager, envelope: Envelope): WaitingDeleteRecords {
  const body = envelope.message.body as DeleteRecordsRequest;
  const statuses = body.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, offset }) => {
      const topicPartition = `${name}-${String(partitionIndex)}`;
      const result = deleteOne(manager, name, topicPartition, offset);
      return new DeleteRecordsPartitionStatus(topicPartition, result.requestedOffset, result);
    }),
  );
  return new WaitingDeleteRecords(envelope, body, statuses);
}

function deleteOne(
  manager: ReplicaManager,
  topic: string,
  topicPartition: string,
  offset: number,
): { readonly errorCode: number; readonly requestedOffset: number; readonly lowWatermark: number } {
  const refused = { requestedOffset: -1, lowWatermark: -1 };
  if (isInternalTopic(topic)) return { ...refused, errorCode: errors.INVALID_TOPIC_EXCEPTION };
  const partition = manager.partitionOrError(topicPartition);
  if (typeof partition === 'number') return { ...refused, errorCode: partition };
  const result = deleteRecordsOnLeader(partition, offset);
  return result.kind === 'error' ? { ...refused, errorCode: result.errorCode } : { ...result, errorCode: errors.NONE };
}
