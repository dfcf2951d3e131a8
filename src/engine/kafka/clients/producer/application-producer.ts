import type { ProducerApplicationSpec } from '../../../../contract/scenario.ts';
import type { Context } from '../../../kernel/process.ts';
import { Entity } from '../../../kernel/state.ts';
import type { EntityRegistry } from '../../../kernel/state.ts';
import { ClientError } from '../common/client-error.ts';
import type { KafkaProducer, SendResult } from './kafka-producer.ts';
import { ProcessObserver } from './process-observer.ts';
import type { LedgerPort } from './process-observer.ts';
import type { AcknowledgedRange, FailedRange, FailureKind, InterceptorCall, ProducerObserver } from './producer-observer.ts';
import type { ProducerProcessOptions } from './producer-options.ts';
import { ProducerProcess } from './producer-process.ts';
import { RecordRun } from './record-run.ts';
import type { RecordRunFields } from './record-run.ts';

/**
 * What the application still has no confirmation of, in the order of sending. It survives a crash, as a table that records are sent from
 * does; records that failed wait in `again`.
 */
class Outbox extends Entity {
  readonly waiting = new Map<number, RecordRunFields>();
  again: RecordRunFields[] = [];
}

/** The callbacks of an application that looks at them. */
class ApplicationObserver extends ProcessObserver {
  private readonly application: ProducerApplicationSpec;
  private readonly outbox: Outbox;

  constructor(
    context: Context,
    parts: { readonly ledger: LedgerPort; readonly acks: number; readonly application: ProducerApplicationSpec; readonly outbox: Outbox },
  ) {
    super(context, parts.ledger, parts.acks);
    this.application = parts.application;
    this.outbox = parts.outbox;
  }

  override onAcknowledged(range: AcknowledgedRange): void {
    super.onAcknowledged(range);
    for (let i = 0; i < range.count; i++) this.take(range.firstLedgerId + i);
  }

  override onFailed(range: FailedRange, how: FailureKind): void {
    super.onFailed(range, how);
    for (let i = 0; i < range.count; i++) {
      const fields = this.take(range.firstLedgerId + i);
      // A serializer that throws will throw again.
      const isHopeless = range.error.exception === 'SerializationException';
      if (fields !== undefined && this.application.onFailure === 'send-again' && !isHopeless) this.outbox.again.push(fields);
    }
  }

  /** An exception of an interceptor is logged, and the record goes on as it was. Source: ProducerInterceptors. */
  protected override isFailing(call: InterceptorCall): boolean {
    return call.call === 'onSend' && call.interceptor === this.application.failingInterceptor;
  }

  private take(ledgerId: number): RecordRunFields | undefined {
    const fields = this.outbox.waiting.get(ledgerId);
    if (fields === undefined) return undefined;
    this.outbox.touch();
    this.outbox.waiting.delete(ledgerId);
    return fields;
  }
}

/** A producer whose application looks at the result of each record: waits for it, sends again, or remembers what it has not heard of. */
export class ApplicationProducer extends ProducerProcess {
  private readonly application: ProducerApplicationSpec;
  private readonly outbox: Outbox;
  private readonly ledgerPort: LedgerPort;

  constructor(
    registry: EntityRegistry,
    context: Context,
    options: ProducerProcessOptions & { readonly application: ProducerApplicationSpec },
  ) {
    super(registry, context, options);
    this.application = options.application;
    this.outbox = new Outbox(registry);
    this.ledgerPort = options.ledger;
  }

  override onStart(): void {
    super.onStart();
    this.outbox.touch();
    const unconfirmed = [...this.outbox.again.splice(0), ...this.outbox.waiting.values()];
    this.outbox.waiting.clear();
    if (this.application.onRestart === 'send-unconfirmed') this.sendAgain(unconfirmed);
  }

  protected override get isRecordByRecord(): boolean {
    return true;
  }

  protected override get isCallerHeld(): boolean {
    return super.isCallerHeld || (this.application.style === 'sync' && this.inHand > 0);
  }

  protected override handOver(run: RecordRun): void {
    super.handOver(run);
    this.remember(run);
  }

  protected override callSend(producer: KafkaProducer, run: RecordRun): SendResult {
    const { serializerRefuses } = this.application;
    if (serializerRefuses !== undefined && valueOf(run).includes(serializerRefuses)) run.serializationError = serializationError;
    return super.callSend(producer, run);
  }

  protected override createObserver(): ProducerObserver {
    const { application, outbox, settings } = this;
    return new ApplicationObserver(this.context, { ledger: this.ledgerPort, acks: settings.acks, application, outbox });
  }

  /** After each turn of the I/O thread: what failed meanwhile is sent again. */
  protected override afterTurn(): void {
    if (this.outbox.again.length === 0) return;
    this.outbox.touch();
    this.sendAgain(this.outbox.again.splice(0));
  }

  /** How many records send() was called with that have no result yet. */
  private get inHand(): number {
    return this.outbox.waiting.size - this.callerQueue.reduce((sum, run) => sum + run.count, 0);
  }

  private sendAgain(records: readonly RecordRunFields[]): void {
    for (const fields of records) this.handOver(new RecordRun(fields));
    if (records.length > 0) this.pumpCaller();
  }

  private remember(run: RecordRun): void {
    this.outbox.touch();
    this.outbox.waiting.set(run.firstLedgerId, {
      topic: run.topic,
      partition: run.requestedPartition,
      count: 1,
      contentBytes: run.contentBytes,
      key: run.key,
      firstLedgerId: run.firstLedgerId,
      content: run.content,
      firstNumber: run.firstNumber,
    });
  }
}

const serializationError = new ClientError('SerializationException', null, 'Error when serializing string to byte[]');

function valueOf({ content, firstNumber, firstLedgerId }: RecordRun): string {
  return content.slice(firstNumber, 1, firstLedgerId, 0).at(0).value ?? '';
}
