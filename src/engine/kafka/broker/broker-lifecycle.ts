import type { BrokerHeartbeatRequest, BrokerHeartbeatResponse } from '../apis/BrokerHeartbeat/messages.ts';
import type { BrokerRegistrationRequest, BrokerRegistrationResponse } from '../apis/BrokerRegistration/messages.ts';
import { State } from '../../kernel/state.ts';

/** What a broker is doing, as it says itself. Source: BrokerState. */
export type BrokerState = 'NOT_RUNNING' | 'STARTING' | 'RECOVERY' | 'RUNNING' | 'PENDING_CONTROLLED_SHUTDOWN' | 'SHUTTING_DOWN';

/** What the lifecycle wants done next. */
export type LifecycleAction =
  | { readonly kind: 'register'; readonly request: BrokerRegistrationRequest }
  | { readonly kind: 'heartbeat'; readonly request: BrokerHeartbeatRequest }
  /** Call `nextCommunication` after this delay. */
  | { readonly kind: 'wait'; readonly delayMillis: number }
  | { readonly kind: 'exit' };

/** What a broker tells of itself when it registers. */
export interface BrokerIdentity {
  readonly brokerId: number;
  readonly clusterId: string;
  readonly incarnationId: string;
  readonly rack: string | null;
  readonly logDirs: readonly string[];
  readonly features: BrokerRegistrationRequest['features'];
  /** From the clean-shutdown file; -1 after an unclean stop. */
  readonly previousBrokerEpoch: number;
}

const catchingUpDelayMillis = 10;
const controlledShutdownDelayMillis = 50;

/**
 * A broker's conversation with the controller about itself: registration, heartbeats, unfencing, controlled shutdown.
 * It decides what to say; the broker process sends it. Source: BrokerLifecycleManager.
 */
export class BrokerLifecycle extends State {
  state: BrokerState = 'NOT_RUNNING';
  readonly identity: BrokerIdentity;
  brokerEpoch = -1;
  isFenced = true;
  /** Set once logs are recovered and metadata is published: the broker then asks to be unfenced. */
  isReadyToUnfence = false;
  private isRegistered = false;
  private wantsShutDown = false;
  private gotControlledShutdownResponse = false;
  /** One conversation at a time. */
  private isAwaitingResponse = false;
  private readonly heartbeatIntervalMillis: number;

  constructor(identity: BrokerIdentity, heartbeatIntervalMillis: number) {
    super();
    this.identity = identity;
    this.heartbeatIntervalMillis = heartbeatIntervalMillis;
  }

  start(): void {
    this.state = 'STARTING';
  }

  get hasCaughtUp(): boolean {
    return this.state !== 'NOT_RUNNING' && this.state !== 'STARTING';
  }

  /** The next thing to say; `metadataOffset` is the last metadata record that the broker has applied. Null while an answer is awaited. */
  nextCommunication(metadataOffset: number): LifecycleAction | null {
    if (this.isAwaitingResponse || this.state === 'SHUTTING_DOWN') return null;
    this.isAwaitingResponse = true;
    if (!this.isRegistered) return { kind: 'register', request: { ...this.identity, isMigratingZkBroker: false } };
    return {
      kind: 'heartbeat',
      request: {
        brokerId: this.identity.brokerId,
        brokerEpoch: this.brokerEpoch,
        currentMetadataOffset: metadataOffset,
        wantFence: !this.isReadyToUnfence,
        wantShutDown: this.wantsShutDown,
        offlineLogDirs: [],
      },
    };
  }

  onRegistrationResponse(response: BrokerRegistrationResponse): LifecycleAction {
    this.isAwaitingResponse = false;
    if (response.errorCode !== 0) return this.retry();
    this.isRegistered = true;
    this.brokerEpoch = response.brokerEpoch;
    return { kind: 'wait', delayMillis: 0 };
  }

  onHeartbeatResponse(response: BrokerHeartbeatResponse): LifecycleAction {
    this.isAwaitingResponse = false;
    if (response.errorCode !== 0) return this.retry();
    this.isFenced = response.isFenced;
    switch (this.state) {
      case 'STARTING':
        if (!response.isCaughtUp) return { kind: 'wait', delayMillis: catchingUpDelayMillis };
        this.state = 'RECOVERY';
        return { kind: 'wait', delayMillis: this.heartbeatIntervalMillis };
      case 'RECOVERY':
        if (!response.isFenced) this.state = 'RUNNING';
        return { kind: 'wait', delayMillis: this.heartbeatIntervalMillis };
      case 'PENDING_CONTROLLED_SHUTDOWN':
        if (!response.shouldShutDown) return { kind: 'wait', delayMillis: this.controlledShutdownDelay() };
        this.state = 'SHUTTING_DOWN';
        return { kind: 'exit' };
      default:
        return { kind: 'wait', delayMillis: this.heartbeatIntervalMillis };
    }
  }

  /** The request timed out or its connection broke. */
  onFailure(): LifecycleAction {
    this.isAwaitingResponse = false;
    return this.retry();
  }

  /** The start is not complete: the controller has not let it serve yet. */
  get isStarting(): boolean {
    return this.state === 'NOT_RUNNING' || this.state === 'STARTING' || this.state === 'RECOVERY';
  }

  /** Asks the controller to move leaders away. A broker that never ran has nothing to hand over and stops at once. */
  beginControlledShutdown(): LifecycleAction {
    if (this.state !== 'RUNNING' && this.state !== 'RECOVERY') {
      this.state = 'SHUTTING_DOWN';
      return { kind: 'exit' };
    }
    this.state = 'PENDING_CONTROLLED_SHUTDOWN';
    this.wantsShutDown = true;
    return { kind: 'wait', delayMillis: 0 };
  }

  /** Only the second question comes early, for the case that there is little to hand over. */
  private controlledShutdownDelay(): number {
    const isFirst = !this.gotControlledShutdownResponse;
    this.gotControlledShutdownResponse = true;
    return isFirst ? controlledShutdownDelayMillis : this.heartbeatIntervalMillis;
  }

  private retry(): LifecycleAction {
    return { kind: 'wait', delayMillis: this.heartbeatIntervalMillis };
  }
}
