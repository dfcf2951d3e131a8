import { javaHashMapOrder, javaHashSetCopyTableLength, javaIntegerHash } from '../util/java-hash-order.ts';
import { bumpsLeaderEpochOnIsrShrink, partitionRecordVersion, supportsDirectoryAssignment } from '../metadata/metadata-version.ts';
import type { PartitionRegistration } from '../metadata/partition-registration.ts';
import { leaderRecoveryStates, metadataRecord, noLeader, type PartitionChange, type TypedMetadataRecord } from '../metadata/records.ts';
import { containsAllReplicas, isSameList } from '../metadata/replicas.ts';
import { completeReassignment } from './reassignment.ts';

/**
 * Who may be elected. ONLINE: in sync (or eligible) and alive. UNCLEAN: failing that, anybody alive. PREFERRED: the first replica before
 * all others.
 */
export type Election = 'ONLINE' | 'UNCLEAN' | 'PREFERRED';

/** What a change depends on beside the partition itself. */
export interface ChangeSettings {
  readonly isAcceptableLeader: (brokerId: number) => boolean;
  readonly defaultDirectory: (brokerId: number) => string;
  readonly metadataVersion: number;
  /** min.insync.replicas, at most the replication factor: below it the ELR fills. */
  readonly effectiveMinIsr: number;
  readonly isElrEnabled: boolean;
}

/** What is to change; absent fields keep the partition's. */
export interface ChangeTargets {
  readonly election?: Election;
  readonly isr?: readonly number[];
  readonly replicas?: readonly number[];
  readonly removing?: readonly number[];
  readonly adding?: readonly number[];
  readonly leaderRecoveryState?: number;
  /** A replica that came back without its data: it leaves the ELR. */
  readonly uncleanShutdownReplica?: number;
  readonly directory?: { readonly brokerId: number; readonly directory: string };
}

type MutableChange = { -readonly [K in keyof PartitionChange]: PartitionChange[K] };

/**
 * Works out the one record that brings a partition to a new state: completes a reassignment, fills the ELR, elects, raises epochs, in
 * this order.
 * Nobody's log end offset is compared: the controller knows none. Used once and thrown away. Source: PartitionChangeBuilder.
 */
export class PartitionChangeBuilder {
  private readonly partition: PartitionRegistration;
  private readonly settings: ChangeSettings;
  private readonly election: Election;
  private readonly targetLeaderRecoveryState: number;
  private readonly targets: ChangeTargets;
  private isr: readonly number[];
  private replicas: readonly number[];
  private removing: readonly number[];
  private adding: readonly number[];
  private elr: readonly number[];

  constructor(partition: PartitionRegistration, settings: ChangeSettings, targets: ChangeTargets) {
    this.partition = partition;
    this.settings = settings;
    this.targets = targets;
    this.election = targets.election ?? 'ONLINE';
    this.isr = targets.isr ?? partition.isr;
    this.replicas = targets.replicas ?? partition.replicas;
    this.removing = targets.removing ?? partition.removingReplicas;
    this.adding = targets.adding ?? partition.addingReplicas;
    this.elr = partition.elr;
    this.targetLeaderRecoveryState = targets.leaderRecoveryState ?? partition.leaderRecoveryState;
  }

  /** The record; null when nothing would change. */
  build(where: { readonly topicId: string; readonly partitionId: number }): TypedMetadataRecord<'PartitionChangeRecord'> | null {
    const change: MutableChange = {};
    this.completeReassignmentIfNeeded();
    this.fillElr();
    this.elect(change);
    this.bumpLeaderEpochForLostReplicas(change);
    this.writeElr(change);
    this.writeIsr(change);
    this.bumpLeaderEpochForIsrShrink(change);
    this.writeLastKnownLeader(change);
    this.writeAssignment(change);
    if (this.targetLeaderRecoveryState !== this.partition.leaderRecoveryState) change.leaderRecoveryState = this.targetLeaderRecoveryState;
    if (Object.keys(change).length === 0) return null;
    return metadataRecord('PartitionChangeRecord', { ...where, ...change }, partitionRecordVersion(this.settings.metadataVersion));
  }

  private completeReassignmentIfNeeded(): void {
    const completed = completeReassignment({ removing: this.removing, adding: this.adding, replicas: this.replicas }, this.isr);
    if (completed === null) return;
    this.isr = completed.isr;
    this.replicas = completed.replicas;
    this.removing = [];
    this.adding = [];
  }

  /**
   * Below the effective min ISR the high watermark stands still, so whoever leaves the ISR then has all that is committed: it becomes
   * eligible.
   */
  private fillElr(): void {
    if (!this.settings.isElrEnabled) return;
    if (this.isr.length >= this.settings.effectiveMinIsr) {
      this.elr = [];
      return;
    }
    const candidates = [...new Set([...this.elr, ...this.partition.isr])];
    const inHashOrder = javaHashMapOrder(candidates, javaIntegerHash, javaHashSetCopyTableLength(this.elr.length));
    this.elr = inHashOrder.filter((replica) => !this.isr.includes(replica) && replica !== this.targets.uncleanShutdownReplica);
  }

  private elect(change: MutableChange): void {
    const { leader, isUnclean } = this.election === 'PREFERRED' ? this.preferredLeader() : this.anyLeader();
    if (leader === this.partition.leader) return;
    if (this.elr.includes(leader)) {
      this.isr = [leader];
      this.elr = this.elr.filter((replica) => replica !== leader);
    }
    change.leader = leader;
    if (!isUnclean) return;
    change.isr = [leader];
    const isRecovering = this.partition.leaderRecoveryState === leaderRecoveryStates.RECOVERING;
    if (!isRecovering) change.leaderRecoveryState = leaderRecoveryStates.RECOVERING;
  }

  private preferredLeader(): ElectionResult {
    const [preferred = noLeader, ...others] = this.replicas;
    if (this.isValidLeader(preferred)) return cleanly(preferred);
    if (this.isValidLeader(this.partition.leader)) return cleanly(this.partition.leader);
    const online = others.find((replica) => this.isValidLeader(replica));
    if (online !== undefined) return cleanly(online);
    return this.lastKnownLeader() ?? cleanly(noLeader);
  }

  private anyLeader(): ElectionResult {
    if (this.isValidLeader(this.partition.leader)) return cleanly(this.partition.leader);
    const online = this.replicas.find((replica) => this.isValidLeader(replica));
    if (online !== undefined) return cleanly(online);
    const lastKnown = this.lastKnownLeader();
    if (lastKnown !== null) return lastKnown;
    if (this.election !== 'UNCLEAN') return cleanly(noLeader);
    const alive = this.replicas.find((replica) => this.settings.isAcceptableLeader(replica));
    return alive === undefined ? cleanly(noLeader) : { leader: alive, isUnclean: true };
  }

  /** With ISR and ELR empty the last known leader is the best that is left, even where unclean election is off. */
  private lastKnownLeader(): ElectionResult | null {
    const { lastKnownElr } = this.partition;
    const [leader] = lastKnownElr;
    if (!this.settings.isElrEnabled || this.elr.length > 0 || this.isr.length > 0 || lastKnownElr.length !== 1) return null;
    return leader !== undefined && this.settings.isAcceptableLeader(leader) ? { leader, isUnclean: true } : null;
  }

  private isValidLeader(replica: number): boolean {
    const isEligible = this.isr.includes(replica) || (this.isr.length === 0 && this.elr.includes(replica));
    return isEligible && this.settings.isAcceptableLeader(replica);
  }

  /** A replica that is no longer assigned must not be fetched from: a new leader epoch fences it. */
  private bumpLeaderEpochForLostReplicas(change: MutableChange): void {
    if (change.leader !== undefined) return;
    if (!containsAllReplicas(this.replicas, this.partition.replicas)) change.leader = this.partition.leader;
  }

  private bumpLeaderEpochForIsrShrink(change: MutableChange): void {
    if (!bumpsLeaderEpochOnIsrShrink(this.settings.metadataVersion) || change.leader !== undefined || change.isr === undefined) return;
    if (!containsAllReplicas(change.isr, this.partition.isr)) change.leader = this.partition.leader;
  }

  private writeElr(change: MutableChange): void {
    // Only an unclean election has written the ISR by now; it leaves nobody eligible.
    if (change.isr !== undefined || !this.settings.isElrEnabled) this.elr = [];
    if (!isSameList(this.elr, this.partition.elr)) change.eligibleLeaderReplicas = this.elr;
  }

  /** Without ELR an ISR never becomes empty: its last member stays, and the partition waits for it. */
  private writeIsr(change: MutableChange): void {
    const mayWrite = this.isr.length > 0 || this.settings.isElrEnabled;
    if (change.isr === undefined && mayWrite && !isSameList(this.isr, this.partition.isr)) change.isr = this.isr;
  }

  private writeLastKnownLeader(change: MutableChange): void {
    if (!this.settings.isElrEnabled || change.leader === undefined) return;
    const { lastKnownElr, leader } = this.partition;
    if (change.leader === noLeader && lastKnownElr.length === 0) change.lastKnownElr = [leader];
    else if (change.leader >= 0 && lastKnownElr.length > 0) change.lastKnownElr = [];
  }

  private writeAssignment(change: MutableChange): void {
    const { partition } = this;
    if (this.replicas.length > 0) {
      if (supportsDirectoryAssignment(this.settings.metadataVersion)) {
        const directories = this.replicas.map((replica) => this.directoryOf(replica));
        if (!isSameList(directories, partition.directories)) change.directories = directories;
      }
      if (!isSameList(this.replicas, partition.replicas)) change.replicas = this.replicas;
    }
    if (!isSameList(this.removing, partition.removingReplicas)) change.removingReplicas = this.removing;
    if (!isSameList(this.adding, partition.addingReplicas)) change.addingReplicas = this.adding;
  }

  private directoryOf(replica: number): string {
    if (this.targets.directory?.brokerId === replica) return this.targets.directory.directory;
    return this.partition.directoryOf(replica) ?? this.settings.defaultDirectory(replica);
  }
}

interface ElectionResult {
  readonly leader: number;
  readonly isUnclean: boolean;
}

function cleanly(leader: number): ElectionResult {
  return { leader, isUnclean: false };
}
