import type { EventSpec, RowSpec } from './event.ts';
import type { Random } from './random.ts';
import type { ScheduleId } from './scheduler.ts';
import { Entity, Shared, Value } from './state.ts';
import type { EventId, Micros, NodeId } from './units.ts';

/**
 * One of the connections between two nodes. A node opens as many to the same peer as Kafka does (a consumer has one to its coordinator and
 * another for fetching; a follower has one for each fetcher thread): messages of one channel keep their order, channels do not wait for
 * each other.
 */
export type Channel = number;

/** A request that waits long for its answer, when what it said is not needed any more. */
export class WaitingRequest extends Value {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly channel: Channel;
  readonly api: string;
  readonly correlationId: number;
  readonly connection: number;
  readonly connectionGeneration: number;
  readonly sentMicros: Micros;

  constructor({ from, to, channel, api, connection, connectionGeneration }: Answerable, correlationId: number, sentMicros: Micros) {
    super();
    this.from = from;
    this.to = to;
    this.channel = channel;
    this.api = api;
    this.correlationId = correlationId;
    this.connection = connection;
    this.connectionGeneration = connectionGeneration;
    this.sentMicros = sentMicros;
  }
}

/** What must be known of a request to answer it. */
export type Answerable = Pick<WaitingRequest, 'from' | 'to' | 'channel' | 'api' | 'correlationId' | 'connection' | 'connectionGeneration'>;

/** What travels: immutable once sent, so that sender, receiver, checkpoints and pictures share it. */
export class Envelope extends Shared implements Answerable {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly channel: Channel;
  readonly message: Message;
  readonly sizeBytes: number;
  readonly sentMicros: Micros;
  /** The trace row of the sending: trigger of everything that the receiver does about it. */
  readonly sentEvent: EventId;
  /** The connection's generation at sending: a broken connection discards what was on it. */
  readonly connectionGeneration: number;
  /** The network's number of the connection that it is on. */
  readonly connection: number;
  /** When it arrives, unless somebody holds it up. */
  readonly dueMicros: Micros;

  /** What waits in the schedule: to ask each for its class would go up all that it is derived from. */
  get kind(): 'message' {
    return 'message';
  }

  // The hot path: no object for the fields of each message.
  constructor(
    from: NodeId,
    to: NodeId,
    channel: Channel,
    message: Message,
    sizeBytes: number,
    sentMicros: Micros,
    sentEvent: EventId,
    connectionGeneration: number,
    connection: number,
    dueMicros: Micros,
  ) {
    super();
    this.from = from;
    this.to = to;
    this.channel = channel;
    this.message = message;
    this.sizeBytes = sizeBytes;
    this.sentMicros = sentMicros;
    this.sentEvent = sentEvent;
    this.connectionGeneration = connectionGeneration;
    this.connection = connection;
    this.dueMicros = dueMicros;
  }

  get api(): string {
    return this.message.api;
  }

  get correlationId(): number {
    return this.message.correlationId;
  }
}

/** A Kafka request or response. `api` is Kafka's API name; responses carry the correlation id of their request. */
export interface Message {
  readonly kind: 'request' | 'response';
  readonly api: string;
  readonly correlationId: number;
  /** The client.id of a request's header; left out by who has none. */
  readonly clientId?: string;
  /** Fields with Kafka's names; frozen by agreement. State that keeps a body wraps it in the envelope that brought it. */
  readonly body: object;
}

/** What a timer carries back to its owner: immutable plain data in a Shared object. */
export abstract class Timer extends Value {}

/** How a process ends. A crash keeps the page cache (the machine lives on); power loss keeps only what was flushed. */
export type CrashKind = 'process-crash' | 'power-loss';

/** A node's whole view of the world: this is the purity boundary. Shared, so state may keep it. */
export abstract class Context extends Shared {
  abstract readonly self: NodeId;
  /** Simulated time since the scenario's start. */
  abstract get nowMicros(): Micros;
  /** The simulated wall clock in epoch milliseconds, with this node's skew: what Kafka calls Time.milliseconds(). */
  abstract get nowMillis(): number;
  /** This node's own stream of chance. */
  abstract get random(): Random;
  /** Sends on a channel, opening it when needed. Order is kept within a channel until it breaks. */
  abstract send(to: NodeId, channel: Channel, message: Message, sizeBytes: number): void;
  /** Answers a request on the connection that brought it; lost when that connection is gone. */
  abstract reply(request: Answerable, body: object, sizeBytes: number): void;
  /** Closes the connection that a request came on, instead of answering it. */
  abstract closeConnection(request: Envelope): void;
  /** Closes our end of a channel: what is in flight on it is lost, the peer's process is told. */
  abstract disconnect(peer: NodeId, channel: Channel): void;
  /** Calls onTimer after a delay; timers die with the process. */
  abstract startTimer(delayMicros: Micros, timer: Timer): ScheduleId;
  abstract cancelTimer(id: ScheduleId): void;
  /** Opens or closes the port on which requests come: while it is closed they are refused. A process that starts has it open. */
  abstract setListening(isListening: boolean): void;
  /** A correlation id for a request, unique in this history. */
  abstract nextCorrelation(): number;
  /** Ends this process in good order: what it has written is on disk. Return from the handler right after. */
  abstract exit(): void;
  /** Records what happened. What is being handled (message, timer, command) is its trigger; `because` adds a remembered fact. */
  abstract emit<F extends string>(spec: EventSpec<F>, args: Readonly<Record<F, number>>, because?: EventId): EventId;
  /**
   * The same for an event that comes with every batch: its arguments, four or five, in the order of the spec's fields. Not for milestones.
   */

  abstract emitRow(spec: RowSpec, a: number, b: number, c: number, d: number, e?: number): EventId;
  /** The number of a string in events. */
  abstract name(text: string): number;
}

/** A node's program: broker, controller or client. Its fields are its memory and (where it says so) its disk. */
export abstract class Process extends Entity {
  /** The process starts for the first time or again: memory is empty, the disk is as it was left. */
  abstract onStart(): void;
  abstract onMessage(envelope: Envelope): void;
  abstract onTimer(timer: Timer): void;
  /**
   * A connection broke: the peer's process ended, refused, or closed it. Two nodes may each have opened one to the other on the same
   * channel: `isOpener` says whether it is the one that this process opened, or one that it serves.
   */
  abstract onDisconnect(peer: NodeId, channel: Channel, isOpener: boolean): void;
  /** The process ends now. Clear memory; on power loss also drop what was not flushed. */
  abstract onCrash(kind: CrashKind): void;
}
