import { State } from '../../../kernel/state.ts';
import { assert } from '../../../kernel/units.ts';
import type { AutoOffsetResetStrategy } from './auto-offset-reset.ts';
import { isSameLeader } from './fetch-position.ts';
import type { FetchPosition, LeaderAndEpoch } from './fetch-position.ts';
import type { PartitionName } from './topic-partition.ts';

/** Where a partition stands on its way to being fetched. Source: SubscriptionState.FetchStates. */
export type FetchState = 'INITIALIZING' | 'FETCHING' | 'AWAIT_RESET' | 'AWAIT_VALIDATION';

/** Everything the consumer keeps of one assigned partition. Source: SubscriptionState.TopicPartitionState. */
export class PartitionState extends State {
  readonly partition: PartitionName;
  fetchState: FetchState = 'INITIALIZING';
  /** The next offset to hand out; null until one was found. */
  position: FetchPosition | null = null;
  /** As the last fetch or ListOffsets said; null when none did. */
  highWatermark: number | null = null;
  logStartOffset: number | null = null;
  lastStableOffset: number | null = null;
  isPaused = false;
  isPendingRevocation = false;
  isPendingOnAssignedCallback = false;
  /** Set while a reset is wanted. */
  resetStrategy: AutoOffsetResetStrategy | null = null;
  /** No reset or validation is sent before this moment. */
  nextRetryTimeMillis: number | null = null;
  preferredReadReplica: number | null = null;
  preferredReadReplicaExpireTimeMillis: number | null = null;

  constructor(partition: PartitionName) {
    super();
    this.partition = partition;
  }

  get hasValidPosition(): boolean {
    return this.fetchState === 'FETCHING';
  }

  get isAwaitingReset(): boolean {
    return this.fetchState === 'AWAIT_RESET';
  }

  get isAwaitingValidation(): boolean {
    return this.fetchState === 'AWAIT_VALIDATION';
  }

  get isFetchable(): boolean {
    return !this.isPaused && !this.isPendingRevocation && !this.isPendingOnAssignedCallback && this.hasValidPosition;
  }

  get shouldInitialize(): boolean {
    return this.fetchState === 'INITIALIZING' && !this.isPendingRevocation;
  }

  isAwaitingRetryBackoff(nowMillis: number): boolean {
    return this.nextRetryTimeMillis !== null && nowMillis < this.nextRetryTimeMillis;
  }

  /** Asks for a new position by strategy; the old one is forgotten. */
  reset(strategy: AutoOffsetResetStrategy): void {
    this.fetchState = 'AWAIT_RESET';
    this.position = null;
    this.resetStrategy = strategy;
    this.nextRetryTimeMillis = null;
  }

  /** Takes a position that needs no check. */
  seekValidated(position: FetchPosition): void {
    this.resetStrategy = null;
    this.toFetching(position);
  }

  /** Takes a position, and asks the leader about it first when its epoch is known. */
  seekUnvalidated(position: FetchPosition): void {
    this.seekValidated(position);
    this.validatePosition(position);
  }

  /** Checks the position again when the leader or its epoch changed; true while the answer is awaited. */
  maybeValidatePosition(current: LeaderAndEpoch): boolean {
    if (this.isAwaitingReset || current.leaderId === null) return false;
    if (this.position !== null && !isSameLeader(this.position.currentLeader, current)) {
      const { offset, offsetEpoch } = this.position;
      this.validatePosition({ offset, offsetEpoch, currentLeader: current });
      this.preferredReadReplica = null;
    }
    return this.isAwaitingValidation;
  }

  completeValidation(): void {
    if (this.position !== null) this.toFetching(this.position);
  }

  /** Moves on after records were handed out. */
  advance(position: FetchPosition): void {
    assert(this.hasValidPosition, 'a position moves only from a valid one');
    this.position = position;
  }

  /** The replica that the leader told us to read from, until it expires. Source: KIP-392. */
  currentPreferredReadReplica(nowMillis: number): number | null {
    const expires = this.preferredReadReplicaExpireTimeMillis;
    if (expires !== null && nowMillis > expires) this.preferredReadReplica = null;
    return this.preferredReadReplica;
  }

  /** Forgets the preferred replica and returns it; null when there was none. */
  clearPreferredReadReplica(): number | null {
    const cleared = this.preferredReadReplica;
    if (cleared !== null) {
      this.preferredReadReplica = null;
      this.preferredReadReplicaExpireTimeMillis = null;
    }
    return cleared;
  }

  private validatePosition(position: FetchPosition): void {
    // Without the epoch of the last record read there is nothing to compare with the leader's epochs.
    if (position.offsetEpoch === null || position.currentLeader.epoch === null) {
      this.toFetching(position);
      return;
    }
    this.fetchState = 'AWAIT_VALIDATION';
    this.position = position;
    this.nextRetryTimeMillis = null;
  }

  private toFetching(position: FetchPosition): void {
    this.fetchState = 'FETCHING';
    this.position = position;
    this.nextRetryTimeMillis = null;
  }
}
