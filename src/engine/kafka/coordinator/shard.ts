import { State } from '../../kernel/state.ts';
import { errors } from '../errors.ts';
import { completeAction } from './complete-action.ts';
import type { GroupCoordinatorConfig } from './config.ts';
import type { CoordinatorContext, CoordinatorTopic, RecordProducer, RegexResolution, RequestContext } from './context.ts';
import { errorResponse } from './error-responses.ts';
import { failure, isFailure } from './failure.ts';
import type { ApiFailure } from './failure.ts';
import { forKnownPartitions } from './known-partitions.ts';
import { afterLoading, afterUnloading } from './lifecycle.ts';
import { deleteOffsetsOfTopics } from './offsets/delete.ts';
import { replayEndTransaction } from './offsets/replay.ts';
import type { Operation } from './operation.ts';
import { onRegularExpressionsResolved, requestMetadataRefresh, resolveRegularExpressions } from './consumer/regular-expressions.ts';
import type { CoordinatorRecord } from './records.ts';
import { replayRecord } from './replay.ts';
import { readOperation, refusalAtTheDoor, writeOperation } from './route.ts';
import type { CoordinatorRequest } from './requests.ts';
import { resultOf } from './result.ts';
import type { CoordinatorResult, Outcome, ResponseData } from './result.ts';
import type { AppendAction } from './runtime/append-action.ts';
import type { CoordinatorImage } from './runtime/coordinator-image.ts';
import { CoordinatorState } from './runtime/coordinator-state.ts';
import type { CoordinatorTimer } from './runtime/timers.ts';
import { runTimer } from './timer-tasks.ts';

/** A write that waits until its records, and all before them, are committed. Source: CoordinatorRuntime.CoordinatorWriteEvent. */
interface PendingWrite {
  readonly offset: number;
  readonly deadlineMillis: number;
  readonly origin: WriteOrigin;
  readonly response: ResponseData | null;
  readonly action: AppendAction | null;
}

/** What a write was asked by: a request, a timer, an end of a transaction, or the coordinator itself. */
type WriteOrigin =
  | { readonly kind: 'request'; readonly token: number; readonly request: CoordinatorRequest }
  | { readonly kind: 'marker'; readonly token: number }
  | { readonly kind: 'timer'; readonly timer: CoordinatorTimer }
  | { readonly kind: 'internal' };

/** A record as the log gives it back. */
export type StoredRecord =
  | { readonly kind: 'record'; readonly offset: number; readonly producerId: number | null; readonly record: CoordinatorRecord }
  | { readonly kind: 'marker'; readonly offset: number; readonly producerId: number; readonly isCommit: boolean };

/**
 * The coordinator of the groups of one partition of `__consumer_offsets`. Decides, writes records, and changes what they speak of only by
 * replaying them; answers when they are committed; reads see only what is committed. Source: GroupCoordinatorService, CoordinatorRuntime
 * and GroupCoordinatorShard.
 */
export class GroupCoordinatorShard extends State {
  readonly state: CoordinatorState;
  private phase: 'unloaded' | 'loading' | 'active' = 'unloaded';
  private lastWrittenOffset = 0;
  private lastCommittedOffset = 0;
  /** The image after each write that is not committed yet, the first one of them being the committed one. */
  private snapshots: { readonly offset: number; readonly image: CoordinatorImage }[] = [];
  private pending: PendingWrite[] = [];

  constructor(config: GroupCoordinatorConfig) {
    super();
    this.state = new CoordinatorState(config);
  }

  /** Whether it coordinates, and has loaded what it needs for that. */
  get isActive(): boolean {
    return this.phase === 'active';
  }

  /** Whether it reads its records. */
  get isLoading(): boolean {
    return this.phase === 'loading';
  }

  /** Takes a request; its answer comes through the context, now or later. */
  handle(context: CoordinatorContext, asked: CoordinatorRequest, from: RequestContext): void {
    const op = { state: this.state, context };
    const { request, refused: refusedTopics } = forKnownPartitions(asked, from.apiVersion, context.topics);
    if (request === null) {
      context.answer(from.token, { topics: refusedTopics });
      return;
    }
    this.state.openRequests.set(from.token, refusedTopics);
    const refused = refusalAtTheDoor(op, request, from);
    if (refused !== null) {
      this.state.answer(context, from.token, refused);
      return;
    }
    const origin: WriteOrigin = { kind: 'request', token: from.token, request };
    const producer = producerOf(request);
    const unverified =
      request.api === 'TxnOffsetCommit' && producer !== null ? context.log.verifyTransaction(producer, request.data.transactionalId) : null;
    if (unverified !== null || this.phase !== 'active') {
      this.fail(op, { origin, action: null }, unverified ?? this.inactiveFailure());
      return;
    }
    const read = readOperation(op, request, from, this.committedImage);
    if (read === null) this.write(op, origin, writeOperation(op, request, from), producer);
    else if (isFailure(read)) this.fail(op, { origin, action: null }, read);
    else this.state.answer(context, from.token, read);
  }

  /** Ends a producer's transaction in this partition. The answer has `errorCode` only. */
  completeTransaction(
    context: CoordinatorContext,
    token: number,
    end: RecordProducer & { readonly isCommit: boolean; readonly coordinatorEpoch: number },
  ): void {
    const op = { state: this.state, context };
    this.state.openRequests.set(token, []);
    const origin: WriteOrigin = { kind: 'marker', token };
    const appended = this.phase === 'active' ? context.log.appendMarker(end, end.isCommit, end.coordinatorEpoch) : this.inactiveFailure();
    if (isFailure(appended)) {
      this.fail(op, { origin, action: null }, appended);
      return;
    }
    replayEndTransaction(op, end.producerId, end.isCommit);
    this.enqueue(op, appended.endOffset, { origin, response: { errorCode: errors.NONE }, action: null });
  }

  /** The high watermark moved: what is committed is answered and can be read. */
  onHighWatermark(context: CoordinatorContext, highWatermark: number): void {
    this.lastCommittedOffset = Math.max(this.lastCommittedOffset, Math.min(highWatermark, this.lastWrittenOffset));
    this.dropCommittedSnapshots();
    const op = { state: this.state, context };
    for (let first = this.pending[0]; first !== undefined && first.offset <= this.lastCommittedOffset; first = this.pending[0]) {
      this.pending.shift();
      this.complete(op, first);
    }
    this.dropUnused();
  }

  /** When something is to happen next by itself; null: never. */
  get nextDeadlineMillis(): number | null {
    const deadlines = this.pending.map(({ deadlineMillis }) => deadlineMillis);
    const timer = this.state.timers.next();
    if (timer !== undefined) deadlines.push(timer.deadlineMillis);
    return deadlines.length === 0 ? null : deadlines.reduce((first, each) => Math.min(first, each));
  }

  /** Lets the first timer that is due fire and gives its key; null: none is, but writes that waited too long are given up. */
  onTimer(context: CoordinatorContext): string | null {
    const op = { state: this.state, context };
    const late = this.pending.filter(({ deadlineMillis }) => deadlineMillis <= context.nowMillis);
    this.pending = this.pending.filter(({ deadlineMillis }) => deadlineMillis > context.nowMillis);
    for (const write of late) this.fail(op, write, failure(errors.REQUEST_TIMED_OUT));
    const timer = this.state.timers.next();
    if (timer === undefined || timer.deadlineMillis > context.nowMillis) return null;
    this.state.timers.take(timer.key);
    if (this.phase === 'active') this.write(op, { kind: 'timer', timer }, runTimer(op, timer.task), null);
    return timer.key;
  }

  /** The topics changed: groups look again, and the offsets of deleted topics go. */
  onTopicsChanged(
    context: CoordinatorContext,
    change: {
      readonly createdNames: readonly string[];
      readonly changedNames: readonly string[];
      readonly deleted: readonly CoordinatorTopic[];
    },
  ): void {
    if (this.phase !== 'active') return;
    const op = { state: this.state, context };
    requestMetadataRefresh(op, change);
    if (change.deleted.length === 0) return;
    this.write(op, { kind: 'internal' }, resultOf(deleteOffsetsOfTopics(op, change.deleted), null), null);
  }

  /** The work of the background: resolves regular expressions of a group, and takes over what came of it. */
  resolveRegularExpressions(context: CoordinatorContext, work: RegexResolution): void {
    if (this.phase !== 'active' || !this.state.resolvingGroups.delete(work.groupId)) return;
    const op = { state: this.state, context };
    const resolved = resolveRegularExpressions(context.topics, work, context.nowMillis);
    this.write(op, { kind: 'internal' }, onRegularExpressionsResolved(op, work, resolved), null);
  }

  /** Became the coordinator; answers COORDINATOR_LOAD_IN_PROGRESS until the records are replayed. */
  startLoading(): void {
    this.phase = 'loading';
  }

  /** Replays the log from its start: the same code that makes every other change. Readers see what is below the high watermark. */
  finishLoading(
    context: CoordinatorContext,
    records: readonly StoredRecord[],
    log: { readonly highWatermark: number; readonly endOffset: number },
  ): void {
    const op = { state: this.state, context };
    this.snapshots = [{ offset: 0, image: this.state.image }];
    for (const stored of records) {
      this.replay(op, stored);
      if (stored.offset + 1 >= log.highWatermark) this.snapshots.push({ offset: stored.offset + 1, image: this.state.image });
    }
    // Compaction may have taken the last records away.
    if ((this.snapshots.at(-1)?.offset ?? 0) < log.endOffset) this.snapshots.push({ offset: log.endOffset, image: this.state.image });
    this.phase = 'active';
    this.lastWrittenOffset = log.endOffset;
    this.lastCommittedOffset = Math.min(log.highWatermark, log.endOffset);
    this.dropCommittedSnapshots();
    this.dropUnused();
    afterLoading(op);
  }

  /** Replays one record of the log. */
  replay(op: Operation, stored: StoredRecord): void {
    if (stored.kind === 'marker') replayEndTransaction(op, stored.producerId, stored.isCommit);
    else replayRecord(op, stored);
  }

  /** Is the coordinator no more: everybody who waits is sent elsewhere, and all is forgotten. */
  unload(context: CoordinatorContext): void {
    const op = { state: this.state, context };
    const wasActive = this.phase === 'active';
    this.phase = 'unloaded';
    this.state.timers.cancelAll();
    this.state.resolvingGroups.clear();
    const waiting = this.pending;
    this.pending = [];
    for (const write of waiting) this.fail(op, write, failure(errors.NOT_COORDINATOR));
    if (wasActive) afterUnloading(op);
    this.state.forgetAll();
    this.snapshots = [];
  }

  private inactiveFailure(): ApiFailure {
    return failure(this.phase === 'loading' ? errors.COORDINATOR_LOAD_IN_PROGRESS : errors.NOT_COORDINATOR);
  }

  /** What its records say as far as they are committed: what readers see. */
  get committedImage(): CoordinatorImage {
    return this.snapshots[0]?.image ?? this.state.image;
  }

  private write(op: Operation, origin: WriteOrigin, outcome: Outcome, producer: RecordProducer | null): void {
    if (isFailure(outcome)) {
      this.fail(op, { origin, action: null }, outcome);
      return;
    }
    const { response, action, records } = outcome;
    if (records.length === 0) {
      this.enqueue(op, this.lastWrittenOffset, { origin, response, action });
      return;
    }
    if (outcome.isReplayed) this.replayAll(op, outcome, producer);
    const appended = op.context.log.append(records, producer);
    if (isFailure(appended)) {
      this.revert();
      this.fail(op, { origin, action }, appended);
      return;
    }
    this.enqueue(op, appended.endOffset, { origin, response, action });
  }

  private replayAll(op: Operation, { records }: CoordinatorResult, producer: RecordProducer | null): void {
    const producerId = producer?.producerId ?? null;
    for (const [index, record] of records.entries()) {
      this.replay(op, { kind: 'record', offset: this.lastWrittenOffset + index, producerId, record });
    }
  }

  /** Nothing was written: what the records speak of is as it was. Members of classic groups in memory stay as they are. */
  private revert(): void {
    const image = this.snapshots[this.snapshots.length - 1]?.image;
    if (image !== undefined) this.state.image = image;
  }

  private enqueue(op: Operation, offset: number, write: Pick<PendingWrite, 'origin' | 'response' | 'action'>): void {
    if (offset > this.lastWrittenOffset) {
      this.lastWrittenOffset = offset;
      this.snapshots.push({ offset, image: this.state.image });
    }
    if (offset <= this.lastCommittedOffset) {
      this.complete(op, write);
      return;
    }
    const deadlineMillis = op.context.nowMillis + this.state.config.offsetsCommitTimeoutMs;
    this.pending.push({ ...write, offset, deadlineMillis });
  }

  private complete(op: Operation, { origin, response, action }: Pick<PendingWrite, 'origin' | 'response' | 'action'>): void {
    if (action !== null) completeAction(op, action, errors.NONE);
    if (response !== null && 'token' in origin) this.state.answer(op.context, origin.token, response);
  }

  private fail(op: Operation, { origin, action }: Pick<PendingWrite, 'origin' | 'action'>, cause: ApiFailure): void {
    if (action !== null) completeAction(op, action, cause.errorCode);
    if (origin.kind === 'request') {
      this.state.answer(op.context, origin.token, errorResponse(origin.request, cause, op.context.embedded.emptyPayload));
    } else if (origin.kind === 'marker') {
      this.state.answer(op.context, origin.token, { errorCode: cause.errorCode });
    } else if (origin.kind === 'timer') {
      this.retry(op, origin.timer, cause);
    }
  }

  private retry(op: Operation, { key, retryBackoffMs, task }: CoordinatorTimer, cause: ApiFailure): void {
    const isElsewhere = cause.errorCode === errors.NOT_COORDINATOR || cause.errorCode === errors.COORDINATOR_LOAD_IN_PROGRESS;
    if (retryBackoffMs === null || isElsewhere) return;
    this.state.timers.schedule(key, { nowMillis: op.context.nowMillis, delayMs: retryBackoffMs, retryBackoffMs, task });
  }

  private dropCommittedSnapshots(): void {
    while ((this.snapshots[1]?.offset ?? Number.MAX_SAFE_INTEGER) <= this.lastCommittedOffset) this.snapshots.shift();
  }

  private dropUnused(): void {
    const kept = new Set(this.pending.flatMap(({ action }) => (action !== null && 'slot' in action ? [action.slot] : [])));
    this.state.dropUnusedClassicGroups(
      this.snapshots.map(({ image }) => image),
      kept,
    );
  }
}

function producerOf(request: CoordinatorRequest): RecordProducer | null {
  if (request.api !== 'TxnOffsetCommit') return null;
  return { producerId: request.data.producerId, producerEpoch: request.data.producerEpoch };
}
