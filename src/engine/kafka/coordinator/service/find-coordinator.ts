import { Entity } from '../../../kernel/state.ts';
import type { EntityRegistry } from '../../../kernel/state.ts';
import type { CreateTopicsRequest, CreateTopicsResponse } from '../../apis/CreateTopics/messages.ts';
import type { FindCoordinatorRequest, FindCoordinatorResponse } from '../../apis/FindCoordinator/messages.ts';
import type { Broker } from '../../broker/broker.ts';
import { channels } from '../../broker/channels.ts';
import { errors } from '../../errors.ts';
import { partitionForGroup } from '../partition-for.ts';
import { offsetsTopicRefused, offsetsTopicRequested } from './events.ts';

/** The topic of group coordination. Source: Topic.GROUP_METADATA_TOPIC_NAME. */
export const offsetsTopicName = '__consumer_offsets';

const groupKeyType = 0;

/**
 * Says which broker coordinates a group: the leader of its partition of `__consumer_offsets`, which is created when somebody asks for the
 * first
 * time. Source: KafkaApis.getCoordinator, AutoTopicCreationManager.
 */
export class CoordinatorFinder extends Entity {
  private readonly broker: Broker;
  private isCreating = false;

  constructor(registry: EntityRegistry, broker: Broker) {
    super(registry);
    this.broker = broker;
  }

  handle({ keyType, coordinatorKeys }: FindCoordinatorRequest): FindCoordinatorResponse {
    const coordinators = coordinatorKeys.map((key) => {
      const nodeId = keyType === groupKeyType ? this.coordinatorOf(key) : null;
      if (nodeId !== null) return { key, nodeId, errorCode: errors.NONE, errorMessage: null };
      const errorCode = keyType === groupKeyType ? errors.COORDINATOR_NOT_AVAILABLE : errors.INVALID_REQUEST;
      return { key, nodeId: -1, errorCode, errorMessage: null };
    });
    return { throttleTimeMs: 0, coordinators };
  }

  /** The controller's answer. A refusal is only logged by Kafka: whoever asks next starts it again. */
  onAnswer(body: object): void {
    this.touch();
    this.isCreating = false;
    for (const { name, errorCode } of (body as Partial<CreateTopicsResponse>).topics ?? []) {
      // Another broker was asked at the same time.
      if (errorCode === errors.NONE || errorCode === errors.TOPIC_ALREADY_EXISTS) continue;
      const { context } = this.broker;
      const replicationFactor = this.setting('offsets.topic.replication.factor', 3);
      context.emit(offsetsTopicRefused, { topic: context.name(name), error: errorCode, replicationFactor });
    }
  }

  onFailure(): void {
    this.touch();
    this.isCreating = false;
  }

  clear(): void {
    this.onFailure();
  }

  private coordinatorOf(groupId: string): number | null {
    const { image } = this.broker;
    const topic = image.topicByName(offsetsTopicName);
    if (topic === undefined) {
      this.createTopic();
      return null;
    }
    const leader = topic.partitions.get(partitionForGroup(groupId, topic.partitions.length))?.leader ?? -1;
    return image.isAlive(leader) ? leader : null;
  }

  private createTopic(): void {
    if (this.isCreating) return;
    this.touch();
    this.isCreating = true;
    const { context, controller } = this.broker;
    const numPartitions = this.setting('offsets.topic.num.partitions', 50);
    const replicationFactor = this.setting('offsets.topic.replication.factor', 3);
    const configs = [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'segment.bytes', value: String(this.setting('offsets.topic.segment.bytes', 104857600)) },
      { name: 'compression.type', value: 'producer' },
    ];
    const request: CreateTopicsRequest = {
      topics: [{ name: offsetsTopicName, numPartitions, replicationFactor, assignments: [], configs }],
      timeoutMs: this.setting('request.timeout.ms', 30000),
      validateOnly: false,
    };
    context.emit(offsetsTopicRequested, { topic: context.name(offsetsTopicName), partitionCount: numPartitions, replicationFactor });
    controller.send('CreateTopics', channels.forwarding, request, 'createInternalTopic');
  }

  private setting(key: string, fallback: number): number {
    const text = this.broker.settings.overrides[key];
    return text === undefined ? fallback : Number(text);
  }
}
