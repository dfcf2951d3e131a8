import { grown, without } from '../../kernel/grown.ts';
import type { Answerable, Envelope } from '../../kernel/process.ts';
import type { ScheduleId } from '../../kernel/scheduler.ts';
import { Entity, State } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { Micros } from '../../kernel/units.ts';
import { errors } from '../errors.ts';
import type { Partition } from './partition.ts';
import type { PartitionNames } from './partition-names.ts';

const none: readonly never[] = [];

/** Finds the partitions that waiting requests are about. An Entity or a Shared object. */
export interface PartitionLookup {
  readonly partitionNames: PartitionNames;
  /** The partition that this broker hosts, or the error that a request for it gets. */
  partitionOrError(topicPartition: string): Partition | number;
}

/** A request that waits in a purgatory. Completing it is the owner's work: the operation only says when. */
export abstract class DelayedOperation extends State {
  /** Given by the purgatory. */
  id = 0;
  /** Under which watcher it waits; its own id unless a session watches for it. */
  watcher = 0;
  /** The owner's timer for its expiry; 0: none. */
  timer: ScheduleId = 0;
  /** The partitions that it alone watches; none when a session watches for it. */
  watched: readonly string[] = none;
  /** The request that waits; null outside a kernel. */
  readonly request: (Answerable & { readonly sentMicros: Micros }) | null;

  constructor(request: DelayedOperation['request']) {
    super();
    this.request = request;
  }

  /** Whether the request can be answered now. `changed` names the partition that made us ask; null: look at all. */
  abstract tryComplete(lookup: PartitionLookup, changed: string | null): boolean;
}

/**
 * Somebody who may have an operation waiting and watches partitions: one operation, or a fetch session with whatever fetch it has parked.
 */
type WatcherId = number;

/**
 * Requests that wait for something: acknowledgements (produce), data (fetch), log starts (delete records). Keyed by partition: after a
 * change of a partition the owner asks which of its requests are complete. An operation completes once, by a check or by its expiry.
 * Source: DelayedOperationPurgatory. Fetch sessions keep their watches from fetch to fetch, which Kafka does not: parking costs nothing
 * then.
 */
export class Purgatory<O extends DelayedOperation> extends Entity {
  private readonly lookup: PartitionLookup;
  /** By partition; an entry stays when nobody watches for a while. */
  private readonly watchers = new Map<string, WatcherId[]>();
  /**
   * Few at a time, oldest first. Not a map: one whose entries come and go is made anew every few of them, and until the collector looks at
   * old memory each table keeps the next one and what stood in it.
   */
  private readonly waiting: O[] = [];
  private nextId = 1;

  constructor(registry: EntityRegistry, lookup: PartitionLookup) {
    super(registry);
    this.lookup = lookup;
  }

  get partitionNames(): PartitionNames {
    return this.lookup.partitionNames;
  }

  /** How many requests wait. */
  get delayedCount(): number {
    return this.waiting.length;
  }

  /** The requests that wait, oldest first: for pictures and checks. */
  operations(): Iterable<O> {
    return this.waiting;
  }

  /** True when the operation is complete already; else it waits until one of these partitions changes. */
  tryCompleteElseWatch(operation: O, keys: readonly string[]): boolean {
    if (operation.tryComplete(this.lookup, null)) return true;
    const watcher = this.newWatcher();
    for (const key of keys) this.watch(watcher, key);
    // It is its own watcher.
    operation.id = watcher;
    operation.watcher = watcher;
    operation.watched = keys;
    this.waiting.push(operation);
    return false;
  }

  /** A watcher that outlives its operations. */
  newWatcher(): WatcherId {
    this.touch();
    return this.nextId++;
  }

  /** From now on the watcher's operation is looked at when the partition changes. */
  watch(watcher: WatcherId, key: string): void {
    this.touch();
    const list = this.watchers.get(key);
    if (list === undefined) this.watchers.set(key, [watcher]);
    else list.push(watcher);
  }

  unwatch(watcher: WatcherId, key: string): void {
    this.touch();
    const list = this.watchers.get(key);
    if (list === undefined) return;
    without(list, watcher);
  }

  /** Lets an operation of a session, found incomplete, wait under a watcher; an earlier one of that watcher is forgotten. */
  park(operation: O, watcher: WatcherId): void {
    this.touch();
    operation.id = this.nextId++;
    operation.watcher = watcher;
    // A session's earlier fetch, whose connection is gone: nobody will complete it.
    const earlier = this.waitingUnder(watcher);
    if (earlier === undefined) this.waiting.push(operation);
    else this.waiting[this.waiting.indexOf(earlier)] = operation;
  }

  /** The operations that are complete now that the partition has changed, in the order in which they came; they are no longer here. */
  checkAndComplete(key: string): readonly O[] {
    // Most partitions change while nobody waits.
    const list = this.waiting.length === 0 ? undefined : this.watchers.get(key);
    if (list === undefined) return none;
    let completed = none as readonly O[];
    for (const watcher of list) {
      const operation = this.waitingUnder(watcher);
      if (operation === undefined) continue;
      // Asking changes the operation: a partition of it may be done for good.
      this.touch();
      if (operation.tryComplete(this.lookup, key)) completed = grown(completed, operation);
    }
    for (const operation of completed) this.takeOut(operation);
    return completed;
  }

  /** Takes an operation out when its time is over or its connection is gone; null when it has completed before. */
  remove(operationId: number): O | null {
    for (const operation of this.waiting) {
      if (operation.id !== operationId) continue;
      this.takeOut(operation);
      return operation;
    }
    return null;
  }

  private takeOut(operation: O): void {
    this.touch();
    without(this.waiting, operation);
    for (const key of operation.watched) this.unwatch(operation.watcher, key);
  }

  private waitingUnder(watcher: WatcherId): O | undefined {
    for (const operation of this.waiting) if (operation.watcher === watcher) return operation;
    return undefined;
  }

  /** The process ended: nothing waits any more, watches are gone. */
  clear(): void {
    this.touch();
    this.watchers.clear();
    this.waiting.length = 0;
  }
}

/** How one partition of a waiting produce stands. Source: DelayedProduce.ProducePartitionStatus. */
export class ProducePartitionStatus extends State {
  readonly topicPartition: string;
  /** The high watermark that acknowledges. */
  readonly requiredOffset: number;
  acksPending: boolean;
  /** REQUEST_TIMED_OUT while acknowledgements are pending: what the client hears if they never come. */
  errorCode: number;

  constructor(topicPartition: string, requiredOffset: number, appendErrorCode: number) {
    super();
    this.topicPartition = topicPartition;
    this.requiredOffset = requiredOffset;
    this.acksPending = appendErrorCode === errors.NONE;
    this.errorCode = this.acksPending ? errors.REQUEST_TIMED_OUT : appendErrorCode;
  }
}

/**
 * A produce with acks=all that waits until its records are committed. `statuses` are in the order of the request. Source: DelayedProduce.
 */
export class DelayedProduce extends DelayedOperation {
  readonly statuses: readonly ProducePartitionStatus[];

  constructor(request: Envelope | null, statuses: readonly ProducePartitionStatus[]) {
    super(request);
    this.statuses = statuses;
  }

  override tryComplete(lookup: PartitionLookup): boolean {
    let isPending = false;
    for (const status of this.statuses) {
      if (status.acksPending) checkAcks(status, lookup);
      if (status.acksPending) isPending = true;
    }
    return !isPending;
  }
}

function checkAcks(status: ProducePartitionStatus, lookup: PartitionLookup): void {
  const partition = lookup.partitionOrError(status.topicPartition);
  if (typeof partition === 'number') {
    status.acksPending = false;
    status.errorCode = partition;
    return;
  }
  const reached = partition.checkEnoughReplicasReachOffset(status.requiredOffset);
  if (reached === 'waiting') return;
  status.acksPending = false;
  status.errorCode = reached === 'enough' ? errors.NONE
    : reached === 'notLeaderOrFollower' ? errors.NOT_LEADER_OR_FOLLOWER
    : errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND;
}

/** How one partition of a waiting DeleteRecords stands. Source: DeleteRecordsPartitionStatus. */
export class DeleteRecordsPartitionStatus extends State {
  readonly topicPartition: string;
  readonly requiredOffset: number;
  acksPending: boolean;
  lowWatermark: number;
  errorCode: number;

  constructor(topicPartition: string, requiredOffset: number, result: { readonly errorCode: number; readonly lowWatermark: number }) {
    super();
    this.topicPartition = topicPartition;
    this.requiredOffset = requiredOffset;
    this.lowWatermark = result.lowWatermark;
    this.acksPending = result.errorCode === errors.NONE && result.lowWatermark < requiredOffset;
    this.errorCode = this.acksPending ? errors.REQUEST_TIMED_OUT : result.errorCode;
  }
}

/** A DeleteRecords that waits until every live replica has moved its log start. Source: DelayedDeleteRecords. */
export class DelayedDeleteRecords extends DelayedOperation {
  readonly statuses: DeleteRecordsPartitionStatus[];

  constructor(request: Envelope | null, statuses: DeleteRecordsPartitionStatus[]) {
    super(request);
    this.statuses = statuses;
  }

  override tryComplete(lookup: PartitionLookup): boolean {
    for (const status of this.statuses) if (status.acksPending) checkLowWatermark(status, lookup);
    return this.statuses.every((status) => !status.acksPending);
  }
}

function checkLowWatermark(status: DeleteRecordsPartitionStatus, lookup: PartitionLookup): void {
  const partition = lookup.partitionOrError(status.topicPartition);
  if (typeof partition === 'number' || !partition.isLeader) {
    status.acksPending = false;
    status.errorCode = typeof partition === 'number' ? partition : errors.NOT_LEADER_OR_FOLLOWER;
    status.lowWatermark = -1;
    return;
  }
  status.lowWatermark = partition.lowWatermark;
  if (status.lowWatermark < status.requiredOffset) return;
  status.acksPending = false;
  status.errorCode = errors.NONE;
}
