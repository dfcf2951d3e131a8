import { foldNamed, foldRow } from './digest.ts';
import type { EventSpec, RowSpec } from './event.ts';
import { EntityStore } from './entity-store.ts';
import { messageLost, messageSent } from './events.ts';
import { DisconnectNotice, TimerItem } from './items.ts';
import { Names } from './names.ts';
import { Network } from './network.ts';
import type { NetworkSettings } from './network.ts';
import { Node, NodeContext } from './node.ts';
import type { KernelServices } from './node.ts';
import { Envelope } from './process.ts';
import type { Answerable, Channel, CrashKind, Message, Process, Timer } from './process.ts';
import { Scheduler } from './scheduler.ts';
import type { ScheduleId } from './scheduler.ts';
import { Entity } from './state.ts';
import { Trace } from './trace.ts';
import { assert, microsPerMilli, noEvent } from './units.ts';
import type { EventId, Micros, NodeId, Position } from './units.ts';

/** The kernel's own numbers, saved like all state. */
export class Core extends Entity {
  nowMicros: Micros = 0;
  steps = 0;
  /** One number, in a place of its own: so it is handed on as it is. */
  readonly digest = new Int32Array(1);
  eventCount = 0;
  nextCorrelation = 0;
  /** Messages kept back by a cut link or by hand, in order of arrival; `byHand` waits for a release. */
  held: { readonly envelope: Envelope; readonly byHand: boolean }[] = [];
}

/** Who is there. Nodes are added by commands too, so the table is state. */
class NodeTable extends Entity {
  readonly byId = new Map<NodeId, Node>();
}

/** The trace, and the names of links, have sixteen bits for a node. */
const nodeIdsMax = 65_536;

/** How a kernel begins. */
export interface KernelOptions {
  readonly seed: number;
  /** Wall clock of the simulated world at time 0, epoch milliseconds. */
  readonly epochMillis: number;
  readonly network: NetworkSettings;
  /** Simulated time at which the world begins; negative for what happens before the scenario's time 0. */
  readonly startMicros?: Micros;
}

/** Time, nodes, events and messages: what nodes ask of the world through their contexts. The kernel above it takes the steps. */
export abstract class KernelBase extends EntityStore implements KernelServices {
  readonly seed: number;
  readonly epochMillis: number;
  readonly names = new Names();
  readonly trace = new Trace();
  readonly scheduler: Scheduler;
  readonly network: Network;
  protected readonly core: Core;
  protected readonly table: NodeTable;
  /** What is being handled right now: the trigger of what happens in it. Between steps there is none. */
  protected trigger: EventId = noEvent;
  /** The API of the latest message and its number. Not state. */
  private latestApi = '';
  private latestApiName = 0;
  /** The millisecond that was asked for last, and when it begins. Not state. */
  private milliStartMicros = NaN;
  private latestMillis: number | null = null;
  /** Called for each message that is sent: how the pace and checks watch. Not state. */
  onSend: ((envelope: Envelope, dueMicros: Micros) => void) | null = null;
  /** Called when a step or a command has done all that it does. */
  onStepEnd: (() => void) | null = null;
  /** The same as `onSend` for events. */
  onEvent: ((id: EventId, node: NodeId, spec: EventSpec, args: Readonly<Record<string, number>>) => void) | null = null;

  constructor(options: KernelOptions) {
    super();
    this.seed = options.seed;
    this.epochMillis = options.epochMillis;
    this.core = new Core(this);
    this.core.nowMicros = options.startMicros ?? 0;
    this.table = new NodeTable(this);
    this.scheduler = new Scheduler(this);
    this.network = new Network(this, options.seed, options.network);
  }

  get nowMicros(): Micros {
    return this.core.nowMicros;
  }

  /**
   * The world's wall clock, epoch milliseconds: each step asks for it a dozen times. A number so large is an object to V8, and a field that
   * may be null hands it on as it is, where one of numbers alone makes another for each who asks.
   */
  get nowMillis(): number {
    const sinceMicros = this.core.nowMicros - this.milliStartMicros;
    const { latestMillis } = this;
    return latestMillis !== null && sinceMicros >= 0 && sinceMicros < microsPerMilli ? latestMillis : this.lookAtClock();
  }

  private lookAtClock(): number {
    const millis = Math.floor(this.core.nowMicros / microsPerMilli);
    this.milliStartMicros = millis * microsPerMilli;
    this.latestMillis = this.epochMillis + millis;
    return this.latestMillis;
  }

  get position(): Position {
    return { micros: this.core.nowMicros, steps: this.core.steps };
  }

  /** How many steps have been taken. */
  get stepCount(): number {
    return this.core.steps;
  }

  get digest(): number {
    return this.core.digest[0]!;
  }

  /** Events emitted so far: the id of the next one. */
  get eventCount(): number {
    return this.core.eventCount;
  }

  /** Adds a node; `make` builds its process on the context. It starts with `startProcess`. */
  addNode(id: NodeId, make: (context: NodeContext) => Process): Node {
    assert(!this.table.byId.has(id), 'node ids are given once');
    assert(id >= 0 && id < nodeIdsMax, 'a node has sixteen bits');
    const node = new Node(this, id, this.seed);
    const context = new NodeContext(node, this);
    node.context = context;
    this.table.touch();
    this.table.byId.set(id, node);
    node.process = make(context);
    return node;
  }

  node(id: NodeId): Node {
    const node = this.table.byId.get(id);
    assert(node !== undefined, `node ${String(id)} exists`);
    return node;
  }

  hasNode(id: NodeId): boolean {
    return this.table.byId.has(id);
  }

  /** All nodes, in the order in which they came. */
  get nodes(): Iterable<Node> {
    return this.table.byId.values();
  }

  name(text: string): number {
    return this.names.intern(text);
  }

  /** A number for a request, unique in this history. */
  nextCorrelation(): number {
    this.core.touch();
    return this.core.nextCorrelation++;
  }

  emitFrom<F extends string>(node: NodeId, spec: EventSpec<F>, args: Readonly<Record<F, number>>, because: EventId): EventId {
    const { core, trace } = this;
    core.touch();
    const id = core.eventCount++;
    trace.record(id, spec, core.nowMicros, node, this.trigger, because, args);
    foldNamed(core.digest, node, spec, args);
    if (this.onEvent !== null) this.onEvent(id, node, spec, args);
    return id;
  }

  // eslint-disable-next-line no-restricted-syntax -- The hot path: no object for each event.
  emitRowFrom(node: NodeId, spec: RowSpec, a: number, b: number, c: number, d: number, e: number): EventId {
    const { core, trace } = this;
    if (!core.isDirty) core.touch();
    const id = core.eventCount++;
    // Nearly always all five are small. Said once, here, where it lets the machine code behind it be of integers alone.
    const i = a | 0;
    const j = b | 0;
    const k = c | 0;
    const l = d | 0;
    const m = e | 0;
    const at = trace.recordRow(id, spec, core.nowMicros, node, this.trigger, i, j, k, l, m);
    if (i === a && j === b && k === c && l === d && m === e) foldRow(core.digest, node, spec.folded, i, j, k, l, m);
    else {
      trace.writeRow(at, [a, b, c, d, e]);
      foldRow(core.digest, node, spec.folded, a, b, c, d, e);
    }
    if (this.onEvent !== null) this.onEvent(id, node, spec, argsOf(spec, [a, b, c, d, e]));
    return id;
  }

  // eslint-disable-next-line no-restricted-syntax -- The hot path: no object for each message.
  sendFrom(from: NodeId, to: NodeId, channel: Channel, message: Message, sizeBytes: number): void {
    const isRequest = message.kind === 'request';
    const connection = isRequest ? this.network.connection(from, to, channel) : this.network.connection(to, from, channel);
    this.sendOn(connection, this.network.generationOf(connection), from, to, channel, message, sizeBytes);
  }

  replyTo(request: Answerable, body: object, sizeBytes: number): void {
    const { from, to, channel, api, correlationId, connection, connectionGeneration } = request;
    const message: Message = { kind: 'response', api, correlationId, body };
    this.sendOn(connection, connectionGeneration, to, from, channel, message, sizeBytes);
  }

  /** Puts a message on its way; the next event is its sending. */
  // eslint-disable-next-line no-restricted-syntax -- As above.
  private sendOn(
    connection: number,
    generation: number,
    from: NodeId,
    to: NodeId,
    channel: Channel,
    message: Message,
    sizeBytes: number,
  ): void {
    const { nowMicros } = this.core;
    const dueMicros = this.network.dueMicros(connection, from, to, nowMicros, sizeBytes);
    const isRequest = message.kind === 'request' ? 1 : 0;
    // An answer has its request's name, which makes a look at the latest one worth while.
    if (message.api !== this.latestApi) {
      this.latestApi = message.api;
      this.latestApiName = this.names.intern(message.api);
    }
    const sentEvent = this.emitRowFrom(from, messageSent, to, this.latestApiName, isRequest, dueMicros, message.correlationId);
    const envelope = new Envelope(from, to, channel, message, sizeBytes, nowMicros, sentEvent, generation, connection, dueMicros);
    this.scheduler.put(dueMicros, envelope);
    if (this.onSend !== null) this.onSend(envelope, dueMicros);
  }

  disconnectFrom(from: NodeId, peer: NodeId, channel: Channel): void {
    const connection = this.network.connection(from, peer, channel);
    this.network.breakConnection(connection);
    this.notifyLater(this.noticeTo('server', connection, this.trigger), from, connection);
  }

  closeConnectionOf(request: Envelope): void {
    const { connection } = request;
    if (this.network.generationOf(connection) !== request.connectionGeneration) return;
    this.network.breakConnection(connection);
    this.notifyLater(this.noticeTo('opener', connection, this.trigger), request.to, connection);
  }

  startTimerFor(node: Node, delayMicros: Micros, timer: Timer): ScheduleId {
    assert(delayMicros >= 0, 'timers do not fire in the past');
    const startedMicros = this.core.nowMicros;
    const item = new TimerItem(node.id, node.incarnation, timer, startedMicros, this.trigger);
    return this.scheduler.schedule(startedMicros + delayMicros, item);
  }

  cancelTimer(id: ScheduleId): void {
    this.scheduler.cancel(id);
  }

  /** News of a broken connection for one of its ends. */
  protected noticeTo(end: 'opener' | 'server', connection: number, trigger: EventId): DisconnectNotice {
    const { opener, server, channel } = this.network.endsOf(connection);
    const isOpener = end === 'opener';
    return new DisconnectNotice({ node: isOpener ? opener : server, peer: isOpener ? server : opener, channel, isOpener, trigger });
  }

  /** The news travels like anything else; over a cut link it does not arrive at all. */
  protected notifyLater(notice: DisconnectNotice, from: NodeId, connection: number): void {
    if (!this.hasNode(notice.node) || this.network.isCut(from, notice.node) || this.network.isConnectionCut(connection)) return;
    this.scheduler.schedule(this.network.dueMicros(connection, from, notice.node, this.core.nowMicros, 0), notice);
  }

  protected loseMessage(envelope: Envelope): void {
    const { message } = envelope;
    this.trigger = envelope.sentEvent;
    const args = {
      to: envelope.to,
      api: this.names.intern(message.api),
      isRequest: message.kind === 'request' ? 1 : 0,
      correlation: message.correlationId,
    };
    this.emitFrom(envelope.from, messageLost, args, noEvent);
  }

  protected sendAgain(envelope: Envelope): void {
    const due = this.network.dueMicros(envelope.connection, envelope.from, envelope.to, this.core.nowMicros, envelope.sizeBytes);
    this.scheduler.schedule(due, envelope);
  }

  abstract crashProcess(id: NodeId, kind: CrashKind | 'clean'): void;
}

/** Arguments by their names, for those who listen. */
function argsOf({ order }: EventSpec, values: readonly number[]): Readonly<Record<string, number>> {
  return Object.fromEntries(order.map((field, index) => [field, values[index] ?? 0]));
}
