import type { Context } from '../../kernel/process.ts';
import type { MetadataDelta } from '../metadata/delta.ts';
import type { PartitionRegistration } from '../metadata/partition-registration.ts';
import { configResourceTypes, leaderRecoveryStates, noLeader, type MetadataRecord, type RecordFields } from '../metadata/records.ts';
import { ascending, isSameList } from '../metadata/replicas.ts';
import {
  brokerFenced, brokerRegistered, brokerUnfenced, brokerUnregistered, configChanged, configRemoved, controlledShutdownGranted, elrChanged,
  featureLevelChanged, isrChanged, lastKnownLeaderNoted, leaderElected, leaderElectedFromElr, leaderLost, leaderRecovered, leaderReturned,
  logDirsFailed, partitionsAdded, preferredLeaderElected, reassignmentEnded, reassignmentStarted, replicasReordered, topicCreated,
  topicDeleted, uncleanLeaderElected,
} from './events.ts';

/** What an announcement can do: the part of a node's context that it uses. */
export type Announcer = Pick<Context, 'emit' | 'name'>;

/**
 * Tells the learner what the records that were just written change, in the order of the records. `delta` goes from before the first of
 * them to
 * after the last; a partition that several of them change is told once.
 */
export function announceChanges(context: Announcer, delta: MetadataDelta, records: readonly MetadataRecord[]): void {
  const told = new Set<string>();
  const changedPartitionCount = records.filter(({ type }) => type === 'PartitionChangeRecord').length;
  for (const record of records) {
    switch (record.type) {
      case 'PartitionChangeRecord':
        announcePartition(context, delta, record.data, told);
        break;
      case 'PartitionRecord':
        announceAddedPartitions(context, delta, record.data.topicId, told);
        break;
      case 'ClearElrRecord':
        announceClearedElrs(context, delta, record.data.topicName, told);
        break;
      case 'BrokerRegistrationChangeRecord':
        announceBrokerChange(context, delta, record.data, changedPartitionCount);
        break;
      default:
        announceOther(context, delta, record);
    }
  }
}

function announceOther(context: Announcer, delta: MetadataDelta, record: MetadataRecord): void {
  switch (record.type) {
    case 'RegisterBrokerRecord': {
      const { brokerId, brokerEpoch } = record.data;
      const previousBrokerEpoch = delta.base.broker(brokerId)?.epoch ?? -1;
      if (previousBrokerEpoch !== brokerEpoch) context.emit(brokerRegistered, { broker: brokerId, brokerEpoch, previousBrokerEpoch });
      return;
    }
    case 'UnregisterBrokerRecord':
      context.emit(brokerUnregistered, { broker: record.data.brokerId, brokerEpoch: record.data.brokerEpoch });
      return;
    case 'TopicRecord': {
      const topic = delta.image.topic(record.data.topicId);
      const replicationFactor = topic?.partitions.get(0)?.replicas.length ?? 0;
      const partitionCount = topic?.partitions.length ?? 0;
      context.emit(topicCreated, { topic: context.name(record.data.name), partitionCount, replicationFactor });
      return;
    }
    case 'RemoveTopicRecord': {
      const topic = delta.base.topic(record.data.topicId);
      if (topic !== undefined) context.emit(topicDeleted, { topic: context.name(topic.name), partitionCount: topic.partitions.length });
      return;
    }
    case 'ConfigRecord':
      return announceConfig(context, record.data);
    case 'FeatureLevelRecord':
      context.emit(featureLevelChanged, { feature: context.name(record.data.name), featureLevel: record.data.featureLevel });
      return;
    default: // Producer ids, transactions and no-ops change nothing that a learner sees.
  }
}

function announceBrokerChange(
  context: Announcer,
  delta: MetadataDelta,
  change: RecordFields['BrokerRegistrationChangeRecord'],
  changedPartitionCount: number,
): void {
  const { brokerId: broker, brokerEpoch, fenced = 0, inControlledShutdown = 0, cordonedLogDirs, logDirs } = change;
  const args = { broker, brokerEpoch, changedPartitionCount };
  // A fenced broker that stops, or stays silent, is fenced once more: nothing changes by that.
  const wasFenced = delta.base.broker(broker)?.fenced ?? true;
  if (fenced > 0 && !wasFenced) context.emit(brokerFenced, args);
  else if (fenced > 0) return;
  else if (fenced < 0) context.emit(brokerUnfenced, args);
  else if (inControlledShutdown > 0) context.emit(controlledShutdownGranted, args);
  else if (cordonedLogDirs === undefined) {
    context.emit(logDirsFailed, { broker, onlineDirCount: logDirs?.length ?? 0, changedPartitionCount });
  }
}

function announceConfig(context: Announcer, { resourceType, resourceName, name, value }: RecordFields['ConfigRecord']): void {
  const isBroker = resourceType === configResourceTypes.BROKER;
  const resource = context.name(isBroker ? (resourceName === '' ? 'brokers' : `broker ${resourceName}`) : resourceName);
  const config = context.name(name);
  if (value === null) context.emit(configRemoved, { resource, config });
  else context.emit(configChanged, { resource, config, value: context.name(value) });
}

/** Partitions of a topic that existed before; those of a new topic come with it. */
function announceAddedPartitions(context: Announcer, delta: MetadataDelta, topicId: string, told: Set<string>): void {
  const before = delta.base.topic(topicId);
  const after = delta.image.topic(topicId);
  if (before === undefined || after === undefined || told.has(topicId)) return;
  told.add(topicId);
  const counts = { previousPartitionCount: before.partitions.length, partitionCount: after.partitions.length };
  context.emit(partitionsAdded, { topic: context.name(after.name), ...counts });
}

function announceClearedElrs(context: Announcer, delta: MetadataDelta, topicName: string, told: Set<string>): void {
  for (const [topicId, partitionIds] of delta.changedPartitions) {
    if (topicName !== '' && delta.image.topicIdsByName.get(topicName) !== topicId) continue;
    for (const partitionId of partitionIds) announcePartition(context, delta, { topicId, partitionId }, told);
  }
}

function announcePartition(
  context: Announcer,
  delta: MetadataDelta,
  { topicId, partitionId }: { readonly topicId: string; readonly partitionId: number },
  told: Set<string>,
): void {
  const key = `${topicId}/${String(partitionId)}`;
  const topic = delta.image.topic(topicId);
  const before = delta.base.partition(topicId, partitionId);
  const after = topic?.partitions.get(partitionId);
  if (topic === undefined || before === undefined || after === undefined || told.has(key)) return;
  told.add(key);
  const partition = context.name(`${topic.name}-${String(partitionId)}`);
  announceLeader(context, partition, before, after);
  announceMembers(context, partition, before, after);
  announceReassignment(context, partition, before, after);
}

function announceLeader(context: Announcer, partition: number, before: PartitionRegistration, after: PartitionRegistration): void {
  if (before.leader === after.leader) return;
  const { leader, leaderEpoch } = after;
  const isr = nodes(context, after.isr);
  const elr = nodes(context, after.elr);
  const moved = { partition, previousLeader: before.leader, leader, leaderEpoch };
  if (leader === noLeader) context.emit(leaderLost, { partition, previousLeader: before.leader, leaderEpoch, isr, elr });
  else if (isRecovering(after) && !before.isr.includes(leader)) {
    context.emit(uncleanLeaderElected, { ...moved, previousIsr: nodes(context, before.isr) });
  } else if (before.elr.includes(leader)) {
    context.emit(leaderElectedFromElr, { partition, leader, leaderEpoch, previousElr: nodes(context, before.elr), elr });
  } else if (before.leader === noLeader) context.emit(leaderReturned, { partition, leader, leaderEpoch, isr });
  else if (leader === after.preferredReplica && after.isr.includes(before.leader)) context.emit(preferredLeaderElected, { ...moved, isr });
  else context.emit(leaderElected, { ...moved, isr });
}

function announceMembers(context: Announcer, partition: number, before: PartitionRegistration, after: PartitionRegistration): void {
  const { leader, partitionEpoch } = after;
  const isr = nodes(context, after.isr);
  if (!isSameSet(before.isr, after.isr)) {
    context.emit(isrChanged, { partition, leader, previousIsr: nodes(context, before.isr), isr, partitionEpoch });
  }
  if (!isSameSet(before.elr, after.elr)) {
    const change = { previousElr: nodes(context, before.elr), elr: nodes(context, after.elr) };
    context.emit(elrChanged, { partition, ...change, isr, partitionEpoch });
  }
  const [lastKnownLeader] = after.lastKnownElr;
  if (lastKnownLeader !== undefined && before.lastKnownElr.length === 0) context.emit(lastKnownLeaderNoted, { partition, lastKnownLeader });
  if (isRecovering(before) && !isRecovering(after)) context.emit(leaderRecovered, { partition, leader, partitionEpoch });
}

function announceReassignment(context: Announcer, partition: number, before: PartitionRegistration, after: PartitionRegistration): void {
  const { leader } = after;
  if (isSameList(before.replicas, after.replicas)) return;
  const replicas = context.name(after.replicas.join(', '));
  if (after.isReassigning) {
    const moving = { adding: nodes(context, after.addingReplicas), removing: nodes(context, after.removingReplicas) };
    context.emit(reassignmentStarted, { partition, replicas, ...moving });
  } else if (before.isReassigning || !isSameSet(before.replicas, after.replicas)) {
    context.emit(reassignmentEnded, { partition, replicas, isr: nodes(context, after.isr), leader });
  } else context.emit(replicasReordered, { partition, replicas, leader });
}

function isRecovering({ leaderRecoveryState }: PartitionRegistration): boolean {
  return leaderRecoveryState === leaderRecoveryStates.RECOVERING;
}

/** A set of nodes as events hold it. */
function nodes(context: Announcer, ids: readonly number[]): number {
  return context.name([...ids].sort(ascending).join(', '));
}

function isSameSet(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
