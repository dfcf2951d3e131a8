import { State } from '../../../kernel/state.ts';
import type { MetadataResponse } from '../../apis/Metadata/messages.ts';
import { neverMillis } from './client-environment.ts';
import type { Metadata } from './metadata.ts';
import type { NetworkClient, NetworkClientSettings } from './network-client.ts';

interface InProgress {
  readonly requestVersion: number;
  readonly isPartialUpdate: boolean;
}

const metadataRequestBytes = 80;

/**
 * Keeps a client's metadata fresh through its own network client: asks the least loaded node when an update is wanted and allowed.
 * Source: NetworkClient.DefaultMetadataUpdater; `manual` is ManualMetadataUpdater, which never asks.
 */
export class MetadataUpdater extends State {
  readonly metadata: Metadata;
  inProgress: InProgress | null = null;
  private readonly updates: 'automatic' | 'manual';
  private attemptStartMillis: number | null = null;

  constructor(metadata: Metadata, updates: 'automatic' | 'manual') {
    super();
    this.metadata = metadata;
    this.updates = updates;
  }

  get nodeIds(): readonly number[] {
    return this.metadata.snapshot.nodeIds;
  }

  /** True when a metadata request must go out before anything else. */
  isUpdateDue(nowMillis: number): boolean {
    return this.updates === 'automatic' && this.inProgress === null && this.metadata.isUpdateDue(nowMillis);
  }

  /** Sends a metadata request when one is due and somebody can be asked. */
  maybeUpdate(client: NetworkClient, nowMillis: number): void {
    if (!this.isUpdateDue(nowMillis)) return;
    this.attemptStartMillis ??= nowMillis;
    let leastLoaded = client.leastLoadedNode(nowMillis);
    if (client.settings.metadataRecoveryStrategy === 'rebootstrap' && !leastLoaded.hasNodeAvailableOrConnectionReady) {
      this.rebootstrap(nowMillis);
      leastLoaded = client.leastLoadedNode(nowMillis);
    }
    if (leastLoaded.nodeId !== null) this.ask(client, leastLoaded.nodeId, nowMillis);
  }

  /** Milliseconds until maybeUpdate may have something to do. */
  timeToNextAction(client: NetworkClient, nowMillis: number): number {
    if (this.updates === 'manual' || this.inProgress !== null) return neverMillis;
    const timeToNextUpdate = this.metadata.timeToNextUpdate(nowMillis);
    if (timeToNextUpdate > 0) return timeToNextUpdate;
    // Nobody could be asked: look again when a connection may be opened. A broker that is being prepared wakes the client by itself.
    return client.connectionStates.hasPreparing() ? neverMillis : Math.max(client.settings.reconnectBackoffMillis, 1);
  }

  handleSuccessfulResponse(response: MetadataResponse, nowMillis: number): void {
    const { inProgress } = this;
    this.inProgress = null;
    if (inProgress === null) return;
    if (response.brokers.length === 0) {
      this.metadata.failedUpdate(nowMillis);
      return;
    }
    this.metadata.update(inProgress.requestVersion, response, inProgress.isPartialUpdate, nowMillis);
    this.attemptStartMillis = null;
  }

  handleFailedRequest(nowMillis: number): void {
    this.metadata.failedUpdate(nowMillis);
    this.inProgress = null;
  }

  /** Any lost connection is a reason to ask who leads now. */
  handleServerDisconnect(nowMillis: number): void {
    if (this.updates === 'manual') return;
    if (this.isUpdateDue(nowMillis)) this.handleFailedRequest(nowMillis);
    this.metadata.requestUpdate();
  }

  /** True when metadata could not be had for metadata.recovery.rebootstrap.trigger.ms (KIP-1102). */
  needsRebootstrap(nowMillis: number, settings: NetworkClientSettings): boolean {
    if (this.attemptStartMillis === null || this.updates === 'manual' || settings.metadataRecoveryStrategy !== 'rebootstrap') return false;
    return nowMillis - this.attemptStartMillis > settings.metadataRecoveryRebootstrapTriggerMillis;
  }

  rebootstrap(nowMillis: number): void {
    this.metadata.rebootstrap();
    this.attemptStartMillis = nowMillis;
  }

  private ask(client: NetworkClient, nodeId: number, nowMillis: number): void {
    if (!client.canSendRequest(nodeId, nowMillis) && !client.connectionStates.isPreparing(nodeId)) {
      if (client.connectionStates.canConnect(nodeId, nowMillis)) client.initiateConnect(nodeId, nowMillis);
    }
    if (!client.canSendRequest(nodeId, nowMillis)) return;
    const { request, requestVersion, isPartialUpdate } = this.metadata.newRequest(nowMillis);
    const message = { nodeId, api: 'Metadata', body: request, sizeBytes: metadataRequestBytes, expectResponse: true, purpose: null };
    client.send(message, nowMillis);
    this.inProgress = { requestVersion, isPartialUpdate };
  }
}
