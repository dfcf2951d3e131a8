import type { ClientCall } from '../../../../contract/scenario.ts';
import { Timer } from '../../../kernel/process.ts';
import type { CrashKind } from '../../../kernel/process.ts';
import type { Micros } from '../../../kernel/units.ts';
import { ContextEnvironment } from '../common/client-environment.ts';
import type { ClientError } from '../common/client-error.ts';
import { ClassicConsumer } from './classic-consumer.ts';
import { RecordReader } from './consumer-listener.ts';
import type { ConsumerProgram } from './consumer-program.ts';
import { ConsumerSettings } from './consumer-settings.ts';
import { ConsumerTracer } from './consumer-tracer.ts';
import { ProgramListener } from './program/program-listener.ts';
import { closeTimeoutMillis, ProgramLoop } from './program/program-loop.ts';
import type { Ending } from './program/program-loop.ts';
import { programOf, ProgramState } from './program/program-state.ts';
import { PoisonReader } from './program/program-work.ts';
import { ZooKeeperOffsets } from './zookeeper-offsets.ts';
import type { PartitionName } from './topic-partition.ts';

const plainClose = { how: 'close', timeoutMillis: closeTimeoutMillis, isRestart: false } as const;

/** A call of the consumer that a person asked for. */
export interface ProgramCall {
  readonly call: Exclude<ClientCall, 'flush'>;
  readonly partitions: readonly PartitionName[];
}

class StartTimer extends Timer {}

/** A consumer's process: the program's loop, and what a person does to it. */
export class ConsumerProcess extends ProgramLoop {
  /** What the program is still to call before its next poll(). */
  private calls: readonly ProgramCall[] = [];

  onStart(): void {
    this.touch();
    this.step = { kind: 'waitingToStart' };
    this.context.startTimer(this.program.startDelayMicros, new StartTimer());
  }

  override onTimer(timer: Timer): void {
    if (timer instanceof StartTimer) {
      this.touch();
      this.begin();
    } else super.onTimer(timer);
  }

  onCrash(_kind: CrashKind): void {
    this.touch();
    // What was worked on before the crash was worked on, whatever was committed.
    const { processing } = this;
    const memory = this.consumer?.program ?? null;
    if (memory !== null) {
      if (processing !== null) this.work.finish(memory, processing.takeFinished(this.context.nowMicros));
      this.work.advanceWorkers(memory);
    }
    this.processing = null;
    this.calls = [];
    this.consumer = null;
    this.ending = null;
    this.forgetTimer();
    this.step = { kind: 'waitingToStart' };
  }

  // What a person does to the program ------------------------------------------------------------------------------------------------

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

  /** Leaves word for the program: its one thread makes the call before its next poll(), as another thread may not. */
  callBeforePoll(call: ProgramCall): void {
    this.touch();
    this.calls = [...this.calls, call];
  }

  /** The program takes so long for each record from its next poll() on. */
  setProcessing(microsPerRecord: Micros): void {
    this.touch();
    this.program = { ...this.program, processingMicrosPerRecord: microsPerRecord };
  }

  /**
   * Ends the program in good order, as a shutdown hook does: wakeup() ends a poll(), work in hand is finished first; then `finally` commits
   * if the program says so, and closes.
   */
  close({ how, timeoutMillis, isRestart }: Omit<Ending, 'exception'> = plainClose): void {
    this.touch();
    const { consumer, step } = this;
    if (consumer === null || this.ending !== null || step.kind === 'ended') return;
    this.ending = { exception: null, how, timeoutMillis, isRestart };
    if (step.kind === 'polling') consumer.wakeup();
    if (step.kind === 'polling' || step.kind === 'pausing') this.leaveLoop(consumer);
    this.settle(consumer);
  }

  /** Lets the program end in good order and begin anew with other settings or other code: a client reads its configuration once. */
  configure(changes: Partial<ConsumerProgram>): void {
    this.touch();
    const { program } = this;
    this.program = { ...program, ...changes };
    if (this.consumer === null) return;
    if (this.step.kind === 'ended') this.begin();
    else this.close({ how: 'close', timeoutMillis: closeTimeoutMillis, isRestart: true });
  }

  private call(act: (consumer: ClassicConsumer) => ClientError | null): ClientError | null {
    this.touch();
    const { consumer } = this;
    if (consumer === null) return null;
    const error = act(consumer);
    if (error !== null) this.observeError(consumer, error);
    return error;
  }

  protected makeCalls(consumer: ClassicConsumer): boolean {
    for (let [next] = this.calls; next !== undefined; [next] = this.calls) {
      this.calls = this.calls.slice(1);
      if (next.call === 'commit-sync') {
        this.commitNow(consumer, 'after-work');
        return true;
      }
      const error = this.makeCall(consumer, next);
      if (error !== null) {
        this.onException(consumer, error);
        return true;
      }
    }
    return false;
  }

  private makeCall(consumer: ClassicConsumer, { call, partitions }: ProgramCall): ClientError | null {
    const { nowMillis } = this.context;
    const wanted = partitions.length === 0 ? consumer.subscriptions.assignedPartitions() : partitions;
    switch (call) {
      case 'pause':
        return consumer.pause(wanted);
      case 'resume':
        return consumer.resumePartitions(wanted);
      case 'seek-to-beginning':
        return consumer.seekTo('beginning', wanted);
      case 'seek-to-end':
        return consumer.seekTo('end', wanted);
      case 'commit-async':
        this.commitAsync(consumer, programOf(consumer).offsetsToCommit(consumer));
        return null;
      case 'enforce-rebalance':
        consumer.enforceRebalance('rebalance enforced by user');
        return null;
      case 'unsubscribe':
        return consumer.unsubscribe(nowMillis);
      case 'subscribe':
        return subscribe(consumer, this.program, nowMillis);
      case 'commit-sync':
        return null;
    }
  }

  protected begin(): void {
    this.calls = [];
    const { program, context } = this;
    const { options } = program;
    const poison = options.poison?.fails === 'deserialization' ? options.poison : null;
    const settings = new ConsumerSettings(settingsOf(program));
    const environment = new ContextEnvironment(context);
    const { offsetsIn, hasGroups } = program;
    const consumer = new ClassicConsumer({
      settings,
      environment,
      listener: new ConsumerTracer(context),
      reader: poison === null ? new RecordReader() : new PoisonReader(poison.text),
      groupListener: new ProgramListener(context, this.work),
      program: new ProgramState(options, program.storedOffsets),
      nowMillis: context.nowMillis,
      spinMillis: 1,
      bootstrapAddressCount: program.bootstrapBrokers.length,
      offsets: offsetsIn === null || !hasGroups ? null : new ZooKeeperOffsets(settings, environment, context.nowMillis, offsetsIn),
    });
    this.consumer = consumer;
    this.startStoreTimer();
    const error = subscribe(consumer, program, context.nowMillis);
    if (error !== null) this.onException(consumer, error);
    else this.beginPoll(consumer);
    this.settle(consumer);
  }
}

function subscribe(consumer: ClassicConsumer, program: ConsumerProgram, nowMillis: number): ClientError | null {
  if (program.assign.length > 0) return consumer.assign(program.assign, nowMillis);
  if (program.subscribePattern !== null) return consumer.subscribePattern(program.subscribePattern, nowMillis);
  return consumer.subscribe(program.subscribe, nowMillis);
}

/** Where brokers answer no groups group.id means nothing; librdkafka's own thread commits instead of poll(). */
function settingsOf({ configs, hasGroups, storedOffsets }: ConsumerProgram): Readonly<Record<string, string>> {
  const own = storedOffsets === null ? configs : { ...configs, 'enable.auto.commit': 'false' };
  return hasGroups ? own : Object.fromEntries(Object.entries(own).filter(([key]) => key !== 'group.id'));
}
