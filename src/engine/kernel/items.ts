import type { Channel, Envelope, Timer } from './process.ts';
import { Shared } from './state.ts';
import type { EventId, Micros, NodeId } from './units.ts';

/** A message on its way. */
export class Delivery extends Shared {
  readonly envelope: Envelope;
  readonly connection: number;
  readonly dueMicros: Micros;

  constructor(envelope: Envelope, connection: number, dueMicros: Micros) {
    super();
    this.envelope = envelope;
    this.connection = connection;
    this.dueMicros = dueMicros;
  }
}

/** News that a connection is gone, on its way to one of its ends. */
export class DisconnectNotice extends Shared {
  readonly node: NodeId;
  readonly peer: NodeId;
  readonly channel: Channel;
  /** Whether the node that is told opened the connection; else it served it. */
  readonly isOpener: boolean;
  readonly trigger: EventId;

  constructor(fields: { node: NodeId; peer: NodeId; channel: Channel; isOpener: boolean; trigger: EventId }) {
    super();
    this.node = fields.node;
    this.peer = fields.peer;
    this.channel = fields.channel;
    this.isOpener = fields.isOpener;
    this.trigger = fields.trigger;
  }
}

/** A timer of a process. It dies with the incarnation that started it. */
export class TimerItem extends Shared {
  readonly node: NodeId;
  readonly incarnation: number;
  readonly timer: Timer;
  readonly startedMicros: Micros;
  readonly trigger: EventId;

  constructor(fields: { node: NodeId; incarnation: number; timer: Timer; startedMicros: Micros; trigger: EventId }) {
    super();
    this.node = fields.node;
    this.incarnation = fields.incarnation;
    this.timer = fields.timer;
    this.startedMicros = fields.startedMicros;
    this.trigger = fields.trigger;
  }
}

/** Whatever waits in the schedule. */
export type Item = Delivery | DisconnectNotice | TimerItem;
