import { State } from '../../../kernel/state.ts';
import type { ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import type { Task } from './task.ts';
import { partitionName } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

/**
 * Where a subscriber's partitions and committed positions come from. The group coordinator is one; a consumer without a group has none of
 * Kafka's, so the engine offers a simple one that gives a subscriber every partition.
 */
export abstract class AssignmentSource extends State {
  /** What each pass of poll() does first; its value says whether positions may be looked for now. Null: nothing to wait for. */
  abstract beginPoll(consumer: ClassicConsumer, deadlineMillis: number): Task | null;
  /** Looks up committed offsets of partitions without position; its value says whether all were found out. */
  abstract initWithCommittedOffsets(consumer: ClassicConsumer, deadlineMillis: number): Task | null;
  /** How long poll() may wait at most before the source wants to be asked again; an error ends poll(). */
  abstract timeToNextPollMillis(nowMillis: number): number | ClientError;
  /** assign() is about to replace the assignment. */
  abstract onAssign(consumer: ClassicConsumer): ClientError | null;
  /** unsubscribe() is about to drop the subscription. */
  abstract onUnsubscribe(consumer: ClassicConsumer): ClientError | null;
  /** The consumer is being closed. */
  abstract close(consumer: ClassicConsumer, deadlineMillis: number): Task | null;
}

/**
 * Gives a subscriber without a group every partition of its topics, as metadata shows them.
 * Ours: Kafka refuses subscribe() without group.id.
 */
export class AllPartitionsAssignment extends AssignmentSource {
  private seenMetadataVersion = -1;

  beginPoll(consumer: ClassicConsumer): Task | null {
    const { metadata, subscriptions } = consumer;
    if (!subscriptions.hasAutoAssignedPartitions || this.seenMetadataVersion === metadata.updateVersion) return null;
    this.seenMetadataVersion = metadata.updateVersion;
    if (subscriptions.subscriptionType === 'AUTO_PATTERN') {
      const topics = new Set(metadata.snapshot.partitions.map((partition) => partition.topicPartition.topic));
      subscriptions.subscribeFromPattern([...topics].filter((topic) => subscriptions.matchesSubscribedPattern(topic)));
    }
    const wanted: PartitionName[] = [];
    for (const topic of [...subscriptions.subscription].sort(compareText)) {
      const count = metadata.snapshot.partitionCount(topic) ?? 0;
      for (let partition = 0; partition < count; partition++) wanted.push(partitionName(topic, partition));
    }
    const assigned = subscriptions.assignedPartitions();
    const isSame = wanted.length === assigned.length && wanted.every((name) => subscriptions.isAssigned(name));
    if (!isSame) {
      consumer.fetcher.clearBufferedDataForUnassigned(consumer, wanted);
      subscriptions.assignFromSubscribed(wanted);
    }
    return null;
  }

  initWithCommittedOffsets(): Task | null {
    return null;
  }

  timeToNextPollMillis(): number {
    return Number.MAX_SAFE_INTEGER;
  }

  onAssign(): ClientError | null {
    return null;
  }

  onUnsubscribe(): ClientError | null {
    this.seenMetadataVersion = -1;
    return null;
  }

  close(): Task | null {
    return null;
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
