import type { NodeId } from '../kernel/units.ts';
import type { Broker } from './broker/broker.ts';
import type { Partition } from './broker/partition.ts';
import type { Cluster } from './cluster.ts';
import type { LogToClean } from './log/cleaner/cleanable.ts';
import type { PartitionLog } from './log/partition-log.ts';
import type { RetentionReason } from './log/retention.ts';
import type { RecordBatch } from './log/record-batch.ts';
import type { TopicImage } from './metadata/image.ts';
import type { PartitionRegistration } from './metadata/partition-registration.ts';
import { nextDeletion } from './storage/retention-outlook.ts';
import { StorageReader } from './storage/storage-reader.ts';
import { isInternalTopic } from './util/topic-name.ts';

/** A partition as the controller's log has it. */
export interface PartitionFacts {
  readonly name: string;
  readonly topic: string;
  readonly topicId: string;
  /** Kafka keeps the topic for itself. */
  readonly isInternal: boolean;
  readonly partition: number;
  readonly registration: PartitionRegistration;
}

/** What a replica is, by what the controller's log says and what is true of its broker. */
export type ReplicaRole = 'leader' | 'in-sync' | 'out-of-sync' | 'eligible' | 'fenced' | 'offline';

/** What a broker's disk keeps of a partition, and what would be done with it next. Times are the broker's clock. */
export interface StorageFacts {
  /** Up to here Kafka knows the log to be on disk. */
  readonly recoveryPoint: number;
  /** Up to here it is on disk: the operating system wrote more than Kafka asked for. A power cut takes the rest. */
  readonly flushedOffset: number;
  /** The first offset that no cleaning has reached; null while the log was never cleaned. */
  readonly cleanerCheckpoint: number | null;
  /** How dirty a compacted log is now; null for others. */
  readonly dirtiness: LogToClean | null;
  /** What retention would take if it ran now, by the first rule that takes something; null when none does. */
  readonly nextDeletion: { readonly reason: RetentionReason; readonly segmentCount: number } | null;
  /** Files that are renamed to `.deleted` and wait. */
  readonly deletedFileNames: readonly string[];
}

/**
 * The all-seeing view of a cluster: for pictures, predicates, invariants and the headless runner. Reads only; no node has it.
 */
export class ClusterReader {
  readonly cluster: Cluster;
  /** What only a picture of the disks needs. */
  readonly disks: StorageReader;

  constructor(cluster: Cluster) {
    this.cluster = cluster;
    this.disks = new StorageReader(this);
  }

  /** All partitions, by topic name and index. */
  partitions(): readonly PartitionFacts[] {
    const facts: PartitionFacts[] = [];
    for (const topic of this.cluster.activeController.image.topicsInOrder) {
      for (const [partition, registration] of topic.partitions.entries()) {
        facts.push(factsOf(topic, `${topic.name}-${String(partition)}`, partition, registration));
      }
    }
    return facts;
  }

  /** One partition; null when the controller's log has none of that name. */
  partition(name: string): PartitionFacts | null {
    const dash = name.lastIndexOf('-');
    const topic = this.cluster.activeController.image.topicByName(name.slice(0, dash));
    const partition = Number(name.slice(dash + 1));
    const registration = topic?.partitions.get(partition);
    if (topic === undefined || registration === undefined) return null;
    return factsOf(topic, name, partition, registration);
  }

  /** The broker's log of a partition, also while the broker is down; null when its disk has none. */
  log(broker: NodeId, name: string): PartitionLog | null {
    return this.cluster.broker(broker)?.disk.logs.get(name)?.log ?? null;
  }

  /** What the broker's disk keeps of a partition, also while the broker is down; null when it has no log of it. */
  storage(broker: NodeId, name: string): StorageFacts | null {
    const process = this.cluster.broker(broker);
    const disk = process?.disk;
    const log = disk?.logs.get(name)?.log;
    if (process === null || disk === undefined || log === undefined) return null;
    const nowMillis = process.context.nowMillis;
    return {
      recoveryPoint: log.recoveryPoint,
      flushedOffset: log.flushedOffset,
      cleanerCheckpoint: disk.cleaner.checkpoint(name),
      dirtiness: disk.cleaner.dirtiness(log, nowMillis),
      nextDeletion: nextDeletion(log, nowMillis),
      deletedFileNames: [...log.localLog.deletedFileNames],
    };
  }

  /** What a running broker believes of a partition; null when it is down or does not host it. */
  belief(broker: NodeId, name: string): Partition | null {
    return this.cluster.broker(broker)?.replicas.partition(name) ?? null;
  }

  isUp(node: NodeId): boolean {
    return this.cluster.kernel.node(node).isProcessUp;
  }

  role(broker: NodeId, { registration }: PartitionFacts): ReplicaRole {
    const process: Broker | null = this.cluster.broker(broker);
    if (process === null || !this.isUp(broker) || process.disk.isFailed) return 'offline';
    if (registration.leader === broker) return 'leader';
    if (registration.elr.includes(broker)) return 'eligible';
    if (this.cluster.activeController.image.broker(broker)?.fenced !== false) return 'fenced';
    return registration.isr.includes(broker) ? 'in-sync' : 'out-of-sync';
  }

  /** The leader that the controller's log names, as that broker sees the partition; null when there is none or it does not run. */
  leader(facts: PartitionFacts): Partition | null {
    const { leader } = facts.registration;
    if (leader < 0) return null;
    const partition = this.belief(leader, facts.name);
    return partition?.isLeader === true ? partition : null;
  }

  /** min.insync.replicas as it counts: never more than there are replicas. */
  effectiveMinIsr({ topic, registration }: PartitionFacts): number {
    const { cluster } = this;
    const anyBroker = cluster.broker(cluster.brokerIds[0] ?? -1);
    const image = cluster.activeController.image;
    const configured =
      image.topicConfig(topic)?.get('min.insync.replicas') ??
      image.brokerConfig('')?.get('min.insync.replicas') ??
      anyBroker?.settings.overrides['min.insync.replicas'] ??
      '1';
    return Math.min(Number(configured), registration.replicas.length);
  }
}

/** The batches of a log that overlap [from, to), in order. */
export function batchesBetween(log: PartitionLog, from: number, to: number): readonly RecordBatch[] {
  const found: RecordBatch[] = [];
  let offset = Math.max(from, log.logStartOffset);
  while (offset < to && offset < log.logEndOffset) {
    const read = log.read(offset, 1_000_000, 'LOG_END', true);
    if (read.kind === 'error' || read.batches.length === 0) break;
    for (const batch of read.batches) {
      if (batch.baseOffset >= to) return found;
      if (batch.lastOffset >= from) found.push(batch);
    }
    offset = read.batches.at(-1)?.nextOffset ?? to;
  }
  return found;
}

function factsOf(topic: TopicImage, name: string, partition: number, registration: PartitionRegistration): PartitionFacts {
  return { name, topic: topic.name, topicId: topic.id, isInternal: isInternalTopic(topic.name), partition, registration };
}
