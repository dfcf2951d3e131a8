import type { Context } from '../../../../kernel/process.ts';
import type { ClientError } from '../../common/client-error.ts';
import type { ClassicConsumer } from '../classic-consumer.ts';
import { ConsumerTracer } from '../consumer-tracer.ts';
import type { CallbackOutcome, CommitOffsets } from '../group-listener.ts';
import { GroupTracer } from '../group-tracer.ts';
import { CommitTask } from '../poll-task.ts';
import { returnNone, Task } from '../task.ts';
import type { TaskResult, TaskStep } from '../task.ts';
import type { PartitionName } from '../topic-partition.ts';
import { programOf } from './program-state.ts';
import type { ProgramWork } from './program-work.ts';

/** The rebalance listener and the commit callbacks of a program, which run inside its calls. */
export class ProgramListener extends GroupTracer {
  private readonly clock: Context;
  private readonly work: ProgramWork;

  constructor(context: Context, work: ProgramWork) {
    super(context);
    this.clock = context;
    this.work = work;
  }

  override onPartitionsAssigned(consumer: ClassicConsumer, partitions: readonly PartitionName[]): null {
    super.onPartitionsAssigned(consumer, partitions);
    const program = programOf(consumer);
    for (const partition of partitions) {
      const stored = this.work.storedOffset(program.options, partition);
      if (stored !== null) consumer.seek(partition, stored, consumer.nowMillis);
    }
    return null;
  }

  override onPartitionsRevoked(consumer: ClassicConsumer, partitions: readonly PartitionName[], isInJoin: boolean): CallbackOutcome {
    super.onPartitionsRevoked(consumer, partitions, isInJoin);
    const program = programOf(consumer);
    this.work.advanceWorkers(program);
    const isCommitting = program.options.onRevoked !== 'nothing' || program.isStoring;
    if (isCommitting && isInJoin) return new CommitRevokedTask(this.clock, this.work, partitions);
    program.forget(partitions);
    return null;
  }

  /** Does what a revocation does, as ConsumerRebalanceListener's default: a commit cannot succeed any more. */
  override onPartitionsLost(consumer: ClassicConsumer, partitions: readonly PartitionName[]): null {
    super.onPartitionsLost(consumer, partitions);
    const program = programOf(consumer);
    this.work.advanceWorkers(program);
    const isTrying = program.options.onRevoked !== 'nothing' && consumer.settings.groupProtocol === 'classic';
    if (isTrying) {
      const offsets = program.offsetsToCommit(consumer) ?? consumer.coordinator.allConsumed(consumer);
      const result = consumer.runNow(new CommitTask(offsets, consumer.nowMillis, 0));
      if (result.kind === 'threw') tell(consumer, result.error);
    }
    program.forget(partitions);
    return null;
  }

  override onCommitCompleted(consumer: ClassicConsumer, commit: number, offsets: CommitOffsets, error: ClientError | null): void {
    if (error === null) return;
    tell(consumer, error);
    if (error.exception === 'RetriableCommitFailedException') {
      programOf(consumer).onAsyncCommitFailed(commit, offsets, this.clock.nowMicros);
    }
  }
}

/** commitSync inside onPartitionsRevoked, if wanted after the worker thread has finished. An exception is logged: the rebalance goes on. */
class CommitRevokedTask extends Task {
  private readonly clock: Context;
  private readonly work: ProgramWork;
  private readonly partitions: readonly PartitionName[];
  private step: 'wait' | 'commit' | 'done' = 'wait';

  constructor(clock: Context, work: ProgramWork, partitions: readonly PartitionName[]) {
    super();
    this.clock = clock;
    this.work = work;
    this.partitions = partitions;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    const program = programOf(consumer);
    switch (this.step) {
      case 'wait': {
        this.step = 'commit';
        const leftMicros = program.workersEndMicros - this.clock.nowMicros;
        if (program.options.onRevoked !== 'finish-and-commit' || leftMicros <= 0) return this.run(consumer, null);
        return { kind: 'sleep', untilMillis: consumer.nowMillis + Math.ceil(leftMicros / 1000) };
      }
      case 'commit': {
        this.work.advanceWorkers(program);
        this.step = 'done';
        const offsets = program.offsetsToCommit(consumer) ?? consumer.coordinator.allConsumed(consumer);
        program.noteCommit(offsets);
        return { kind: 'call', task: new CommitTask(offsets, consumer.nowMillis, consumer.settings.defaultApiTimeoutMillis) };
      }
      case 'done':
        if (callee?.kind === 'threw') tell(consumer, callee.error);
        program.forget(this.partitions);
        return returnNone;
    }
  }
}

function tell(consumer: ClassicConsumer, error: ClientError): void {
  if (consumer.listener instanceof ConsumerTracer) consumer.listener.onError(error);
}
