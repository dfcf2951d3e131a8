import type { Envelope } from '../../kernel/process.ts';
import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { FetchRequest, FetchResponse } from '../apis/Fetch/messages.ts';
import type { Broker } from './broker.ts';
import type { DelayedFetch } from './delayed-fetch.ts';
import { FetchRequests } from './fetch-requests.ts';
import type { FetchRequestsHost } from './fetch-requests.ts';
import type { Partition } from './partition.ts';
import type { PartitionNames } from './partition-names.ts';
import { noPreferredReadReplica, rackAwareReadReplica } from './preferred-read-replica.ts';
import type { ReplicaManager } from './replica-manager.ts';
import { PurgatoryTimer } from './timers.ts';

/** Brings fetches to what serves them, and their answers and timers to the network and the clock. Source: KafkaApis.handleFetchRequest. */
export class FetchService extends Entity implements FetchRequestsHost {
  readonly requests: FetchRequests;
  private readonly broker: Broker;
  private readonly manager: ReplicaManager;

  constructor(registry: EntityRegistry, broker: Broker, manager: ReplicaManager) {
    super(registry);
    this.broker = broker;
    this.manager = manager;
    this.requests = new FetchRequests(registry, this);
  }

  get fetchMaxBytes(): number {
    return this.broker.settings.fetchMaxBytes;
  }

  get partitionNames(): PartitionNames {
    return this.manager.partitionNames;
  }

  partitionOrError(topicPartition: string): Partition | number {
    return this.manager.partitionOrError(topicPartition);
  }

  currentLeader(topicPartition: string): { readonly leaderId: number; readonly leaderEpoch: number } | null {
    const partition = this.manager.partition(topicPartition);
    return partition === undefined ? null : { leaderId: partition.leaderReplicaId ?? -1, leaderEpoch: partition.leaderEpoch };
  }

  get sendsConsumersToRacks(): boolean {
    return this.broker.settings.isReplicaSelectorRackAware;
  }

  preferredReadReplica(partition: Partition, rackId: string, fetchOffset: number): number {
    if (!this.sendsConsumersToRacks) return noPreferredReadReplica;
    const { image } = this.broker;
    return rackAwareReadReplica(partition, rackId, fetchOffset, (brokerId) => {
      const registration = image.broker(brokerId);
      return registration === undefined || registration.fenced ? null : registration.rack;
    });
  }

  handle(envelope: Envelope): void {
    const { context } = this.broker;
    const outcome = this.requests.handle(envelope.message.body as FetchRequest, envelope, envelope.sentEvent, context.nowMillis);
    if (outcome.kind === 'respond') return this.broker.respondRead(envelope, outcome.response, 60 + outcome.sizeBytes);
    outcome.operation.timer = context.startTimer(outcome.waitMillis * 1000, new PurgatoryTimer('fetch', outcome.operation.id));
  }

  /** A partition changed: fetches that wait for it may be complete. */
  completeWaiting(topicPartition: string): void {
    for (const operation of this.requests.checkAndComplete(topicPartition)) {
      this.broker.context.cancelTimer(operation.timer);
      this.answer(operation);
    }
  }

  expire(operationId: number): void {
    const operation = this.requests.expire(operationId);
    if (operation !== null) this.answer(operation);
  }

  clear(): void {
    this.requests.clear();
  }

  private answer(operation: DelayedFetch): void {
    const response = this.requests.complete(operation, this.broker.context.nowMillis);
    const { request } = operation;
    if (request !== null) this.broker.respondRead(request, response, 60 + recordBytes(response));
  }
}

function recordBytes(response: FetchResponse): number {
  let bytes = 0;
  for (const topic of response.responses)
    for (const partition of topic.partitions) for (const batch of partition.records) bytes += batch.sizeBytes;
  return bytes;
}
