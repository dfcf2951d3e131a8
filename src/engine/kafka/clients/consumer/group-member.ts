import { State } from '../../../kernel/state.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import type { ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { coordinatorNodeId } from './client-wire.ts';
import type { ConsumerSettings } from './consumer-settings.ts';
import { Heartbeat, HeartbeatThread } from './heartbeat.ts';
import type { RequestFuture } from './request-future.ts';

/** Where a member stands in its group's rebalance. Source: AbstractCoordinator.MemberState. */
export type MemberState = 'UNJOINED' | 'PREPARING_REBALANCE' | 'COMPLETING_REBALANCE' | 'STABLE';

/** Which round of the group a member belongs to. Source: AbstractCoordinator.Generation. */
export interface Generation {
  readonly generationId: number;
  readonly memberId: string;
  readonly protocolName: string | null;
}

/** In no round. */
export const noGeneration: Generation = { generationId: -1, memberId: '', protocolName: null };

/** Whether both are the same. */
export function isSameGeneration(a: Generation, b: Generation): boolean {
  return a.generationId === b.generationId && a.memberId === b.memberId && a.protocolName === b.protocolName;
}

/** The part of a member that every kind of group has: coordinator, generation, heartbeats. Source: AbstractCoordinator. */
export class GroupMember extends State {
  readonly settings: ConsumerSettings;
  readonly groupId: string;
  /** The separate connection to the coordinator; null while it is unknown. */
  coordinator: number | null = null;
  generation: Generation = noGeneration;
  state: MemberState = 'UNJOINED';
  isRejoinNeeded = true;
  rejoinReason = '';
  needsJoinPrepare = true;
  joinFuture: RequestFuture<object> | null = null;
  findCoordinatorFuture: RequestFuture<object> | null = null;
  readonly heartbeat: Heartbeat;
  /** Null until the first join, and after it failed or was closed. */
  heartbeatThread: HeartbeatThread | null = null;
  /** The thread that ran last, for those who look at it. */
  lastHeartbeatThread: HeartbeatThread | null = null;
  heartbeatFailure: ClientError | null = null;
  /** Whether the program's thread waits inside `synchronized (this)`, which keeps the heartbeat thread out. */
  isMonitorHeld = false;

  constructor(settings: ConsumerSettings, environment: ClientEnvironment, nowMillis: number) {
    super();
    this.settings = settings;
    this.groupId = settings.groupId ?? '';
    this.heartbeat = new Heartbeat(settings, environment, nowMillis);
  }

  get hasNotJoinedGroup(): boolean {
    return this.state === 'UNJOINED' || this.state === 'PREPARING_REBALANCE';
  }

  get isRebalancing(): boolean {
    return this.state === 'PREPARING_REBALANCE' || this.state === 'COMPLETING_REBALANCE';
  }

  get generationIfStable(): Generation | null {
    return this.state === 'STABLE' ? this.generation : null;
  }

  get hasGenerationReset(): boolean {
    return this.generation.generationId === noGeneration.generationId && this.generation.protocolName === null;
  }

  /** The coordinator, unless its connection has failed: then it is forgotten. */
  checkAndGetCoordinator(consumer: ClassicConsumer): number | null {
    if (this.coordinator !== null && consumer.client.isUnavailable(this.coordinator, consumer.nowMillis)) {
      this.markCoordinatorUnknown(consumer, true);
    }
    return this.coordinator;
  }

  isCoordinatorUnknown(consumer: ClassicConsumer): boolean {
    return this.checkAndGetCoordinator(consumer) === null;
  }

  /** A broker was named as coordinator: connects to it and gives the session new time. */
  coordinatorFound(consumer: ClassicConsumer, brokerId: number): void {
    this.coordinator = coordinatorNodeId(brokerId);
    consumer.client.network.ready(this.coordinator, consumer.nowMillis);
    this.heartbeat.resetSessionTimeout(consumer.nowMillis);
    consumer.groupListener.onCoordinatorFound(brokerId);
  }

  /** Forgets the coordinator; its connection is closed unless it is gone already. */
  markCoordinatorUnknown(consumer: ClassicConsumer, isDisconnected: boolean): void {
    if (this.coordinator === null) return;
    const old = this.coordinator;
    this.coordinator = null;
    if (!isDisconnected) consumer.client.disconnectAsync(old);
    consumer.groupListener.onCoordinatorLost(coordinatorNodeId(old));
  }

  requestRejoin(reason: string): void {
    this.rejoinReason = reason;
    this.isRejoinNeeded = true;
  }

  requestRejoinIfNecessary(reason: string): void {
    if (!this.isRejoinNeeded) this.requestRejoin(reason);
  }

  /** The coordinator does not know us any more, or not in this generation. */
  resetStateAndRejoin(reason: string, shouldResetMemberId: boolean): void {
    this.state = 'UNJOINED';
    const { memberId } = this.generation;
    this.generation = shouldResetMemberId ? noGeneration : { generationId: noGeneration.generationId, memberId, protocolName: null };
    this.requestRejoin(reason);
    this.needsJoinPrepare = true;
  }

  startHeartbeatThreadIfNeeded(): void {
    if (this.heartbeatThread !== null) return;
    this.heartbeatThread = new HeartbeatThread();
    this.lastHeartbeatThread = this.heartbeatThread;
    this.heartbeatFailure = null;
  }

  enableHeartbeats(nowMillis: number): void {
    if (this.heartbeatThread === null) return;
    this.heartbeatThread.isEnabled = true;
    this.heartbeat.resetTimeouts(nowMillis);
  }

  /** poll() was called: the max.poll.interval.ms begins anew. Tells once why the heartbeat thread failed. */
  pollHeartbeat(nowMillis: number): ClientError | null {
    if (this.heartbeatThread === null) return null;
    const failure = this.heartbeatFailure;
    if (failure !== null) {
      this.heartbeatThread = null;
      this.heartbeatFailure = null;
      return failure;
    }
    this.heartbeat.poll(nowMillis);
    return null;
  }

  /** Milliseconds until a heartbeat is due, or why there will be none. */
  timeToNextHeartbeat(nowMillis: number): number | ClientError {
    if (this.hasNotJoinedGroup) return Number.MAX_SAFE_INTEGER;
    if (this.heartbeatThread !== null && this.heartbeatFailure !== null) return this.heartbeatFailure;
    return Math.max(this.heartbeat.heartbeatDeadlineMillis - nowMillis, 0);
  }
}
