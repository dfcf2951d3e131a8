import { State } from '../../kernel/state.ts';
import { noEvent } from '../../kernel/units.ts';
import type { EventId } from '../../kernel/units.ts';

/** What a leader does not know of a follower. Source: UnifiedLog.UNKNOWN_OFFSET. */
export const unknownOffset = -1;

/** When the fetches of an idle follower come; lets thousands of idle partitions share one clock. See Replica.idleClock. */
export interface FetchClock {
  readonly lastFetchTimeMs: number;
  readonly lastFetchEvent: EventId;
}

/** What a fetch tells the leader of its follower. */
export interface FollowerFetch {
  /** The offset from which the leader read: all before it is in the follower's log. */
  readonly logEndOffset: number;
  readonly logStartOffset: number;
  readonly fetchTimeMs: number;
  /** The leader's log end before the read. */
  readonly leaderEndOffset: number;
  /** -1 when not sent. */
  readonly brokerEpoch: number;
  readonly event: EventId;
}

/** A follower as its leader sees it. Source: Replica, ReplicaState. */
export class Replica extends State {
  readonly brokerId: number;
  logStartOffset = unknownOffset;
  logEndOffset = unknownOffset;
  /** The leader's log end when the follower fetched last. */
  lastFetchLeaderLogEndOffset = 0;
  /** Null until a fetch has told it; -1 when fetches do not say. */
  brokerEpoch: number | null = null;
  /** At its last fetch it had not reached what the leader had at the fetch before. */
  isBehind = false;
  /**
   * Set while each fetch finds nothing new in this partition and changes only the times, which are then the clock's: so that fetches need
   * not visit partitions in which nothing happens. What the follower is seen to have done is the same as in Kafka.
   */
  private idleClock: FetchClock | null = null;
  private storedLastFetchTimeMs = 0;
  private storedLastCaughtUpTimeMs = 0;
  private storedLastFetchEvent: EventId = noEvent;

  constructor(brokerId: number) {
    super();
    this.brokerId = brokerId;
  }

  /** 0: never in this leadership. */
  get lastFetchTimeMs(): number {
    return this.idleClock === null ? this.storedLastFetchTimeMs : this.idleClock.lastFetchTimeMs;
  }

  /** The last time at which the follower had all that the leader had; 0: never in this leadership. */
  get lastCaughtUpTimeMs(): number {
    return this.idleClock === null ? this.storedLastCaughtUpTimeMs : this.idleClock.lastFetchTimeMs;
  }

  /** The event of the last fetch: the reason for what the leader then thinks of this follower. */
  get lastFetchEvent(): EventId {
    return this.idleClock === null ? this.storedLastFetchEvent : this.idleClock.lastFetchEvent;
  }

  /**
   * Takes in a fetch. A follower is caught up at the time of this fetch when it has reached the leader's end, and at the time of the
   * previous fetch when it has reached what the leader had then: always one fetch behind is still in sync.
   * Source: Replica.updateFetchStateOrThrow (the check for a stale broker epoch is the caller's).
   */
  updateFetchState(fetch: FollowerFetch): void {
    this.wake();
    this.isBehind = fetch.logEndOffset < this.lastFetchLeaderLogEndOffset;
    if (fetch.logEndOffset >= fetch.leaderEndOffset) {
      this.storedLastCaughtUpTimeMs = Math.max(this.storedLastCaughtUpTimeMs, fetch.fetchTimeMs);
    } else if (fetch.logEndOffset >= this.lastFetchLeaderLogEndOffset) {
      this.storedLastCaughtUpTimeMs = Math.max(this.storedLastCaughtUpTimeMs, this.storedLastFetchTimeMs);
    }
    this.logStartOffset = fetch.logStartOffset;
    this.logEndOffset = fetch.logEndOffset;
    this.lastFetchLeaderLogEndOffset = Math.max(fetch.leaderEndOffset, this.lastFetchLeaderLogEndOffset);
    this.storedLastFetchTimeMs = fetch.fetchTimeMs;
    this.storedLastFetchEvent = fetch.event;
    this.brokerEpoch = fetch.brokerEpoch;
  }

  /**
   * A leader is elected or elected again. A new leader knows nothing of its followers; an old one keeps what it knows but their times,
   * so that a follower outside the ISR neither holds the high watermark back nor joins before it has fetched.
   * Source: Replica.resetReplicaState.
   */
  reset(currentTimeMs: number, leaderEndOffset: number, isNewLeader: boolean, isFollowerInSync: boolean): void {
    this.wake();
    this.isBehind = false;
    this.storedLastCaughtUpTimeMs = isFollowerInSync ? currentTimeMs : 0;
    if (isNewLeader) {
      this.logStartOffset = unknownOffset;
      this.logEndOffset = unknownOffset;
      this.lastFetchLeaderLogEndOffset = unknownOffset;
      this.storedLastFetchTimeMs = 0;
      this.brokerEpoch = null;
    } else {
      this.lastFetchLeaderLogEndOffset = leaderEndOffset;
      this.storedLastFetchTimeMs = isFollowerInSync ? currentTimeMs : 0;
    }
  }

  /** Has all that the leader has, or had it within the lag. Source: ReplicaState.isCaughtUp. */
  isCaughtUp(leaderEndOffset: number, currentTimeMs: number, replicaLagTimeMaxMs: number): boolean {
    return leaderEndOffset === this.logEndOffset || currentTimeMs - this.lastCaughtUpTimeMs <= replicaLagTimeMaxMs;
  }

  /** From here on the times are the clock's. Only for a follower that has reached the leader's end. */
  sleep(clock: FetchClock): void {
    this.idleClock = clock;
  }

  /** Takes the clock's times over, before anything else changes. */
  wake(): void {
    if (this.idleClock === null) return;
    this.storedLastFetchTimeMs = this.idleClock.lastFetchTimeMs;
    this.storedLastCaughtUpTimeMs = this.idleClock.lastFetchTimeMs;
    this.storedLastFetchEvent = this.idleClock.lastFetchEvent;
    this.idleClock = null;
  }
}
