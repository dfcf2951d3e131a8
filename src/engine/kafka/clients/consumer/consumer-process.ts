import { Process, Timer } from '../../../kernel/process.ts';
import type { Channel, Context, CrashKind, Envelope } from '../../../kernel/process.ts';
import type { ScheduleId } from '../../../kernel/scheduler.ts';
import type { EntityRegistry } from '../../../kernel/state.ts';
import type { Micros, NodeId } from '../../../kernel/units.ts';
import { ContextEnvironment } from '../common/client-environment.ts';
import type { ClientError } from '../common/client-error.ts';
import { ClassicConsumer } from './classic-consumer.ts';
import { addressOf, nodeIdOf } from './client-wire.ts';
import { RecordReader } from './consumer-listener.ts';
import type { ConsumerObserver } from './consumer-observer.ts';
import type { ConsumerProgram } from './consumer-program.ts';
import { ConsumerSettings } from './consumer-settings.ts';
import { ConsumerTracer } from './consumer-tracer.ts';
import { GroupTracer } from './group-tracer.ts';
import { nextBackgroundMillis, runBackground } from './membership/background.ts';
import { Processing } from './processing.ts';
import type { TaskResult } from './task.ts';
import type { PartitionName } from './topic-partition.ts';

/** What the program is doing. */
export type ProgramStep =
  | { readonly kind: 'waitingToStart' }
  | { readonly kind: 'polling' }
  | { readonly kind: 'processing' }
  | { readonly kind: 'closing' }
  | { readonly kind: 'ended'; readonly exception: string | null };

class StartTimer extends Timer {}

/** The consumer's own deadline has come: of a poll, a request, a metadata refresh, or of the work on records. */
class DeadlineTimer extends Timer {}

const closeTimeoutMillis = 30_000;
const never = Number.MAX_SAFE_INTEGER;

/**
 * A program that reads: poll, work on each record, poll again. One thread, as in Kafka: while it works, nothing of the consumer moves,
 * except that answers pile up. Source: the loop of KafkaConsumer's documentation.
 */
export class ConsumerProcess extends Process {
  program: ConsumerProgram;
  /** Null while the process is down or has not begun. */
  consumer: ClassicConsumer | null = null;
  step: ProgramStep = { kind: 'waitingToStart' };
  processing: Processing | null = null;
  private readonly context: Context;
  private readonly observer: ConsumerObserver;
  private timer: ScheduleId = 0;
  private timerAtMicros: Micros = -1;
  /** Why the program is ending; kept while close() runs. */
  private endedBy: string | null = null;

  constructor(
    registry: EntityRegistry,
    context: Context,
    parts: { readonly program: ConsumerProgram; readonly observer: ConsumerObserver },
  ) {
    super(registry);
    this.context = context;
    this.program = parts.program;
    this.observer = parts.observer;
  }

  onStart(): void {
    this.touch();
    this.step = { kind: 'waitingToStart' };
    this.context.startTimer(this.program.startDelayMicros, new StartTimer());
  }

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
    if (timer instanceof StartTimer) {
      this.begin();
      return;
    }
    this.timer = 0;
    this.timerAtMicros = -1;
    const { consumer, processing } = this;
    if (consumer === null) return;
    if (processing !== null && this.context.nowMicros >= processing.endMicros) this.finishProcessing(consumer, processing);
    else if (processing === null) consumer.resume(this.context.nowMillis);
    this.runHeartbeats(consumer);
    this.settle(consumer);
  }

  onCrash(_kind: CrashKind): void {
    this.touch();
    // What was worked on before the crash was worked on, whatever was committed.
    if (this.processing !== null) this.reportProcessed(this.processing, this.processing.processedCount(this.context.nowMicros));
    this.processing = null;
    this.consumer = null;
    this.timer = 0;
    this.timerAtMicros = -1;
    this.step = { kind: 'waitingToStart' };
  }

  /** seek() from outside, as if the program had called it between two polls. */
  seek(partition: PartitionName, offset: number): ClientError | null {
    return this.call((consumer) => consumer.seek(partition, offset, this.context.nowMillis));
  }

  /** seekToBeginning() or seekToEnd(). */
  seekTo(end: 'beginning' | 'end', partitions: readonly PartitionName[]): ClientError | null {
    return this.call((consumer) => consumer.seekTo(end, partitions));
  }

  pause(partitions: readonly PartitionName[]): ClientError | null {
    return this.call((consumer) => consumer.pause(partitions));
  }

  resumePartitions(partitions: readonly PartitionName[]): ClientError | null {
    return this.call((consumer) => consumer.resumePartitions(partitions));
  }

  /** Ends the program with close(): sessions end in good order. */
  close(): void {
    this.touch();
    const { consumer } = this;
    if (consumer === null || this.step.kind === 'closing' || this.step.kind === 'ended') return;
    consumer.wakeup();
    this.processing = null;
    this.beginClose(consumer, null);
    this.settle(consumer);
  }

  /** Starts the program anew with other settings: a client reads its configuration once. */
  configure(configs: Readonly<Record<string, string>>): void {
    this.touch();
    this.program = { ...this.program, configs: { ...this.program.configs, ...configs } };
    if (this.consumer === null) return;
    this.onCrash('process-crash');
    this.begin();
  }

  private call(act: (consumer: ClassicConsumer) => ClientError | null): ClientError | null {
    this.touch();
    const { consumer } = this;
    if (consumer === null) return null;
    const error = act(consumer);
    if (error !== null) this.observeError(error);
    return error;
  }

  private begin(): void {
    const { program, context } = this;
    const consumer = new ClassicConsumer({
      settings: new ConsumerSettings(program.hasGroups ? program.configs : withoutGroup(program.configs)),
      environment: new ContextEnvironment(context),
      listener: new ConsumerTracer(context),
      reader: new RecordReader(),
      groupListener: new GroupTracer(context),
      nowMillis: context.nowMillis,
      spinMillis: 1,
      bootstrapAddressCount: program.bootstrapBrokers.length,
    });
    this.consumer = consumer;
    const now = context.nowMillis;
    const error = program.assign.length > 0 ? consumer.assign(program.assign, now) : consumer.subscribe(program.subscribe, now);
    if (error !== null) this.onException(consumer, error);
    else this.beginPoll(consumer);
    this.settle(consumer);
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
    if (!consumer.hasGroup) return;
    const nowMillis = this.context.nowMillis;
    const nextMillis = nextBackgroundMillis(consumer);
    if (nextMillis === null || (consumer.waitUntilMillis !== null && nextMillis > nowMillis)) return;
    consumer.nowMillis = nowMillis;
    runBackground(consumer);
  }

  /** Deals with finished calls, sends what is to be sent, and sets the alarm for the next deadline. */
  private settle(consumer: ClassicConsumer): void {
    for (let result = consumer.takeResult(); result !== null; result = consumer.takeResult()) this.onResult(consumer, result);
    this.flush(consumer);
    this.setTimer(consumer);
  }

  private onResult(consumer: ClassicConsumer, result: TaskResult): void {
    if (this.step.kind === 'closing') {
      this.step = { kind: 'ended', exception: this.endedBy };
      return;
    }
    if (result.kind === 'threw') {
      this.onException(consumer, result.error);
      return;
    }
    const records = result.value.kind === 'records' ? result.value.fetch.records : [];
    if (records.length === 0) {
      this.beginPoll(consumer);
      return;
    }
    const tracer = consumer.listener;
    for (const delivered of records) {
      this.observer.onRecordsDelivered(this.context.self, delivered);
      if (tracer instanceof ConsumerTracer) tracer.onDelivered(delivered, consumer);
    }
    this.processing = new Processing(records, this.context.nowMicros, this.program.processingMicrosPerRecord);
    this.step = { kind: 'processing' };
    if (this.processing.endMicros <= this.context.nowMicros) this.finishProcessing(consumer, this.processing);
  }

  private finishProcessing(consumer: ClassicConsumer, processing: Processing): void {
    this.reportProcessed(processing, processing.recordCount);
    this.processing = null;
    this.beginPoll(consumer);
  }

  private reportProcessed(processing: Processing, count: number): void {
    for (const { partition, range } of processing.firstRanges(count)) this.observer.onRecordsProcessed(this.context.self, partition, range);
  }

  private beginPoll(consumer: ClassicConsumer): void {
    this.step = { kind: 'polling' };
    consumer.poll(this.program.pollTimeoutMillis, this.context.nowMillis);
  }

  private onException(consumer: ClassicConsumer, error: ClientError): void {
    this.observeError(error);
    if (this.program.onException === 'continue' && consumer.subscriptions.subscriptionType !== 'NONE') this.retryLater();
    else this.beginClose(consumer, error.exception);
  }

  /** A program that catches and polls again at once would spin at one instant of simulated time: it takes a retry backoff to do so. */
  private retryLater(): void {
    const backoffMillis = this.consumer?.settings.retryBackoffMillis ?? 0;
    this.processing = new Processing([], this.context.nowMicros + Math.max(backoffMillis, 1) * 1000, 0);
    this.step = { kind: 'processing' };
  }

  private beginClose(consumer: ClassicConsumer, exception: string | null): void {
    this.endedBy = exception;
    this.step = { kind: 'closing' };
    consumer.close(closeTimeoutMillis, this.context.nowMillis);
  }

  private observeError(error: ClientError): void {
    const listener = this.consumer?.listener;
    if (listener instanceof ConsumerTracer) listener.onError(error);
  }

  private flush(consumer: ClassicConsumer): void {
    const { network } = consumer.client;
    const { bootstrapBrokers } = this.program;
    for (const nodeId of network.closing.splice(0)) {
      const address = addressOf(nodeId, bootstrapBrokers);
      if (address !== null) this.context.disconnect(address.peer, address.channel);
    }
    for (const { nodeId, correlationId, api, body, sizeBytes } of network.outgoing.splice(0)) {
      const address = addressOf(nodeId, bootstrapBrokers);
      if (address === null) continue;
      const clientId = this.program.configs['client.id'] ?? this.program.name;
      this.context.send(address.peer, address.channel, { kind: 'request', api, correlationId, clientId, body }, sizeBytes);
    }
  }

  private setTimer(consumer: ClassicConsumer): void {
    const atMicros = this.nextDeadlineMicros(consumer);
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
    if (consumer.hasGroup) deadlineMillis = Math.min(deadlineMillis, nextBackgroundMillis(consumer) ?? never);
    // The wall clock ticks at whole milliseconds of simulated time.
    const atMicros = Math.max(nowMicros - (nowMicros % 1000) + (deadlineMillis - nowMillis) * 1000, nowMicros + 1);
    const endMicros = this.processing?.endMicros ?? never;
    if (deadlineMillis >= never && endMicros >= never) return -1;
    return deadlineMillis >= never ? endMicros : Math.min(endMicros, atMicros);
  }
}

function withoutGroup(configs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(configs).filter(([key]) => key !== 'group.id'));
}
