import type { Envelope } from '../../kernel/process.ts';
import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { assert } from '../../kernel/units.ts';
import type { NodeId } from '../../kernel/units.ts';
import type { BrokerHeartbeatResponse } from '../apis/BrokerHeartbeat/messages.ts';
import type { BrokerRegistrationResponse } from '../apis/BrokerRegistration/messages.ts';
import type { Broker } from './broker.ts';
import type { LifecycleAction } from './broker-lifecycle.ts';
import { channels } from './channels.ts';
import { stopCleanly } from './startup.ts';

const retryBackoffMillis = 100;

/**
 * A broker's talk with the active controller: who that is, heartbeats, ISR changes. Source: NodeToControllerChannelManager,
 * BrokerLifecycleManager.
 */
export class ControllerLink extends Entity {
  private readonly broker: Broker;
  /** Index of the controller that we believe is active. */
  private activeIndex = 0;
  private lastApi: 'BrokerRegistration' | 'BrokerHeartbeat' = 'BrokerRegistration';

  constructor(registry: EntityRegistry, broker: Broker) {
    super(registry);
    this.broker = broker;
  }

  /** The controller to talk to. */
  get active(): NodeId {
    const { controllers } = this.broker.environment;
    const active = controllers[this.activeIndex % controllers.length];
    assert(active !== undefined, 'a cluster has a controller');
    return active;
  }

  /** The metadata log told us who leads the quorum. */
  learnActive(controllerId: NodeId): void {
    const index = this.broker.environment.controllers.indexOf(controllerId);
    if (index < 0 || index === this.activeIndex) return;
    this.touch();
    this.activeIndex = index;
  }

  /** Somebody else may be active: tries the next. */
  tryNext(): void {
    this.touch();
    this.activeIndex = (this.activeIndex + 1) % this.broker.environment.controllers.length;
  }

  /** Sends to the active controller. */
  send(api: string, channel: number, body: object, purpose: string = api): void {
    const { outgoing, settings } = this.broker;
    outgoing.send({ peer: this.active, channel, purpose }, api, body, settings.controllerSocketTimeoutMs);
  }

  /** Says the next thing about ourselves: register, heartbeat, or wait. */
  communicate(): void {
    const action = this.broker.lifecycle.nextCommunication(
      this.broker.isPublished || this.broker.lifecycle.state === 'STARTING' ? this.broker.image.offset : -1,
    );
    if (action !== null) this.act(action);
  }

  act(action: LifecycleAction): void {
    switch (action.kind) {
      case 'register':
        this.touch();
        this.lastApi = 'BrokerRegistration';
        return this.send('BrokerRegistration', channels.brokerLifecycle, action.request, 'lifecycle');
      case 'heartbeat':
        this.touch();
        this.lastApi = 'BrokerHeartbeat';
        return this.send('BrokerHeartbeat', channels.brokerLifecycle, action.request, 'lifecycle');
      case 'wait':
        if (action.delayMillis === 0) this.communicate();
        else this.broker.after('lifecycle', action.delayMillis);
        return;
      case 'exit':
        return stopCleanly(this.broker);
    }
  }

  onLifecycleAnswer(envelope: Envelope): void {
    const { lifecycle } = this.broker;
    const { body } = envelope.message;
    const wasCaughtUp = lifecycle.hasCaughtUp;
    const action =
      this.lastApi === 'BrokerRegistration'
        ? lifecycle.onRegistrationResponse(body as BrokerRegistrationResponse)
        : lifecycle.onHeartbeatResponse(body as BrokerHeartbeatResponse);
    if (!wasCaughtUp && lifecycle.hasCaughtUp) {
      // The scheduled heartbeat would come an interval later: being ready to serve is said at once.
      this.broker.publishFirst();
      this.communicate();
      return;
    }
    // The ports are opened when the controller has let the broker serve, not before (BrokerServer.startup).
    if (lifecycle.state === 'RUNNING') this.broker.context.setListening(true);
    this.act(action);
  }

  onLifecycleFailure(): void {
    this.tryNext();
    this.act(this.broker.lifecycle.onFailure());
  }

  /** The AlterPartition on its way found no controller. */
  resendLater(): void {
    this.tryNext();
    this.broker.after('alterPartitionRetry', retryBackoffMillis);
  }

  retryAlterPartition(): void {
    const { alterPartitions } = this.broker.replicas;
    const request = alterPartitions.requestInFlight();
    if (request === null) alterPartitions.onRetryTimer();
    else this.send('AlterPartition', channels.alterPartition, request);
  }

  clear(): void {
    this.touch();
    this.lastApi = 'BrokerRegistration';
  }
}
