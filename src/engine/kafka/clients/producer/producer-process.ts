import { Process, type Channel, type Context, type CrashKind, type Envelope, type Timer } from '../../../kernel/process.ts';
import type { ScheduleId } from '../../../kernel/scheduler.ts';
import { addLast, takeFirst } from '../../../kernel/grown.ts';
import type { EntityRegistry } from '../../../kernel/state.ts';
import { microsPerMilli, type Micros, type NodeId } from '../../../kernel/units.ts';
import { ContextEnvironment, neverMillis } from '../common/client-environment.ts';
import { illegalState } from '../common/client-error.ts';
import { TopicPartition } from '../common/topic-partition.ts';
import type { CallerCosts } from './caller-costs.ts';
import type { BatchCompressor } from '../../log/batch-compressor.ts';
import { noCallerCosts } from './caller-costs.ts';
import { producerClosed } from './events.ts';
import { KafkaProducer, type SendResult } from './kafka-producer.ts';
import { ProcessObserver, type LedgerPort } from './process-observer.ts';
import { CloseTimer, PollTimer, WorkloadTimer, type ProducerProcessOptions, type RecordToSend } from './producer-options.ts';
import { channelOfNode, emitBlocked, emitInterceptors, nodeOfPeer, restOf } from './producer-parts.ts';
import { producerSettings, type ProducerOverrides, type ProducerSettings, type ProducerSettingsResult } from './producer-config.ts';
import { typedRun, unknownPartition, type RecordRun } from './record-run.ts';
import type { ProducerObserver } from './producer-observer.ts';
import { noPoll } from './sender.ts';
import { Workload, type WorkloadSettings } from './workload.ts';

const workloadDue = new WorkloadTimer();
const turnsMax = 50;
const noTimer: ScheduleId = -1;

/**
 * An application with a Kafka producer: one thread that sends what a workload or a person gives it, and the producer's I/O thread, on a
 * simulated network with one connection to each broker. A crash loses what is buffered, without a word to anybody.
 */
export class ProducerProcess extends Process {
  readonly context: Context;
  readonly bootstrap: readonly NodeId[];
  readonly costs: CallerCosts;
  settings: ProducerSettings;
  /** Null while the process does not run. */
  producer: KafkaProducer | null = null;
  workload: Workload | null = null;
  /** Records that the application's thread has not come to yet, because send() blocks. */
  callerQueue: RecordRun[] = [];
  /** The application's thread is inside send() until then. */
  callerBusyUntilMicros: Micros = 0;
  isClosing = false;
  private readonly ledger: LedgerPort;
  private readonly workloadSettings: WorkloadSettings | null;
  private readonly discoverBrokerVersions: boolean;
  private readonly compressor: BatchCompressor | null;
  private pollTimer: ScheduleId = noTimer;
  private pollTimerDueMicros: Micros = Number.MAX_SAFE_INTEGER;
  /** When the poll that the I/O thread is in ends by itself. */
  private pollEndMicros: Micros = 0;
  private workloadTimer: ScheduleId = noTimer;
  /** Settings that take over once the running producer is closed. */
  private nextSettings: ProducerSettings | null = null;
  private isSending = false;
  private failedCount = 0;

  constructor(registry: EntityRegistry, context: Context, options: ProducerProcessOptions) {
    super(registry);
    this.context = context;
    this.settings = options.settings;
    this.bootstrap = options.bootstrap;
    this.ledger = options.ledger;
    this.workloadSettings = options.workload;
    this.costs = options.costs ?? noCallerCosts;
    this.discoverBrokerVersions = options.discoverBrokerVersions ?? false;
    this.compressor = options.compressor ?? null;
  }

  // The process ----------------------------------------------------------------------------------------------------------------------

  onStart(): void {
    this.touch();
    this.openProducer();
    if (this.workloadSettings !== null) this.startWorkload(this.workloadSettings);
    this.turn();
  }

  onMessage(envelope: Envelope): void {
    const { producer } = this;
    if (producer === null || envelope.message.kind !== 'response') return;
    this.touch();
    const nodeId = nodeOfPeer(this.bootstrap, envelope.from, envelope.channel);
    producer.client.receive(nodeId, envelope.message.correlationId, envelope.message.body, this.context.nowMillis);
    this.turn();
  }

  onDisconnect(peer: NodeId, channel: Channel): void {
    const { producer } = this;
    if (producer === null) return;
    this.touch();
    producer.client.connectionLost(nodeOfPeer(this.bootstrap, peer, channel), this.context.nowMillis);
    this.turn();
  }

  onTimer(timer: Timer): void {
    this.touch();
    if (timer instanceof WorkloadTimer) {
      this.workloadTimer = noTimer;
      this.generate();
    } else if (timer instanceof PollTimer) {
      this.pollTimer = noTimer;
      this.pollTimerDueMicros = Number.MAX_SAFE_INTEGER;
      // A timer of an earlier poll: the selector still waits.
      if (this.context.nowMicros < this.pollEndMicros) this.startPollTimer(this.pollEndMicros);
      else this.turn();
    } else if (timer instanceof CloseTimer) this.forceClose();
  }

  onCrash(_kind: CrashKind): void {
    this.touch();
    this.producer = null;
    this.workload = null;
    this.callerQueue = [];
    this.callerBusyUntilMicros = 0;
    this.isClosing = false;
    this.nextSettings = null;
    this.pollTimer = noTimer;
    this.pollTimerDueMicros = Number.MAX_SAFE_INTEGER;
    this.workloadTimer = noTimer;
  }

  // What the application does --------------------------------------------------------------------------------------------------------

  /** Sends one record. */
  sendRecord(record: RecordToSend): void {
    this.touch();
    const ledgerId = record.ledgerId ?? this.ledger.allocate(1);
    if (this.producer === null) {
      const error = illegalState('Cannot perform operation after producer has been closed');
      const topicPartition = new TopicPartition(record.topic, record.partition ?? unknownPartition);
      const observer = new ProcessObserver(this.context, this.ledger, this.settings.acks);
      observer.onThrown({ firstLedgerId: ledgerId, count: 1, topicPartition, error }, 'refused');
      return;
    }
    this.handOver(typedRun({ ...record, ledgerId }));
    this.pumpCaller();
  }

  /** Makes everything that waits sendable at once. */
  flush(): void {
    this.touch();
    this.producer?.flush();
    this.turn();
  }

  /** Closes the producer: nothing new is accepted, and what is not done after `timeoutMillis` (null: wait for all) fails. */
  close(timeoutMillis: number | null = null): void {
    const { producer } = this;
    if (producer === null || this.isClosing) return;
    this.touch();
    this.isClosing = true;
    this.workload = null;
    producer.close();
    if (timeoutMillis !== null) this.context.startTimer(timeoutMillis * microsPerMilli, new CloseTimer());
    this.turn();
  }

  /** Changes the configuration, as an application does: the running producer is closed in good order and another one is made. */
  configure(overrides: ProducerOverrides): ProducerSettingsResult {
    const result = producerSettings(overrides);
    if (!result.ok) return result;
    this.touch();
    this.settings = result.settings;
    if (this.producer !== null && !this.isClosing) {
      this.nextSettings = result.settings;
      this.producer.close();
      this.turn();
    }
    return result;
  }

  /** Starts, replaces or (null) ends the records that the application sends by itself. */
  setWorkload(settings: WorkloadSettings | null): void {
    this.touch();
    if (this.workloadTimer !== noTimer) this.context.cancelTimer(this.workloadTimer);
    this.workloadTimer = noTimer;
    this.workload = null;
    if (settings !== null) this.startWorkload(settings);
  }

  /** Whether the application looks at each record's result. */
  protected get isRecordByRecord(): boolean {
    return false;
  }

  // The application's thread ---------------------------------------------------------------------------------------------------------

  private startWorkload(settings: WorkloadSettings): void {
    const { microsPerBatch, nanosPerRecord } = this.costs;
    const { partitionerClass, batchSizeBytes } = this.settings;
    this.workload = new Workload(
      { ...settings, startMicros: Math.max(settings.startMicros, this.context.nowMicros) },
      {
        batchSizeBytes: Math.max(1, batchSizeBytes),
        isOneByOne: settings.keys.length > 0 || partitionerClass !== null || this.isRecordByRecord,
        isCallerLimited: microsPerBatch > 0 || nanosPerRecord > 0,
      },
    );
    this.scheduleWorkload();
  }

  /** Hands over the records that are due; the thread comes back when the next ones are, or when send() lets it go on. */
  private generate(): void {
    const { workload } = this;
    if (workload === null || this.producer === null) return;
    if (this.isCallerHeld) return;
    const { nowMicros } = this.context;
    const count = workload.dueCount(nowMicros);
    if (count > 0) {
      for (let id = this.ledger.allocate(count), end = id + count; id < end;) {
        const run = workload.takeRun(end - id, id);
        this.handOver(run);
        id += run.count;
      }
      this.pumpCaller();
    }
    if (!this.isCallerHeld) this.scheduleWorkload();
  }

  /** The application has these records to send. */
  protected handOver(run: RecordRun): void {
    addLast(this.callerQueue, run);
  }

  private scheduleWorkload(): void {
    const { workload } = this;
    if (workload === null || workload.isFinished || this.workloadTimer !== noTimer) return;
    const { nowMicros } = this.context;
    const dueMicros = Math.max(workload.nextDueMicros(), this.callerBusyUntilMicros, nowMicros);
    this.workloadTimer = this.context.startTimer(dueMicros - nowMicros, workloadDue);
  }

  /** True while the thread is inside send(), or the producer is being replaced. */
  protected get isCallerHeld(): boolean {
    const { producer } = this;
    return producer === null || producer.blocked.length > 0 || this.nextSettings !== null;
  }

  /** Sends what the thread has, until send() blocks. The sender is woken as Kafka wakes it: by a new batch or a full one. */
  protected pumpCaller(): void {
    const { producer } = this;
    if (producer === null || this.isSending) return;
    this.isSending = true;
    let isWoken = false;
    while (!this.isCallerHeld) {
      const run = takeFirst(this.callerQueue);
      if (run === undefined) break;
      const result = this.callSend(producer, run);
      isWoken = this.noteSend(run, result) || isWoken;
    }
    this.isSending = false;
    if (isWoken) this.turn();
  }

  /** send(). */
  protected callSend(producer: KafkaProducer, run: RecordRun): SendResult {
    return producer.send(run, this.context.nowMillis);
  }

  private noteSend(run: RecordRun, { kind, appended, topicPartition }: SendResult): boolean {
    const { microsPerBatch, nanosPerRecord } = this.costs;
    if (appended?.newBatchCreated === true) this.chargeCaller(microsPerBatch);
    if (nanosPerRecord > 0) this.chargeCaller((run.count * nanosPerRecord) / 1000);
    if (kind === 'blocked') emitBlocked(this.context, this.producer, topicPartition.topic);
    else if (kind !== 'appended') this.failedCount += run.count;
    return kind === 'blocked' || appended?.batchIsFull === true || appended?.newBatchCreated === true;
  }

  private chargeCaller(micros: number): void {
    this.callerBusyUntilMicros = Math.max(this.callerBusyUntilMicros, this.context.nowMicros) + Math.ceil(micros);
  }

  // The I/O thread -------------------------------------------------------------------------------------------------------------------

  /** Lets the I/O thread run until it would wait, then sets one timer for when it has to look again. */
  private turn(): void {
    const { producer } = this;
    // Inside a send() of our own the caller's thread calls when it is done.
    if (producer === null || this.isSending) return;
    const { nowMillis } = this.context;
    this.isSending = true;
    producer.sender.poll(nowMillis);
    producer.resumeBlocked(nowMillis);
    let timeoutMillis = 0;
    for (let turn = 0; turn < turnsMax; turn++) {
      timeoutMillis = producer.sender.isAsleep(nowMillis) ? producer.sender.sleepingUntilMillis - nowMillis : producer.runOnce(nowMillis);
      const hasSent = this.putOnTheWire(producer);
      if (hasSent && timeoutMillis === 0) timeoutMillis = producer.sender.runSettled(nowMillis);
      if (timeoutMillis > 0) break;
      if (timeoutMillis === 0 && !hasSent) {
        timeoutMillis = Math.max(producer.sender.stalledTimeoutMillis, 1);
        break;
      }
    }
    this.isSending = false;
    this.schedulePoll(producer, Math.max(timeoutMillis, timeoutMillis === noPoll ? 1 : 0));
    if (!producer.sender.isRunning) this.maybeFinishClose(producer);
    this.afterTurn();
    if (!this.isCallerHeld) this.goOnAfterBlock();
  }

  /** The I/O thread has run its callbacks. */
  protected afterTurn(): void {
    // An application that ignores its results has nothing to do.
  }

  private goOnAfterBlock(): void {
    if (this.callerQueue.length > 0) this.pumpCaller();
    if (this.workloadTimer === noTimer && !this.isCallerHeld) this.scheduleWorkload();
  }

  private putOnTheWire(producer: KafkaProducer): boolean {
    const { client } = producer;
    if (client.closing.length > 0) this.disconnect(client.closing.splice(0));
    if (client.outgoing.length === 0) return false;
    const outgoing = client.takeOutgoing();
    for (const request of outgoing) {
      const { nodeId, correlationId, api, sizeBytes } = request;
      const message = { kind: 'request', api, correlationId, body: request.takeBody() } as const;
      this.context.send(this.peerOf(nodeId), channelOfNode(nodeId), message, sizeBytes);
    }
    return true;
  }

  private disconnect(nodeIds: readonly number[]): void {
    for (const nodeId of nodeIds) this.context.disconnect(this.peerOf(nodeId), channelOfNode(nodeId));
  }

  private schedulePoll(producer: KafkaProducer, timeoutMillis: number): void {
    const { nowMicros, nowMillis } = this.context;
    const clientMillis = producer.sender.isAsleep(nowMillis) ? neverMillis : producer.client.selectorDelayMillis(nowMillis);
    const delayMillis = Math.min(timeoutMillis, clientMillis, producer.nextBlockedDelayMillis(nowMillis));
    this.pollEndMicros =
      delayMillis >= neverMillis - nowMillis ? Number.MAX_SAFE_INTEGER : nowMicros + Math.max(delayMillis, 0) * microsPerMilli;
    // An earlier timer that still runs finds nothing to do and sets the right one: cheaper than cancelling at every batch.
    if (this.pollTimerDueMicros <= this.pollEndMicros) return;
    if (this.pollTimer !== noTimer) this.context.cancelTimer(this.pollTimer);
    this.startPollTimer(this.pollEndMicros);
  }

  private startPollTimer(dueMicros: Micros): void {
    if (dueMicros === Number.MAX_SAFE_INTEGER) return;
    this.pollTimer = this.context.startTimer(dueMicros - this.context.nowMicros, new PollTimer());
    this.pollTimerDueMicros = dueMicros;
  }

  private maybeFinishClose(producer: KafkaProducer): void {
    if (producer.sender.hasWork || (!this.isClosing && this.nextSettings === null)) return;
    const { connections } = producer.client.connectionStates;
    this.disconnect([...connections].flatMap(([nodeId, { state }]) => (state === 'disconnected' ? [] : [nodeId])));
    this.producer = null;
    if (this.nextSettings !== null && !this.isClosing) {
      this.nextSettings = null;
      this.openProducer();
      const { workload } = this;
      if (workload !== null) this.setWorkload(restOf(workload, this.context.nowMicros));
      this.turn();
      return;
    }
    this.nextSettings = null;
    emitInterceptors(this.context, this.settings, 'close');
    this.context.emit(producerClosed, { failedCount: this.failedCount });
  }

  private forceClose(): void {
    const { producer } = this;
    if (producer === null || !this.isClosing) return;
    this.failedCount += producer.accumulator.incomplete.all().reduce((sum, batch) => sum + batch.recordCount, 0);
    producer.forceClose(this.context.nowMillis);
    this.maybeFinishClose(producer);
  }

  private openProducer(): void {
    const { context, settings } = this;
    emitInterceptors(context, settings, 'configure');
    this.isClosing = false;
    this.failedCount = 0;
    this.producer = new KafkaProducer(settings, new ContextEnvironment(context), this.createObserver(), {
      bootstrapAddressCount: this.bootstrap.length,
      discoverBrokerVersions: this.discoverBrokerVersions,
      metadataUpdates: 'automatic',
      jitterPercent: 20,
      compressor: this.compressor,
    });
  }

  /** Who is told what becomes of records; a program that waits for its futures listens too. */
  protected createObserver(): ProducerObserver {
    return new ProcessObserver(this.context, this.ledger, this.settings.acks);
  }

  private peerOf(nodeId: number): NodeId {
    return nodeId >= 0 ? nodeId : (this.bootstrap[-1 - nodeId] ?? 0);
  }
}
