import { Shared } from '../../kernel/state.ts';
import { migratingDirectory } from './directory-id.ts';
import { partitionRecordVersion, supportsDirectoryAssignment } from './metadata-version.ts';
import { leaderRecoveryStates, metadataRecord, noLeader } from './records.ts';
import type { PartitionChange, RecordFields, TypedMetadataRecord } from './records.ts';

const none: readonly number[] = [];

/** All that a PartitionRegistration holds. */
export interface PartitionFields {
  readonly replicas: readonly number[];
  /** The directory of each replica, in the order of `replicas`. */
  readonly directories: readonly string[];
  readonly isr: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly addingReplicas: readonly number[];
  /** -1 when there is none. */
  readonly leader: number;
  readonly leaderRecoveryState: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
}

/**
 * The state of one partition as the metadata log says. Immutable: controllers, images and checkpoints share it. Source:
 * PartitionRegistration.
 */
export class PartitionRegistration extends Shared implements PartitionFields {
  readonly replicas: readonly number[];
  readonly directories: readonly string[];
  readonly isr: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly leader: number;
  readonly leaderRecoveryState: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];

  constructor(fields: PartitionFields) {
    super();
    this.replicas = fields.replicas;
    this.directories = defaultToMigrating(fields.directories, fields.replicas.length);
    this.isr = fields.isr;
    this.removingReplicas = fields.removingReplicas;
    this.addingReplicas = fields.addingReplicas;
    this.leader = fields.leader;
    this.leaderRecoveryState = fields.leaderRecoveryState;
    this.leaderEpoch = fields.leaderEpoch;
    this.partitionEpoch = fields.partitionEpoch;
    this.elr = fields.elr;
    this.lastKnownElr = fields.lastKnownElr;
  }

  /** What a PartitionRecord says. */
  static fromRecord(record: RecordFields['PartitionRecord']): PartitionRegistration {
    return new PartitionRegistration({
      ...record,
      directories: record.directories ?? [],
      leaderRecoveryState: record.leaderRecoveryState ?? leaderRecoveryStates.RECOVERED,
      elr: record.eligibleLeaderReplicas ?? none,
      lastKnownElr: record.lastKnownElr ?? none,
    });
  }

  /** The state after a change. The partition epoch rises with every change, the leader epoch when the leader is written. */
  merge(change: PartitionChange): PartitionRegistration {
    return new PartitionRegistration({
      replicas: change.replicas ?? this.replicas,
      directories: change.directories ?? this.directories,
      isr: change.isr ?? this.isr,
      removingReplicas: change.removingReplicas ?? this.removingReplicas,
      addingReplicas: change.addingReplicas ?? this.addingReplicas,
      leader: change.leader ?? this.leader,
      leaderRecoveryState: change.leaderRecoveryState ?? this.leaderRecoveryState,
      leaderEpoch: change.leader === undefined ? this.leaderEpoch : this.leaderEpoch + 1,
      partitionEpoch: this.partitionEpoch + 1,
      elr: change.eligibleLeaderReplicas ?? this.elr,
      lastKnownElr: change.lastKnownElr ?? this.lastKnownElr,
    });
  }

  get hasLeader(): boolean {
    return this.leader !== noLeader;
  }

  /** The first replica of the list: where leadership belongs when all is well. */
  get preferredReplica(): number {
    return this.replicas[0] ?? noLeader;
  }

  get hasPreferredLeader(): boolean {
    return this.leader === this.preferredReplica;
  }

  get isReassigning(): boolean {
    return this.removingReplicas.length > 0 || this.addingReplicas.length > 0;
  }

  /** The directory of a replica; null when the broker holds none. */
  directoryOf(brokerId: number): string | null {
    const index = this.replicas.indexOf(brokerId);
    return index < 0 ? null : (this.directories[index] ?? migratingDirectory);
  }

  /** The record that creates this partition. */
  toRecord(
    where: { readonly topicId: string; readonly partitionId: number },
    metadataVersion: number,
  ): TypedMetadataRecord<'PartitionRecord'> {
    const { replicas, isr, removingReplicas, addingReplicas, leader, leaderEpoch, partitionEpoch } = this;
    const fields = { ...where, replicas, isr, removingReplicas, addingReplicas, leader, leaderEpoch, partitionEpoch };
    const recovering = this.leaderRecoveryState === leaderRecoveryStates.RECOVERED ? {} : { leaderRecoveryState: this.leaderRecoveryState };
    const elr = this.elr.length === 0 ? {} : { eligibleLeaderReplicas: this.elr };
    const lastKnownElr = this.lastKnownElr.length === 0 ? {} : { lastKnownElr: this.lastKnownElr };
    const directories = supportsDirectoryAssignment(metadataVersion) ? { directories: this.directories } : {};
    const data = { ...fields, ...recovering, ...elr, ...lastKnownElr, ...directories };
    return metadataRecord('PartitionRecord', data, partitionRecordVersion(metadataVersion));
  }
}

function defaultToMigrating(directories: readonly string[], replicaCount: number): readonly string[] {
  if (directories.length > 0 && directories.some((directory) => directory !== migratingDirectory)) return directories;
  return Array.from({ length: replicaCount }, () => migratingDirectory);
}
