import type { Checkpoint } from './checkpoint.ts';
import { foldStep } from './digest.ts';
import {
  commandGiven,
  connectionBroken,
  messageHeld,
  powerLost,
  processCrashed,
  processPaused,
  processResumed,
  processStarted,
} from './events.ts';
import type { DisconnectNotice, Item, TimerItem } from './items.ts';
import { KernelBase } from './kernel-base.ts';
import type { LinkCondition } from './network.ts';
import type { Node } from './node.ts';
import { Envelope } from './process.ts';
import type { CrashKind } from './process.ts';
import type { ScheduleId } from './scheduler.ts';
import { assert, noEvent } from './units.ts';
import type { EventId, Micros, NodeId } from './units.ts';

export type { KernelOptions } from './kernel-base.ts';

/**
 * The simulated world without Kafka: time, nodes, connections, chance, events. One step takes the next item in the total order (time,
 * sequence)
 * and hands it to its node. Same options and same commands give the same digest everywhere.
 */
export class Kernel extends KernelBase {
  /** Starts a process, or starts it again: memory empty, disk as it was left. */
  startProcess(id: NodeId): void {
    const node = this.node(id);
    assert(!node.isProcessUp && node.process !== null, 'only a stopped process can start');
    node.touch();
    node.isProcessUp = true;
    node.isPowered = true;
    node.isPaused = false;
    node.isListening = true;
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
      const toldEnd = this.network.endsOf(connection).opener === id ? 'server' : 'opener';
      this.notifyLater(this.noticeTo(toldEnd, connection, event), id, connection);
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
    const isOfLink = (envelope: Envelope): boolean => envelope.from === from && envelope.to === to;
    const kept = this.core.held.filter((entry) => !entry.byHand && isOfLink(entry.envelope)).map((entry) => entry.envelope);
    if (kept.length === 0) return;
    this.core.held = this.core.held.filter((entry) => !kept.includes(entry.envelope));
    // What was sent last and has not come to the cut yet must stay behind what the cut kept.
    const behind = [...this.scheduler.pending()].filter((item) => item.payload instanceof Envelope && isOfLink(item.payload));
    for (const item of behind) {
      this.scheduler.cancel(item.id);
      kept.push(item.payload as Envelope);
    }
    kept.sort((a, b) => a.sentEvent - b.sentEvent);
    for (const envelope of kept) this.sendAgain(envelope);
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
    this.core.held = this.core.held.filter((entry) => entry.byHand || !isOfLink(entry.envelope.connection));
    for (const connection of this.network.connectionsOf(opener)) {
      if (!isOfLink(connection) || !this.network.wasUsed(connection)) continue;
      this.network.breakConnection(connection);
      this.notifyLater(this.noticeTo('opener', connection, this.trigger), server, connection);
      this.notifyLater(this.noticeTo('server', connection, this.trigger), opener, connection);
    }
  }

  /** Messages in flight: scheduled ones with their due time, and held ones. */
  *inFlight(): Iterable<{
    readonly envelope: Envelope;
    readonly dueMicros: Micros;
    readonly id: ScheduleId;
    readonly held: 'no' | 'cut' | 'by-hand';
  }> {
    for (const { id, atMicros, payload } of this.scheduler.pending()) {
      if (payload instanceof Envelope) yield { envelope: payload, dueMicros: atMicros, id, held: 'no' };
    }
    for (const { envelope, byHand } of this.core.held) yield { envelope, dueMicros: -1, id: 0, held: byHand ? 'by-hand' : 'cut' };
  }

  /** Does something to one message in flight, named by the event of its sending; false when it is not in flight any more. */
  disturbMessage(sentEvent: EventId, action: 'drop' | 'delay' | 'duplicate' | 'hold' | 'release', delayMicros: Micros): boolean {
    for (const { envelope, dueMicros, id, held } of this.inFlight()) {
      if (envelope.sentEvent !== sentEvent) continue;
      this.core.touch();
      if (held === 'no') {
        if (action === 'release') return false;
        if (action !== 'duplicate') this.scheduler.cancel(id);
      } else {
        if (action !== 'release' && action !== 'drop') return false;
        this.core.held = this.core.held.filter((entry) => entry.envelope !== envelope);
      }
      this.applyDisturbance(envelope, action, (held === 'no' ? dueMicros : this.core.nowMicros) + delayMicros);
      return true;
    }
    return false;
  }

  /** Runs something that comes from outside, as the root of a chain of causes. */
  runCommand(
    { command, target, detail }: { readonly command: string; readonly target: string; readonly detail: string },
    act: () => void,
  ): EventId {
    const args = { command: this.names.intern(command), target: this.names.intern(target), detail: this.names.intern(detail) };
    const event = this.emitFrom(0, commandGiven, args, noEvent);
    this.trigger = event;
    try {
      act();
    } finally {
      this.trigger = noEvent;
    }
    this.onStepEnd?.();
    return event;
  }

  /** When the next step is, or Infinity. */
  nextStepMicros(): Micros {
    return this.scheduler.nextTime();
  }

  /** Takes one step; false when nothing is left to do. */
  step(): boolean {
    const { core, scheduler } = this;
    const slot = scheduler.nextSlot();
    if (slot < 0) return false;
    if (!core.isDirty) core.touch();
    core.nowMicros = scheduler.microsAt(slot);
    core.steps++;
    foldStep(core.digest, scheduler.sequenceAt(slot), core.nowMicros);
    const item = scheduler.take(slot) as Item;
    if (item.kind === 'message') this.deliver(item);
    else if (item.kind === 'timer') this.fire(item);
    else this.tellDisconnected(item);
    this.trigger = noEvent;
    this.onStepEnd?.();
    return true;
  }

  /** Lets the clock run to a time at which nothing happens, so that a command can be given then. */
  idleUntil(micros: Micros): void {
    assert(micros >= this.core.nowMicros && micros <= this.nextStepMicros(), 'time only idles where nothing happens');
    this.core.touch();
    this.core.nowMicros = micros;
  }

  private deliver(envelope: Envelope): void {
    const { connection } = envelope;
    if (envelope.connectionGeneration !== this.network.generationOf(connection)) return this.loseMessage(envelope);
    if (this.network.isCut(envelope.from, envelope.to) || this.network.isConnectionCut(connection)) {
      this.core.held.push({ envelope, byHand: false });
      return;
    }
    const node = this.table.byId.get(envelope.to);
    if (node === undefined || !node.isProcessUp) return this.refuse(envelope, node);
    if (!node.isListening && envelope.message.kind === 'request') return this.refuse(envelope, node);
    if (node.isPaused) {
      node.touch();
      node.backlog.push(envelope);
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
    if (notice.isOpener) this.loseUnheard(notice);
    this.trigger = notice.trigger;
    this.trigger = this.emitFrom(notice.node, connectionBroken, { peer: notice.peer }, noEvent);
    node.process!.touch();
    node.process!.onDisconnect(notice.peer, notice.channel, notice.isOpener);
  }

  /** What a node sent before it heard that its connection is gone went out on that one: nobody receives it, whoever is there by then. */
  private loseUnheard({ node, peer, channel }: DisconnectNotice): void {
    const connection = this.network.connection(node, peer, channel);
    const generation = this.network.generationOf(connection);
    for (const { envelope } of this.inFlight()) {
      if (envelope.connection !== connection || envelope.from !== node || envelope.connectionGeneration !== generation) continue;
      this.network.breakConnection(connection);
      return;
    }
  }

  /** The machine answers for a process that is gone or does not listen yet: connection refused. A machine without power answers nothing. */
  private refuse(envelope: Envelope, node: Node | undefined): void {
    const { connection } = envelope;
    this.loseMessage(envelope);
    if (node !== undefined && !node.isPowered) return;
    this.network.breakConnection(connection);
    const toldEnd = this.network.endsOf(connection).opener === envelope.from ? 'opener' : 'server';
    this.notifyLater(this.noticeTo(toldEnd, connection, envelope.sentEvent), envelope.to, connection);
  }

  private applyDisturbance(envelope: Envelope, action: 'drop' | 'delay' | 'duplicate' | 'hold' | 'release', dueMicros: Micros): void {
    if (action === 'drop') return this.loseMessage(envelope);
    if (action === 'hold') {
      this.core.held.push({ envelope, byHand: true });
      this.emitFrom(
        envelope.from,
        messageHeld,
        { to: envelope.to, api: this.names.intern(envelope.message.api), correlation: envelope.message.correlationId },
        noEvent,
      );
      return;
    }
    this.scheduler.schedule(Math.max(dueMicros, this.core.nowMicros), envelope);
  }

  /** Goes back to checkpoints and returns; `isWayToo`: goes all the way from each once more, unwatched. See `rehearseState`. */
  rehearse(earlier: readonly Checkpoint[], isWayToo: boolean): void {
    const { onSend, onEvent, onStepEnd, stepCount } = this;
    this.onSend = null;
    this.onEvent = null;
    this.onStepEnd = null;
    const goOn = (): void => {
      while (this.stepCount < stepCount) this.step();
    };
    this.rehearseState(earlier, isWayToo ? goOn : null);
    this.onSend = onSend;
    this.onEvent = onEvent;
    this.onStepEnd = onStepEnd;
  }

  override restoreCheckpoint(checkpoint: Checkpoint): void {
    super.restoreCheckpoint(checkpoint);
    this.trigger = noEvent;
  }
}
