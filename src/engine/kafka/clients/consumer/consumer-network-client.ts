import { grown } from '../../../kernel/grown.ts';
import { State } from '../../../kernel/state.ts';
import { timeoutError } from '../common/client-error.ts';
import type { ClientError } from '../common/client-error.ts';
import { RequestPurpose } from '../common/in-flight-requests.ts';
import type { NetworkClient, NewRequest } from '../common/network-client.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { disconnectError } from './consumer-error.ts';
import { mayBlock } from './poll-condition.ts';
import type { PollCondition } from './poll-condition.ts';
import { inNodeHashOrder } from './topic-partition.ts';

/** A request of the consumer and what to do when it ends: Kafka's RequestFuture with its listeners, as data. */
export abstract class ConsumerRequest extends RequestPurpose {
  /** Set once it was answered or has failed, and that was dealt with. */
  isDone = false;
  /** Why it failed, once done. */
  error: ClientError | null = null;

  abstract onSuccess(consumer: ClassicConsumer, body: object): void;
  abstract onFailure(consumer: ClassicConsumer, error: ClientError): void;
}

interface UnsentRequest extends NewRequest {
  readonly createdMillis: number;
  readonly purpose: ConsumerRequest;
  readonly requestTimeoutMillis: number;
}

/** What waits to be sent to one broker, oldest first. */
interface UnsentQueue {
  readonly nodeId: number;
  requests: UnsentRequest[];
}

interface Completion {
  readonly request: ConsumerRequest;
  readonly body: object | null;
  readonly error: ClientError | null;
}

const pollTimeoutMillisMax = 5000;

/** A request to be sent. */
export interface ConsumerSend {
  readonly nodeId: number;
  readonly api: string;
  readonly body: object;
  readonly sizeBytes: number;
  readonly request: ConsumerRequest;
  /** request.timeout.ms unless given. */
  readonly timeoutMillis?: number;
}

/**
 * Queues requests until their broker is ready, and lets nothing that was answered take effect except inside a poll: application code
 * never sees state change under it. `poll` of Kafka is cut in two here, before and after its wait. Source: ConsumerNetworkClient.
 */
export class ConsumerNetworkClient extends State {
  readonly network: NetworkClient;
  private readonly requestTimeoutMillis: number;
  private readonly retryBackoffMillis: number;
  private readonly maxPollTimeoutMillis: number;
  /** A broker a queue, in the order in which they began to wait; most of the time there is none, or one for a moment. */
  private unsent: UnsentQueue[] = [];
  private pendingCompletion: Completion[] = [];
  private pendingDisconnects: number[] = [];
  /** Something arrived while the application was busy: the next poll does not wait. */
  private hasActivity = false;

  constructor(network: NetworkClient, settings: { readonly retryBackoffMillis: number; readonly heartbeatIntervalMillis: number }) {
    super();
    this.network = network;
    this.requestTimeoutMillis = network.settings.requestTimeoutMillis;
    this.retryBackoffMillis = settings.retryBackoffMillis;
    this.maxPollTimeoutMillis = Math.min(settings.heartbeatIntervalMillis, pollTimeoutMillisMax);
  }

  /** Queues a request; it leaves in the next poll in which its broker is ready. */
  send(send: ConsumerSend, nowMillis: number): void {
    const { nodeId, api, body, sizeBytes, request: purpose } = send;
    const requestTimeoutMillis = send.timeoutMillis ?? this.requestTimeoutMillis;
    const entry = { nodeId, api, body, sizeBytes, expectResponse: true, purpose, requestTimeoutMillis, createdMillis: nowMillis };
    const queue = this.queueOf(nodeId);
    if (queue === null) this.unsent = grown(this.unsent, { nodeId, requests: [entry] });
    else queue.requests = grown(queue.requests, entry);
  }

  /** Whether the connection failed and may not be opened again yet. */
  isUnavailable(nodeId: number, nowMillis: number): boolean {
    return this.network.connectionStates.isDisconnected(nodeId) && this.network.pollDelayMillis(nodeId, nowMillis) > 0;
  }

  /** Requests not answered, or not even sent, to one broker or to any. */
  hasPendingRequests(nodeId: number | null): boolean {
    if (nodeId === null) return this.unsent.length > 0 || !this.network.inFlightRequests.isEmpty;
    return this.queueOf(nodeId) !== null || this.network.inFlightRequests.count(nodeId) > 0;
  }

  /** Whether any broker is connected. */
  hasReadyNodes(nowMillis: number): boolean {
    for (const nodeId of this.network.connectionStates.connections.keys())
      if (this.network.connectionStates.isReady(nodeId, nowMillis)) return true;
    return false;
  }

  /** Tells that the network has news; only needed while no poll is waiting. */
  noteActivity(): void {
    this.hasActivity = true;
  }

  /** Breaks the connection in the next poll; its requests fail. */
  disconnectAsync(nodeId: number): void {
    this.pendingDisconnects.push(nodeId);
  }

  /**
   * The first half of poll: what has ended takes effect, what can be sent is sent. Returns how long to wait for the network at most;
   * 0 when something is there already or the condition for waiting does not hold after all that.
   */
  beginPoll(consumer: ClassicConsumer, remainingMillis: number, condition: PollCondition): number {
    const nowMillis = consumer.nowMillis;
    this.firePendingCompletedRequests(consumer);
    this.handlePendingDisconnects(nowMillis);
    const pollDelayMillis = this.trySend(nowMillis);
    const isBlocking = this.pendingCompletion.length === 0 && mayBlock(consumer, condition);
    let timeoutMillis = isBlocking ? Math.min(remainingMillis, pollDelayMillis) : 0;
    // With nothing on the way, only the passing of time can help: look again soon.
    if (isBlocking && this.network.inFlightRequests.isEmpty) timeoutMillis = Math.min(timeoutMillis, this.retryBackoffMillis);
    // A broker may be connected to again, but metadata are due first and nobody can be asked for them: what is queued fails, is asked for
    // anew, and Kafka's thread spins (NetworkClient.ready, ConsumerNetworkClient.checkDisconnects). Spinning takes time here too.
    if (isBlocking && this.unsent.length > 0) timeoutMillis = Math.max(timeoutMillis, Math.min(remainingMillis, consumer.spinMillis));
    const hasNews = this.collect(nowMillis) || this.hasActivity;
    this.hasActivity = false;
    return hasNews ? 0 : timeoutMillis;
  }

  /** The second half of poll: takes in what arrived, sends what has become possible, and lets it all take effect. */
  endPoll(consumer: ClassicConsumer): ClientError | null {
    const nowMillis = consumer.nowMillis;
    this.collect(nowMillis);
    this.checkDisconnects();
    this.trySend(nowMillis);
    this.failExpiredRequests(nowMillis);
    if (this.unsent.length > 0) this.unsent = this.unsent.filter(({ requests }) => requests.length > 0);
    this.firePendingCompletedRequests(consumer);
    return consumer.metadata.takeError();
  }

  /** Sends without dealing with answers: fetches go out while the application works on what it was given. */
  transmitSends(nowMillis: number): void {
    this.trySend(nowMillis);
    this.collect(nowMillis);
  }

  /** Asks the network what has ended; true when something has. */
  collect(nowMillis: number): boolean {
    const responses = this.network.poll(nowMillis);
    for (const { request, outcome, body } of responses) {
      const { purpose } = request;
      if (!(purpose instanceof ConsumerRequest)) continue;
      const error = outcome === 'response' || outcome === 'sent' ? null : disconnectError;
      this.complete(purpose, body, error);
    }
    return responses.length > 0;
  }

  private firePendingCompletedRequests(consumer: ClassicConsumer): void {
    for (let next = this.pendingCompletion.shift(); next !== undefined; next = this.pendingCompletion.shift()) {
      const { request, body, error } = next;
      request.isDone = true;
      request.error = error;
      if (error !== null) request.onFailure(consumer, error);
      else request.onSuccess(consumer, body ?? {});
    }
  }

  private handlePendingDisconnects(nowMillis: number): void {
    if (this.pendingDisconnects.length === 0) return;
    const nodes = this.pendingDisconnects;
    this.pendingDisconnects = [];
    for (const nodeId of nodes) {
      this.failUnsent(nodeId, disconnectError);
      // What is disconnected stays so (NetworkClient.disconnect): another failure would lengthen its backoff again and again.
      if (this.network.connectionStates.isDisconnected(nodeId)) continue;
      this.network.closing.push(nodeId);
      this.network.connectionLost(nodeId, nowMillis);
    }
  }

  private trySend(nowMillis: number): number {
    let pollDelayMillis = this.maxPollTimeoutMillis;
    if (this.unsent.length === 0) return pollDelayMillis;
    for (const nodeId of inNodeHashOrder(this.unsent.map((queue) => queue.nodeId))) {
      const queue = this.queueOf(nodeId);
      if (queue === null) continue;
      const { requests } = queue;
      if (requests.length > 0) pollDelayMillis = Math.min(pollDelayMillis, this.network.pollDelayMillis(nodeId, nowMillis));
      let sentCount = 0;
      for (const request of requests) {
        if (!this.network.ready(nodeId, nowMillis)) break;
        this.network.send(request, nowMillis);
        sentCount++;
      }
      if (sentCount === requests.length) this.unsent.splice(this.unsent.indexOf(queue), 1);
      else if (sentCount > 0) queue.requests = requests.slice(sentCount);
    }
    return pollDelayMillis;
  }

  private checkDisconnects(): void {
    if (this.unsent.length === 0) return;
    for (const { nodeId } of [...this.unsent]) {
      if (this.network.connectionStates.isDisconnected(nodeId)) this.failUnsent(nodeId, disconnectError);
    }
  }

  private failExpiredRequests(nowMillis: number): void {
    for (const { requests } of this.unsent) {
      for (let [next] = requests; next !== undefined && nowMillis - next.createdMillis > next.requestTimeoutMillis; [next] = requests) {
        this.complete(next.purpose, null, timeoutError(`Failed to send request after ${String(next.requestTimeoutMillis)} ms.`));
        requests.shift();
      }
    }
  }

  private failUnsent(nodeId: number, error: ClientError): void {
    const queue = this.queueOf(nodeId);
    if (queue === null) return;
    for (const { purpose } of queue.requests) this.complete(purpose, null, error);
    this.unsent = this.unsent.filter((known) => known !== queue);
  }

  private complete(request: ConsumerRequest, body: object | null, error: ClientError | null): void {
    this.pendingCompletion = grown(this.pendingCompletion, { request, body, error });
  }

  private queueOf(nodeId: number): UnsentQueue | null {
    for (const queue of this.unsent) if (queue.nodeId === nodeId) return queue;
    return null;
  }
}
