import { BeatBlock } from '../../kernel/beats.ts';
import { grown } from '../../kernel/grown.ts';
import { LazyEntity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { FetchPartition } from '../apis/Fetch/messages.ts';
import { errors } from '../errors.ts';
import { fetchDelayed, fetchGivenUp } from './events.ts';
import { fetcherBeat, fetcherBeatColumns, FetchSessionHandler } from './fetch-session-handler.ts';
import type { SessionPartition, WantedPartitions } from './fetch-session-handler.ts';
import { initialFetchOffset, PartitionFetchState } from './fetcher-state.ts';
import type { FetcherConfig, FetcherHost, OffsetTruncation, TruncationMode } from './fetcher-state.ts';
import type { Partition } from './partition.ts';
import { truncateFullyAndStartAt, truncateTo } from './partition-follower.ts';

/** Whom a fetcher fetches from, and which of the fetchers for it this one is. */
export interface FetcherPeer {
  readonly leaderId: number;
  readonly fetcherId: number;
  /** Where its beats are, beside those of its neighbours; a block of its own otherwise. */
  readonly beats?: BeatBlock;
}

/**
 * The partitions of one fetcher: where it is with each, which wait, which it gave up. Source: AbstractFetcherThread (PartitionStates,
 * FailedPartitions).
 */
export abstract class FetcherPartitions extends LazyEntity implements WantedPartitions {
  readonly leaderId: number;
  /** Which of the fetchers for this leader (num.replica.fetchers). */
  readonly fetcherId: number;
  /** Its name among the fetchers of its broker, and what its requests are for. */
  readonly purpose: string;
  protected readonly host: FetcherHost;
  protected readonly config: FetcherConfig;
  protected readonly states = new Map<string, PartitionFetchState>();
  protected readonly session: FetchSessionHandler;
  protected readonly beats: BeatBlock;
  protected readonly beatRow: number;
  /** What the next request of the session may have to name: what is not fetched any more, and states that are marked. */
  private changed: string[] = [];
  protected readonly delayed = new Set<string>();
  protected readonly truncating = new Set<string>();
  /** Given up until the metadata name a new leader epoch. */
  private readonly failed = new Set<string>();

  constructor(registry: EntityRegistry, host: FetcherHost, peer: FetcherPeer, config: FetcherConfig) {
    super(registry);
    this.host = host;
    this.leaderId = peer.leaderId;
    this.fetcherId = peer.fetcherId;
    this.purpose = purposeOf(peer);
    this.config = config;
    this.beats = peer.beats ?? new BeatBlock(registry, fetcherBeatColumns);
    this.beatRow = this.beats.addRow();
    this.session = new FetchSessionHandler(this.beats, this.beatRow);
  }

  get partitionCount(): number {
    return this.fresh().states.size;
  }

  /** Where the fetcher is with a partition; null when it does not fetch it. */
  fetchState(topicPartition: string): PartitionFetchState | null {
    return this.fresh().stateOf(topicPartition) ?? null;
  }

  /** Whether the fetcher gave the partition up. */
  isFailed(topicPartition: string): boolean {
    return this.fresh().failed.has(topicPartition);
  }

  /** Starts to fetch a partition in its current leader epoch; one that is fetched in that epoch already goes on. Source: addPartitions. */
  addPartition(partition: Partition): void {
    this.touch();
    const key = partition.topicPartition;
    this.failed.delete(key);
    const current = this.stateOf(key);
    if (current !== undefined && current.currentLeaderEpoch === partition.leaderEpoch && current.topicId === partition.topicId) {
      this.moveToEnd(current);
      return;
    }
    const { log } = partition;
    if (log === null) return;
    const mode = this.truncationMode;
    const lastFetchedEpoch = mode === 'onFetch' ? log.latestEpoch() : null;
    const known = current ?? this.session.partitions.get(key);
    const state = known?.topicId === partition.topicId ? known : new PartitionFetchState(this.registry, partition);
    state.begin({
      currentLeaderEpoch: partition.leaderEpoch,
      fetchOffset: initialFetchOffset(log, mode),
      // Without epochs there is nothing to compare: the log is cut at the high watermark first.
      state: lastFetchedEpoch === null ? 'TRUNCATING' : 'FETCHING',
      lastFetchedEpoch,
      order: this.nextOrder(),
    });
    this.states.set(key, state);
    this.delayed.delete(key);
    partition.setFetcher(this);
    this.note(state);
  }

  /** Stops to fetch a partition. Source: removePartitions. */
  removePartition(topicPartition: string): void {
    this.touch();
    this.failed.delete(topicPartition);
    this.drop(topicPartition);
  }

  /** The partition changed: its log start may have moved. */
  wake(topicPartition: string): void {
    const state = this.fresh().stateOf(topicPartition);
    if (state === undefined || state.isChanged) return;
    this.touch();
    this.noteChange(state);
  }

  /** When a partition that backs off is due, the earliest; Infinity when none is. The owner asks for the next request again then. */
  nextDueMillis(): number {
    let due = Infinity;
    for (const key of this.fresh().delayed) due = Math.min(due, this.stateOf(key)?.dueMillis ?? Infinity);
    return due;
  }

  /** Cuts a log. Overridden where somebody wants to see it. Source: ReplicaFetcherThread.truncate. */
  protected truncate(partition: Partition, truncation: OffsetTruncation, nowMillis: number): void {
    truncateTo(partition, truncation.offset, nowMillis);
  }

  /** Drops a whole log. Source: ReplicaFetcherThread.truncateFullyAndStartAt. */
  protected truncateFully(partition: Partition, offset: number, nowMillis: number): void {
    truncateFullyAndStartAt(partition, offset, nowMillis);
  }

  protected get truncationMode(): TruncationMode {
    return this.host.mutations.has('M1') ? 'highWatermark' : this.config.truncation;
  }

  protected applyTruncation(state: PartitionFetchState, truncation: OffsetTruncation, nowMillis: number): void {
    const partition = this.host.hostedPartition(state.topicPartition);
    if (partition === null) return;
    this.truncate(partition, truncation, nowMillis);
    const isOnFetch = this.truncationMode === 'onFetch';
    state.touch();
    state.fetchOffset = truncation.offset;
    state.state = isOnFetch || truncation.truncationCompleted ? 'FETCHING' : 'TRUNCATING';
    state.lastFetchedEpoch = this.latestEpoch(partition);
    this.note(state);
  }

  /** The epoch that the next fetch names; older ways of truncation name none. */
  protected latestEpoch(partition: Partition): number | null {
    return this.truncationMode === 'onFetch' ? (partition.log?.latestEpoch() ?? null) : null;
  }

  /** The state changed: look at it for the next request. */
  protected note(state: PartitionFetchState): void {
    this.noteChange(state);
    if (state.state === 'TRUNCATING') this.truncating.add(state.topicPartition);
    else if (this.truncating.size > 0) this.truncating.delete(state.topicPartition);
  }

  protected noteChange(state: PartitionFetchState): void {
    if (state.isChanged) return;
    state.touch();
    state.isChanged = true;
    this.changed = grown(this.changed, state.topicPartition);
  }

  protected moveToEnd(state: PartitionFetchState): void {
    state.touch();
    state.order = this.nextOrder();
    this.note(state);
  }

  private nextOrder(): number {
    const order = this.beats.get(this.beatRow, fetcherBeat.lastOrder) + 1;
    this.beats.set(this.beatRow, fetcherBeat.lastOrder, order);
    return order;
  }

  protected stateOf(topicPartition: string): PartitionFetchState | undefined {
    return this.states.get(topicPartition)?.fresh();
  }

  /** Backs off. Source: delayPartitions. */
  protected delay(topicPartition: string, errorCode: number, nowMillis: number): void {
    const state = this.stateOf(topicPartition);
    if (state === undefined || state.isDelayed(nowMillis)) return;
    state.touch();
    state.dueMillis = nowMillis + this.config.backoffMs;
    this.delayed.add(topicPartition);
    this.moveToEnd(state);
    const partition = this.host.hostedPartition(topicPartition);
    if (partition === null) return;
    const args = { partition: partition.nameNumber, leader: this.leaderId, error: errorCode, backoffMillis: this.config.backoffMs };
    this.host.emit(fetchDelayed, args);
  }

  /** Stops until a new leader epoch. Source: markPartitionFailed. */
  protected giveUp(state: PartitionFetchState, errorCode: number): void {
    this.drop(state.topicPartition);
    this.failed.add(state.topicPartition);
    const partition = this.host.hostedPartition(state.topicPartition);
    if (partition === null) return;
    const args = { partition: partition.nameNumber, leader: this.leaderId, error: errorCode, leaderEpoch: state.currentLeaderEpoch };
    this.host.emit(fetchGivenUp, args);
  }

  /**
   * The leader is in a newer epoch than we named: ours is over, unless we have learnt of the new one meanwhile. Source:
   * onPartitionFenced.
   */
  protected onFenced(state: PartitionFetchState, requestEpoch: number, nowMillis: number): void {
    if (requestEpoch === state.currentLeaderEpoch) this.giveUp(state, errors.FENCED_LEADER_EPOCH);
    else this.delay(state.topicPartition, errors.FENCED_LEADER_EPOCH, nowMillis);
  }

  protected readyPartitions(nowMillis: number): readonly SessionPartition[] {
    const states = Array.from(this.states.values(), (state) => state.fresh()).sort((a, b) => a.order - b.order);
    return states.flatMap((state) => this.sessionPartition(state, nowMillis) ?? []);
  }

  /** Partitions that have backed off long enough are looked at again. */
  protected endDelays(nowMillis: number): void {
    for (const key of this.delayed) {
      const state = this.stateOf(key);
      if (state?.isDelayed(nowMillis) === true) continue;
      this.delayed.delete(key);
      if (state !== undefined) this.noteChange(state);
    }
  }

  /** Nothing has changed since a request was built that left nothing to do: the next one says nothing new. */
  protected get isQuiet(): boolean {
    return this.beats.get(this.beatRow, fetcherBeat.isQuiet) === 1;
  }

  /** Whatever changes may be news for the next request. */
  override touch(): void {
    this.beats.set(this.beatRow, fetcherBeat.isQuiet, 0);
    super.touch();
  }

  /** A request was built. */
  protected noteQuiet(): void {
    const isOpen = !this.session.isFull && this.session.partitions.size > 0;
    const isQuiet = isOpen && this.changed.length === 0 && this.delayed.size === 0 && this.truncating.size === 0;
    this.beats.set(this.beatRow, fetcherBeat.isQuiet, isQuiet ? 1 : 0);
  }

  /** What may have changed since the last request, in their turn; from here on it counts as seen. */
  protected takeChanged(): readonly string[] {
    const { changed } = this;
    if (changed.length === 0) return changed;
    this.changed = [];
    for (const key of changed) {
      const state = this.stateOf(key);
      if (state === undefined) continue;
      state.touch();
      state.isChanged = false;
    }
    // They are few and nearly in order.
    for (let from = 1; from < changed.length; from++) this.moveToItsTurn(changed, from);
    return changed;
  }

  private moveToItsTurn(keys: string[], from: number): void {
    const key = keys[from];
    if (key === undefined) return;
    const order = this.orderOf(key);
    let to = from;
    for (let before; to > 0 && (before = keys[to - 1]) !== undefined && this.orderOf(before) > order; to--) keys[to] = before;
    keys[to] = key;
  }

  /** What a request says of a partition; null when it is not fetched for now. */
  wanted(key: string, nowMillis: number): SessionPartition | null {
    const state = this.stateOf(key);
    return state === undefined ? null : this.sessionPartition(state, nowMillis);
  }

  private orderOf(key: string): number {
    return this.stateOf(key)?.order ?? 0;
  }

  private drop(topicPartition: string): void {
    const state = this.stateOf(topicPartition);
    if (state === undefined) return;
    this.noteChange(state);
    this.states.delete(topicPartition);
    this.host.hostedPartition(topicPartition)?.setFetcher(null);
    this.delayed.delete(topicPartition);
    this.truncating.delete(topicPartition);
  }

  /** What a request says of the partition; null while it is not fetched. Source: RemoteLeaderEndPoint.buildFetch. */
  private sessionPartition(state: PartitionFetchState, nowMillis: number): SessionPartition | null {
    if (!state.isReadyForFetch(nowMillis)) return null;
    const partition = this.host.hostedPartition(state.topicPartition);
    if (partition === null || partition.log === null) return null;
    const fetch: FetchPartition = {
      partition: state.partitionIndex,
      currentLeaderEpoch: state.currentLeaderEpoch,
      fetchOffset: state.fetchOffset,
      lastFetchedEpoch: state.lastFetchedEpoch ?? -1,
      logStartOffset: partition.log.logStartOffset,
      partitionMaxBytes: this.config.maxBytes,
      highWatermark: -1,
    };
    return { state, fetch };
  }
}

/** The name of a fetcher among the fetchers of its broker. */
export function purposeOf({ leaderId, fetcherId }: FetcherPeer): string {
  return `fetcher ${String(leaderId)} ${String(fetcherId)}`;
}
