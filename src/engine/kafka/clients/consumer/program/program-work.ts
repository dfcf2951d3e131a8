import { Shared } from '../../../../kernel/state.ts';
import type { Context } from '../../../../kernel/process.ts';
import type { RecordBatch } from '../../../log/record-batch.ts';
import { RecordReader } from '../consumer-listener.ts';
import type { UnreadableRecord } from '../consumer-listener.ts';
import type { ConsumerObserver } from '../consumer-observer.ts';
import type { ApplicationStore } from './application-store.ts';
import { Processing } from './processing.ts';
import type { WorkedRange } from './processing.ts';
import type { ProgramOptions } from './program-options.ts';
import type { ProgramState } from './program-state.ts';

/** What comes of a program's work: results in a store, and somebody who watches. */
export class ProgramWork extends Shared {
  private readonly context: Context;
  private readonly observer: ConsumerObserver;
  private readonly store: ApplicationStore | null;

  constructor(context: Context, observer: ConsumerObserver, store: ApplicationStore | null) {
    super();
    this.context = context;
    this.observer = observer;
    this.store = store;
  }

  /** Records are done: the program knows, and their results have gone where it writes them. */
  finish(program: ProgramState, ranges: readonly WorkedRange[]): void {
    for (const worked of ranges) {
      program.note(worked);
      for (const range of this.effectsOf(program.options, worked)) this.report(program.options, range);
    }
  }

  /** What the program's worker thread has done by now. */
  advanceWorkers(program: ProgramState): void {
    const { nowMicros } = this.context;
    for (let batch = program.workers[0]; batch !== undefined; batch = program.workers[0]) {
      this.finish(program, batch.takeFinished(nowMicros));
      const { endMicros } = batch;
      if (endMicros > nowMicros) return;
      program.workers.shift();
      const next = program.workers[0];
      next?.beginStretch({ startMicros: endMicros, count: next.recordCount, isFailing: false });
    }
  }

  /** Hands what a poll returned to the worker thread. */
  handToWorkers(program: ProgramState, batch: Processing): void {
    program.noteHandedOver(batch, batch.recordCount);
    program.workers.push(batch);
    this.advanceWorkers(program);
  }

  /** Where the program begins to read a partition by its own account; null: where the group says. */
  storedOffset({ sink, application }: ProgramOptions, partition: string): number | null {
    return sink === 'transactional' ? (this.store?.nextOffset(application, partition) ?? null) : null;
  }

  private effectsOf({ sink, application }: ProgramOptions, worked: WorkedRange): readonly WorkedRange[] {
    if (sink === 'plain' || this.store === null) return [worked];
    const { partition, range } = worked;
    const first = range.firstOffset;
    // Within a range offsets may have gaps, which do no harm: nothing stands in them.
    return this.store.storeNew(application, worked).flatMap(({ from, to }) => {
      if (from === first && to === range.lastOffset + 1) return [worked];
      const indexes = Array.from({ length: range.count }, (_, i) => i).filter((i) => {
        const offset = range.batch.offsetOf(range.firstIndex + i);
        return offset >= from && offset < to;
      });
      const whole = new Processing([{ partition, ranges: [range], count: range.count }], 0, 0);
      const [low, high] = [indexes[0], indexes.at(-1)];
      return low === undefined || high === undefined ? [] : whole.rangesBetween(low, high + 1);
    });
  }

  private report({ application }: ProgramOptions, { partition, range }: WorkedRange): void {
    this.observer.onRecordsProcessed(this.context.self, partition, range, application);
  }
}

/** A deserializer that throws on poisoned records. */
export class PoisonReader extends RecordReader {
  private readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  override firstUnreadable(batch: RecordBatch, firstIndex: number, count: number): UnreadableRecord | null {
    for (let index = firstIndex; index < firstIndex + count; index++) {
      if (batch.records.at(index).value?.includes(this.text) !== true) continue;
      return { index, origin: 'VALUE', exception: 'SerializationException', message: 'Error when deserializing byte[] to string' };
    }
    return null;
  }
}

/** The number of the next record, from `from` on, whose value the program's code fails on; null when there is none. */
export function nextPoisoned(batch: Processing, from: number, text: string): number | null {
  let index = from;
  for (const { range } of batch.rangesBetween(from, batch.recordCount)) {
    for (let i = 0; i < range.count; i++, index++) {
      if (range.batch.records.at(range.firstIndex + i).value?.includes(text) === true) return index;
    }
  }
  return null;
}
