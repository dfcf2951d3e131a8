import type { Context } from '../../../../kernel/process.ts';
import type { EntityRegistry } from '../../../../kernel/state.ts';
import type { Micros } from '../../../../kernel/units.ts';
import type { ClientError } from '../../common/client-error.ts';
import type { ClassicConsumer } from '../classic-consumer.ts';
import { RecordDeserializationError } from '../consumer-error.ts';
import type { DeliveredRecords } from '../consumer-listener.ts';
import { ConsumerNode } from '../consumer-node.ts';
import type { ConsumerObserver } from '../consumer-observer.ts';
import type { ConsumerProgram } from '../consumer-program.ts';
import { ConsumerTracer } from '../consumer-tracer.ts';
import { poisonMet, programFailed } from '../events.ts';
import type { CommitOffsets } from '../group-listener.ts';
import type { TaskResult } from '../task.ts';
import type { PartitionName } from '../topic-partition.ts';
import type { ApplicationStore } from './application-store.ts';
import { Processing } from './processing.ts';
import { programOf } from './program-state.ts';
import { nextPoisoned, ProgramWork } from './program-work.ts';

/** Where a commit stands in the program, and so what comes after it. */
export type CommitPlace = 'before-work' | 'after-record' | 'after-work' | 'before-close';

/** What the program is doing: the line of it that is being run. */
export type ProgramStep =
  | { readonly kind: 'waitingToStart' }
  | { readonly kind: 'polling' }
  | { readonly kind: 'processing' }
  /** Inside commitSync(). */
  | { readonly kind: 'committing'; readonly place: CommitPlace }
  /** After an exception that it caught, before it goes on. */
  | { readonly kind: 'pausing' }
  | { readonly kind: 'closing' }
  | { readonly kind: 'ended'; readonly exception: string | null };

/** How the program is to end. */
export interface Ending {
  readonly exception: string | null;
  readonly how: 'close' | 'unsubscribe-and-close';
  readonly timeoutMillis: number;
  readonly isRestart: boolean;
}

// Where a program is nearly all the time.
const pollingStep: ProgramStep = { kind: 'polling' };
const processingStep: ProgramStep = { kind: 'processing' };

export const closeTimeoutMillis = 30_000;
/** What a program that fails on a record takes at least before it tries again: else it would spin at one instant. */
const retryPauseMicros = 100_000;

/** What a consumer's process is made of. */
export interface ConsumerProcessParts {
  readonly program: ConsumerProgram;
  readonly observer: ConsumerObserver;
  /** Where results go; none where nobody asks for them. */
  readonly store?: ApplicationStore;
}

/**
 * The loop of a program that reads: poll, work on each record, commit, poll again. One thread, as in Kafka: while it works, nothing of the
 * consumer moves, except that answers pile up and heartbeats go out. Source: the loops of KafkaConsumer's documentation.
 */
export abstract class ProgramLoop extends ConsumerNode {
  step: ProgramStep = { kind: 'waitingToStart' };
  /** The records of the last poll, while the program's thread works on them. */
  processing: Processing | null = null;
  protected readonly work: ProgramWork;
  /** Set when the program is told to end, or an exception has left its loop. */
  protected ending: Ending | null = null;
  private readonly observer: ConsumerObserver;
  private pauseUntilMicros: Micros = 0;
  /** How often the program's code has failed on a poisoned record: what is wrong there outlives a restart of the consumer. */
  private failureCount = 0;

  constructor(registry: EntityRegistry, context: Context, { program, observer, store }: ConsumerProcessParts) {
    super(registry, context, program);
    this.observer = observer;
    this.work = new ProgramWork(context, observer, store ?? null);
  }

  /** The library's own thread commits next at this time (librdkafka, Kafka 0.8); -1: it does not. */
  nextStoreCommitMicros: Micros = -1;

  /** Makes a consumer and enters the loop. */
  protected abstract begin(): void;

  /** Makes the calls that a person asked for; true: one of them waits, or has thrown, and what comes after it goes on. */
  protected abstract makeCalls(consumer: ClassicConsumer): boolean;

  protected takeResults(consumer: ClassicConsumer): void {
    for (let result = consumer.takeResult(); result !== null; result = consumer.takeResult()) this.onResult(consumer, result);
  }

  private onResult(consumer: ClassicConsumer, result: TaskResult): void {
    const { step } = this;
    if (step.kind === 'closing') this.onClosed(consumer);
    else if (step.kind === 'committing') {
      if (result.kind === 'threw') this.onException(consumer, result.error, step.place);
      else this.afterCommit(consumer, step.place);
    } else if (result.kind === 'threw') this.onException(consumer, result.error);
    else this.afterPoll(consumer, result.value.kind === 'records' ? result.value.fetch.records : []);
  }

  protected beginPoll(consumer: ClassicConsumer): void {
    if (this.ending !== null) {
      this.leaveLoop(consumer);
      return;
    }
    for (const { offsets } of programOf(consumer).takeCommitsAgain(this.context.nowMicros)) this.commitAsync(consumer, offsets);
    if (this.makeCalls(consumer)) return;
    this.step = pollingStep;
    consumer.poll(this.program.pollTimeoutMillis, this.context.nowMillis);
  }

  private afterPoll(consumer: ClassicConsumer, records: readonly DeliveredRecords[]): void {
    const { program, context } = this;
    const { listener } = consumer;
    for (const delivered of records) {
      this.observer.onRecordsDelivered(context.self, delivered);
      if (listener instanceof ConsumerTracer) listener.onDelivered(delivered, consumer);
    }
    const batch = records.length === 0 ? null : new Processing(records, context.nowMicros, program.processingMicrosPerRecord);
    const { commit, commitWhen, processing } = program.options;
    if (processing === 'workers') {
      const memory = programOf(consumer);
      if (batch === null) this.work.advanceWorkers(memory);
      else this.work.handToWorkers(memory, batch);
      this.commitHere(consumer, 'after-work');
      return;
    }
    this.processing = batch;
    if (batch !== null && commit !== 'none' && commitWhen === 'before') this.commitNow(consumer, 'before-work');
    else this.goOnWorking(consumer);
  }

  /** Works on what the last poll returned, as far as this instant allows; then commits, then polls. */
  private goOnWorking(consumer: ClassicConsumer): void {
    const { nowMicros } = this.context;
    for (;;) {
      const batch = this.processing;
      if (batch === null || batch.isDone) {
        this.processing = null;
        if (batch === null || this.program.options.commitWhen === 'before') this.beginPoll(consumer);
        else this.commitHere(consumer, 'after-work');
        return;
      }
      this.beginStretch(batch);
      this.step = processingStep;
      if (batch.endMicros > nowMicros || !this.endStretch(consumer, batch)) return;
    }
  }

  private beginStretch(batch: Processing): void {
    const { poison, commit, commitWhen } = this.program.options;
    const from = batch.firstOfStretch;
    const isArmed = poison?.fails === 'processing' && this.failureCount < (poison.times ?? Infinity);
    const poisoned = isArmed ? nextPoisoned(batch, from, poison.text) : null;
    const until = commit !== 'none' && commitWhen === 'each-record' ? Math.min(from + 1, batch.recordCount) : batch.recordCount;
    const isFailing = poisoned !== null && poisoned < until;
    batch.beginStretch({ startMicros: this.context.nowMicros, count: (isFailing ? poisoned : until) - from, isFailing });
  }

  /** True when the program goes straight on. */
  private endStretch(consumer: ClassicConsumer, batch: Processing): boolean {
    const { commit, commitWhen } = this.program.options;
    const { isFailing } = batch;
    this.work.finish(programOf(consumer), batch.takeFinished(this.context.nowMicros));
    batch.endStretch();
    if (isFailing) return this.onPoison(consumer, batch);
    if (commit === 'none' || commitWhen !== 'each-record') return true;
    if (!programOf(consumer).isWorthCommitting(consumer)) return true;
    if (commit === 'sync') {
      this.commitNow(consumer, 'after-record');
      return false;
    }
    this.commitAsync(consumer, programOf(consumer).offsetsToCommit(consumer));
    return true;
  }

  protected programDeadlineMicros(): Micros {
    const ownMicros = this.threadDeadlineMicros();
    const storeMicros = this.nextStoreCommitMicros;
    if (storeMicros < 0 || this.consumer?.isClosed === true) return ownMicros;
    return ownMicros < 0 ? storeMicros : Math.min(ownMicros, storeMicros);
  }

  /** The interval of the library's own commits begins. */
  protected startStoreTimer(): void {
    const { storedOffsets } = this.program;
    const isOff = storedOffsets === null || storedOffsets.intervalMillis < 0;
    this.nextStoreCommitMicros = isOff ? -1 : this.context.nowMicros + storedOffsets.intervalMillis * 1000;
  }

  /**
   * The library's thread commits what is stored, whatever the application is doing.
   * Source: rd_kafka_cgrp_offset_commit_tmr_cb; Kafka 0.8: ZookeeperConsumerConnector.autoCommit.
   */
  private commitStored(consumer: ClassicConsumer): void {
    const { nowMicros, nowMillis } = this.context;
    if (this.nextStoreCommitMicros < 0 || nowMicros < this.nextStoreCommitMicros || consumer.isClosed) return;
    this.startStoreTimer();
    const memory = programOf(consumer);
    if (this.processing !== null) memory.noteHandedOver(this.processing, this.processing.processedCount(nowMicros) + 1);
    if (!consumer.hasGroup || !memory.isStoredNew(consumer)) return;
    const offsets = memory.offsetsToCommit(consumer);
    memory.noteCommit(offsets);
    consumer.nowMillis = nowMillis;
    if (offsets !== null) consumer.coordinator.commitOffsetsAsync(consumer, offsets, { kind: 'autoCommit' });
  }

  private threadDeadlineMicros(): Micros {
    if (this.step.kind === 'pausing') return this.pauseUntilMicros;
    if (this.step.kind === 'processing' && this.processing !== null) return this.processing.endMicros;
    const working = this.consumer?.program?.workers[0];
    return working === undefined ? -1 : Math.max(working.endMicros, this.context.nowMicros);
  }

  protected onAlarm(consumer: ClassicConsumer): void {
    const { nowMicros, nowMillis } = this.context;
    const { processing, step } = this;
    this.work.advanceWorkers(programOf(consumer));
    this.commitStored(consumer);
    if (step.kind === 'processing' && processing !== null) {
      if (nowMicros >= processing.endMicros && this.endStretch(consumer, processing)) this.goOnWorking(consumer);
    } else if (step.kind === 'pausing') {
      if (nowMicros >= this.pauseUntilMicros) this.goOnWorking(consumer);
    } else consumer.resume(nowMillis);
  }

  // Commits --------------------------------------------------------------------------------------------------------------------------

  /** The commit behind the work of a poll, if the program has one there and it has something to say. */
  private commitHere(consumer: ClassicConsumer, place: CommitPlace): void {
    const { commit } = this.program.options;
    const memory = programOf(consumer);
    if (commit === 'none' || !memory.isWorthCommitting(consumer)) this.afterCommit(consumer, place);
    else if (commit === 'sync') this.commitNow(consumer, place);
    else {
      this.commitAsync(consumer, memory.offsetsToCommit(consumer));
      this.afterCommit(consumer, place);
    }
  }

  /** commitSync(). */
  protected commitNow(consumer: ClassicConsumer, place: CommitPlace): void {
    const memory = programOf(consumer);
    const offsets = memory.offsetsToCommit(consumer);
    memory.noteCommit(offsets);
    this.step = { kind: 'committing', place };
    consumer.commitSync(offsets, consumer.settings.defaultApiTimeoutMillis, this.context.nowMillis);
  }

  protected commitAsync(consumer: ClassicConsumer, offsets: CommitOffsets | null): void {
    const memory = programOf(consumer);
    memory.noteCommit(offsets);
    memory.lastAsyncCommit++;
    const error = consumer.commitAsync(offsets, memory.lastAsyncCommit, this.context.nowMillis);
    if (error !== null) this.observeError(consumer, error);
  }

  private afterCommit(consumer: ClassicConsumer, place: CommitPlace): void {
    if (place === 'before-close') this.beginClose(consumer);
    else if (place === 'after-work') this.beginPoll(consumer);
    else this.goOnWorking(consumer);
  }

  // Exceptions and the end -----------------------------------------------------------------------------------------------------------

  /** The program's code has thrown on the record that comes next; true when the program goes straight on. */
  private onPoison(consumer: ClassicConsumer, batch: Processing): boolean {
    const { context } = this;
    const memory = programOf(consumer);
    const reaction = this.program.options.poison?.then ?? 'close';
    this.failureCount++;
    const [record] = batch.rangesBetween(batch.firstOfStretch, batch.firstOfStretch + 1);
    if (record !== undefined) {
      context.emit(poisonMet, {
        partition: context.name(record.partition),
        offset: record.range.firstOffset,
        reaction: context.name(reaction),
      });
    }
    switch (reaction) {
      case 'skip':
        batch.skipRecord();
        if (record !== undefined) memory.note(record);
        return true;
      case 'retry':
        this.rest();
        return false;
      case 'seek-back': {
        for (const { partition, firstOffset } of firstOfEach(batch)) consumer.seek(partition, firstOffset, context.nowMillis);
        this.processing = null;
        this.rest();
        return false;
      }
      default:
        this.endWith(consumer, 'RuntimeException', reaction === 'restart');
        return false;
    }
  }

  protected onException(consumer: ClassicConsumer, error: ClientError, place: CommitPlace = 'after-work'): void {
    this.observeError(consumer, error);
    const { options } = this.program;
    if (place === 'before-close') this.beginClose(consumer);
    else if (error instanceof RecordDeserializationError) this.onUnreadable(consumer, error);
    else if (options.onException === 'continue' && consumer.subscriptions.subscriptionType !== 'NONE') {
      // A failed commit does not undo the work: the program goes on where it was.
      if (place === 'after-work') this.rest(consumer.settings.retryBackoffMillis * 1000);
      else this.afterCommit(consumer, place);
    } else this.endWith(consumer, error.exception, false);
  }

  /** poll() has thrown on a record that the deserializer refuses: it will do so for ever, unless the program seeks past it. */
  private onUnreadable(consumer: ClassicConsumer, { partition, offset, exception }: RecordDeserializationError): void {
    const reaction = this.program.options.poison?.then ?? 'close';
    if (reaction === 'close' || reaction === 'restart') {
      this.endWith(consumer, exception, reaction === 'restart');
      return;
    }
    if (reaction === 'skip') consumer.seek(partition, offset + 1, this.context.nowMillis);
    this.rest();
  }

  private rest(micros = retryPauseMicros): void {
    this.pauseUntilMicros = this.context.nowMicros + Math.max(micros, 1000);
    this.step = { kind: 'pausing' };
  }

  /** An exception leaves the loop: `finally` runs. */
  private endWith(consumer: ClassicConsumer, exception: string, isRestart: boolean): void {
    const { context } = this;
    this.ending = { exception, how: 'close', timeoutMillis: closeTimeoutMillis, isRestart };
    context.emit(programFailed, { exception: context.name(exception) });
    this.leaveLoop(consumer);
  }

  protected leaveLoop(consumer: ClassicConsumer): void {
    this.processing = null;
    const { commit } = this.program.options;
    const canCommit = consumer.hasGroup && consumer.subscriptions.subscriptionType !== 'NONE';
    const isLastWord = commit === 'async-then-sync' || (this.nextStoreCommitMicros >= 0 && programOf(consumer).isStoredNew(consumer));
    if (isLastWord && canCommit) this.commitNow(consumer, 'before-close');
    else this.beginClose(consumer);
  }

  private beginClose(consumer: ClassicConsumer): void {
    const { nowMillis } = this.context;
    if (this.ending?.how === 'unsubscribe-and-close') {
      const error = consumer.unsubscribe(nowMillis);
      if (error !== null) this.observeError(consumer, error);
    }
    this.step = { kind: 'closing' };
    consumer.close(this.ending?.timeoutMillis ?? closeTimeoutMillis, nowMillis);
  }

  private onClosed(consumer: ClassicConsumer): void {
    const exception = this.ending?.exception ?? null;
    const isRestart = this.ending?.isRestart === true;
    this.disconnectAll(consumer);
    this.ending = null;
    this.step = { kind: 'ended', exception };
    if (isRestart) this.begin();
  }

  protected observeError({ listener }: ClassicConsumer, error: ClientError): void {
    if (listener instanceof ConsumerTracer) listener.onError(error);
  }
}

/** Where each partition of a batch goes on that the program is not done with. */
function firstOfEach(batch: Processing): readonly { readonly partition: PartitionName; readonly firstOffset: number }[] {
  const first = new Map<PartitionName, number>();
  for (const { partition, range } of batch.rangesBetween(batch.firstOfStretch, batch.recordCount)) {
    if (!first.has(partition)) first.set(partition, range.firstOffset);
  }
  return [...first].map(([partition, firstOffset]) => ({ partition, firstOffset }));
}
