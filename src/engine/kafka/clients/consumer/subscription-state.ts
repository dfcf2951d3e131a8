import { State } from '../../../kernel/state.ts';
import { assert } from '../../../kernel/units.ts';
import type { AutoOffsetResetStrategy } from './auto-offset-reset.ts';
import { isSameStrategy } from './auto-offset-reset.ts';
import { isSamePosition } from './fetch-position.ts';
import type { FetchPosition } from './fetch-position.ts';
import { PartitionState } from './partition-state.ts';
import { inPartitionHashOrder, topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

/** How partitions come to this consumer; the kinds exclude each other until unsubscribe(). */
export type SubscriptionType = 'NONE' | 'AUTO_TOPICS' | 'AUTO_PATTERN' | 'AUTO_PATTERN_RE2J' | 'USER_ASSIGNED';

/** A position that the leader's log no longer has. `divergentOffset` is the first offset known to differ. Source: LogTruncation. */
export interface LogTruncation {
  readonly partition: PartitionName;
  readonly position: FetchPosition;
  readonly divergentOffset: { readonly offset: number; readonly leaderEpoch: number } | null;
}

/** What a validation of a position came to. */
export type ValidationOutcome =
  | { readonly kind: 'stale' }
  | { readonly kind: 'valid' }
  | { readonly kind: 'reset' }
  /** Truncated; the position was moved to where the logs part. */
  | { readonly kind: 'truncated'; readonly from: number; readonly to: number }
  | { readonly kind: 'failed'; readonly truncation: LogTruncation };

const noNames: readonly PartitionName[] = [];

/** What the consumer subscribed to, what it was assigned, and where it stands in each partition. Source: SubscriptionState. */
export class SubscriptionState extends State {
  readonly defaultResetStrategy: AutoOffsetResetStrategy;
  subscriptionType: SubscriptionType = 'NONE';
  /** Topics asked for by name, or matched by the pattern, or of the assigned partitions. */
  subscription: string[] = [];
  /** Topics of the whole group, which its leader needs to know of. */
  groupSubscription: string[] = [];
  /** A regular expression, as text. */
  subscribedPattern: string | null = null;
  /** A pattern that the coordinator matches (KIP-848). */
  re2Pattern: string | null = null;
  /** Counts assignments: whoever remembers a number sees that it changed. */
  assignmentId = 0;
  /** In the order of the next fetch: a partition that gave data moves to the end. Source: PartitionStates. */
  private assignment = new Map<PartitionName, PartitionState>();

  constructor(defaultResetStrategy: AutoOffsetResetStrategy) {
    super();
    this.defaultResetStrategy = defaultResetStrategy;
  }

  get hasAutoAssignedPartitions(): boolean {
    return this.subscriptionType !== 'NONE' && this.subscriptionType !== 'USER_ASSIGNED';
  }

  get hasNoSubscriptionOrUserAssignment(): boolean {
    return this.subscriptionType === 'NONE';
  }

  get hasDefaultOffsetResetPolicy(): boolean {
    return this.defaultResetStrategy.kind !== 'none';
  }

  /** Whether this kind of subscription may follow the one in force. */
  mayUse(type: SubscriptionType): boolean {
    return this.subscriptionType === 'NONE' || this.subscriptionType === type;
  }

  /** Subscribes to topics by name; true when the set changed. */
  subscribe(topics: readonly string[]): boolean {
    this.subscriptionType = 'AUTO_TOPICS';
    return this.changeSubscription(topics);
  }

  /** Subscribes to all topics whose whole name matches. */
  subscribePattern(pattern: string): void {
    this.subscriptionType = 'AUTO_PATTERN';
    this.subscribedPattern = pattern;
  }

  /** Leaves it to the coordinator which topics match. */
  subscribeRe2Pattern(pattern: string): void {
    this.subscriptionType = 'AUTO_PATTERN_RE2J';
    this.re2Pattern = pattern;
  }

  /** Takes the topics that the pattern matches now; true when they changed. */
  subscribeFromPattern(topics: readonly string[]): boolean {
    return this.changeSubscription(topics);
  }

  /** Whether a topic belongs to the subscribed pattern. */
  matchesSubscribedPattern(topic: string): boolean {
    if (this.subscriptionType !== 'AUTO_PATTERN' || this.subscribedPattern === null) return false;
    return new RegExp(`^(?:${this.subscribedPattern})$`, 'u').test(topic);
  }

  /** Remembers the topics of the whole group; true when some are not ours. */
  groupSubscribe(topics: readonly string[]): boolean {
    this.groupSubscription = [...new Set(topics)];
    return this.groupSubscription.some((topic) => !this.subscription.includes(topic));
  }

  resetGroupSubscription(): void {
    this.groupSubscription = [];
  }

  /** Topics whose metadata this consumer keeps. */
  metadataTopics(): readonly string[] {
    return [...new Set([...this.groupSubscription, ...this.subscription])];
  }

  needsMetadata(topic: string): boolean {
    return this.subscription.includes(topic) || this.groupSubscription.includes(topic);
  }

  /** Takes exactly these partitions; partitions kept keep their state. True when the set of topics changed. */
  assignFromUser(partitions: readonly PartitionName[]): boolean {
    this.subscriptionType = 'USER_ASSIGNED';
    const wanted = new Set(partitions);
    if (wanted.size === this.assignment.size && [...wanted].every((name) => this.assignment.has(name))) return false;
    this.assignmentId++;
    // The Java client goes through a HashMap here, so hash order decides who is fetched first.
    this.setAssignment(inPartitionHashOrder(inPartitionHashOrder([...wanted])));
    return this.changeSubscription(partitions.map(topicOf));
  }

  /** Takes what the group gave, in its order; partitions kept keep their state. */
  assignFromSubscribed(partitions: readonly PartitionName[]): void {
    assert(this.hasAutoAssignedPartitions, 'a group assigns only to a subscriber');
    this.assignmentId++;
    this.setAssignment(partitions);
  }

  unsubscribe(): void {
    this.subscription = [];
    this.groupSubscription = [];
    this.assignment = new Map();
    this.subscribedPattern = null;
    this.re2Pattern = null;
    this.subscriptionType = 'NONE';
    this.assignmentId++;
  }

  /** The state of an assigned partition; null when it is not assigned. */
  stateOf(name: PartitionName): PartitionState | null {
    return this.assignment.get(name) ?? null;
  }

  /** The state of a partition that must be assigned. */
  assignedState(name: PartitionName): PartitionState {
    const state = this.assignment.get(name);
    assert(state !== undefined, `partition ${name} is assigned`);
    return state;
  }

  isAssigned(name: PartitionName): boolean {
    return this.assignment.has(name);
  }

  /** Assigned partitions in the order of the next fetch. */
  assignedPartitions(): PartitionName[] {
    return [...this.assignment.keys()];
  }

  /** Assigned partitions with their state, in the order of the next fetch. */
  states(): Iterable<[PartitionName, PartitionState]> {
    return this.assignment;
  }

  /** The states alone: an entry of a Map is an array that is made for whoever asks. */
  allStates(): Iterable<PartitionState> {
    return this.assignment.values();
  }

  /** Whether records of the partition may be fetched and handed out: since 4.1 its topic must still be subscribed. */
  isFetchable(name: PartitionName): boolean {
    const state = this.assignment.get(name);
    return state !== undefined && this.isStateFetchable(state);
  }

  /** The same of a partition that is assigned. */
  isStateFetchable(state: PartitionState): boolean {
    if (this.subscriptionType === 'AUTO_TOPICS' && !this.subscription.includes(topicOf(state.partition))) return false;
    return state.isFetchable;
  }

  movePartitionToEnd(name: PartitionName): void {
    const state = this.assignment.get(name);
    if (state === undefined) return;
    this.assignment.delete(name);
    this.assignment.set(name, state);
  }

  get hasAllFetchPositions(): boolean {
    for (const state of this.assignment.values()) if (!state.hasValidPosition) return false;
    return true;
  }

  /** Partitions without any position yet. */
  initializingPartitions(): PartitionName[] {
    return this.partitionsWhere((state) => state.shouldInitialize);
  }

  partitionsNeedingReset(nowMillis: number): PartitionName[] {
    return this.partitionsWhere((state) => state.isAwaitingReset && !state.isAwaitingRetryBackoff(nowMillis));
  }

  partitionsNeedingValidation(nowMillis: number): readonly PartitionName[] {
    // Asked in every poll, and hardly ever does one.
    if (!this.hasAwaitingValidation) return noNames;
    return this.partitionsWhere((state) => state.isAwaitingValidation && !state.isAwaitingRetryBackoff(nowMillis));
  }

  pausedPartitions(): PartitionName[] {
    return this.partitionsWhere((state) => state.isPaused);
  }

  /** Applies the default policy to partitions that found no position; returns those for which there is none. */
  resetInitializingPositions(): PartitionName[] {
    const withoutPolicy: PartitionName[] = [];
    for (const [name, state] of this.assignment) {
      if (!state.shouldInitialize) continue;
      if (this.hasDefaultOffsetResetPolicy) state.reset(this.defaultResetStrategy);
      else withoutPolicy.push(name);
    }
    return inPartitionHashOrder(withoutPolicy);
  }

  /** Ends a reset, unless the application has changed its mind meanwhile; true when the position was taken. */
  maybeSeekUnvalidated(name: PartitionName, position: FetchPosition, requested: AutoOffsetResetStrategy | null): boolean {
    const state = this.assignment.get(name);
    if (state === undefined || !state.isAwaitingReset) return false;
    if (requested !== null && (state.resetStrategy === null || !isSameStrategy(requested, state.resetStrategy))) return false;
    state.seekUnvalidated(position);
    return true;
  }

  /** Compares the end of the position's epoch on the leader with the position: KIP-320. */
  maybeCompleteValidation(
    name: PartitionName,
    requested: FetchPosition,
    end: { readonly endOffset: number; readonly leaderEpoch: number },
  ): ValidationOutcome {
    const state = this.assignment.get(name);
    const position = state?.position ?? null;
    if (state === undefined || position === null || !state.isAwaitingValidation || !isSamePosition(position, requested))
      return { kind: 'stale' };
    if (end.endOffset === -1 || end.leaderEpoch === -1) {
      if (!this.hasDefaultOffsetResetPolicy)
        return { kind: 'failed', truncation: { partition: name, position: requested, divergentOffset: null } };
      state.reset(this.defaultResetStrategy);
      return { kind: 'reset' };
    }
    if (end.endOffset < position.offset) {
      const divergentOffset = { offset: end.endOffset, leaderEpoch: end.leaderEpoch };
      if (!this.hasDefaultOffsetResetPolicy)
        return { kind: 'failed', truncation: { partition: name, position: requested, divergentOffset } };
      state.seekValidated({ offset: end.endOffset, offsetEpoch: end.leaderEpoch, currentLeader: position.currentLeader });
      return { kind: 'truncated', from: position.offset, to: end.endOffset };
    }
    state.completeValidation();
    return { kind: 'valid' };
  }

  /** How far the position is behind what this isolation level may read; null while unknown. */
  partitionLag(name: PartitionName, isReadCommitted: boolean): number | null {
    const state = this.assignedState(name);
    const end = isReadCommitted ? state.lastStableOffset : state.highWatermark;
    return state.position === null || end === null ? null : end - state.position.offset;
  }

  /** The positions of all partitions that have a valid one, in Java's hash order: what commitSync() without arguments commits. */
  allConsumed(): { readonly partition: PartitionName; readonly position: FetchPosition }[] {
    return this.partitionsWhere((state) => state.hasValidPosition).map((partition) => {
      const { position } = this.assignedState(partition);
      assert(position !== null, 'a valid position exists');
      return { partition, position };
    });
  }

  private get hasAwaitingValidation(): boolean {
    for (const state of this.assignment.values()) if (state.isAwaitingValidation) return true;
    return false;
  }

  private setAssignment(names: readonly PartitionName[]): void {
    const byTopic = new Map<string, PartitionName[]>();
    for (const name of names) {
      const topic = topicOf(name);
      const ofTopic = byTopic.get(topic);
      if (ofTopic === undefined) byTopic.set(topic, [name]);
      else ofTopic.push(name);
    }
    const next = new Map<PartitionName, PartitionState>();
    for (const ofTopic of byTopic.values()) {
      for (const name of ofTopic) next.set(name, this.assignment.get(name) ?? new PartitionState(name));
    }
    this.assignment = next;
  }

  private changeSubscription(topics: readonly string[]): boolean {
    const next = [...new Set(topics)];
    if (next.length === this.subscription.length && next.every((topic) => this.subscription.includes(topic))) return false;
    this.subscription = next;
    return true;
  }

  private partitionsWhere(filter: (state: PartitionState) => boolean): PartitionName[] {
    const names: PartitionName[] = [];
    for (const state of this.assignment.values()) if (filter(state)) names.push(state.partition);
    return inPartitionHashOrder(names);
  }
}
