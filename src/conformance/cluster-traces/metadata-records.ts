import { MetadataDelta } from '../../engine/kafka/metadata/delta.ts';
import type { Cluster } from '../../engine/kafka/cluster.ts';
import { MetadataImage } from '../../engine/kafka/metadata/image.ts';
import type { MetadataRecord } from '../../engine/kafka/metadata/records.ts';
import type { Json } from '../registry.ts';
import type { JsonObject } from '../rows.ts';
import { isTestTopic, partitionFields } from './partition-fields.ts';

/** The metadata log on the controller's disk, read from outside: as an image, and record by record. */
export class MetadataReading {
  private readonly cluster: Cluster;
  private nextOffset = 0;
  image: MetadataImage = MetadataImage.empty();
  /** Where the scenario begins. */
  private startOffset = 0;
  private lastEpoch = 0;
  readonly records: Json[] = [];
  private readonly registrations = new Map<number, number[]>();

  constructor(cluster: Cluster) {
    this.cluster = cluster;
    this.advance();
    this.startOffset = this.nextOffset;
    // Of the registrations before the scenario only the last means something.
    for (const [id, epochs] of this.registrations) this.registrations.set(id, epochs.slice(-1));
    this.records.length = 0;
  }

  /** Reads what was appended since the last call. */
  advance(): void {
    const { log, epoch } = this.cluster.activeController;
    for (; this.nextOffset < log.endOffset; this.nextOffset++) {
      const entry = log.at(this.nextOffset);
      this.beginEpoch(entry.epoch);
      this.read(entry.record, this.nextOffset);
    }
    this.beginEpoch(epoch);
  }

  /** A new leader of the quorum writes that it leads before anything else; our log keeps the epoch beside each record instead. */
  private beginEpoch(epoch: number): void {
    if (epoch <= this.lastEpoch) return;
    this.lastEpoch = epoch;
    this.records.push({ type: 'LEADER_CHANGE' });
  }

  /** The n-th registration of a broker that the scenario has seen; 0 for one that it has not. */
  registrationOf(brokerId: number, brokerEpoch: number): number {
    return (this.registrations.get(brokerId) ?? []).indexOf(brokerEpoch) + 1;
  }

  private read(record: MetadataRecord, offset: number): void {
    const before = this.image;
    const delta = new MetadataDelta(before);
    delta.apply(record, offset);
    this.image = delta.image;
    const json = this.recordJson(record, before);
    if (json !== null && offset >= this.startOffset) this.records.push(json);
  }

  private recordJson(record: MetadataRecord, before: MetadataImage): Json {
    const { type } = record;
    switch (type) {
      case 'TopicRecord':
        return isTestTopic(record.data.name) ? { type, topic: record.data.name } : null;
      case 'RemoveTopicRecord': {
        const name = before.topic(record.data.topicId)?.name ?? '';
        return isTestTopic(name) ? { type, topic: name } : null;
      }
      case 'PartitionRecord':
      case 'PartitionChangeRecord':
        return this.partitionJson(type, record.data);
      case 'RegisterBrokerRecord': {
        const { brokerId, brokerEpoch, fenced, inControlledShutdown } = record.data;
        const known = this.registrations.get(brokerId) ?? [];
        this.registrations.set(brokerId, [...known, brokerEpoch]);
        return { type, brokerId, registration: this.registrationOf(brokerId, brokerEpoch), fenced, inControlledShutdown };
      }
      case 'BrokerRegistrationChangeRecord': {
        const { brokerId, brokerEpoch, fenced = 0, inControlledShutdown = 0 } = record.data;
        if (fenced === 0 && inControlledShutdown === 0) return null;
        return { type, brokerId, registration: this.registrationOf(brokerId, brokerEpoch), fenced, inControlledShutdown };
      }
      case 'UnregisterBrokerRecord':
        return { type, brokerId: record.data.brokerId };
      case 'ConfigRecord': {
        const { resourceType, resourceName, name, value } = record.data;
        return isTestTopic(resourceName) ? { type, resourceType, resourceName, name, value } : null;
      }
      default:
        return null;
    }
  }

  private partitionJson(type: string, data: { readonly topicId: string; readonly partitionId: number }): Json {
    const topic = this.image.topic(data.topicId);
    const state = topic?.partitions.get(data.partitionId);
    if (topic === undefined || state === undefined || !isTestTopic(topic.name)) return null;
    const partition = `${topic.name}-${String(data.partitionId)}`;
    const after = partitionFields(state);
    return type === 'PartitionRecord' ? { type, partition, after } : { type, partition, change: changeOf(data), after };
  }
}

const changeFields = [
  'isr',
  'leader',
  'replicas',
  'removingReplicas',
  'addingReplicas',
  'leaderRecoveryState',
  'eligibleLeaderReplicas',
  'lastKnownElr',
];

function changeOf(data: object): JsonObject {
  const fields = data as Readonly<Record<string, Json | undefined>>;
  return Object.fromEntries(changeFields.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}
