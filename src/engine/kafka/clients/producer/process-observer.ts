import type { Context } from '../../../kernel/process.ts';
import type { Micros, NodeId } from '../../../kernel/units.ts';
import { errors } from '../../errors.ts';
import { recordsLost } from '../../ledger/events.ts';
import type { ClientError } from '../common/client-error.ts';
import {
  batchAcknowledged,
  batchExpired,
  batchRetried,
  batchSent,
  batchSplit,
  flushReturned,
  interceptorCalled,
  producerEpochBumped,
  producerIdAssigned,
  recordSent,
  sendFailed,
} from './events.ts';
import type { ProducerBatch, ProducerIdAndEpoch } from './producer-batch.ts';
import { ProducerObserver } from './producer-observer.ts';
import type { AcknowledgedRange, FailedRange, FailureKind, InterceptorCall, RecordRange } from './producer-observer.ts';

/** Records that the ledger knows by consecutive numbers. */
interface LedgerPortRun {
  readonly topicPartition: string;
  readonly firstId: number;
  readonly count: number;
  readonly key?: string | null;
}

/** The ground-truth ledger, as a producer reports to it. Nothing that the producer does depends on it. */
export interface LedgerPort {
  /** Numbers for records that are about to be sent; returns the first. */
  allocate(count: number): number;
  /** The records have found their partition. */
  sent(run: LedgerPortRun, producer: NodeId, nowMicros: Micros): void;
  /** The callbacks have metadata; with acks=0 nobody confirms anything. Returns how many of the records are lost already. */
  acknowledged(run: LedgerPortRun, isConfirmed: boolean, nowMicros: Micros): number;
  /** Who began to lead a partition last, and where its log ended. */
  leadershipOf(topicPartition: string): { readonly leader: NodeId; readonly logEndOffset: number } | null;
  /** The callbacks have an exception, or send() threw it. */
  failed(run: LedgerPortRun, error: { readonly errorCode: number; readonly exception: string }, nowMicros: Micros): void;
}

/** Tells the ledger and the trace what happens in a simulated producer: a constant number of calls for each batch. */
export class ProcessObserver extends ProducerObserver {
  private readonly context: Context;
  private readonly ledger: LedgerPort;
  private readonly isConfirmed: boolean;

  constructor(context: Context, ledger: LedgerPort, acks: number) {
    super();
    this.context = context;
    this.ledger = ledger;
    this.isConfirmed = acks !== 0;
  }

  override onAppended(range: RecordRange): void {
    const { context } = this;
    this.ledger.sent(runOf(range), context.self, context.nowMicros);
    // A workload's runs are told of by their batches: an event for each would drown what a person sent.
    if (range.count === 1) context.emit(recordSent, { partition: context.name(range.topicPartition.key), count: range.count });
  }

  override onAcknowledged(range: AcknowledgedRange): void {
    const { context, ledger } = this;
    const { key } = range.topicPartition;
    const lostCount = ledger.acknowledged(runOf(range), this.isConfirmed, context.nowMicros);
    const leadership = lostCount > 0 ? ledger.leadershipOf(key) : null;
    if (leadership === null) return;
    const { leader, logEndOffset } = leadership;
    context.emit(recordsLost, { partition: context.name(key), lostCount, leader, logEndOffset });
  }

  override onFailed(range: FailedRange, how: FailureKind): void {
    const run = runOf(range);
    const { context, ledger } = this;
    // Records that never found a batch are counted as sent all the same: the application handed them over.
    if (how === 'refused') ledger.sent(run, context.self, context.nowMicros);
    const { errorCode, exception } = range.error;
    ledger.failed(run, { errorCode: errorCode ?? errors.UNKNOWN_SERVER_ERROR, exception }, context.nowMicros);
    if (how === 'refused') this.emitFailed(range.topicPartition.key, range.count, range.error);
  }

  override onThrown(range: FailedRange, how: FailureKind): void {
    this.onFailed(range, how);
  }

  override onInterceptor(call: InterceptorCall): void {
    const { context } = this;
    const isFailing = this.isFailing(call) ? 1 : 0;
    context.emit(interceptorCalled, { interceptor: context.name(call.interceptor), call: context.name(call.call), isFailing });
  }

  /** Whether the interceptor's own code throws. */
  protected isFailing(_call: InterceptorCall): boolean {
    return false;
  }

  override onFlushed(): void {
    this.context.emit(flushReturned, {});
  }

  override onBatchSent(batch: ProducerBatch, nodeId: number): void {
    const { recordCount: count, sizeBytes, baseSequence } = batch;
    this.context.emitRow(batchSent, this.partitionOf(batch), nodeId, count, sizeBytes, baseSequence);
  }

  override onBatchCompleted(batch: ProducerBatch, baseOffset: number): void {
    const waitedMillis = this.context.nowMillis - batch.createdMillis;
    this.context.emitRow(batchAcknowledged, this.partitionOf(batch), batch.recordCount, baseOffset, waitedMillis);
  }

  override onBatchRetried(batch: ProducerBatch, errorCode: number): void {
    const { recordCount: count, attempts: attempt } = batch;
    this.context.emit(batchRetried, { partition: this.partitionOf(batch), count, error: errorCode, attempt });
  }

  override onBatchSplit(batch: ProducerBatch, partCount: number): void {
    this.context.emit(batchSplit, { partition: this.partitionOf(batch), count: batch.recordCount, parts: partCount });
  }

  override onBatchExpired(batch: ProducerBatch, waitedMillis: number): void {
    const wasSent = batch.isClosed || batch.isInRetry ? 1 : 0;
    this.context.emit(batchExpired, { partition: this.partitionOf(batch), count: batch.recordCount, waitedMillis, wasSent });
  }

  override onBatchFailed(batch: ProducerBatch, error: ClientError): void {
    this.emitFailed(batch.topicPartition.key, batch.recordCount, error);
  }

  override onProducerId({ producerId, epoch }: ProducerIdAndEpoch): void {
    this.context.emit(producerIdAssigned, { producerId, producerEpoch: epoch });
  }

  override onEpochBumped({ producerId, epoch }: ProducerIdAndEpoch): void {
    this.context.emit(producerEpochBumped, { producerId, producerEpoch: epoch });
  }

  private emitFailed(partition: string, count: number, error: ClientError): void {
    const { context } = this;
    context.emit(sendFailed, {
      partition: context.name(partition),
      count,
      error: error.errorCode ?? errors.UNKNOWN_SERVER_ERROR,
      exception: context.name(error.exception),
      message: context.name(error.message),
    });
  }

  private partitionOf(batch: ProducerBatch): number {
    const { queue } = batch;
    if (queue.nameNumber === 0) queue.nameNumber = this.context.name(batch.topicPartition.key);
    return queue.nameNumber;
  }
}

function runOf({ topicPartition, firstLedgerId, count, key = null }: RecordRange): LedgerPortRun {
  return { topicPartition: topicPartition.key, firstId: firstLedgerId, count, key };
}
