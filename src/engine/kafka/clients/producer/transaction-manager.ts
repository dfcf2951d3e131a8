import { State } from '../../../kernel/state.ts';
import { assert } from '../../../kernel/units.ts';
import type { PartitionProduceResponse } from '../../apis/Produce/messages.ts';
import { errors, isRetriable } from '../../errors.ts';
import { clientErrorOf, illegalState, kafkaException, type ClientError } from '../common/client-error.ts';
import type { TopicPartition } from '../common/topic-partition.ts';
import { noProducerIdAndEpoch, type ProducerBatch, type ProducerIdAndEpoch } from './producer-batch.ts';
import { TxnPartitionMap } from './txn-partition-map.ts';
import { InitProducerIdHandler, type TxnRequestHandler } from './txn-request-handler.ts';

/** Source: TransactionManager.State. A producer without transactions uses the first three and the errors. */
export type TransactionState =
  | 'UNINITIALIZED'
  | 'INITIALIZING'
  | 'READY'
  | 'IN_TRANSACTION'
  | 'PREPARED_TRANSACTION'
  | 'COMMITTING_TRANSACTION'
  | 'ABORTING_TRANSACTION'
  | 'ABORTABLE_ERROR'
  | 'FATAL_ERROR';

/** From which states each state may be entered. FATAL_ERROR may be entered from all. */
const validSources: Readonly<Record<Exclude<TransactionState, 'FATAL_ERROR'>, readonly TransactionState[]>> = {
  UNINITIALIZED: ['READY', 'ABORTABLE_ERROR'],
  INITIALIZING: ['UNINITIALIZED', 'COMMITTING_TRANSACTION', 'ABORTING_TRANSACTION'],
  READY: ['INITIALIZING', 'COMMITTING_TRANSACTION', 'ABORTING_TRANSACTION'],
  IN_TRANSACTION: ['READY'],
  PREPARED_TRANSACTION: ['IN_TRANSACTION', 'INITIALIZING'],
  COMMITTING_TRANSACTION: ['IN_TRANSACTION', 'PREPARED_TRANSACTION'],
  ABORTING_TRANSACTION: ['IN_TRANSACTION', 'PREPARED_TRANSACTION', 'ABORTABLE_ERROR'],
  ABORTABLE_ERROR: ['IN_TRANSACTION', 'COMMITTING_TRANSACTION', 'ABORTABLE_ERROR', 'INITIALIZING'],
};

/** The largest epoch: after it a new producer id is needed. */
const epochMax = 32767;
const transactionTimeoutOfIdempotentMillis = 2147483647;

/** Failing with one of these ends the producer. Source: TransactionManager.maybeTransitionToErrorState. */
const fatalErrors: ReadonlySet<number> = new Set([
  errors.CLUSTER_AUTHORIZATION_FAILED,
  errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
  errors.PRODUCER_FENCED,
  errors.UNSUPPORTED_VERSION,
  errors.INVALID_PRODUCER_ID_MAPPING,
]);

/**
 * An idempotent producer's identity and sequences: what is asked of the cluster, what each partition has had acknowledged, and what to do
 * when the broker says that a number is out of order. Transactions will live here as well. Source: TransactionManager, KIP-360.
 */
export class TransactionManager extends State {
  readonly transactionalId: string | null;
  readonly retryBackoffMillis: number;
  state: TransactionState = 'UNINITIALIZED';
  lastError: ClientError | null = null;
  producerIdAndEpoch: ProducerIdAndEpoch = noProducerIdAndEpoch;
  readonly partitions = new TxnPartitionMap();
  /** Waiting requests, most urgent first. */
  readonly pendingRequests: TxnRequestHandler[] = [];
  /** The correlation id of the one request on its way; -1 for none. */
  inFlightRequestCorrelationId = -1;
  /** The sequence after the last one of a batch that expired although it may have been written, per partition. */
  readonly unresolvedSequences = new Map<string, { readonly topicPartition: TopicPartition; readonly nextSequence: number }>();
  readonly partitionsToRewriteSequences = new Map<string, TopicPartition>();
  isClientSideEpochBumpRequired = false;

  constructor(transactionalId: string | null, retryBackoffMillis: number) {
    super();
    this.transactionalId = transactionalId;
    this.retryBackoffMillis = retryBackoffMillis;
  }

  get isTransactional(): boolean {
    return this.transactionalId !== null;
  }

  get hasProducerId(): boolean {
    return this.producerIdAndEpoch.producerId > -1;
  }

  get isCompleting(): boolean {
    return this.state === 'COMMITTING_TRANSACTION' || this.state === 'ABORTING_TRANSACTION';
  }

  get hasFatalError(): boolean {
    return this.state === 'FATAL_ERROR';
  }

  get hasAbortableError(): boolean {
    return this.state === 'ABORTABLE_ERROR';
  }

  get hasError(): boolean {
    return this.hasFatalError || this.hasAbortableError;
  }

  get hasInFlightRequest(): boolean {
    return this.inFlightRequestCorrelationId !== -1;
  }

  isSendToPartitionAllowed(_topicPartition: TopicPartition): boolean {
    return !this.hasFatalError;
  }

  /** What send() answers after its append: nothing, unless the producer has failed for good. Source: maybeFailWithError. */
  maybeAddPartition(_topicPartition: TopicPartition): ClientError | null {
    if (!this.hasError) return null;
    const { lastError } = this;
    const who = `Producer with transactionalId '${this.transactionalId ?? 'null'}' and ${describe(this.producerIdAndEpoch)}`;
    switch (lastError?.exception) {
      case 'ProducerFencedException':
        return clientErrorOf(errors.PRODUCER_FENCED, `${who} has been fenced by another producer with the same transactionalId`);
      case 'InvalidProducerEpochException':
        return clientErrorOf(errors.INVALID_PRODUCER_EPOCH, `${who} attempted to produce with an old epoch`);
      case 'IllegalStateException':
        return illegalState(`${who} cannot execute transactional method because of previous invalid state transition attempt`);
      default:
        return kafkaException('Cannot execute transactional method because we are in an error state');
    }
  }

  // Identity -------------------------------------------------------------------------------------------------------------------------

  /** Before each round of a producer without transactions: a requested epoch bump happens, and a missing id is asked for. */
  bumpIdempotentEpochAndResetIdIfNeeded(): void {
    if (this.isTransactional) return;
    if (this.isClientSideEpochBumpRequired) this.bumpIdempotentProducerEpoch();
    if (this.state === 'INITIALIZING' || this.hasProducerId) return;
    this.transitionTo('INITIALIZING', null);
    const fields = { transactionalId: null, transactionTimeoutMs: transactionTimeoutOfIdempotentMillis, producerId: -1, producerEpoch: -1 };
    this.enqueueRequest(new InitProducerIdHandler(fields, false));
  }

  /** The cluster has given an id. */
  producerIdAssigned(identity: ProducerIdAndEpoch, isEpochBump: boolean): void {
    this.producerIdAndEpoch = identity;
    this.transitionTo('READY', null);
    this.lastError = null;
    if (!isEpochBump) return;
    this.partitions.reset();
    this.unresolvedSequences.clear();
  }

  private bumpIdempotentProducerEpoch(): void {
    const { producerId, epoch } = this.producerIdAndEpoch;
    if (epoch === epochMax) {
      this.producerIdAndEpoch = noProducerIdAndEpoch;
      this.transitionTo('UNINITIALIZED', null);
    } else {
      this.producerIdAndEpoch = { producerId, epoch: epoch + 1 };
    }
    for (const topicPartition of this.partitionsToRewriteSequences.values()) {
      this.partitions.get(topicPartition).startSequencesAtBeginning(this.producerIdAndEpoch);
      this.unresolvedSequences.delete(topicPartition.key);
    }
    this.partitionsToRewriteSequences.clear();
    this.isClientSideEpochBumpRequired = false;
  }

  private requestIdempotentEpochBump(topicPartition: TopicPartition): void {
    this.isClientSideEpochBumpRequired = true;
    this.partitionsToRewriteSequences.set(topicPartition.key, topicPartition);
  }

  /** A partition moves to the current epoch once nothing of the old one is in flight. */
  maybeUpdateProducerIdAndEpoch(topicPartition: TopicPartition): void {
    if (this.hasFatalError) return;
    if (this.hasStaleProducerIdAndEpoch(topicPartition) && !this.hasInflightBatches(topicPartition)) {
      this.partitions.get(topicPartition).startSequencesAtBeginning(this.producerIdAndEpoch);
    }
  }

  hasStaleProducerIdAndEpoch(topicPartition: TopicPartition): boolean {
    const { producerId, epoch } = this.partitions.getOrCreate(topicPartition).producerIdAndEpoch;
    return producerId !== this.producerIdAndEpoch.producerId || epoch !== this.producerIdAndEpoch.epoch;
  }

  // Sequences ------------------------------------------------------------------------------------------------------------------------

  sequenceNumber(topicPartition: TopicPartition): number {
    return this.partitions.getOrCreate(topicPartition).nextSequence;
  }

  incrementSequenceNumber(topicPartition: TopicPartition, increment: number): void {
    this.partitions.get(topicPartition).incrementSequence(increment);
  }

  addInFlightBatch(batch: ProducerBatch): void {
    assert(batch.hasSequence, 'a batch in flight has a sequence');
    this.partitions.get(batch.topicPartition).addInFlightBatch(batch);
  }

  removeInFlightBatch(batch: ProducerBatch): void {
    this.partitions.getOrCreate(batch.topicPartition).removeInFlightBatch(batch);
  }

  hasInflightBatches(topicPartition: TopicPartition): boolean {
    return this.partitions.getOrCreate(topicPartition).inFlightBatches.length > 0;
  }

  /** The base sequence of the first batch in flight; -1 when there is none. */
  firstInFlightSequence(topicPartition: TopicPartition): number {
    return this.partitions.getOrCreate(topicPartition).inFlightBatches[0]?.baseSequence ?? -1;
  }

  hasUnresolvedSequence(topicPartition: TopicPartition): boolean {
    return this.unresolvedSequences.has(topicPartition.key);
  }

  /** A batch expired after it had been sent: nobody knows whether it was written. */
  markSequenceUnresolved(batch: ProducerBatch): void {
    const { topicPartition } = batch;
    const known = this.unresolvedSequences.get(topicPartition.key)?.nextSequence ?? 0;
    this.unresolvedSequences.set(topicPartition.key, { topicPartition, nextSequence: Math.max(known, batch.lastSequence + 1) });
  }

  /** Once nothing is in flight, either later batches proved the gap filled, or the epoch is bumped. */
  maybeResolveSequences(): void {
    if (this.unresolvedSequences.size === 0) return;
    for (const { topicPartition } of [...this.unresolvedSequences.values()]) {
      if (this.hasInflightBatches(topicPartition)) continue;
      if (!this.isNextSequence(topicPartition, this.sequenceNumber(topicPartition))) this.requestIdempotentEpochBump(topicPartition);
      this.unresolvedSequences.delete(topicPartition.key);
    }
  }

  private isNextSequence(topicPartition: TopicPartition, sequence: number): boolean {
    return sequence - this.partitions.lastAckedSequence(topicPartition) === 1;
  }

  // Results of batches ---------------------------------------------------------------------------------------------------------------

  handleCompletedBatch(batch: ProducerBatch, baseOffset: number): void {
    const { topicPartition } = batch;
    this.partitions.find(topicPartition)?.maybeUpdateLastAckedSequence(batch.lastSequence);
    const entry = this.partitions.getOrCreate(topicPartition);
    const lastOffset = baseOffset + batch.recordCount - 1;
    if (baseOffset !== -1 && lastOffset > entry.lastAckedOffset) entry.lastAckedOffset = lastOffset;
    entry.removeInFlightBatch(batch);
  }

  /** A batch failed for good. Its sequence numbers are used up: the next epoch begins at 0 (KIP-360). */
  handleFailedBatch(batch: ProducerBatch, error: ClientError, adjustSequenceNumbers: boolean): void {
    this.maybeTransitionToErrorState(error);
    this.removeInFlightBatch(batch);
    if (this.hasFatalError) return;
    if (error.errorCode === errors.OUT_OF_ORDER_SEQUENCE_NUMBER) {
      this.requestIdempotentEpochBump(batch.topicPartition);
    } else if (error.errorCode === errors.UNKNOWN_PRODUCER_ID) {
      this.partitions.remove(batch.topicPartition);
      this.unresolvedSequences.delete(batch.topicPartition.key);
    } else if (adjustSequenceNumbers) {
      this.requestIdempotentEpochBump(batch.topicPartition);
    }
  }

  /** Whether an idempotent batch may be sent again after this answer. Source: TransactionManager.canRetry. */
  canRetry(response: PartitionProduceResponse, batch: ProducerBatch): boolean {
    const { topicPartition } = batch;
    if (response.errorCode === errors.UNKNOWN_PRODUCER_ID) {
      // Brokers of today never say so; the log start offset tells whether retention removed what the producer knew to be written.
      if (response.logStartOffset !== -1 && !batch.isReopened) this.requestIdempotentEpochBump(topicPartition);
      return true;
    }
    if (response.errorCode === errors.OUT_OF_ORDER_SEQUENCE_NUMBER) {
      const unresolved = this.unresolvedSequences.get(topicPartition.key);
      const isNext = this.isNextSequence(topicPartition, batch.baseSequence);
      // An earlier batch is still unanswered: that one, not this, is out of order.
      if (unresolved === undefined && (batch.isReopened || !isNext)) return true;
      if (unresolved === undefined || unresolved.nextSequence === batch.baseSequence) this.requestIdempotentEpochBump(topicPartition);
      return true;
    }
    return isRetriable(response.errorCode);
  }

  // Requests and states --------------------------------------------------------------------------------------------------------------

  enqueueRequest(handler: TxnRequestHandler): void {
    let at = this.pendingRequests.length;
    for (; at > 0; at--) if ((this.pendingRequests[at - 1]?.priority ?? 0) <= handler.priority) break;
    this.pendingRequests.splice(at, 0, handler);
  }

  /** The request to send now; null when none may go. */
  nextRequest(hasIncompleteBatches: boolean): TxnRequestHandler | null {
    const next = this.pendingRequests[0];
    if (next === undefined || (next.isEndTxn && hasIncompleteBatches)) return null;
    this.pendingRequests.shift();
    // A producer that has failed asks for nothing more.
    return this.hasError ? null : next;
  }

  maybeTransitionToErrorState(error: ClientError): void {
    if (error.errorCode !== null && fatalErrors.has(error.errorCode)) this.transitionToFatalError(error);
  }

  transitionToFatalError(error: ClientError): void {
    this.transitionTo('FATAL_ERROR', error);
  }

  transitionToAbortableError(error: ClientError): void {
    if (this.state === 'ABORTING_TRANSACTION') return;
    this.transitionTo('ABORTABLE_ERROR', error);
  }

  /** After an authorisation error the producer may be used again: it asks for an id anew. */
  transitionToUninitialized(): void {
    this.transitionTo('UNINITIALIZED', null);
  }

  failPendingRequests(error: ClientError): void {
    for (const handler of this.pendingRequests) handler.abortableError(this, error);
  }

  private transitionTo(target: TransactionState, error: ClientError | null): void {
    if (target !== 'FATAL_ERROR' && !validSources[target].includes(this.state)) {
      this.lastError = illegalState(`Invalid transition attempted from state ${this.state} to state ${target}`);
      this.state = 'FATAL_ERROR';
      return;
    }
    this.lastError = error;
    this.state = target;
  }
}

function describe(identity: ProducerIdAndEpoch): string {
  return `(producerId=${String(identity.producerId)}, epoch=${String(identity.epoch)})`;
}
