import { addLast, grown } from '../../../kernel/grown.ts';
import { State } from '../../../kernel/state.ts';
import type { ProduceRequest, ProduceResponse } from '../../apis/Produce/messages.ts';
import { errors } from '../../errors.ts';
import { javaHashMapOrder, javaSmallIntegerOrder, javaTableLengthFor } from '../../util/java-hash-order.ts';
import { BatchAttributes, type RecordBatch } from '../../log/record-batch.ts';
import { neverMillis } from '../common/client-environment.ts';
import { timeoutError, type ClientError } from '../common/client-error.ts';
import type { LeaderHint } from '../common/metadata.ts';
import type { ClientResponse, NetworkClient } from '../common/network-client.ts';
import { topicPartitionHash } from '../common/topic-partition.ts';
import { accumulatorDrain } from './accumulator-drain.ts';
import { takeExpired } from './accumulator-expiry.ts';
import { accumulatorReady, lookSettled, quietDelayMillis, settleAfterDrain } from './accumulator-ready.ts';
import { ProducePurpose } from './produce-purpose.ts';
import type { ProducerBatch } from './producer-batch.ts';
import type { ProducerMetadata } from './producer-metadata.ts';
import type { ProducerObserver } from './producer-observer.ts';
import type { RecordAccumulator } from './record-accumulator.ts';
import { completeBatch, failBatch, outcomeOf, reportAborted } from './sender-results.ts';
import type { TransactionManager } from './transaction-manager.ts';
import { TxnRequestHandler } from './txn-request-handler.ts';

/** Settings by the names of Kafka's configs. */
export interface SenderSettings {
  readonly maxInFlightRequestsPerConnection: number;
  readonly maxRequestSizeBytes: number;
  /** -1 all, 0, 1. */
  readonly acks: number;
  readonly retries: number;
  readonly requestTimeoutMillis: number;
  readonly retryBackoffMillis: number;
}

/** No poll happened: the round ended before it. */
export const noPoll = -1;

interface PartitionProduceData {
  readonly index: number;
  readonly records: RecordBatch;
}

interface TopicProduceData {
  readonly name: string;
  readonly topicId: string;
  partitionData: readonly PartitionProduceData[];
}

const produceRequestOverheadBytes = 90;

/**
 * The producer's I/O thread as a state machine: one call of `runOnce` is one turn of its loop. What it wants on the wire is in
 * `client.outgoing`; responses and disconnects are told to the client before a turn, or to `poll` at once. Source: Sender.
 */
export class Sender extends State {
  readonly settings: SenderSettings;
  readonly client: NetworkClient;
  readonly metadata: ProducerMetadata;
  readonly accumulator: RecordAccumulator;
  readonly transactionManager: TransactionManager | null;
  readonly observer: ProducerObserver;
  readonly interceptors: readonly string[];
  isRunning = true;
  isForceClosed = false;
  /** The thread sleeps until then, before it sends a request about identity again. */
  sleepingUntilMillis = 0;
  /**
   * How long the latest round would have waited had no broker been ready: Kafka's thread spins while a partition may not send although
   * its data is ready, and nothing but a response or this much time can change that.
   */
  stalledTimeoutMillis = 0;
  private sleepingHandler: TxnRequestHandler | null = null;
  /** Those of the latest batch. */
  private attributes = BatchAttributes.plain;

  constructor(parts: {
    readonly settings: SenderSettings;
    readonly client: NetworkClient;
    readonly metadata: ProducerMetadata;
    readonly accumulator: RecordAccumulator;
    readonly transactionManager: TransactionManager | null;
    readonly observer: ProducerObserver;
    readonly interceptors: readonly string[];
  }) {
    super();
    this.settings = parts.settings;
    this.client = parts.client;
    this.metadata = parts.metadata;
    this.accumulator = parts.accumulator;
    this.transactionManager = parts.transactionManager;
    this.observer = parts.observer;
    this.interceptors = parts.interceptors;
  }

  /** With one request in flight order is guaranteed without idempotence. */
  get guaranteesMessageOrder(): boolean {
    return this.settings.maxInFlightRequestsPerConnection === 1;
  }

  /** True while the thread sleeps: only time, not messages, wakes it. */
  isAsleep(nowMillis: number): boolean {
    return this.sleepingHandler !== null && nowMillis < this.sleepingUntilMillis;
  }

  /**
   * One turn: sends what is ready, deals with what has arrived, and returns how long the thread would wait for the network;
   * `noPoll` when it ended early, `neverMillis - now` or more when only the network can wake it. Source: Sender.runOnce.
   */
  runOnce(nowMillis: number): number {
    const manager = this.transactionManager;
    if (manager !== null) {
      if (this.sleepingHandler !== null) return this.afterSleep(manager, nowMillis);
      manager.maybeResolveSequences();
      const { lastError } = manager;
      if (manager.hasFatalError) {
        if (lastError !== null) this.maybeAbortBatches(lastError);
        return this.pollFor(this.settings.retryBackoffMillis, nowMillis);
      }
      if (manager.hasAbortableError && lastError !== null && isAuthorizationError(lastError)) {
        manager.failPendingRequests(lastError);
        this.maybeAbortBatches(lastError);
        manager.transitionToUninitialized();
        return noPoll;
      }
      const identityBefore = manager.producerIdAndEpoch;
      manager.bumpIdempotentEpochAndResetIdIfNeeded();
      if (manager.producerIdAndEpoch !== identityBefore && manager.hasProducerId) this.observer.onEpochBumped(manager.producerIdAndEpoch);
      const polled = this.maybeSendTransactionalRequest(manager, nowMillis);
      if (polled !== null) return polled;
    }
    return this.pollFor(this.sendProducerData(nowMillis), nowMillis);
  }

  /**
   * After a round that has sent something, in place of the next one at the same time: where it is known to find nothing to send, what it
   * would return. 0: it has to be run.
   */
  runSettled(nowMillis: number): number {
    const delayMillis = lookSettled(this.accumulator, this.metadata.snapshot, nowMillis);
    return delayMillis < 0 ? 0 : this.timeoutAfter(delayMillis, nowMillis);
  }

  /** Deals with what has arrived, broken or timed out since the last time. */
  poll(nowMillis: number): void {
    const responses = this.client.poll(nowMillis);
    if (responses.length === 0) return;
    this.accumulator.settledDelayMillis = -1;
    for (const response of responses) this.onComplete(response, nowMillis);
  }

  private pollFor(timeoutMillis: number, nowMillis: number): number {
    this.poll(nowMillis);
    return timeoutMillis;
  }

  // Requests about identity ------------------------------------------------------------------------------------------------------------

  private maybeSendTransactionalRequest(manager: TransactionManager, nowMillis: number): number | null {
    const { retryBackoffMillis } = this.settings;
    if (manager.hasInFlightRequest) return this.pollFor(retryBackoffMillis, nowMillis);
    const handler = manager.nextRequest(this.accumulator.incomplete.count > 0);
    if (handler === null) return null;
    if (!handler.isRetry) return this.sendTransactionalRequest(manager, handler, nowMillis);
    // The thread sleeps and holds up everything, as Kafka's does.
    this.sleepingHandler = handler;
    this.sleepingUntilMillis = nowMillis + retryBackoffMillis;
    return retryBackoffMillis;
  }

  private afterSleep(manager: TransactionManager, nowMillis: number): number {
    const handler = this.sleepingHandler;
    if (handler === null || nowMillis < this.sleepingUntilMillis) return this.sleepingUntilMillis - nowMillis;
    this.sleepingHandler = null;
    return this.sendTransactionalRequest(manager, handler, nowMillis);
  }

  private sendTransactionalRequest(manager: TransactionManager, handler: TxnRequestHandler, nowMillis: number): number {
    const { client } = this;
    const { retryBackoffMillis } = this.settings;
    const { nodeId } = client.leastLoadedNode(nowMillis);
    if (nodeId === null || (!client.canSendRequest(nodeId, nowMillis) && !client.ready(nodeId, nowMillis))) {
      // Nobody can be asked yet: wait for metadata or a connection.
      this.metadata.requestUpdate();
      handler.isRetry = nodeId !== null && handler.isRetry;
      manager.enqueueRequest(handler);
      return this.pollFor(retryBackoffMillis, nowMillis);
    }
    const { api, requestSizeBytes: sizeBytes } = handler;
    const request = { nodeId, api, body: handler.request(), sizeBytes, expectResponse: true, purpose: handler };
    manager.inFlightRequestCorrelationId = client.send(request, nowMillis);
    return this.pollFor(retryBackoffMillis, nowMillis);
  }

  // Records ----------------------------------------------------------------------------------------------------------------------------

  private sendProducerData(nowMillis: number): number {
    const { accumulator, metadata, client } = this;
    const snapshot = metadata.snapshot;
    accumulator.settledDelayMillis = -1;
    const quietMillis = quietDelayMillis(accumulator, snapshot, nowMillis);
    if (quietMillis >= 0) return this.timeoutAfter(quietMillis, nowMillis);
    const ready = accumulatorReady(accumulator, snapshot, nowMillis);
    if (ready.unknownLeaderTopics.length > 0) {
      for (const topic of ready.unknownLeaderTopics) metadata.add(topic, nowMillis);
      metadata.requestUpdate();
    }
    let notReadyMillis = neverMillis;
    let { readyNodes: nodeIds } = ready;
    for (const nodeId of ready.readyNodes) {
      const canDrain = client.ready(nodeId, nowMillis);
      accumulator.updateNodeLatency(nodeId, nowMillis, canDrain);
      if (canDrain) continue;
      nodeIds = nodeIds.filter((other) => other !== nodeId);
      notReadyMillis = Math.min(notReadyMillis, client.pollDelayMillis(nodeId, nowMillis));
    }
    nodeIds = javaSmallIntegerOrder(nodeIds);
    const drained = nodeIds.length === 0 ? noBatches : this.drain(nodeIds, nowMillis);
    const timeoutMillis = this.timeoutAfter(Math.min(ready.nextReadyCheckDelayMillis, notReadyMillis), nowMillis);
    if (nodeIds.length === 0) return timeoutMillis;
    for (let i = 0; i < nodeIds.length; i++) {
      const nodeId = nodeIds[i];
      const batches = drained[i];
      if (nodeId !== undefined && batches !== undefined) this.sendProduceRequest(nodeId, batches, nowMillis);
    }
    if (this.transactionManager === null) settleAfterDrain(accumulator, ready, drained, nowMillis);
    return 0;
  }

  /** Fails what has expired, and says how long there is nothing to send or to fail when nothing can be sent for `delayMillis`. */
  private timeoutAfter(delayMillis: number, nowMillis: number): number {
    const { accumulator } = this;
    const expired = takeExpired(accumulator, nowMillis);
    if (expired.queued.length > 0) this.failExpiredBatches(expired.queued, nowMillis, true);
    if (expired.inFlight.length > 0) this.failExpiredBatches(expired.inFlight, nowMillis, false);
    const timeoutMillis = Math.max(Math.min(delayMillis, accumulator.nextBatchExpiryMillis - nowMillis), 0);
    this.stalledTimeoutMillis = Math.min(timeoutMillis, Math.max(this.settings.retryBackoffMillis, 1));
    return timeoutMillis;
  }

  private drain(nodeIds: readonly number[], nowMillis: number): readonly (readonly ProducerBatch[])[] {
    const { accumulator, guaranteesMessageOrder } = this;
    const { maxRequestSizeBytes } = this.settings;
    const drained = accumulatorDrain(accumulator, this.metadata.snapshot, nodeIds, maxRequestSizeBytes, nowMillis);
    for (const batches of drained) {
      for (const batch of batches) {
        const { queue } = batch;
        addLast(queue.inFlight, batch);
        if (guaranteesMessageOrder) queue.isMuted = true;
      }
    }
    return drained;
  }

  private sendProduceRequest(nodeId: number, batches: readonly ProducerBatch[], nowMillis: number): void {
    if (batches.length === 0) return;
    const { acks, requestTimeoutMillis } = this.settings;
    const { topicIds } = this.metadata.snapshot;
    let topicData: readonly TopicProduceData[] = noTopicData;
    let sizeBytes = produceRequestOverheadBytes;
    let data: TopicProduceData | undefined;
    for (const batch of batches) {
      const { topic, partition } = batch.topicPartition;
      if (data !== undefined && data.name !== topic) data = topicData.find(({ name }) => name === topic);
      if (data === undefined) {
        data = { name: topic, topicId: topicIds.get(topic) ?? zeroTopicId, partitionData: noPartitionData };
        topicData = grown(topicData, data);
      }
      this.attributes = batch.attributes(this.attributes);
      const records = batch.toRecordBatch(this.attributes, this.accumulator.compression);
      data.partitionData = grown(data.partitionData, { index: partition, records });
      batch.isInFlight = true;
      sizeBytes += records.sizeBytes;
    }
    const transactionalId = this.transactionManager?.transactionalId ?? null;
    const body: ProduceRequest = { transactionalId, acks, timeoutMs: requestTimeoutMillis, topicData };
    const purpose = new ProducePurpose(batches);
    const request = { nodeId, api: 'Produce', body, sizeBytes, expectResponse: acks !== 0, purpose };
    const correlationId = this.client.send(request, nowMillis);
    for (const batch of batches) this.observer.onBatchSent(batch, nodeId, correlationId);
  }

  // Outcomes ---------------------------------------------------------------------------------------------------------------------------

  private onComplete({ request, outcome, body }: ClientResponse, nowMillis: number): void {
    const { purpose } = request;
    if (purpose instanceof ProducePurpose) {
      if (outcome === 'response' && body !== null) this.handleProduceResponse(purpose.batches, body as ProduceResponse, nowMillis);
      else this.handleProduceEnd(purpose.batches, request.nodeId, outcome, nowMillis);
    } else if (purpose instanceof TxnRequestHandler && this.transactionManager !== null) {
      const manager = this.transactionManager;
      manager.inFlightRequestCorrelationId = -1;
      const identityBefore = manager.producerIdAndEpoch;
      if (body === null) purpose.reenqueue(manager);
      else purpose.handleResponse(manager, body);
      if (manager.producerIdAndEpoch !== identityBefore) this.observer.onProducerId(manager.producerIdAndEpoch);
    }
  }

  /** A request that ended without a response: none was expected, or the connection broke. */
  private handleProduceEnd(batches: readonly ProducerBatch[], nodeId: number, outcome: ClientResponse['outcome'], nowMillis: number): void {
    if (outcome === 'sent') {
      for (const batch of batches) completeBatch(this, batch, outcomeOf(errors.NONE, null), nowMillis);
      return;
    }
    const isTimeout = outcome === 'timedOut';
    const message = `Disconnected from node ${String(nodeId)}${isTimeout ? ' due to timeout' : ''}`;
    const partitionOutcome = outcomeOf(isTimeout ? errors.REQUEST_TIMED_OUT : errors.NETWORK_EXCEPTION, message);
    const hashOf = (batch: ProducerBatch) => topicPartitionHash(batch.topicPartition);
    const ordered = javaHashMapOrder(batches, hashOf, javaTableLengthFor(batches.length));
    for (const batch of ordered) completeBatch(this, batch, partitionOutcome, nowMillis);
  }

  private handleProduceResponse(batches: readonly ProducerBatch[], response: ProduceResponse, nowMillis: number): void {
    let hints: LeaderHint[] | null = null;
    for (const topic of response.responses) {
      for (const partition of topic.partitionResponses) {
        const batch = batchOf(batches, topic.name, partition.index);
        if (batch === null) continue;
        const hint = completeBatch(this, batch, partition, nowMillis);
        if (hint !== null) (hints ??= []).push(hint);
      }
    }
    if (hints !== null) this.metadata.updatePartitionLeadership(hints);
  }

  private failExpiredBatches(batches: readonly ProducerBatch[], nowMillis: number, isDeallocated: boolean): void {
    for (const batch of batches) {
      const waitedMillis = nowMillis - batch.createdMillis;
      const error = timeoutError(
        `Expiring ${String(batch.recordCount)} record(s) for ${batch.topicPartition.key}:${String(waitedMillis)} ms has passed since ` +
          'batch creation. The request has not been sent, or no server response has been received yet.',
      );
      this.observer.onBatchExpired(batch, waitedMillis);
      failBatch(this, batch, error, { errorOf: null, adjustSequenceNumbers: false, isDeallocated });
      // Whether it was written is unknown: nothing new is sent to the partition until its batches in flight are answered.
      if (this.transactionManager !== null && batch.isInRetry) this.transactionManager.markSequenceUnresolved(batch);
    }
  }

  /** Fails every batch without a result; those on the wire keep their memory until the response. */
  abortBatches(error: ClientError): void {
    for (const batch of this.accumulator.takeIncomplete(() => true)) {
      reportAborted(this, batch, error);
      if (batch.isInFlight) this.accumulator.completeBatch(batch);
      else this.accumulator.completeAndDeallocateBatch(batch);
    }
  }

  private maybeAbortBatches(error: ClientError): void {
    if (this.accumulator.incomplete.count === 0) return;
    this.abortBatches(error);
    for (const topic of this.accumulator.topicList) for (const queue of topic.ordered) queue.inFlight = [];
  }

  /** Nothing new is accepted; what is there is sent without waiting for linger.ms. */
  initiateClose(): void {
    this.accumulator.close();
    this.isRunning = false;
  }

  /** Everything that has no result fails now. */
  forceClose(error: ClientError): void {
    this.isForceClosed = true;
    this.initiateClose();
    this.abortBatches(error);
    this.accumulator.topics.clear();
    this.accumulator.topicList = [];
  }

  /** True while a closing producer still has something to send or to wait for. */
  get hasWork(): boolean {
    return !this.isForceClosed && (this.accumulator.hasUndrained || this.client.hasInFlightRequests);
  }
}

const noTopicData: readonly TopicProduceData[] = [];
const noBatches: readonly (readonly ProducerBatch[])[] = [];
const noPartitionData: readonly PartitionProduceData[] = [];
const zeroTopicId = 'AAAAAAAAAAAAAAAAAAAAAA';

function isAuthorizationError(error: ClientError): boolean {
  return error.errorCode === errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED || error.errorCode === errors.CLUSTER_AUTHORIZATION_FAILED;
}

function batchOf(batches: readonly ProducerBatch[], topic: string, partition: number): ProducerBatch | null {
  for (const batch of batches) if (batch.topicPartition.partition === partition && batch.topicPartition.topic === topic) return batch;
  return null;
}
