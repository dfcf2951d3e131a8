import { Process, Timer } from '../../../kernel/process.ts';
import type { Channel, Context, Envelope } from '../../../kernel/process.ts';
import type { ScheduleId } from '../../../kernel/scheduler.ts';
import type { EntityRegistry } from '../../../kernel/state.ts';
import type { Micros, NodeId } from '../../../kernel/units.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { addressOf, nodeIdOf } from './client-wire.ts';
import type { ConsumerProgram } from './consumer-program.ts';
import { nextBackgroundMillis, runBackground } from './membership/background.ts';

/** The consumer's own deadline has come: of a poll, a request, a metadata refresh, or of the work on records. */
class DeadlineTimer extends Timer {}

const never = Number.MAX_SAFE_INTEGER;

/**
 * A consumer on the simulated network: its connections, its alarm clock and its heartbeat thread. What the program does is the subclass's.
 */
export abstract class ConsumerNode extends Process {
  program: ConsumerProgram;
  /** Null while the process is down or has not begun. */
  consumer: ClassicConsumer | null = null;
  protected readonly context: Context;
  private timer: ScheduleId = 0;
  private timerAtMicros: Micros = -1;

  constructor(registry: EntityRegistry, context: Context, program: ConsumerProgram) {
    super(registry);
    this.context = context;
    this.program = program;
  }

  /** Deals with calls that have ended. */
  protected abstract takeResults(consumer: ClassicConsumer): void;

  /** The program's own deadline: its work on records, a pause; -1 when there is none. */
  protected abstract programDeadlineMicros(): Micros;

  /** The program's own deadline may have come. */
  protected abstract onAlarm(consumer: ClassicConsumer): void;

  onMessage(envelope: Envelope): void {
    const { consumer } = this;
    if (consumer === null || envelope.message.kind !== 'response') return;
    this.touch();
    const { correlationId, body } = envelope.message;
    consumer.client.network.receive(nodeIdOf(envelope.from, envelope.channel), correlationId, body, this.context.nowMillis);
    this.goOn(consumer);
  }

  onDisconnect(peer: NodeId, channel: Channel): void {
    if (this.consumer === null) return;
    this.touch();
    this.consumer.client.network.connectionLost(nodeIdOf(peer, channel), this.context.nowMillis);
    this.goOn(this.consumer);
  }

  onTimer(timer: Timer): void {
    this.touch();
    if (!(timer instanceof DeadlineTimer)) return;
    this.forgetTimer();
    const { consumer } = this;
    if (consumer === null) return;
    this.onAlarm(consumer);
    this.runHeartbeats(consumer);
    this.settle(consumer);
  }

  /** Deals with finished calls, sends what is to be sent, and sets the alarm for the next deadline. */
  protected settle(consumer: ClassicConsumer): void {
    this.takeResults(consumer);
    // The program may have ended, and begun anew, meanwhile.
    this.flush(consumer);
    if (this.consumer !== null && this.consumer !== consumer) this.flush(this.consumer);
    this.setTimer(this.consumer);
  }

  protected forgetTimer(): void {
    this.timer = 0;
    this.timerAtMicros = -1;
  }

  /** The process has let go of its sockets: every connection closes. */
  protected disconnectAll(consumer: ClassicConsumer): void {
    for (const [nodeId, { state }] of consumer.client.network.connectionStates.connections) {
      const address = addressOf(nodeId, this.program.bootstrapBrokers);
      if (state !== 'disconnected' && address !== null) this.context.disconnect(address.peer, address.channel);
    }
  }

  /** News from the network: a waiting call goes on, a busy program will see it in its next poll. */
  private goOn(consumer: ClassicConsumer): void {
    if (consumer.waitUntilMillis !== null) consumer.resume(this.context.nowMillis);
    else consumer.client.noteActivity();
    this.runHeartbeats(consumer);
    this.settle(consumer);
  }

  /** The heartbeat thread keeps the membership while the program works, and takes in what arrives meanwhile. */
  private runHeartbeats(consumer: ClassicConsumer): void {
    if (!consumer.hasGroup || consumer.isClosed) return;
    const nowMillis = this.context.nowMillis;
    const nextMillis = nextBackgroundMillis(consumer);
    if (nextMillis === null || (consumer.waitUntilMillis !== null && nextMillis > nowMillis)) return;
    consumer.nowMillis = nowMillis;
    runBackground(consumer);
  }

  private flush(consumer: ClassicConsumer): void {
    const { network } = consumer.client;
    const { bootstrapBrokers } = this.program;
    if (network.closing.length > 0) {
      for (const nodeId of network.closing.splice(0)) {
        const address = addressOf(nodeId, bootstrapBrokers);
        if (address !== null) this.context.disconnect(address.peer, address.channel);
      }
    }
    for (const request of network.takeOutgoing()) {
      const { nodeId, correlationId, api, sizeBytes } = request;
      const body = request.takeBody();
      const address = addressOf(nodeId, bootstrapBrokers);
      if (address === null) continue;
      const clientId = this.program.configs['client.id'] ?? this.program.name;
      this.context.send(address.peer, address.channel, { kind: 'request', api, correlationId, clientId, body }, sizeBytes);
    }
  }

  private setTimer(consumer: ClassicConsumer | null): void {
    const atMicros = consumer === null ? -1 : this.nextDeadlineMicros(consumer);
    if (atMicros === this.timerAtMicros) return;
    if (this.timer !== 0) this.context.cancelTimer(this.timer);
    this.timer = 0;
    this.timerAtMicros = atMicros;
    if (atMicros < 0) return;
    this.timer = this.context.startTimer(Math.max(atMicros - this.context.nowMicros, 0), new DeadlineTimer());
  }

  /** -1: nothing to wait for but the network. */
  private nextDeadlineMicros(consumer: ClassicConsumer): Micros {
    const { nowMicros, nowMillis } = this.context;
    let deadlineMillis = never;
    if (consumer.waitUntilMillis !== null) {
      // A sleeping call does not look at the network.
      const networkMillis = consumer.isSleeping ? never : consumer.client.network.nextDeadlineMillis(nowMillis);
      deadlineMillis = Math.min(consumer.waitUntilMillis, networkMillis);
    }
    if (consumer.hasGroup && !consumer.isClosed) deadlineMillis = Math.min(deadlineMillis, nextBackgroundMillis(consumer) ?? never);
    const programMicros = this.programDeadlineMicros();
    const endMicros = programMicros < 0 ? never : programMicros;
    if (deadlineMillis >= never && endMicros >= never) return -1;
    // The wall clock ticks at whole milliseconds of simulated time.
    const atMicros = Math.max(nowMicros - (nowMicros % 1000) + (deadlineMillis - nowMillis) * 1000, nowMicros + 1);
    return deadlineMillis >= never ? endMicros : Math.min(endMicros, atMicros);
  }
}
