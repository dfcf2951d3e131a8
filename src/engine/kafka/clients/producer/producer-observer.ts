import { Shared } from '../../../kernel/state.ts';
import type { ClientError } from '../common/client-error.ts';
import type { TopicPartition } from '../common/topic-partition.ts';
import type { ProducerBatch, ProducerIdAndEpoch } from './producer-batch.ts';

/** Records of one batch that stand together: ledger ids `firstLedgerId` to `firstLedgerId + count - 1`. */
export interface RecordRange {
  readonly firstLedgerId: number;
  readonly count: number;
  readonly topicPartition: TopicPartition;
  /** The key that all of them have, where it is known. */
  readonly key?: string | null;
}

/** Records that the cluster acknowledged. `baseOffset` is the first one's offset, -1 when the producer is not told (acks=0). */
export interface AcknowledgedRange extends RecordRange {
  readonly baseOffset: number;
  /** The broker's time with LogAppendTime, else -1. */
  readonly logAppendTimeMillis: number;
}

/** Records that failed for good, as their callbacks are told. */
export interface FailedRange extends RecordRange {
  readonly error: ClientError;
}

/**
 * `refused`: the records never found a batch. `aborted`: all batches without a result ended together, in no particular order.
 * `result`: a batch has its result.
 */
export type FailureKind = 'refused' | 'aborted' | 'result';

/** A call of a user's interceptor. */
export type InterceptorCall =
  | { readonly call: 'onSend'; readonly interceptor: string; readonly ledgerId: number }
  | {
      readonly call: 'onAcknowledgement';
      readonly interceptor: string;
      readonly topicPartition: TopicPartition;
      readonly offset: number;
      readonly error: ClientError | null;
    };

/**
 * Who is told what happens in a producer: user callbacks, the ledger, the trace. Calls come in Kafka's order; a run of generated records is
 * reported as one range, so that the cost of a batch does not grow with its records.
 */
export abstract class ProducerObserver extends Shared {
  /** Records went into a batch (they are not sent yet). */
  abstract onAppended(range: RecordRange): void;
  /** The records' callbacks ran without an exception. */
  abstract onAcknowledged(range: AcknowledgedRange): void;
  /** The records' callbacks ran with an exception. */
  abstract onFailed(range: FailedRange, how: FailureKind): void;

  /** send() threw: no callback runs, and the application has the exception in hand. */
  abstract onThrown(range: FailedRange, how: FailureKind): void;

  onInterceptor(_call: InterceptorCall): void {
    // Most observers have no use for it.
  }

  /** A flush() returned. */
  onFlushed(): void {
    // As above.
  }

  /** A send() that had to wait went on. */
  onSendUnblocked(_range: RecordRange): void {
    // As above.
  }

  onBatchSent(_batch: ProducerBatch, _nodeId: number, _correlationId: number): void {
    // As above.
  }

  onBatchRetried(_batch: ProducerBatch, _errorCode: number): void {
    // As above.
  }

  onBatchSplit(_batch: ProducerBatch, _partCount: number): void {
    // As above.
  }

  onBatchCompleted(_batch: ProducerBatch, _baseOffset: number): void {
    // As above.
  }

  onBatchFailed(_batch: ProducerBatch, _error: ClientError): void {
    // As above.
  }

  onBatchExpired(_batch: ProducerBatch, _waitedMillis: number): void {
    // As above.
  }

  onProducerId(_identity: ProducerIdAndEpoch): void {
    // As above.
  }

  onEpochBumped(_identity: ProducerIdAndEpoch): void {
    // As above.
  }
}
