import { Entity, State } from '../../kernel/state.ts';
import { assert, type Micros } from '../../kernel/units.ts';
import { javaHashMapOrder, javaIntegerHash } from '../util/java-hash-order.ts';
import { BrokerHeartbeatTracker } from './heartbeat-tracker.ts';

/** What the controller lets a broker be. SHUTDOWN_NOW: fenced, and told to exit. Source: BrokerControlState. */
export type BrokerControlState = 'FENCED' | 'UNFENCED' | 'CONTROLLED_SHUTDOWN' | 'SHUTDOWN_NOW';

/** What a heartbeat asks for. */
export interface HeartbeatWish {
  readonly currentMetadataOffset: number;
  readonly wantFence: boolean;
  readonly wantShutDown: boolean;
}

/** What decides about a heartbeat beside the broker's own state. */
export interface HeartbeatFacts {
  readonly registerBrokerRecordOffset: number;
  readonly hasLeaderships: boolean;
}

class BrokerHeartbeatState extends State {
  fenced: boolean;
  metadataOffset = -1;
  /** The end of the batch that put the broker into controlled shutdown; -1 outside. */
  controlledShutdownOffset = -1;
  /** Counts for the lowest offset that all active brokers have seen. */
  isActive = false;

  constructor(fenced: boolean) {
    super();
    this.fenced = fenced;
  }

  get isShuttingDown(): boolean {
    return this.controlledShutdownOffset >= 0;
  }
}

/**
 * What the active controller remembers of its brokers' heartbeats. Not in the log: a new controller starts without it.
 * Source: BrokerHeartbeatManager.
 */
export class BrokerHeartbeats extends Entity {
  /** False on a controller that is not active. */
  isActive = false;
  tracker = new BrokerHeartbeatTracker();
  private readonly brokers = new Map<number, BrokerHeartbeatState>();

  /** Starts afresh: this controller has become active. */
  activate(): void {
    this.touch();
    this.isActive = true;
    this.tracker = new BrokerHeartbeatTracker();
    this.brokers.clear();
  }

  deactivate(): void {
    this.touch();
    this.isActive = false;
    this.tracker = new BrokerHeartbeatTracker();
    this.brokers.clear();
  }

  /** When an incarnation was last heard of; null: never. */
  contactMicros(brokerId: number, brokerEpoch: number): Micros | null {
    return this.tracker.contactMicros({ brokerId, brokerEpoch });
  }

  /** Notes a heartbeat as it arrives, whatever becomes of it. */
  trackContact(brokerId: number, brokerEpoch: number, nowMicros: Micros): void {
    this.touch();
    this.tracker.updateContact({ brokerId, brokerEpoch }, nowMicros);
  }

  /** A registration was decided or replayed. */
  register(brokerId: number, fenced: boolean): void {
    this.touch();
    const known = this.brokers.get(brokerId);
    if (known === undefined) this.brokers.set(brokerId, new BrokerHeartbeatState(fenced));
    this.heard(brokerId, fenced, known !== undefined && known.fenced !== fenced ? known.metadataOffset : -1);
  }

  /** A heartbeat was decided: the broker will be fenced or not, and has seen the metadata up to an offset. Source: touch. */
  heard(brokerId: number, fenced: boolean, metadataOffset: number): void {
    this.touch();
    const broker = this.brokerOf(brokerId);
    broker.fenced = fenced;
    broker.metadataOffset = metadataOffset;
    if (fenced) broker.controlledShutdownOffset = -1;
    broker.isActive = !fenced && !broker.isShuttingDown;
  }

  fence(brokerId: number): void {
    this.touch();
    const broker = this.brokers.get(brokerId);
    if (broker === undefined) return;
    broker.fenced = true;
    broker.isActive = false;
  }

  remove(brokerId: number): void {
    this.touch();
    this.brokers.delete(brokerId);
  }

  /** Takes one incarnation whose session has expired. */
  removeOneExpired(nowMicros: Micros, sessionTimeoutMicros: Micros): ReturnType<BrokerHeartbeatTracker['removeOneExpired']> {
    this.touch();
    return this.tracker.removeOneExpired(nowMicros, sessionTimeoutMicros);
  }

  /** The batch that moved the broker's leaderships ends at `offset`: it may go when every active broker has seen it. */
  updateControlledShutdownOffset(brokerId: number, offset: number): void {
    this.touch();
    const broker = this.brokerOf(brokerId);
    assert(!broker.fenced, 'a fenced broker does not enter controlled shutdown');
    broker.isActive = false;
    if (!broker.isShuttingDown) broker.controlledShutdownOffset = offset;
  }

  /** The offset from which on the broker may shut down; null outside controlled shutdown. */
  controlledShutdownOffset(brokerId: number): number | null {
    const offset = this.brokers.get(brokerId)?.controlledShutdownOffset ?? -1;
    return offset === -1 ? null : offset;
  }

  /** Brokers that may be given replicas, as far as heartbeats go, in the order of Java's HashMap. */
  usableBrokers(): readonly { readonly id: number; readonly fenced: boolean }[] {
    const ids = javaHashMapOrder([...this.brokers.keys()], javaIntegerHash);
    return ids.flatMap((id) => {
      const broker = this.brokers.get(id);
      return broker === undefined || broker.isShuttingDown ? [] : [{ id, fenced: broker.fenced }];
    });
  }

  currentState(brokerId: number): BrokerControlState {
    const broker = this.brokerOf(brokerId);
    if (broker.isShuttingDown) return 'CONTROLLED_SHUTDOWN';
    return broker.fenced ? 'FENCED' : 'UNFENCED';
  }

  /** What the broker becomes by this heartbeat. Source: calculateNextBrokerState. */
  nextState(brokerId: number, wish: HeartbeatWish, facts: HeartbeatFacts): BrokerControlState {
    const current = this.currentState(brokerId);
    switch (current) {
      case 'FENCED':
        if (wish.wantShutDown) return 'SHUTDOWN_NOW';
        // It must know of its own registration before it may lead, or it could act on an older life's metadata.
        return !wish.wantFence && wish.currentMetadataOffset >= facts.registerBrokerRecordOffset ? 'UNFENCED' : 'FENCED';
      case 'UNFENCED':
        if (wish.wantFence) return wish.wantShutDown ? 'SHUTDOWN_NOW' : 'FENCED';
        if (!wish.wantShutDown) return 'UNFENCED';
        return facts.hasLeaderships ? 'CONTROLLED_SHUTDOWN' : 'SHUTDOWN_NOW';
      case 'CONTROLLED_SHUTDOWN':
        if (facts.hasLeaderships) return 'CONTROLLED_SHUTDOWN';
        return this.brokerOf(brokerId).controlledShutdownOffset <= this.lowestActiveOffset() ? 'SHUTDOWN_NOW' : 'CONTROLLED_SHUTDOWN';
      case 'SHUTDOWN_NOW':
        return 'SHUTDOWN_NOW';
    }
  }

  /** The metadata offset that every active broker has reached; Infinity when none is active. */
  private lowestActiveOffset(): number {
    let lowest = Infinity;
    for (const broker of this.brokers.values()) if (broker.isActive) lowest = Math.min(lowest, broker.metadataOffset);
    return lowest;
  }

  private brokerOf(brokerId: number): BrokerHeartbeatState {
    const broker = this.brokers.get(brokerId);
    assert(broker !== undefined, 'a broker that sends heartbeats is registered');
    return broker;
  }
}
