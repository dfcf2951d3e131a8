import type { Checkpoint } from './checkpoint.ts';
import { fold, foldLarge } from './digest.ts';
import type { EventSpec } from './event.ts';
import { commandGiven, connectionBroken, messageHeld, messageLost, messageSent, powerLost, processCrashed, processPaused, processResumed, processStarted } from './events.ts';
import { Delivery, DisconnectNotice, TimerItem } from './items.ts';
import type { Item } from './items.ts';
import { Names } from './names.ts';
import { Network } from './network.ts';
import type { LinkCondition, NetworkSettings } from './network.ts';
import { Node, NodeContext } from './node.ts';
import type { KernelServices } from './node.ts';
import { Envelope } from './process.ts';
import type { Channel, CrashKind, Message, Process, Timer } from './process.ts';
import { Scheduler } from './scheduler.ts';
import type { ScheduleId } from './scheduler.ts';
import { Entity, restoreFields, saveFields } from './state.ts';
import type { EntityRegistry } from './state.ts';
import { Trace } from './trace.ts';
import { assert, noEvent } from './units.ts';
import type { EventId, Micros, NodeId, Position } from './units.ts';

/** The kernel's own numbers, saved like all state. */
class Core extends Entity {
  nowMicros: Micros = 0;
  steps = 0;
  digest = 0;
  eventCount = 0;
  nextCorrelation = 0;
  /** Messages kept back by a cut link or by hand, in order of arrival; `byHand` waits for a release. */
  held: { readonly delivery: Delivery; readonly byHand: boolean }[] = [];
}

/** Who is there. Nodes are added by commands too, so the table is state. */
class NodeTable extends Entity {
  readonly byId = new Map<NodeId, Node>();
}

/** A message and the connection that it takes. */
interface Sending extends Pick<Envelope, 'from' | 'to' | 'channel' | 'message' | 'sizeBytes' | 'connectionGeneration'> {
  readonly connection: number;
}

/** How a kernel begins. */
export interface KernelOptions {
  readonly seed: number;
  /** Wall clock of the simulated world at time 0, epoch milliseconds. */
  readonly epochMillis: number;
  readonly network: NetworkSettings;
  /** Simulated time at which the world begins; negative for what happens before the scenario's time 0. */
  readonly startMicros?: Micros;
}

/**
 * The simulated world without Kafka: time, nodes, connections, chance, events. One step takes the next item in the total order (time, sequence)
 * and hands it to its node. Same options and same commands give the same digest everywhere.
 */
export class Kernel implements EntityRegistry, KernelServices {
  readonly seed: number;
  readonly epochMillis: number;
  readonly names = new Names();
  readonly trace = new Trace();
  readonly scheduler: Scheduler;
  readonly network: Network;
  private entities: Entity[] = [];
  private dirty: Entity[] = [];
  private readonly core: Core;
  private readonly table: NodeTable;
  /** What is being handled right now: the trigger of what happens in it. Between steps there is none. */
  private trigger: EventId = noEvent;
  /** Called for each message that is sent: how the pace and checks watch. Not state. */
  onSend: ((envelope: Envelope, dueMicros: Micros) => void) | null = null;
  /** The same for events. */
  onEvent: ((id: EventId, node: NodeId, spec: EventSpec, args: Readonly<Record<string, number>>) => void) | null = null;

  constructor(options: KernelOptions) {
    this.seed = options.seed;
    this.epochMillis = options.epochMillis;
    this.core = new Core(this);
    this.core.nowMicros = options.startMicros ?? 0;
    this.table = new NodeTable(this);
    this.scheduler = new Scheduler(this);
    this.network = new Network(this, options.seed, options.network);
  }

  register(entity: Entity): number {
    this.entities.push(entity);
    return this.entities.length - 1;
  }

  markDirty(entity: Entity): void {
    this.dirty.push(entity);
  }

  get nowMicros(): Micros {
    return this.core.nowMicros;
  }

  get position(): Position {
    return { micros: this.core.nowMicros, steps: this.core.steps };
  }

  get digest(): number {
    return this.core.digest;
  }

  /** Events emitted so far: the id of the next one. */
  get eventCount(): number {
    return this.core.eventCount;
  }

  /** Adds a node; `make` builds its process on the context. It starts with `startProcess`. */
  addNode(id: NodeId, make: (context: NodeContext) => Process): Node {
    assert(!this.table.byId.has(id), 'node ids are given once');
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

  contextOf(id: NodeId): NodeContext {
    const { context } = this.node(id);
    assert(context !== null, 'a node has a context');
    return context;
  }

  /** Starts a process, or starts it again: memory empty, disk as it was left. */
  startProcess(id: NodeId): void {
    const node = this.node(id);
    assert(!node.isProcessUp && node.process !== null, 'only a stopped process can start');
    node.touch();
    node.isProcessUp = true;
    node.isPowered = true;
    node.isPaused = false;
    node.incarnation++;
    this.emitFrom(id, processStarted, {}, noEvent);
    node.process.touch();
    node.process.onStart();
  }

  /** Ends a process now. Its connections break; after a power loss nobody is told. */
  crashProcess(id: NodeId, kind: CrashKind | 'clean'): void {
    const node = this.node(id);
    assert(node.isProcessUp && node.process !== null, 'only a running process can end');
    const event = kind === 'clean' ? this.trigger : this.emitFrom(id, kind === 'power-loss' ? powerLost : processCrashed, {}, noEvent);
    node.touch();
    node.isProcessUp = false;
    node.isPowered = kind !== 'power-loss';
    node.isPaused = false;
    node.backlog = [];
    node.process.touch();
    node.process.onCrash(kind === 'power-loss' ? 'power-loss' : 'process-crash');
    for (const connection of this.network.connectionsOf(id)) {
      if (!this.network.wasUsed(connection)) continue;
      this.network.breakConnection(connection);
      if (kind === 'power-loss') continue;
      const { opener, server, channel } = this.network.endsOf(connection);
      const peer = opener === id ? server : opener;
      this.notifyLater(new DisconnectNotice(peer, id, channel, event), id, connection);
    }
  }

  /** Stops a process where it stands, as SIGSTOP does: what arrives waits. */
  pauseProcess(id: NodeId): void {
    const node = this.node(id);
    if (!node.isProcessUp || node.isPaused) return;
    node.touch();
    node.isPaused = true;
    this.emitFrom(id, processPaused, {}, noEvent);
  }

  resumeProcess(id: NodeId): void {
    const node = this.node(id);
    if (!node.isPaused) return;
    node.touch();
    node.isPaused = false;
    this.emitFrom(id, processResumed, {}, noEvent);
    const backlog = node.backlog;
    node.backlog = [];
    for (const item of backlog) this.scheduler.schedule(this.core.nowMicros, item);
  }

  /** Changes one direction of a link. Healing a cut delivers what TCP kept, in order. */
  setLink(from: NodeId, to: NodeId, condition: LinkCondition): void {
    const wasCut = this.network.isCut(from, to);
    this.network.setCondition(from, to, condition);
    if (!wasCut || condition.isCut) return;
    this.core.touch();
    const isOfLink = ({ envelope }: Delivery): boolean => envelope.from === from && envelope.to === to;
    const kept = this.core.held.filter((entry) => !entry.byHand && isOfLink(entry.delivery)).map((entry) => entry.delivery);
    if (kept.length === 0) return;
    this.core.held = this.core.held.filter((entry) => !kept.includes(entry.delivery));
    // What was sent last and has not come to the cut yet must stay behind what the cut kept.
    const behind = [...this.scheduler.pending()].filter((item) => item.payload instanceof Delivery && isOfLink(item.payload));
    for (const item of behind) {
      this.scheduler.cancel(item.id);
      kept.push(item.payload as Delivery);
    }
    kept.sort((a, b) => a.envelope.sentEvent - b.envelope.sentEvent);
    for (const delivery of kept) this.sendAgain(delivery);
  }

  /** From now on nothing passes on the connections that `opener` has or opens to `server`, and neither end is told. */
  cutConnections(opener: NodeId, server: NodeId): void {
    this.network.setConnectionsCut(opener, server, true);
  }

  /** Connections pass again: those that were cut break, what was on them is lost, and both ends are told. */
  healConnections(opener: NodeId, server: NodeId): void {
    this.network.setConnectionsCut(opener, server, false);
    this.core.touch();
    const isOfLink = (connection: number): boolean => {
      const ends = this.network.endsOf(connection);
      return ends.opener === opener && ends.server === server;
    };
    this.core.held = this.core.held.filter((entry) => entry.byHand || !isOfLink(entry.delivery.connection));
    for (const connection of this.network.connectionsOf(opener)) {
      if (!isOfLink(connection) || !this.network.wasUsed(connection)) continue;
      const { channel } = this.network.endsOf(connection);
      this.network.breakConnection(connection);
      this.notifyLater(new DisconnectNotice(opener, server, channel, this.trigger), server, connection);
      this.notifyLater(new DisconnectNotice(server, opener, channel, this.trigger), opener, connection);
    }
  }

  /** Messages in flight: scheduled ones with their due time, and held ones. */
  *inFlight(): Iterable<{ readonly delivery: Delivery; readonly dueMicros: Micros; readonly id: ScheduleId; readonly held: 'no' | 'cut' | 'by-hand' }> {
    for (const { id, atMicros, payload } of this.scheduler.pending()) {
      if (payload instanceof Delivery) yield { delivery: payload, dueMicros: atMicros, id, held: 'no' };
    }
    for (const { delivery, byHand } of this.core.held) yield { delivery, dueMicros: -1, id: 0, held: byHand ? 'by-hand' : 'cut' };
  }

  /** Does something to one message in flight, named by the event of its sending; false when it is not in flight any more. */
  disturbMessage(sentEvent: EventId, action: 'drop' | 'delay' | 'duplicate' | 'hold' | 'release', delayMicros: Micros): boolean {
    for (const { delivery, dueMicros, id, held } of this.inFlight()) {
      if (delivery.envelope.sentEvent !== sentEvent) continue;
      this.core.touch();
      if (held === 'no') {
        if (action === 'release') return false;
        if (action !== 'duplicate') this.scheduler.cancel(id);
      } else {
        if (action !== 'release' && action !== 'drop') return false;
        this.core.held = this.core.held.filter((entry) => entry.delivery !== delivery);
      }
      this.applyDisturbance(delivery, action, (held === 'no' ? dueMicros : this.core.nowMicros) + delayMicros);
      return true;
    }
    return false;
  }

  /** Runs something that comes from outside, as the root of a chain of causes. */
  runCommand({ command, target, detail }: { readonly command: string; readonly target: string; readonly detail: string }, act: () => void): EventId {
    const args = { command: this.names.intern(command), target: this.names.intern(target), detail: this.names.intern(detail) };
    const event = this.emitFrom(0, commandGiven, args, noEvent);
    this.trigger = event;
    try {
      act();
    } finally {
      this.trigger = noEvent;
    }
    return event;
  }

  /** When the next step is, or Infinity. */
  nextStepMicros(): Micros {
    return this.scheduler.nextTime();
  }

  /** Takes one step; false when nothing is left to do. */
  step(): boolean {
    if (this.scheduler.size === 0) return false;
    const { core } = this;
    core.touch();
    core.nowMicros = this.scheduler.nextTime();
    const item = this.scheduler.take() as Item;
    core.steps++;
    core.digest = foldLarge(fold(core.digest, this.scheduler.lastSequence), core.nowMicros);
    if (item instanceof Delivery) this.deliver(item);
    else if (item instanceof TimerItem) this.fire(item);
    else this.tellDisconnected(item);
    this.trigger = noEvent;
    return true;
  }

  /** Lets the clock run to a time at which nothing happens, so that a command can be given then. */
  idleUntil(micros: Micros): void {
    assert(micros >= this.core.nowMicros && micros <= this.nextStepMicros(), 'time only idles where nothing happens');
    this.core.touch();
    this.core.nowMicros = micros;
  }

  saveCheckpoint(): Checkpoint {
    const copiedCount = this.dirty.length;
    for (const entity of this.dirty) {
      entity.savedCopy = saveFields(entity);
      entity.isDirty = false;
    }
    this.dirty = [];
    const saved = this.entities.map((entity) => {
      assert(entity.savedCopy !== null, 'every entity is saved once');
      return entity.savedCopy;
    });
    return { position: this.position, entities: this.entities.slice(), saved, copiedCount };
  }

  restoreCheckpoint(checkpoint: Checkpoint): void {
    // Entities of another future drop out of the list; should that future come back, its own checkpoints bring them.
    for (const entity of this.dirty) {
      entity.isDirty = false;
      entity.savedCopy = null;
    }
    this.dirty = [];
    this.entities = checkpoint.entities.slice();
    for (let i = 0; i < this.entities.length; i++) {
      const entity = this.entities[i]!;
      const saved = checkpoint.saved[i]!;
      if (entity.savedCopy === saved) continue;
      restoreFields(entity, saved);
      entity.savedCopy = saved;
    }
    this.trigger = noEvent;
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
    const { core } = this;
    core.touch();
    const id = core.eventCount++;
    // The trace folds what it writes: one look at each argument is enough.
    core.digest = this.trace.record(id, spec, { micros: core.nowMicros, node, trigger: this.trigger, because, digest: core.digest }, args);
    if (this.onEvent !== null) this.onEvent(id, node, spec, args);
    return id;
  }

  sendFrom(from: NodeId, to: NodeId, channel: Channel, message: Message, sizeBytes: number): void {
    const isRequest = message.kind === 'request';
    const connection = isRequest ? this.network.connection(from, to, channel) : this.network.connection(to, from, channel);
    this.sendOn({ connection, from, to, channel, message, sizeBytes, connectionGeneration: this.network.generationOf(connection) });
  }

  replyTo(request: Envelope, body: object, sizeBytes: number): void {
    const { from, to, channel, connectionGeneration } = request;
    const message: Message = { kind: 'response', api: request.message.api, correlationId: request.message.correlationId, body };
    const connection = this.network.connection(from, to, channel);
    this.sendOn({ connection, from: to, to: from, channel, message, sizeBytes, connectionGeneration });
  }

  private sendOn(sending: Sending): void {
    const { connection, from, to, channel, message, sizeBytes, connectionGeneration } = sending;
    const sentMicros = this.core.nowMicros;
    const dueMicros = this.network.dueMicros(connection, from, to, sentMicros, sizeBytes);
    const isRequest = message.kind === 'request' ? 1 : 0;
    const args = { to, api: this.names.intern(message.api), isRequest, dueMicros, correlation: message.correlationId };
    const sentEvent = this.emitFrom(from, messageSent, args, noEvent);
    const envelope = new Envelope({ from, to, channel, message, sizeBytes, sentMicros, sentEvent, connectionGeneration });
    this.scheduler.schedule(dueMicros, new Delivery(envelope, connection, dueMicros));
    if (this.onSend !== null) this.onSend(envelope, dueMicros);
  }

  disconnectFrom(from: NodeId, peer: NodeId, channel: Channel): void {
    const connection = this.network.connection(from, peer, channel);
    this.network.breakConnection(connection);
    this.notifyLater(new DisconnectNotice(peer, from, channel, this.trigger), from, connection);
  }

  closeConnectionOf(request: Envelope): void {
    const connection = this.network.connection(request.from, request.to, request.channel);
    if (this.network.generationOf(connection) !== request.connectionGeneration) return;
    this.network.breakConnection(connection);
    this.notifyLater(new DisconnectNotice(request.from, request.to, request.channel, this.trigger), request.to, connection);
  }

  startTimerFor(node: Node, delayMicros: Micros, timer: Timer): ScheduleId {
    assert(delayMicros >= 0, 'timers do not fire in the past');
    const startedMicros = this.core.nowMicros;
    const item = new TimerItem({ node: node.id, incarnation: node.incarnation, timer, startedMicros, trigger: this.trigger });
    return this.scheduler.schedule(startedMicros + delayMicros, item);
  }

  cancelTimer(id: ScheduleId): void {
    this.scheduler.cancel(id);
  }

  private deliver(delivery: Delivery): void {
    const { envelope, connection } = delivery;
    if (envelope.connectionGeneration !== this.network.generationOf(connection)) return this.loseMessage(envelope);
    if (this.network.isCut(envelope.from, envelope.to) || this.network.isConnectionCut(connection)) {
      this.core.held.push({ delivery, byHand: false });
      return;
    }
    const node = this.table.byId.get(envelope.to);
    if (node === undefined || !node.isProcessUp) return this.refuse(delivery, node);
    if (node.isPaused) {
      node.touch();
      node.backlog.push(delivery);
      return;
    }
    this.trigger = envelope.sentEvent;
    node.process!.touch();
    node.process!.onMessage(envelope);
  }

  private fire(item: TimerItem): void {
    const node = this.table.byId.get(item.node);
    if (node === undefined || !node.isProcessUp || node.incarnation !== item.incarnation) return;
    if (node.isPaused) {
      node.touch();
      node.backlog.push(item);
      return;
    }
    this.trigger = item.trigger;
    node.process!.touch();
    node.process!.onTimer(item.timer);
  }

  private tellDisconnected(notice: DisconnectNotice): void {
    const node = this.table.byId.get(notice.node);
    if (node === undefined || !node.isProcessUp) return;
    if (node.isPaused) {
      node.touch();
      node.backlog.push(notice);
      return;
    }
    this.trigger = notice.trigger;
    this.trigger = this.emitFrom(notice.node, connectionBroken, { peer: notice.peer }, noEvent);
    node.process!.touch();
    node.process!.onDisconnect(notice.peer, notice.channel);
  }

  /** The machine answers for a process that is gone: connection refused. A machine without power answers nothing. */
  private refuse(delivery: Delivery, node: Node | undefined): void {
    const { envelope, connection } = delivery;
    this.loseMessage(envelope);
    if (node !== undefined && !node.isPowered) return;
    this.network.breakConnection(connection);
    this.notifyLater(new DisconnectNotice(envelope.from, envelope.to, envelope.channel, envelope.sentEvent), envelope.to, connection);
  }

  private loseMessage(envelope: Envelope): void {
    const { message } = envelope;
    this.trigger = envelope.sentEvent;
    const args = { to: envelope.to, api: this.names.intern(message.api), isRequest: message.kind === 'request' ? 1 : 0, correlation: message.correlationId };
    this.emitFrom(envelope.from, messageLost, args, noEvent);
  }

  /** The news travels like anything else; over a cut link it does not arrive at all. */
  private notifyLater(notice: DisconnectNotice, from: NodeId, connection: number): void {
    if (!this.hasNode(notice.node) || this.network.isCut(from, notice.node) || this.network.isConnectionCut(connection)) return;
    this.scheduler.schedule(this.network.dueMicros(connection, from, notice.node, this.core.nowMicros, 0), notice);
  }

  private sendAgain(delivery: Delivery): void {
    const { envelope, connection } = delivery;
    const due = this.network.dueMicros(connection, envelope.from, envelope.to, this.core.nowMicros, envelope.sizeBytes);
    this.scheduler.schedule(due, delivery);
  }

  private applyDisturbance(delivery: Delivery, action: 'drop' | 'delay' | 'duplicate' | 'hold' | 'release', dueMicros: Micros): void {
    if (action === 'drop') return this.loseMessage(delivery.envelope);
    if (action === 'hold') {
      this.core.held.push({ delivery, byHand: true });
      const { envelope } = delivery;
      this.emitFrom(envelope.from, messageHeld, { to: envelope.to, api: this.names.intern(envelope.message.api), correlation: envelope.message.correlationId }, noEvent);
      return;
    }
    this.scheduler.schedule(Math.max(dueMicros, this.core.nowMicros), delivery);
  }
}
