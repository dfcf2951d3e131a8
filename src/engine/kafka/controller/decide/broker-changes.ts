import { noLeader } from '../../metadata/records.ts';
import { metadataRecord, type MetadataRecord } from '../../metadata/records.ts';
import { withoutReplicas } from '../../metadata/replicas.ts';
import { assert } from '../../../kernel/units.ts';
import type { TopicIdPartition } from '../partition-index.ts';
import { changePartition, electionFor, findPartition, type ControllerParts } from '../parts.ts';

/** Whose state changes. */
export interface BrokerChange {
  /** Leaves every ISR, and may not lead. */
  readonly brokerToRemove?: number;
  /** Counts as active already, though the record that says so is only being written. */
  readonly brokerToAdd?: number;
  /** Came back without the end of its log: leaves every ISR and ELR. */
  readonly brokerWithUncleanShutdown?: number;
}

/** New leaders and ISRs for partitions that a broker's change concerns. Source: ReplicationControlManager.generateLeaderAndIsrUpdates. */
export function leaderAndIsrUpdates(
  parts: ControllerParts,
  { brokerToRemove = noLeader, brokerToAdd = noLeader, brokerWithUncleanShutdown = noLeader }: BrokerChange,
  partitions: Iterable<TopicIdPartition>,
): readonly MetadataRecord[] {
  const isAcceptable = (brokerId: number): boolean =>
    brokerId !== brokerToRemove && brokerId !== brokerWithUncleanShutdown && (brokerId === brokerToAdd || parts.cluster.isActive(brokerId));
  const records: MetadataRecord[] = [];
  for (const where of partitions) {
    const found = findPartition(parts, where);
    if (found === null) continue;
    const targets = {
      isr: withoutReplicas(found.partition.isr, [brokerToRemove, brokerWithUncleanShutdown]),
      election: electionFor(parts, found.topic.name),
      ...(brokerWithUncleanShutdown === noLeader ? {} : { uncleanShutdownReplica: brokerWithUncleanShutdown }),
    };
    const record = changePartition(parts, found, targets, isAcceptable);
    if (record !== null) records.push(record);
  }
  return records;
}

/** A broker leaves all ISRs and loses all leaderships; the last record fences it, so that all of it happens at once. */
export function fenceBroker(parts: ControllerParts, brokerId: number): readonly MetadataRecord[] {
  const registration = parts.cluster.registration(brokerId);
  assert(registration !== undefined, 'a broker that is fenced is registered');
  return [
    ...leaderAndIsrUpdates(parts, { brokerToRemove: brokerId }, parts.replication.partitionsWithBrokerInIsr(brokerId)),
    metadataRecord('BrokerRegistrationChangeRecord', { brokerId, brokerEpoch: registration.epoch, fenced: 1 }),
  ];
}

/** A broker may lead again. Only partitions without a leader get one: ISRs are for leaders to grow. */
export function unfenceBroker(parts: ControllerParts, brokerId: number, brokerEpoch: number): readonly MetadataRecord[] {
  return [
    metadataRecord('BrokerRegistrationChangeRecord', { brokerId, brokerEpoch, fenced: -1 }),
    ...leaderAndIsrUpdates(parts, { brokerToAdd: brokerId }, parts.replication.partitionsWithNoLeader()),
  ];
}

/** A broker wants to go: its leaderships move while it still runs. */
export function startControlledShutdown(parts: ControllerParts, brokerId: number, brokerEpoch: number): readonly MetadataRecord[] {
  const isKnown = parts.cluster.registration(brokerId)?.inControlledShutdown === true;
  const change = metadataRecord('BrokerRegistrationChangeRecord', { brokerId, brokerEpoch, inControlledShutdown: 1 }, 1);
  const updates = leaderAndIsrUpdates(parts, { brokerToRemove: brokerId }, parts.replication.partitionsWithBrokerInIsr(brokerId));
  return isKnown ? updates : [change, ...updates];
}

/** A broker is taken out of the cluster's metadata. */
export function removeBroker(parts: ControllerParts, brokerId: number, brokerEpoch: number): readonly MetadataRecord[] {
  return [
    ...leaderAndIsrUpdates(parts, { brokerToRemove: brokerId }, parts.replication.partitionsWithBrokerInIsr(brokerId)),
    ...leaderAndIsrUpdates(parts, { brokerToRemove: brokerId }, parts.replication.partitionsWithBrokerInElr(brokerId)),
    metadataRecord('UnregisterBrokerRecord', { brokerId, brokerEpoch }),
  ];
}

/**
 * A new life of a broker registers: what its last life left behind. After an unclean shutdown its log may have lost its end, so with ELR
 * on it is
 * struck from ISRs and ELRs alike. Source: ReplicationControlManager.handleBrokerShutdown.
 */
export function cleanUpAfterShutdown(parts: ControllerParts, brokerId: number, isCleanShutdown: boolean): readonly MetadataRecord[] {
  const inIsr = parts.replication.partitionsWithBrokerInIsr(brokerId);
  if (!parts.features.isElrEnabled || isCleanShutdown) return leaderAndIsrUpdates(parts, { brokerToRemove: brokerId }, inIsr);
  return [
    ...leaderAndIsrUpdates(parts, { brokerWithUncleanShutdown: brokerId }, inIsr),
    ...leaderAndIsrUpdates(parts, { brokerWithUncleanShutdown: brokerId }, parts.replication.partitionsWithBrokerInElr(brokerId)),
  ];
}

/** Log directories of a broker have failed: replicas in them leave their ISRs. Source: handleDirectoriesOffline. */
export function takeDirectoriesOffline(
  parts: ControllerParts,
  { brokerId, brokerEpoch }: { readonly brokerId: number; readonly brokerEpoch: number },
  offline: readonly string[],
): readonly MetadataRecord[] {
  const directories = parts.cluster.registration(brokerId)?.directories ?? [];
  const failed = directories.filter((directory) => offline.includes(directory));
  if (failed.length === 0) return [];
  const online = directories.filter((directory) => !offline.includes(directory));
  const logDirs = online.length === 0 ? {} : { logDirs: online };
  return [
    ...failed.flatMap((directory) => {
      return leaderAndIsrUpdates(parts, { brokerToRemove: brokerId }, parts.replication.partitionsInDirectory(directory));
    }),
    metadataRecord('BrokerRegistrationChangeRecord', { brokerId, brokerEpoch, ...logDirs }, 2),
  ];
}
