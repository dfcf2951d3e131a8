import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { AlterPartitionRequest, AlterPartitionResponse, AlterPartitionResponsePartition } from '../apis/AlterPartition/messages.ts';
import { errors } from '../errors.ts';
import type { AlteredIsr, PendingPartitionChange } from './isr-state.ts';
import type { Partition } from './partition.ts';
import { completeAlterPartition } from './partition-isr.ts';

/** How the changes get to the controller. An Entity or a Shared object. */
export interface AlterPartitionChannel {
  readonly brokerId: number;
  localBrokerEpoch(): number;
  /** Sends to the active controller, whoever it is, as often as it takes until there is an answer that is not NOT_CONTROLLER. */
  sendAlterPartition(request: AlterPartitionRequest): void;
  /** Calls onRetryTimer after a while. */
  scheduleAlterPartitionRetry(delayMillis: number): void;
}

interface AlterPartitionItem {
  readonly partition: Partition;
  readonly proposed: PendingPartitionChange;
}

/** How long the manager waits after an error that concerns the whole request. Source: DefaultAlterPartitionManager. */
export const alterPartitionRetryMillis = 50;

/**
 * Brings ISR changes to the controller: one request on its way for the whole broker, one change waiting for each partition, all that wait
 * go with the next request. Source: DefaultAlterPartitionManager.
 */
export class AlterPartitionManager extends Entity {
  private readonly channel: AlterPartitionChannel;
  /** Changes that have no answer yet, by topic id and partition: those on their way too. */
  private unsent = new Map<string, AlterPartitionItem>();
  private inflightKeys: readonly string[] | null = null;

  constructor(registry: EntityRegistry, channel: AlterPartitionChannel) {
    super(registry);
    this.channel = channel;
  }

  /** Queues a change. A second one for the same partition is refused at once with OPERATION_NOT_ATTEMPTED. */
  submit(partition: Partition, proposed: PendingPartitionChange, nowMillis: number): void {
    const key = itemKey(partition.topicId, partition.partitionIndex);
    if (this.unsent.has(key)) {
      completeAlterPartition(partition, proposed, { errorCode: errors.OPERATION_NOT_ATTEMPTED }, nowMillis);
      return;
    }
    this.touch();
    this.unsent.set(key, { partition, proposed });
    this.maybePropagateIsrChanges();
  }

  /** Sends what waits, unless a request is on its way. */
  maybePropagateIsrChanges(): void {
    if (this.unsent.size === 0 || this.inflightKeys !== null) return;
    this.touch();
    this.inflightKeys = [...this.unsent.keys()];
    this.channel.sendAlterPartition(this.buildRequest());
  }

  /** The broker's process ended: nothing is remembered. */
  clear(): void {
    this.touch();
    this.unsent = new Map();
    this.inflightKeys = null;
  }

  /** The timer that scheduleAlterPartitionRetry started. */
  onRetryTimer(): void {
    this.maybePropagateIsrChanges();
  }

  /**
   * Takes the controller's answer. After an error that concerns the whole request everything stays queued and is sent again a little
   * later; a partition that the answer does not name stays queued too. Source: DefaultAlterPartitionManager.handleAlterPartitionResponse.
   */
  onResponse(response: AlterPartitionResponse, nowMillis: number): void {
    const sentKeys = this.inflightKeys;
    if (sentKeys === null) return;
    this.touch();
    if (response.errorCode === errors.NONE) this.completeItems(sentKeys, response, nowMillis);
    this.inflightKeys = null;
    if (response.errorCode === errors.NONE) this.maybePropagateIsrChanges();
    else this.channel.scheduleAlterPartitionRetry(alterPartitionRetryMillis);
  }

  /** The request that is on its way, built anew: for sending it to another controller. Null when there is none. */
  requestInFlight(): AlterPartitionRequest | null {
    return this.inflightKeys === null ? null : this.buildRequest();
  }

  private completeItems(sentKeys: readonly string[], response: AlterPartitionResponse, nowMillis: number): void {
    const answers = new Map<string, AlterPartitionResponsePartition>();
    for (const topic of response.topics) {
      for (const partition of topic.partitions) answers.set(itemKey(topic.topicId, partition.partitionIndex), partition);
    }
    for (const key of sentKeys) {
      const answer = answers.get(key);
      const item = this.unsent.get(key);
      if (answer === undefined || item === undefined) continue;
      // Before the partition hears of it, so that it can submit its next change.
      this.unsent.delete(key);
      completeAlterPartition(item.partition.fresh(), item.proposed, answerOf(answer), nowMillis);
    }
  }

  private buildRequest(): AlterPartitionRequest {
    const byTopic = new Map<string, AlterPartitionItem[]>();
    for (const key of this.inflightKeys ?? []) {
      const item = this.unsent.get(key);
      if (item === undefined) continue;
      const items = byTopic.get(item.partition.topicId);
      if (items === undefined) byTopic.set(item.partition.topicId, [item]);
      else items.push(item);
    }
    return {
      brokerId: this.channel.brokerId,
      brokerEpoch: this.channel.localBrokerEpoch(),
      topics: [...byTopic].map(([topicId, items]) => ({
        topicId,
        partitions: items.map(({ partition, proposed: { sent } }) => ({
          partitionIndex: partition.partitionIndex,
          leaderEpoch: sent.leaderEpoch,
          newIsrWithEpochs: sent.isrWithBrokerEpoch,
          leaderRecoveryState: sent.leaderRecoveryState === 'RECOVERED' ? 0 : 1,
          partitionEpoch: sent.partitionEpoch,
        })),
      })),
    };
  }
}

function itemKey(topicId: string, partitionIndex: number): string {
  return `${topicId}:${String(partitionIndex)}`;
}

function answerOf(answer: AlterPartitionResponsePartition): AlteredIsr | { readonly errorCode: number } {
  if (answer.errorCode !== errors.NONE) return { errorCode: answer.errorCode };
  if (answer.leaderRecoveryState !== 0 && answer.leaderRecoveryState !== 1) return { errorCode: errors.UNKNOWN_SERVER_ERROR };
  return {
    leaderEpoch: answer.leaderEpoch,
    partitionEpoch: answer.partitionEpoch,
    isr: answer.isr,
    leaderRecoveryState: answer.leaderRecoveryState === 0 ? 'RECOVERED' : 'RECOVERING',
  };
}
