import { without } from '../../../kernel/grown.ts';
import type { PartitionProduceResponse } from '../../apis/Produce/messages.ts';
import { errorByCode } from '../../error-details.ts';
import { errors, isRetriable, needsMetadataRefresh } from '../../errors.ts';
import { ClientError, clientErrorOf, kafkaException } from '../common/client-error.ts';
import type { LeaderHint } from '../common/metadata.ts';
import type { ProducerBatch } from './producer-batch.ts';
import type { FailureKind } from './producer-observer.ts';
import type { Sender } from './sender.ts';

/** What became of a batch: the broker's answer, or what stands for it after a disconnect. */
export type PartitionOutcome = PartitionProduceResponse;

/** What stands for an answer that says no more than an error. */
export function outcomeOf(errorCode: number, errorMessage: string | null): PartitionOutcome {
  return {
    index: -1,
    errorCode,
    errorMessage,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    recordErrors: [],
    currentLeader: { leaderId: -1, leaderEpoch: -1 },
  };
}

/** How a batch fails: each record's own exception where the broker named records. */
export interface Failure {
  readonly errorOf: ((index: number) => ClientError) | null;
  readonly adjustSequenceNumbers: boolean;
  /** False while the request that carries the batch is still on the wire. */
  readonly isDeallocated: boolean;
}

/**
 * Ends an attempt of a batch: success, another attempt, a split, or failure. Returns the leader that the answer named beside its error.
 * Source: Sender.completeBatch.
 */
export function completeBatch(sender: Sender, batch: ProducerBatch, outcome: PartitionOutcome, nowMillis: number): LeaderHint | null {
  const { errorCode } = outcome;
  let hint: LeaderHint | null = null;
  batch.isInFlight = false;
  if (errorCode === errors.MESSAGE_TOO_LARGE && batch.recordCount > 1 && !batch.isDone) splitBatch(sender, batch);
  else if (errorCode === errors.NONE) succeed(sender, batch, outcome);
  else {
    if (canRetry(sender, batch, outcome, nowMillis)) retry(sender, batch, errorCode, nowMillis);
    // The broker has it already: a success whose offset is not known.
    else if (errorCode === errors.DUPLICATE_SEQUENCE_NUMBER) succeed(sender, batch, outcome);
    else failWithOutcome(sender, batch, outcome);
    if (needsMetadataRefresh(errorCode)) {
      hint = leaderHint(batch, outcome);
      sender.metadata.requestUpdate();
    }
  }
  if (sender.guaranteesMessageOrder) {
    batch.queue.isMuted = false;
    sender.accumulator.stir();
  }
  return hint;
}

function splitBatch(sender: Sender, batch: ProducerBatch): void {
  sender.transactionManager?.removeInFlightBatch(batch);
  const partCount = sender.accumulator.splitAndReenqueue(batch);
  sender.observer.onBatchSplit(batch, partCount);
  sender.accumulator.batchDone(batch);
  removeFromInFlight(batch);
  sender.accumulator.completeAndDeallocateBatch(batch);
}

function removeFromInFlight(batch: ProducerBatch): void {
  without(batch.queue.inFlight, batch);
}

function retry(sender: Sender, batch: ProducerBatch, errorCode: number, nowMillis: number): void {
  sender.accumulator.reenqueue(batch, nowMillis);
  removeFromInFlight(batch);
  sender.observer.onBatchRetried(batch, errorCode);
}

function canRetry(sender: Sender, batch: ProducerBatch, outcome: PartitionOutcome, nowMillis: number): boolean {
  if (batch.hasReachedDeliveryTimeout(sender.accumulator.settings.deliveryTimeoutMillis, nowMillis)) return false;
  if (batch.attempts >= sender.settings.retries || batch.isDone) return false;
  return sender.transactionManager === null ? isRetriable(outcome.errorCode) : sender.transactionManager.canRetry(outcome, batch);
}

function leaderHint({ topicPartition }: ProducerBatch, { errorCode, currentLeader }: PartitionOutcome): LeaderHint | null {
  const { leaderId, leaderEpoch } = currentLeader;
  const namesLeader = errorCode === errors.NOT_LEADER_OR_FOLLOWER || errorCode === errors.FENCED_LEADER_EPOCH;
  return namesLeader && leaderId !== -1 && leaderEpoch !== -1 ? { topicPartition, leaderId, leaderEpoch } : null;
}

function succeed(sender: Sender, batch: ProducerBatch, outcome: PartitionOutcome): void {
  const { baseOffset, logAppendTimeMs: logAppendTimeMillis } = outcome;
  sender.transactionManager?.handleCompletedBatch(batch, baseOffset);
  if (batch.isDone) {
    // Expired or aborted before its answer came: only its memory was still held.
    sender.accumulator.deallocate(batch);
    return;
  }
  batch.finalState = 'succeeded';
  let offset = baseOffset;
  for (const { firstLedgerId, count } of batch.segments) {
    if (sender.interceptors.length > 0) intercept(sender, batch, { offset, count, error: null });
    sender.observer.onAcknowledged({ firstLedgerId, count, topicPartition: batch.topicPartition, baseOffset: offset, logAppendTimeMillis });
    if (offset !== -1) offset += count;
  }
  sender.observer.onBatchCompleted(batch, baseOffset);
  sender.accumulator.batchDone(batch);
  removeFromInFlight(batch);
  sender.accumulator.completeAndDeallocateBatch(batch);
}

function failWithOutcome(sender: Sender, batch: ProducerBatch, outcome: PartitionOutcome): void {
  // With no attempt left an idempotent producer cannot know what the broker has, so it does not renumber.
  const adjustSequenceNumbers = batch.attempts < sender.settings.retries;
  failBatch(sender, batch, batchError(batch, outcome), { errorOf: recordErrorOf(outcome), adjustSequenceNumbers, isDeallocated: true });
}

function batchError(batch: ProducerBatch, { errorCode, errorMessage }: PartitionOutcome): ClientError {
  switch (errorCode) {
    case errors.TOPIC_AUTHORIZATION_FAILED:
      return clientErrorOf(errorCode, `Not authorized to access topics: [${batch.topicPartition.topic}]`);
    case errors.CLUSTER_AUTHORIZATION_FAILED:
      return clientErrorOf(errorCode, 'The producer is not authorized to do idempotent sends');
    default:
      return clientErrorOf(errorCode, errorMessage);
  }
}

/** Where a broker refuses records of a batch one by one, the others fail with them, and are told so (KIP-467). */
function recordErrorOf({ recordErrors, errorCode, errorMessage }: PartitionOutcome): ((index: number) => ClientError) | null {
  if (recordErrors.length === 0) return null;
  return (index) => {
    const found = recordErrors.find(({ batchIndex }) => batchIndex === index);
    if (found === undefined) return kafkaException(partOfInvalidBatch);
    const message = found.batchIndexErrorMessage ?? errorMessage ?? errorByCode(errorCode).message ?? '';
    return recordErrors.length === 1 ? clientErrorOf(errorCode, message) : clientErrorOf(errors.INVALID_RECORD, message);
  };
}

const partOfInvalidBatch = 'Failed to append record because it was part of a batch which had one more more invalid records';

/** Fails a batch for good, unless it has its result already. Source: Sender.failBatch. */
export function failBatch(sender: Sender, batch: ProducerBatch, error: ClientError, failure: Failure): void {
  const { accumulator } = sender;
  if (batch.isDone) {
    if (failure.isDeallocated) accumulator.deallocate(batch);
    return;
  }
  batch.finalState = 'failed';
  reportFailed(sender, batch, failure.errorOf ?? error, 'result');
  sender.observer.onBatchFailed(batch, error);
  accumulator.batchDone(batch);
  sender.transactionManager?.handleFailedBatch(batch, error, failure.adjustSequenceNumbers);
  removeFromInFlight(batch);
  if (failure.isDeallocated) accumulator.completeAndDeallocateBatch(batch);
  else accumulator.completeBatch(batch);
}

/** Ends a batch from our side: forced close or fatal error. */
export function reportAborted(sender: Sender, batch: ProducerBatch, error: ClientError): void {
  batch.finalState = 'aborted';
  reportFailed(sender, batch, error, 'aborted');
  sender.observer.onBatchFailed(batch, error);
  sender.accumulator.batchDone(batch);
}

function reportFailed(sender: Sender, batch: ProducerBatch, error: ClientError | ((index: number) => ClientError), how: FailureKind): void {
  const { topicPartition } = batch;
  let index = 0;
  for (const { firstLedgerId, count } of batch.segments) {
    if (error instanceof ClientError) {
      if (sender.interceptors.length > 0) intercept(sender, batch, { offset: -1, count, error });
      sender.observer.onFailed({ firstLedgerId, count, topicPartition, error }, how);
    } else {
      for (let i = 0; i < count; i++) {
        const own = error(index + i);
        intercept(sender, batch, { offset: -1, count: 1, error: own });
        sender.observer.onFailed({ firstLedgerId: firstLedgerId + i, count: 1, topicPartition, error: own }, how);
      }
    }
    index += count;
  }
}

/** Each record's metadata goes through every interceptor before its callback. */
function intercept(
  sender: Sender,
  batch: ProducerBatch,
  { offset, count, error }: { readonly offset: number; readonly count: number; readonly error: ClientError | null },
): void {
  for (let i = 0; i < count; i++) {
    const own = offset === -1 ? -1 : offset + i;
    for (const interceptor of sender.interceptors) {
      sender.observer.onInterceptor({ call: 'onAcknowledgement', interceptor, topicPartition: batch.topicPartition, offset: own, error });
    }
  }
}
