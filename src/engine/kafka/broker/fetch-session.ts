import { BeatBlock } from '../../kernel/beats.ts';
import { grown, without } from '../../kernel/grown.ts';
import { Entity, LazyEntity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { assert, noEvent } from '../../kernel/units.ts';
import type { EventId } from '../../kernel/units.ts';
import type { FetchRequest } from '../apis/Fetch/messages.ts';
import { errors } from '../errors.ts';
import { CachedPartition, requestPartitions } from './cached-partition.ts';
import { initialSessionEpoch, invalidSessionId, nextSessionEpoch } from './fetch-session-handler.ts';
import type { PartitionSleeper } from './partition.ts';
import type { PartitionNames } from './partition-names.ts';
import type { FetchClock } from './replica.ts';

/** Partitions, as keys, that a request brings into a session and takes out of it. */
interface SessionChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const noKeys: readonly string[] = [];
const noChange: SessionChange = { added: noKeys, removed: noKeys };
const noPartitions: readonly CachedPartition[] = [];

/** What every fetch of a session changes, and how much there is to look at. */
const beat = { lastUsedMs: 0, epoch: 1, lastFetchTimeMs: 2, lastFetchEvent: 3, partitionCount: 4, activeCount: 5 } as const;
const beatColumns = 6;

/**
 * What a broker remembers of a fetcher between its fetches (KIP-227). Partitions in which nothing happens sleep: a fetch does not look at
 * them and changes nothing there but the time of their follower's last fetch, which the session keeps for all of them. Source:
 * FetchSession.
 */
export class FetchSession extends LazyEntity implements FetchClock, PartitionSleeper {
  readonly id: number;
  /** Of a follower: worth more than a consumer's. */
  readonly isPrivileged: boolean;
  readonly creationMs: number;
  private readonly cached = new Map<string, CachedPartition>();
  /** Partitions that the next fetch has to look at: a few of them, or none. */
  private active: string[] = [];
  private readonly beats: BeatBlock;
  private readonly beatRow: number;
  /** Under which the session's fetches wait; see Purgatory. */
  readonly watcher: number;
  private nextOrder = 1;

  constructor(beats: BeatBlock, values: { id: number; isPrivileged: boolean; nowMillis: number; watcher: number }) {
    super(beats.registry);
    this.beats = beats;
    this.beatRow = beats.addRow();
    this.id = values.id;
    this.isPrivileged = values.isPrivileged;
    this.creationMs = values.nowMillis;
    this.watcher = values.watcher;
    beats.set(this.beatRow, beat.lastFetchEvent, noEvent);
    this.noteUse(values.nowMillis, initialSessionEpoch);
  }

  get partitions(): ReadonlyMap<string, CachedPartition> {
    return this.fresh().cached;
  }

  get partitionCount(): number {
    return this.beats.get(this.beatRow, beat.partitionCount);
  }

  get lastUsedMs(): number {
    return this.beats.get(this.beatRow, beat.lastUsedMs);
  }

  /** The epoch that the next request must have. */
  get epoch(): number {
    return this.beats.get(this.beatRow, beat.epoch);
  }

  get lastFetchTimeMs(): number {
    return this.beats.get(this.beatRow, beat.lastFetchTimeMs);
  }

  get lastFetchEvent(): EventId {
    return this.beats.get(this.beatRow, beat.lastFetchEvent);
  }

  /** A request of this epoch came. */
  noteUse(nowMillis: number, requestEpoch: number): void {
    this.beats.set(this.beatRow, beat.lastUsedMs, nowMillis);
    this.beats.set(this.beatRow, beat.epoch, nextSessionEpoch(requestEpoch));
  }

  noteFetch(nowMillis: number, event: EventId): void {
    this.beats.set(this.beatRow, beat.lastFetchTimeMs, nowMillis);
    this.beats.set(this.beatRow, beat.lastFetchEvent, event);
  }

  wake(topicPartition: string): void {
    const partition = this.partitions.get(topicPartition);
    if (partition === undefined) return;
    this.touch();
    this.activate(partition);
  }

  /** The next fetches need not look at the partition, until it wakes up. */
  sleep(partition: CachedPartition): void {
    if (!partition.isActive) return;
    partition.isActive = false;
    without(this.active, partition.key);
    this.noteActive();
  }

  add(partition: CachedPartition): void {
    partition.order = this.nextOrder++;
    this.cached.set(partition.key, partition);
    this.noteActive();
    this.activate(partition);
  }

  private activate(partition: CachedPartition): void {
    if (partition.isActive) return;
    partition.isActive = true;
    this.active = grown(this.active, partition.key);
    this.noteActive();
  }

  private noteActive(): void {
    this.beats.set(this.beatRow, beat.partitionCount, this.cached.size);
    this.beats.set(this.beatRow, beat.activeCount, this.active.length);
  }

  private remove(partition: CachedPartition): void {
    this.sleep(partition);
    this.cached.delete(partition.key);
    this.noteActive();
  }

  /** Takes over what a request says; returns the keys that are new and gone. Source: FetchSession.update. */
  update(request: FetchRequest, names: PartitionNames): SessionChange {
    if (request.topics.length === 0 && request.forgottenTopicsData.length === 0) return noChange;
    this.touch();
    let added = noKeys;
    let removed = noKeys;
    for (const { topic, partitions } of request.forgottenTopicsData) {
      for (const partition of partitions) {
        const key = names.of(topic, partition);
        const known = this.partitions.get(key);
        if (known === undefined) continue;
        this.remove(known);
        removed = grown(removed, key);
      }
    }
    for (const { topic, topicId, partitions } of request.topics) {
      for (const fetch of partitions) {
        const key = names.of(topic, fetch.partition);
        const known = this.partitions.get(key);
        if (known === undefined || known.topicId !== topicId) {
          if (known !== undefined) this.sleep(known);
          this.add(new CachedPartition(topic, topicId, fetch, 0));
          added = grown(added, key);
        } else {
          known.updateRequest(fetch);
          this.activate(known);
        }
      }
    }
    return { added, removed };
  }

  /** Partitions to look at, in their turn. */
  activePartitions(): readonly CachedPartition[] {
    if (this.beats.get(this.beatRow, beat.activeCount) === 0) return noPartitions;
    return inOrder(this.fresh().active.map((key) => this.activePartition(key)));
  }

  private activePartition(key: string): CachedPartition {
    const partition = this.partitions.get(key);
    assert(partition !== undefined, 'what a session looks at is in the session');
    return partition;
  }

  /** Its turn comes last now: it had data. */
  moveToEnd(partition: CachedPartition): void {
    partition.order = this.nextOrder++;
  }
}

/** Sorts in place. They are few and nearly in order, and a fetch should cost no more than it must. */
function inOrder(list: CachedPartition[]): CachedPartition[] {
  // No index below zero: an array that is read outside its bounds is slow from then on.
  for (let from = 1; from < list.length; from++) {
    const partition = list[from];
    if (partition === undefined) continue;
    let to = from;
    for (let before; to > 0 && (before = list[to - 1]) !== undefined && before.order > partition.order; to--) list[to] = before;
    list[to] = partition;
  }
  return list;
}

/** What a fetch is about. Source: FetchContext. */
export type FetchContext =
  | { readonly kind: 'error'; readonly errorCode: number }
  /** Outside any session. */
  | { readonly kind: 'sessionless'; readonly partitions: readonly CachedPartition[] }
  /** The first fetch of a session, which begins with the answer. */
  | { readonly kind: 'full'; readonly partitions: readonly CachedPartition[]; readonly isFollower: boolean }
  | { readonly kind: 'incremental'; readonly session: FetchSession; readonly requestEpoch: number };

/** Watches partitions for sessions. */
export interface SessionWatches {
  readonly partitionNames: PartitionNames;
  newWatcher(): number;
  watch(watcher: number, key: string): void;
  unwatch(watcher: number, key: string): void;
}

/** min.incremental.fetch.session.eviction.ms, which is a constant. */
const sessionEvictionMillis = 120000;

/**
 * Every fetch session of a broker. Source: FetchSessionCache, FetchManager. Kafka's eight shards are one here, its random session ids are
 * counted.
 */
export class FetchSessionCache extends Entity {
  /** max.incremental.fetch.session.cache.slots */
  private readonly sessionsMax: number;
  private readonly watches: SessionWatches;
  private readonly sessions = new Map<number, FetchSession>();
  /** Where the next session has its beats. */
  private beats: BeatBlock;
  private nextId = 1;

  constructor(registry: EntityRegistry, watches: SessionWatches, sessionsMax = 1000) {
    super(registry);
    this.watches = watches;
    this.sessionsMax = sessionsMax;
    this.beats = new BeatBlock(registry, beatColumns);
  }

  get size(): number {
    return this.sessions.size;
  }

  /** Finds or prepares the context of a request. Source: FetchManager.newContext. */
  newContext(request: FetchRequest, nowMillis: number): FetchContext {
    const { sessionId, sessionEpoch } = request;
    const isFollower = request.replicaId >= 0;
    if (sessionEpoch <= initialSessionEpoch) {
      // A full request closes the session that it names.
      if (sessionId !== invalidSessionId) this.remove(sessionId);
      const partitions = requestPartitions(request);
      return sessionEpoch < initialSessionEpoch ? { kind: 'sessionless', partitions } : { kind: 'full', partitions, isFollower };
    }
    const session = this.sessions.get(sessionId);
    if (session === undefined) return { kind: 'error', errorCode: errors.FETCH_SESSION_ID_NOT_FOUND };
    if (session.epoch !== sessionEpoch) return { kind: 'error', errorCode: errors.INVALID_FETCH_SESSION_EPOCH };
    const { added, removed } = session.update(request, this.watches.partitionNames);
    for (const key of removed) this.watches.unwatch(session.watcher, key);
    for (const key of added) if (!removed.includes(key)) this.watches.watch(session.watcher, key);
    if (session.partitionCount === 0) {
      this.remove(sessionId);
      return { kind: 'sessionless', partitions: [] };
    }
    session.noteUse(nowMillis, sessionEpoch);
    return { kind: 'incremental', session, requestEpoch: sessionEpoch };
  }

  /** Begins a session for a full fetch that was answered; invalidSessionId when there is no room. Source: maybeCreateSession. */
  maybeCreateSession(partitions: readonly CachedPartition[], isFollower: boolean, nowMillis: number): number {
    if (this.sessions.size >= this.sessionsMax && !this.tryEvict(isFollower, partitions.length, nowMillis)) return invalidSessionId;
    this.touch();
    const watcher = this.watches.newWatcher();
    if (this.beats.isFull) this.beats = new BeatBlock(this.registry, beatColumns);
    const session = new FetchSession(this.beats, { id: this.nextId++, isPrivileged: isFollower, nowMillis, watcher });
    for (const partition of partitions) {
      session.add(partition);
      this.watches.watch(session.watcher, partition.key);
    }
    this.sessions.set(session.id, session);
    return session.id;
  }

  /** The process ended. */
  clear(): void {
    this.touch();
    this.sessions.clear();
    this.beats = new BeatBlock(this.registry, beatColumns);
  }

  private remove(sessionId: number): void {
    const session = this.sessions.get(sessionId);
    if (session === undefined) return;
    this.touch();
    this.sessions.delete(sessionId);
    for (const key of session.partitions.keys()) this.watches.unwatch(session.watcher, key);
  }

  /** Makes room: a session that is not used any more, else one that is worth less. Source: FetchSessionCacheShard.tryEvict. */
  private tryEvict(isPrivileged: boolean, size: number, nowMillis: number): boolean {
    let oldest: FetchSession | null = null;
    let cheapest: FetchSession | null = null;
    for (const session of this.sessions.values()) {
      if (oldest === null || session.lastUsedMs < oldest.lastUsedMs) oldest = session;
      const isOld = nowMillis - session.creationMs > sessionEvictionMillis;
      const isEvictable = isOld || (isPrivileged && !session.isPrivileged);
      if (isEvictable && (cheapest === null || worthOf(session) < worthOf(cheapest))) cheapest = session;
    }
    const isStale = oldest !== null && nowMillis - oldest.lastUsedMs > sessionEvictionMillis;
    const evicted = isStale ? oldest : cheapest;
    if (evicted === null) return false;
    if (!isStale && worth(isPrivileged, size) < worthOf(evicted)) return false;
    this.remove(evicted.id);
    return true;
  }
}

// Followers before consumers, then the larger one.
const privilegeWorth = 1e9;

function worthOf(session: FetchSession): number {
  return worth(session.isPrivileged, session.partitionCount);
}

function worth(isPrivileged: boolean, size: number): number {
  return (isPrivileged ? privilegeWorth : 0) + size;
}
