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
export interface DelayedOperation {
  /** Given by the purgatory. */
  id: number;
  /** The owner's timer for its expiry; 0: none. */
  timer: ScheduleId;
  /** The partitions that it alone watches; none when a session watches for it. */
  watched: readonly string[];
  /** The request that waits; null outside a kernel. */
  readonly request: (Answerable & { readonly sentMicros: Micros }) | null;
  /** Whether the request can be answered now. `changed` names the partition that made us ask; null: look at all. */
  tryComplete(lookup: PartitionLookup, changed: string | null): boolean;
}

/**
 * Requests that wait for something: acknowledgements (produce), data (fetch), log starts (delete records). Keyed by partition: after a
 * change of a partition the owner asks which of its requests are complete. An operation completes once, by a check or by its expiry.
 * Source: DelayedOperationPurgatory.
 */
export class Purgatory<O extends DelayedOperation> extends Entity {
  protected readonly lookup: PartitionLookup;
  /**
   * Few at a time, oldest first. Not a map: one whose entries come and go is made anew every few of them, and until the collector looks at
   * old memory each table keeps the next one and what stood in it.
   */
  protected readonly waiting: O[] = [];
  protected nextId = 1;

  constructor(registry: EntityRegistry, lookup: PartitionLookup) {
    super(registry);
    this.lookup = lookup;
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
    this.touch();
    operation.id = this.nextId++;
    operation.watched = keys;
    this.waiting.push(operation);
    return false;
  }

  /** The operations that are complete now that the partition has changed, in the order in which they came; they are no longer here. */
  checkAndComplete(key: string): readonly O[] {
    let completed = none as readonly O[];
    for (const operation of this.waiting) {
      if (operation.watched.includes(key) && this.isComplete(operation, key)) completed = grown(completed, operation);
    }
    for (const operation of completed) this.takeOut(operation);
    return completed;
  }

  protected isComplete(operation: O, key: string): boolean {
    // Asking changes the operation: a partition of it may be done for good.
    this.touch();
    return operation.tryComplete(this.lookup, key);
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

  protected takeOut(operation: O): void {
    this.touch();
    without(this.waiting, operation);
  }

  /** The process ended: nothing waits any more, watches are gone. */
  clear(): void {
    this.touch();
    this.waiting.length = 0;
  }
}

/** A request that remembers how its partitions stand. */
abstract class OperationWithStatus extends State implements DelayedOperation {
  id = 0;
  timer: ScheduleId = 0;
  watched: readonly string[] = none;
  readonly request: DelayedOperation['request'];

  constructor(request: DelayedOperation['request']) {
    super();
    this.request = request;
  }

  abstract tryComplete(lookup: PartitionLookup): boolean;
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
export class DelayedProduce extends OperationWithStatus {
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
  status.errorCode =
    reached === 'enough'
      ? errors.NONE
      : reached === 'notLeaderOrFollower'
        ? errors.NOT_LEADER_OR_FOLLOWER
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
export class DelayedDeleteRecords extends OperationWithStatus {
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
