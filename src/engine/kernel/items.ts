import type { Channel, Envelope, Timer } from './process.ts';
import { Shared, Value } from './state.ts';
import type { EventId, Micros, NodeId } from './units.ts';

export type { Envelope } from './process.ts';

/** News that a connection is gone, on its way to one of its ends. */
export class DisconnectNotice extends Shared {
  readonly node: NodeId;
  readonly peer: NodeId;
  readonly channel: Channel;
  /** Whether the node that is told opened the connection; else it served it. */
  readonly isOpener: boolean;
  readonly trigger: EventId;

  get kind(): 'disconnect' {
    return 'disconnect';
  }

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
export class TimerItem extends Value {
  readonly node: NodeId;
  readonly incarnation: number;
  readonly timer: Timer;
  readonly startedMicros: Micros;
  readonly trigger: EventId;

  get kind(): 'timer' {
    return 'timer';
  }

  // The hot path: no object for the fields of each timer.
  constructor(node: NodeId, incarnation: number, timer: Timer, startedMicros: Micros, trigger: EventId) {
    super();
    this.node = node;
    this.incarnation = incarnation;
    this.timer = timer;
    this.startedMicros = startedMicros;
    this.trigger = trigger;
  }
}

/** Whatever waits in the schedule; an envelope is a message on its way. */
export type Item = Envelope | DisconnectNotice | TimerItem;
