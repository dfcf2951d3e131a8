import { grown } from '../../kernel/grown.ts';
import { LazyEntity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { assert } from '../../kernel/units.ts';
import type { LogError } from '../log/log-errors.ts';
import { clientAppend } from '../log/log-types.ts';
import type { AppendOptions, LogAppendInfo } from '../log/log-types.ts';
import { isForgotten } from '../log/deliberate-mistakes.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { RecordBatch } from '../log/record-batch.ts';
import type { RetentionReason } from '../log/retention.ts';
import { becameFollower, becameLeader, becameLeaderless, highWatermarkAdvanced, produceRefused, recordsAppended } from './events.ts';
import { CommittedPartitionState, emptyIsr } from './isr-state.ts';
import type { LeaderRecoveryState, PartitionState } from './isr-state.ts';
import { partitionError, writeRefused } from './partition-error.ts';
import { announceIsr, isReplicaIsrEligible, proposedIsr } from './partition-isr.ts';
import type { PartitionError, PartitionOwner, PartitionRegistration } from './partition-owner.ts';
import { Replica } from './replica.ts';

// Scala prints a set of more than four as another class.
const scalaSmallSetSizeMax = 4;

/** Somebody who need not look at a partition again until it changes. See FetchSession. */
export interface PartitionSleeper {
  wake(topicPartition: string): void;
}

const noSleepers: readonly PartitionSleeper[] = [];

/**
 * A partition on one broker: its log, and what the broker believes of leader, ISR and followers. What it believes changes by metadata
 * (makeLeader, makeFollower), by fetches of followers, and by answers of the controller.
 * Source: Partition. ISR changes are in partition-isr.ts, reads in partition-read.ts, a follower's side in partition-follower.ts.
 */
export class Partition extends LazyEntity {
  readonly owner: PartitionOwner;
  readonly topic: string;
  readonly partitionIndex: number;
  /** `topic-partition`, as Kafka prints it: the key everywhere on a broker. */
  readonly topicPartition: string;
  readonly topicId: string;
  /** The key's number in events. */
  readonly nameNumber: number;
  private ownLog: PartitionLog | null = null;
  /** min.insync.replicas of the topic; capped by the number of assigned replicas where it counts. */
  minInSyncReplicas = 1;
  /** -1 before the first metadata. */
  leaderEpoch = -1;
  partitionEpoch = 0;
  /** Our log end when our leadership of this epoch began; null on a follower. */
  leaderEpochStartOffset: number | null = null;
  /** Null before the first metadata; -1 when nobody leads. */
  leaderReplicaId: number | null = null;
  partitionState: PartitionState = emptyIsr('RECOVERED');
  replicas: readonly number[] = [];
  addingReplicas: readonly number[] = [];
  removingReplicas: readonly number[] = [];
  /** The followers, in the order of the assignment; empty on a follower. */
  remoteReplicas: Replica[] = [];
  /** Who copies this partition from its leader, and hears of every change. */
  private fetcher: PartitionSleeper | null = null;
  private sleepers: readonly PartitionSleeper[] = noSleepers;

  constructor(registry: EntityRegistry, owner: PartitionOwner, key: { topic: string; partitionIndex: number; topicId: string }) {
    super(registry);
    this.owner = owner;
    this.topic = key.topic;
    this.partitionIndex = key.partitionIndex;
    this.topicId = key.topicId;
    this.topicPartition = `${key.topic}-${String(key.partitionIndex)}`;
    this.nameNumber = owner.name(this.topicPartition);
  }

  /** Null until metadata assign the partition to this broker, and after its deletion. */
  get log(): PartitionLog | null {
    return this.ownLog === null ? null : this.ownLog.fresh();
  }

  set log(log: PartitionLog | null) {
    this.ownLog = log;
  }

  get isLeader(): boolean {
    return this.leaderReplicaId === this.owner.brokerId;
  }

  /** The log if this broker leads the partition. */
  get leaderLog(): PartitionLog | null {
    return this.isLeader ? this.log : null;
  }

  /** min.insync.replicas, but never more than there are replicas (since 3.7). */
  get effectiveMinIsr(): number {
    return Math.min(this.minInSyncReplicas, this.remoteReplicas.length + 1);
  }

  /** Too few replicas in sync to take acks=all or to let the high watermark rise. */
  get isUnderMinIsr(): boolean {
    return this.leaderLog !== null && this.partitionState.isr.length < this.effectiveMinIsr;
  }

  get isAtMinIsr(): boolean {
    return this.leaderLog !== null && this.partitionState.isr.length === this.effectiveMinIsr;
  }

  get isUnderReplicated(): boolean {
    return this.isLeader && this.replicas.length > this.partitionState.isr.length;
  }

  /** The smallest log start of this replica and of all followers that are alive. Source: Partition.lowWatermarkIfLeader. */
  get lowWatermark(): number {
    let lowest = this.log?.logStartOffset ?? 0;
    for (const replica of this.remoteReplicas) {
      const broker = this.owner.brokerState(replica.brokerId);
      if (broker !== null && !broker.fenced && replica.logStartOffset < lowest) lowest = replica.logStartOffset;
    }
    return lowest;
  }

  get isReassigning(): boolean {
    return this.addingReplicas.length > 0 || this.removingReplicas.length > 0;
  }

  replica(brokerId: number): Replica | null {
    for (const replica of this.remoteReplicas) if (replica.brokerId === brokerId) return replica;
    return null;
  }

  /** Must be called before any change that a fetch could see: those who sleep on this partition look at it again. */
  changing(): void {
    this.touch();
    this.fetcher?.wake(this.topicPartition);
    if (this.sleepers.length === 0) return;
    for (const replica of this.remoteReplicas) replica.wake();
    const { sleepers } = this;
    this.sleepers = noSleepers;
    for (const sleeper of sleepers) sleeper.wake(this.topicPartition);
  }

  /** Wakes the sleeper at the next change. */
  wakeAtChange(sleeper: PartitionSleeper): void {
    this.touch();
    this.sleepers = grown(this.sleepers, sleeper);
  }

  /** Tells the fetcher of every change from now on; null: nobody fetches any more. */
  setFetcher(fetcher: PartitionSleeper | null): void {
    this.touch();
    this.fetcher = fetcher;
  }

  /** Deletes the segments that one rule of retention makes obsolete; returns how many. Source: UnifiedLog.deleteOldSegments. */
  deleteOldSegments(reason: RetentionReason, nowMillis: number): number {
    const { log } = this;
    if (log === null) return 0;
    const { logStartOffset, highWatermark } = log;
    const isReckless = this.owner.mutations.has('M21');
    if (isReckless) log.setHighWatermarkUnchecked(log.logEndOffset);
    const count = log.deleteSegmentsFor(reason, nowMillis);
    if (isReckless) log.setHighWatermarkUnchecked(highWatermark);
    // Followers and sleeping fetches have to hear where the log begins now.
    if (log.logStartOffset !== logStartOffset) this.changing();
    return count;
  }

  setMinInSyncReplicas(value: number): void {
    if (this.minInSyncReplicas === value) return;
    this.changing();
    this.minInSyncReplicas = value;
  }

  /**
   * Metadata say that this broker leads. Returns whether it did not before. Metadata older than what we have are ignored.
   * Only a new leader epoch resets what is known of followers and where the epoch starts; the epoch is written down even when no record is.
   * Source: Partition.makeLeader.
   */
  makeLeader(registration: PartitionRegistration, nowMillis: number): boolean {
    if (registration.partitionEpoch < this.partitionEpoch) return false;
    this.changing();
    const isNewLeader = !this.isLeader;
    const isNewLeaderEpoch = registration.leaderEpoch > this.leaderEpoch;
    const previousState = this.partitionState;
    // A leader says RECOVERED at once: there is no other recovery (KIP-704).
    this.updateAssignmentAndIsr(registration, true, 'RECOVERED');
    const log = this.createLogIfNotExists(nowMillis);
    if (isNewLeaderEpoch) {
      if (this.owner.mutations.has('M13')) log.truncateTo(log.highWatermark, nowMillis);
      const leaderEpochStartOffset = log.logEndOffset;
      log.assignEpochStartOffset(registration.leaderEpoch, leaderEpochStartOffset);
      const forgets = isNewLeader && !this.owner.mutations.has('M26');
      for (const replica of this.remoteReplicas) {
        replica.reset(nowMillis, leaderEpochStartOffset, forgets, registration.isr.includes(replica.brokerId));
      }
      this.leaderEpoch = registration.leaderEpoch;
      this.leaderEpochStartOffset = leaderEpochStartOffset;
      this.owner.emit(becameLeader, {
        partition: this.nameNumber,
        leaderEpoch: this.leaderEpoch,
        leaderEpochStartOffset,
        highWatermark: log.highWatermark,
        isr: this.nodeSet(registration.isr),
      });
    } else {
      announceIsr(this, previousState, registration.partitionEpoch);
    }
    this.partitionEpoch = registration.partitionEpoch;
    this.leaderReplicaId = this.owner.brokerId;
    if (this.maybeIncrementLeaderHighWatermark(nowMillis)) this.owner.tryCompleteDelayedRequests(this);
    return isNewLeader;
  }

  /**
   * Metadata say that another broker leads, or none. Returns whether the leader epoch is new: only then the fetcher starts again.
   * What was known of followers and ISR is forgotten. Source: Partition.makeFollower.
   */
  makeFollower(registration: PartitionRegistration, nowMillis: number): boolean {
    if (registration.partitionEpoch < this.partitionEpoch) return false;
    this.changing();
    const isNewLeaderEpoch = registration.leaderEpoch > this.leaderEpoch;
    this.leaderReplicaId = registration.leader;
    this.leaderEpoch = registration.leaderEpoch;
    this.leaderEpochStartOffset = null;
    this.partitionEpoch = registration.partitionEpoch;
    this.updateAssignmentAndIsr(registration, false, registration.leaderRecoveryState);
    const log = this.createLogIfNotExists(nowMillis);
    if (isNewLeaderEpoch) {
      const { leaderEpoch } = registration;
      const { logEndOffset, highWatermark } = log;
      const args = { partition: this.nameNumber, leaderEpoch, logEndOffset, highWatermark };
      if (registration.leader < 0) this.owner.emit(becameLeaderless, args);
      else this.owner.emit(becameFollower, { ...args, leader: registration.leader });
    }
    return isNewLeaderEpoch;
  }

  /** The partition is deleted or moved away: nothing is known any more. Source: Partition.delete. */
  clear(): void {
    this.changing();
    this.remoteReplicas = [];
    this.replicas = [];
    this.addingReplicas = [];
    this.removingReplicas = [];
    this.log = null;
    this.partitionState = emptyIsr('RECOVERED');
    this.leaderReplicaId = null;
    this.leaderEpochStartOffset = null;
  }

  /**
   * Writes what a producer sent, one batch or more, all or nothing.
   * Errors: NOT_LEADER_OR_FOLLOWER; NOT_ENOUGH_REPLICAS when acks=all and the committed ISR is smaller than min.insync.replicas (nothing is
   * written then); what the log refuses. Source: Partition.appendRecordsToLeader.
   */
  appendRecordsToLeader(
    batches: RecordBatch | readonly RecordBatch[],
    requiredAcks: number,
    nowMillis: number,
    options: AppendOptions = this.owner.clientAppend ?? clientAppend,
  ): LogAppendInfo | PartitionError {
    const log = this.leaderLog;
    if (log === null) return this.notLeader();
    const inSyncCount = this.partitionState.isr.length;
    if (requiredAcks === -1 && inSyncCount < this.effectiveMinIsr) return this.refuseProduce(inSyncCount);
    if (this.owner.refusesWrite?.(this, batches) === true) return writeRefused(this.topicPartition);
    this.changing();
    const activeBaseOffset = log.localLog.activeSegment.baseOffset;
    const isForgetful = this.owner.mutations.has('M20') && [batches].flat().some((batch) => isForgotten(log, batch));
    const info = log.appendAsLeader(batches, this.leaderEpoch, nowMillis, isForgetful ? { ...options, origin: 'COORDINATOR' } : options);
    if (log.localLog.activeSegment.baseOffset !== activeBaseOffset) this.owner.onRolled?.(this, log);
    if (info.kind === 'error') return info;
    const recordCount = info.lastOffset - info.firstOffset + 1;
    this.owner.emitRow(recordsAppended, this.nameNumber, info.firstOffset, recordCount, this.leaderEpoch, requiredAcks);
    // With the leader alone in the ISR nobody else has to fetch it.
    info.leaderHwChange = this.maybeIncrementLeaderHighWatermark(nowMillis) ? 'INCREASED' : 'SAME';
    return info;
  }

  /**
   * Raises the high watermark to the smallest log end of all who are in the maximal ISR, or are caught up and may join it: waiting for
   * those too lets them ever reach it. Never below min.insync.replicas (since 3.7). Returns whether it rose.
   * There is no timer: a follower that ages out of "caught up" is noticed at the next trigger. Source: Partition.maybeIncrementLeaderHW.
   */
  maybeIncrementLeaderHighWatermark(nowMillis: number): boolean {
    const log = this.leaderLog;
    if (log === null) return false;
    const { mutations } = this.owner;
    if (this.isUnderMinIsr && !mutations.has('M9')) return false;
    const waitFor = mutations.has('M3')
      ? this.partitionState.isr
      : mutations.has('M3b') && this.partitionState.kind === 'PendingShrinkIsr'
        ? proposedIsr(this.partitionState)
        : this.partitionState.maximalIsr;
    const logEndOffset = log.logEndOffset;
    let newHighWatermark = logEndOffset;
    for (const replica of this.remoteReplicas) {
      if (replica.logEndOffset >= newHighWatermark) continue;
      const counts = waitFor.includes(replica.brokerId) || this.isAboutToJoin(replica, logEndOffset, nowMillis);
      if (counts) newHighWatermark = replica.logEndOffset;
    }
    // Asked even when it will not rise: the log then looks its high watermark's position up, which can lower it to the start of a batch.
    const previousHighWatermark = log.maybeIncrementHighWatermark(newHighWatermark);
    if (previousHighWatermark === null) return false;
    this.changing();
    const { isr } = this.partitionState;
    this.owner.emitRow(highWatermarkAdvanced, this.nameNumber, previousHighWatermark, log.highWatermark, logEndOffset, isr.length);
    return true;
  }

  /**
   * Whether an acks=all produce may be answered: its records are below the high watermark. An error that is not null ends it too.
   * NOT_ENOUGH_REPLICAS_AFTER_APPEND is only a race since 3.7. Source: Partition.checkEnoughReplicasReachOffset.
   */
  checkEnoughReplicasReachOffset(requiredOffset: number): 'enough' | 'waiting' | 'notEnoughReplicasAfterAppend' | 'notLeaderOrFollower' {
    const log = this.leaderLog;
    if (log === null) return 'notLeaderOrFollower';
    if (log.highWatermark < requiredOffset) return 'waiting';
    return this.effectiveMinIsr <= this.partitionState.maximalIsr.length ? 'enough' : 'notEnoughReplicasAfterAppend';
  }

  /** A set of brokers as a number in events. */
  nodeSet(brokerIds: readonly number[]): number {
    return this.owner.name([...brokerIds].sort((a, b) => a - b).join(', '));
  }

  /** The answer of a broker that does not lead. */
  notLeader(): PartitionError {
    const message = `Leader not local for partition ${this.topicPartition} on broker ${String(this.owner.brokerId)}`;
    return partitionError('NOT_LEADER_OR_FOLLOWER', message);
  }

  private refuseProduce(inSyncCount: number): PartitionError | LogError {
    const minIsr = this.effectiveMinIsr;
    this.owner.emit(produceRefused, { partition: this.nameNumber, isrCount: inSyncCount, minInsyncReplicas: minIsr });
    const setClass = this.partitionState.isr.length > scalaSmallSetSizeMax ? 'HashSet' : 'Set';
    const liveReplicas = `${setClass}(${this.partitionState.isr.join(', ')})`;
    return partitionError(
      'NOT_ENOUGH_REPLICAS',
      `The size of the current ISR : ${String(inSyncCount)} is insufficient to satisfy the min.isr requirement of ${String(minIsr)} ` +
        `for partition ${this.topicPartition}, live replica(s) broker.id are : ${liveReplicas}`,
    );
  }

  /** Outside the ISR, but so close that the high watermark waits for it: else it might never reach it. */
  private isAboutToJoin(replica: Replica, logEndOffset: number, nowMillis: number): boolean {
    return replica.isCaughtUp(logEndOffset, nowMillis, this.owner.replicaLagTimeMaxMs) && isReplicaIsrEligible(this, replica);
  }

  private updateAssignmentAndIsr(registration: PartitionRegistration, isLeader: boolean, leaderRecoveryState: LeaderRecoveryState): void {
    if (isLeader) {
      const followers = registration.replicas.filter((id) => id !== this.owner.brokerId);
      this.remoteReplicas = followers.map((id) => this.replica(id) ?? new Replica(id));
    } else if (!this.owner.mutations.has('M26')) {
      this.remoteReplicas = [];
    }
    this.replicas = registration.replicas;
    this.addingReplicas = registration.addingReplicas;
    this.removingReplicas = registration.removingReplicas;
    this.partitionState = isLeader ? new CommittedPartitionState(registration.isr, leaderRecoveryState) : emptyIsr(leaderRecoveryState);
  }

  private createLogIfNotExists(nowMillis: number): PartitionLog {
    if (this.log === null) {
      this.log = this.owner.getOrCreateLog(this, nowMillis);
      this.log.updateHighWatermark(this.owner.checkpointedHighWatermark(this));
    }
    assert(this.log !== null, 'a partition that is led or followed has a log');
    return this.log;
  }
}
