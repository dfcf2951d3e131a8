import { grown } from '../../../kernel/grown.ts';
import { State } from '../../../kernel/state.ts';
import type { MetadataResponse } from '../../apis/Metadata/messages.ts';
import { neverMillis, type ClientEnvironment } from './client-environment.ts';
import { ConnectionStates } from './connection-states.ts';
import { RetryBackoff } from './retry-backoff.ts';
import { InFlightRequest, InFlightRequests, type RequestPurpose } from './in-flight-requests.ts';
import type { Metadata } from './metadata.ts';
import { MetadataUpdater } from './metadata-updater.ts';

/** Settings by the names of Kafka's configs. */
export interface NetworkClientSettings {
  readonly maxInFlightRequestsPerConnection: number;
  readonly requestTimeoutMillis: number;
  readonly reconnectBackoffMillis: number;
  readonly reconnectBackoffMaxMillis: number;
  /** metadata.recovery.strategy */
  readonly metadataRecoveryStrategy: 'none' | 'rebootstrap';
  readonly metadataRecoveryRebootstrapTriggerMillis: number;
  /** Ask a broker for its API versions before the first request, as Kafka does. */
  readonly discoverBrokerVersions: boolean;
  readonly jitterPercent?: number;
}

/** How a request ended. `sent`: no response was expected (acks=0). Source: ClientResponse. */
export interface ClientResponse {
  readonly request: InFlightRequest;
  readonly outcome: 'response' | 'sent' | 'disconnected' | 'timedOut';
  readonly body: object | null;
}

/** What to send. */
export interface NewRequest {
  readonly nodeId: number;
  readonly api: string;
  readonly body: object;
  readonly sizeBytes: number;
  readonly expectResponse: boolean;
  readonly purpose: RequestPurpose | null;
  /** request.timeout.ms unless given: a JoinGroup may take as long as the rebalance. */
  readonly requestTimeoutMillis?: number;
}

/** The node to ask when any will do. Source: LeastLoadedNode. */
export interface LeastLoadedNode {
  /** Null when none can be reached now. */
  readonly nodeId: number | null;
  readonly hasNodeAvailableOrConnectionReady: boolean;
}

/**
 * A client's connections as a state machine: the owner tells what arrived and what broke, asks `poll` what that means, and sends what is in
 * `outgoing`. Shared by producer, consumer and admin. Node ids below zero are bootstrap addresses.
 * Source: NetworkClient. Left out: API version negotiation beyond the round trip, idle connections, telemetry.
 */
export class NetworkClient extends State {
  readonly settings: NetworkClientSettings;
  readonly connectionStates: ConnectionStates;
  readonly inFlightRequests: InFlightRequests;
  readonly metadataUpdater: MetadataUpdater;
  /** To be put on the wire, in order, before the owner's step ends. */
  outgoing: readonly InFlightRequest[] = nothing;
  /** Connections that this side closed (time-outs): to be closed on the wire. */
  closing: number[] = [];
  private readonly environment: ClientEnvironment;
  /** Requests that have ended; the next poll, in the same step, hands them out. */
  private completed: readonly ClientResponse[] = nothing;

  /** Without metadata the client never asks for any: somebody else updates it (ManualMetadataUpdater). */
  constructor(
    settings: NetworkClientSettings,
    environment: ClientEnvironment,
    metadata: Metadata,
    updates: 'automatic' | 'manual' = 'automatic',
  ) {
    super();
    this.settings = settings;
    this.environment = environment;
    const { reconnectBackoffMillis, reconnectBackoffMaxMillis, jitterPercent } = settings;
    const backoff = new RetryBackoff(reconnectBackoffMillis, reconnectBackoffMaxMillis, jitterPercent ?? 20);
    this.connectionStates = new ConnectionStates(backoff, environment);
    this.inFlightRequests = new InFlightRequests(settings.maxInFlightRequestsPerConnection);
    this.metadataUpdater = new MetadataUpdater(metadata, updates);
  }

  /** True when a request may be sent to the node now; begins to connect when it is not connected. */
  ready(nodeId: number, nowMillis: number): boolean {
    if (this.metadataUpdater.isUpdateDue(nowMillis)) return false;
    if (this.canSendRequest(nodeId, nowMillis)) return true;
    if (!this.connectionStates.canConnect(nodeId, nowMillis)) return false;
    this.initiateConnect(nodeId, nowMillis);
    return this.canSendRequest(nodeId, nowMillis);
  }

  /** Connected, not throttled, and fewer than max.in.flight requests on the way. */
  canSendRequest(nodeId: number, nowMillis: number): boolean {
    return this.connectionStates.isReady(nodeId, nowMillis) && this.inFlightRequests.canSendMore(nodeId);
  }

  pollDelayMillis(nodeId: number, nowMillis: number): number {
    return this.connectionStates.pollDelayMillis(nodeId, nowMillis);
  }

  /** Opens a connection; unless it is ready at once, the broker's API versions are asked for first. */
  initiateConnect(nodeId: number, nowMillis: number): void {
    if (!this.settings.discoverBrokerVersions) {
      this.connectionStates.connect(nodeId, nowMillis, 'ready');
      return;
    }
    this.connectionStates.connect(nodeId, nowMillis, 'preparing');
    const body = { clientSoftwareName: 'apache-kafka-java', clientSoftwareVersion: '4.3.1' };
    this.send({ nodeId, api: 'ApiVersions', body, sizeBytes: apiVersionsRequestBytes, expectResponse: true, purpose: null }, nowMillis);
  }

  /** Puts a request on its way and returns its correlation id. */
  send(request: NewRequest, nowMillis: number): number {
    const correlationId = this.environment.nextCorrelation();
    const requestTimeoutMillis = request.requestTimeoutMillis ?? this.settings.requestTimeoutMillis;
    const inFlight = new InFlightRequest(request, correlationId, nowMillis, requestTimeoutMillis);
    if (request.expectResponse) this.inFlightRequests.add(inFlight);
    else this.completed = grown(this.completed, { request: inFlight, outcome: 'sent', body: null });
    this.outgoing = grown(this.outgoing, inFlight);
    return correlationId;
  }

  /** What is to be put on the wire now, in order; each gives its body once. */
  takeOutgoing(): readonly InFlightRequest[] {
    const { outgoing } = this;
    if (outgoing.length > 0) this.outgoing = nothing;
    return outgoing;
  }

  /** A response came in; the next poll hands it out. An answer that nobody waits for any more is dropped. */
  receive(nodeId: number, correlationId: number, body: object, nowMillis: number): void {
    const request = this.inFlightRequests.complete(nodeId, correlationId);
    if (request === null) return;
    this.connectionStates.succeeded(nodeId);
    this.maybeThrottle(nodeId, body, nowMillis);
    if (request.purpose !== null) this.completed = grown(this.completed, { request, outcome: 'response', body });
    else if (request.api === 'Metadata') this.metadataUpdater.handleSuccessfulResponse(body as MetadataResponse, nowMillis);
  }

  /** The peer closed or refused the connection: its requests have failed, which the next poll tells. */
  connectionLost(nodeId: number, nowMillis: number): void {
    this.processDisconnection(nodeId, nowMillis, 'disconnected');
  }

  get hasInFlightRequests(): boolean {
    return !this.inFlightRequests.isEmpty || this.completed.length > 0;
  }

  /** Asks for metadata when it is time, then hands out the requests that have ended since the last poll. */
  poll(nowMillis: number): readonly ClientResponse[] {
    this.metadataUpdater.maybeUpdate(this, nowMillis);
    if (this.inFlightRequests.mayTimeOut(nowMillis)) {
      for (const nodeId of this.inFlightRequests.nodesWithTimedOutRequests(nowMillis)) {
        this.closing.push(nodeId);
        this.processDisconnection(nodeId, nowMillis, 'timedOut');
      }
    }
    if (this.metadataUpdater.needsRebootstrap(nowMillis, this.settings)) this.handleRebootstrap(nowMillis);
    const { completed } = this;
    if (completed.length > 0) this.completed = nothing;
    return completed;
  }

  /** When the client itself next has something to do: metadata due or a request that times out. */
  nextDeadlineMillis(nowMillis: number): number {
    const timeToMetadata = this.metadataUpdater.timeToNextAction(this, nowMillis);
    const metadataMillis = timeToMetadata >= neverMillis - nowMillis ? neverMillis : nowMillis + timeToMetadata;
    return Math.min(metadataMillis, this.inFlightRequests.nextTimeoutMillis(neverMillis));
  }

  /**
   * How long until the selector that begins to wait now comes back by itself: it waits for request.timeout.ms at most, counted from here
   * and not from the request, so a request is seen to have timed out a little late, and later still while other answers arrive.
   * Source: NetworkClient.poll.
   */
  selectorDelayMillis(nowMillis: number): number {
    const timeToMetadata = this.metadataUpdater.timeToNextAction(this, nowMillis);
    // The wait begins anew once the request has been written, which is after it was made.
    return this.inFlightRequests.isEmpty ? timeToMetadata : Math.min(timeToMetadata, this.settings.requestTimeoutMillis + 1);
  }

  /** The node with the fewest requests on the way; a random one begins. Source: NetworkClient.leastLoadedNode. */
  leastLoadedNode(nowMillis: number): LeastLoadedNode {
    const nodeIds = this.metadataUpdater.nodeIds;
    const offset = nodeIds.length > 1 ? this.environment.below(nodeIds.length) : 0;
    let inFlightCountMin = Number.MAX_SAFE_INTEGER;
    let isAnyReady = false;
    let foundReady: number | null = null;
    let foundPreparing: number | null = null;
    let foundCanConnect: number | null = null;
    for (let i = 0; i < nodeIds.length; i++) {
      const nodeId = nodeIds[(offset + i) % nodeIds.length];
      if (nodeId === undefined) break;
      if (this.connectionStates.isReady(nodeId, nowMillis)) isAnyReady = true;
      if (this.canSendRequest(nodeId, nowMillis)) {
        const inFlightCount = this.inFlightRequests.count(nodeId);
        if (inFlightCount === 0) return { nodeId, hasNodeAvailableOrConnectionReady: true };
        if (inFlightCount < inFlightCountMin) {
          inFlightCountMin = inFlightCount;
          foundReady = nodeId;
        }
      } else if (this.connectionStates.isPreparing(nodeId)) {
        foundPreparing = nodeId;
      } else if (this.connectionStates.canConnect(nodeId, nowMillis)) {
        const isOlder =
          foundCanConnect === null ||
          this.connectionStates.lastConnectAttemptMillis(foundCanConnect) > this.connectionStates.lastConnectAttemptMillis(nodeId);
        if (isOlder) foundCanConnect = nodeId;
      }
    }
    const nodeId = foundReady ?? foundPreparing ?? foundCanConnect;
    return { nodeId, hasNodeAvailableOrConnectionReady: nodeId !== null || isAnyReady };
  }

  private maybeThrottle(nodeId: number, body: object, nowMillis: number): void {
    const throttleMillis = 'throttleTimeMs' in body && typeof body.throttleTimeMs === 'number' ? body.throttleTimeMs : 0;
    if (throttleMillis <= 0) return;
    this.inFlightRequests.incrementThrottle(nodeId, throttleMillis);
    this.connectionStates.throttle(nodeId, nowMillis + throttleMillis);
  }

  private processDisconnection(nodeId: number, nowMillis: number, outcome: 'disconnected' | 'timedOut'): void {
    this.connectionStates.disconnected(nodeId, nowMillis);
    for (const request of this.inFlightRequests.clearAll(nodeId)) {
      if (request.purpose !== null) this.completed = grown(this.completed, { request, outcome, body: null });
      else if (request.api === 'Metadata') this.metadataUpdater.handleFailedRequest(nowMillis);
    }
    this.metadataUpdater.handleServerDisconnect(nowMillis);
  }

  private handleRebootstrap(nowMillis: number): void {
    for (const nodeId of this.metadataUpdater.nodeIds) {
      this.closing.push(nodeId);
      this.processDisconnection(nodeId, nowMillis, 'disconnected');
    }
    this.metadataUpdater.rebootstrap(nowMillis);
  }
}

const apiVersionsRequestBytes = 60;
const nothing: readonly never[] = [];
