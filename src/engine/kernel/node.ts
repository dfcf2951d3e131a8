import type { EventSpec, RowSpec } from './event.ts';
import type { Item } from './items.ts';
import { Context } from './process.ts';
import type { Answerable, Channel, Envelope, Message, Process, Timer } from './process.ts';
import { Random } from './random.ts';
import type { ScheduleId } from './scheduler.ts';
import { Entity } from './state.ts';
import type { EntityRegistry } from './state.ts';
import type { EventId, Micros, NodeId } from './units.ts';

/** What the kernel knows of a node: whether its machine and process live, and what waits for it while it is paused. */
export class Node extends Entity {
  readonly id: NodeId;
  process: Process | null = null;
  context: NodeContext | null = null;
  isProcessUp = false;
  isPowered = true;
  isPaused = false;
  /** Whether the process accepts connections; one that does not refuses them, like a process that is gone. */
  isListening = true;
  /** Counts starts of the process; timers of an earlier one are void. */
  incarnation = 0;
  /** How far this node's wall clock is ahead, in milliseconds. */
  clockSkewMillis = 0;
  /** What arrived while paused, in order. */
  backlog: Item[] = [];
  readonly random: Random;

  constructor(registry: EntityRegistry, id: NodeId, seed: number) {
    super(registry);
    this.id = id;
    this.random = Random.forLabel(seed, `node ${String(id)}`);
  }
}

/** The services of the kernel that a node's context hands on. */
export interface KernelServices {
  readonly nowMicros: Micros;
  /** The world's wall clock, epoch milliseconds. */
  readonly nowMillis: number;
  sendFrom(from: NodeId, to: NodeId, channel: Channel, message: Message, sizeBytes: number): void;
  replyTo(request: Answerable, body: object, sizeBytes: number): void;
  closeConnectionOf(request: Envelope): void;
  nextCorrelation(): number;
  crashProcess(id: NodeId, kind: 'clean'): void;
  disconnectFrom(from: NodeId, peer: NodeId, channel: Channel): void;
  startTimerFor(node: Node, delayMicros: Micros, timer: Timer): ScheduleId;
  cancelTimer(id: ScheduleId): void;
  emitFrom<F extends string>(node: NodeId, spec: EventSpec<F>, args: Readonly<Record<F, number>>, because: EventId): EventId;

  emitRowFrom(node: NodeId, spec: RowSpec, a: number, b: number, c: number, d: number, e: number): EventId;
  name(text: string): number;
}

/** A node's view of the world. */
export class NodeContext extends Context {
  readonly self: NodeId;
  private readonly node: Node;
  private readonly kernel: KernelServices;

  constructor(node: Node, kernel: KernelServices) {
    super();
    this.self = node.id;
    this.node = node;
    this.kernel = kernel;
  }

  get nowMicros(): Micros {
    return this.kernel.nowMicros;
  }

  get nowMillis(): number {
    const { clockSkewMillis } = this.node;
    return clockSkewMillis === 0 ? this.kernel.nowMillis : this.kernel.nowMillis + clockSkewMillis;
  }

  get random(): Random {
    this.node.touch();
    return this.node.random;
  }

  send(to: NodeId, channel: Channel, message: Message, sizeBytes: number): void {
    this.kernel.sendFrom(this.self, to, channel, message, sizeBytes);
  }

  reply(request: Answerable, body: object, sizeBytes: number): void {
    this.kernel.replyTo(request, body, sizeBytes);
  }

  closeConnection(request: Envelope): void {
    this.kernel.closeConnectionOf(request);
  }

  nextCorrelation(): number {
    return this.kernel.nextCorrelation();
  }

  setListening(isListening: boolean): void {
    if (this.node.isListening === isListening) return;
    this.node.touch();
    this.node.isListening = isListening;
  }

  exit(): void {
    this.kernel.crashProcess(this.self, 'clean');
  }

  disconnect(peer: NodeId, channel: Channel): void {
    this.kernel.disconnectFrom(this.self, peer, channel);
  }

  startTimer(delayMicros: Micros, timer: Timer): ScheduleId {
    return this.kernel.startTimerFor(this.node, delayMicros, timer);
  }

  cancelTimer(id: ScheduleId): void {
    this.kernel.cancelTimer(id);
  }

  emit<F extends string>(spec: EventSpec<F>, args: Readonly<Record<F, number>>, because: EventId = -1): EventId {
    return this.kernel.emitFrom(this.self, spec, args, because);
  }

  // eslint-disable-next-line no-restricted-syntax -- The hot path: no object for each event.
  emitRow(spec: RowSpec, a: number, b: number, c: number, d: number, e = 0): EventId {
    return this.kernel.emitRowFrom(this.self, spec, a, b, c, d, e);
  }

  name(text: string): number {
    return this.kernel.name(text);
  }
}
