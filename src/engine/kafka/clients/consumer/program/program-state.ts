import { State } from '../../../../kernel/state.ts';
import { assert } from '../../../../kernel/units.ts';
import type { Micros } from '../../../../kernel/units.ts';
import type { StoredOffsetCommits } from '../../../config/client-library.ts';
import type { ClassicConsumer } from '../classic-consumer.ts';
import type { CommitOffsets } from '../group-listener.ts';
import type { PartitionName } from '../topic-partition.ts';
import type { Processing, WorkedRange } from './processing.ts';
import type { ProgramOptions } from './program-options.ts';

/** A commitAsync that failed and will be tried again by the application. */
interface CommitAgain {
  readonly commit: number;
  readonly offsets: CommitOffsets;
  readonly dueMicros: Micros;
}

/** The variables of a consumer's program: what it has done with the records, and what it must still commit. */
export class ProgramState extends State {
  readonly options: ProgramOptions;
  /** Batches that were handed to the worker thread; the first is being worked on. */
  readonly workers: Processing[] = [];
  lastAsyncCommit = 0;
  private commitsAgain: CommitAgain[] = [];
  private uncommittedCount = 0;
  /** The offset behind the last record that the program is done with. */
  private readonly processed = new Map<PartitionName, number>();
  private lastCommitted = '';
  /** The offsets that a thread of the library commits (librdkafka, Kafka 0.8). */
  private readonly stored = new Map<PartitionName, number>();
  private readonly storing: StoredOffsetCommits | null;

  constructor(options: ProgramOptions, storing: StoredOffsetCommits | null = null) {
    super();
    this.options = options;
    this.storing = storing;
  }

  /** When the worker thread has finished what it has in hand; 0 when it has nothing. */
  get workersEndMicros(): Micros {
    return this.workers.reduce((end, batch, i) => (i === 0 ? batch.endMicros : end + batch.recordCount * batch.microsPerRecord), 0);
  }

  /** Notes that the program is done with these records. */
  note({ partition, range }: WorkedRange): void {
    this.processed.set(partition, range.lastOffset + 1);
    // enable.auto.offset.store=false: the application stores an offset when it is done with the record. Where handing over stores it, a
    // record that is done was handed over; one in a worker's hands is long stored, together with those behind it.
    const isStored = this.storing?.areStoredAtDelivery === false || (this.storing !== null && this.options.processing === 'inline');
    if (isStored) this.stored.set(partition, range.lastOffset + 1);
    this.uncommittedCount += range.count;
  }

  /** The first records of a batch were handed to the application, one after the other: where the library stores offsets, that does. */
  noteHandedOver(batch: Processing, count: number): void {
    if (this.storing?.areStoredAtDelivery !== true) return;
    for (const { partition, range } of batch.firstRanges(count)) this.stored.set(partition, range.lastOffset + 1);
  }

  /** Whether a thread of the library commits what was stored. */
  get isStoring(): boolean {
    return this.storing !== null;
  }

  /** Forgets partitions that others own now. */
  forget(partitions: readonly PartitionName[]): void {
    for (const partition of partitions) {
      this.processed.delete(partition);
      this.stored.delete(partition);
    }
  }

  /** What a commit of the program names: null, no argument, stands for all positions. */
  offsetsToCommit(consumer: ClassicConsumer): CommitOffsets | null {
    const { commitOffsets } = this.options;
    if (this.isStoring) return this.storedToCommit(consumer);
    if (commitOffsets === 'position') return null;
    // An application that names offsets seldom names epochs: new OffsetAndMetadata(offset).
    const owned = [...this.processed].filter(([partition]) => consumer.subscriptions.isAssigned(partition));
    return new Map(
      owned.map(([partition, next]) => [partition, { offset: commitOffsets === 'record' ? next - 1 : next, leaderEpoch: null }]),
    );
  }

  private storedToCommit(consumer: ClassicConsumer): CommitOffsets {
    const owned = [...this.stored].filter(([partition]) => consumer.subscriptions.isAssigned(partition));
    return new Map(owned.map(([partition, offset]) => [partition, { offset, leaderEpoch: null }]));
  }

  /** Whether the stored offsets differ from those that were committed last. */
  isStoredNew(consumer: ClassicConsumer): boolean {
    const offsets = this.storedToCommit(consumer);
    return offsets.size > 0 && textOf(offsets) !== this.lastCommitted;
  }

  /** Whether a commit now would say something that the last one did not. */
  isWorthCommitting(consumer: ClassicConsumer): boolean {
    if (this.uncommittedCount < this.options.commitEveryRecords) return false;
    const offsets = this.offsetsToCommit(consumer);
    return offsets === null || (offsets.size > 0 && textOf(offsets) !== this.lastCommitted);
  }

  /** A commit is on its way. */
  noteCommit(offsets: CommitOffsets | null): void {
    this.uncommittedCount = 0;
    this.lastCommitted = offsets === null ? '' : textOf(offsets);
  }

  /** The callback of a commitAsync that failed in a way that passes. */
  onAsyncCommitFailed(commit: number, offsets: CommitOffsets, nowMicros: Micros): void {
    const { retryAsync, retryAsyncMillis } = this.options;
    if (retryAsync !== 'never') this.commitsAgain.push({ commit, offsets, dueMicros: nowMicros + retryAsyncMillis * 1000 });
  }

  /** Commits that are to be tried again by now; those that a newer one has overtaken only if the program does not look. */
  takeCommitsAgain(nowMicros: Micros): readonly CommitAgain[] {
    if (this.commitsAgain.length === 0) return this.commitsAgain;
    const due = this.commitsAgain.filter(({ dueMicros }) => dueMicros <= nowMicros);
    if (due.length === 0) return due;
    this.commitsAgain = this.commitsAgain.filter(({ dueMicros }) => dueMicros > nowMicros);
    return this.options.retryAsync === 'always' ? due : due.filter(({ commit }) => commit === this.lastAsyncCommit);
  }
}

/** The variables of the program that a consumer is in. */
export function programOf({ program }: ClassicConsumer): ProgramState {
  assert(program !== null, 'the consumer is part of a program');
  return program;
}

function textOf(offsets: CommitOffsets): string {
  return [...offsets].map(([partition, { offset }]) => `${partition}@${String(offset)}`).join();
}
