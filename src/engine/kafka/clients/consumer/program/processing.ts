import { State } from '../../../../kernel/state.ts';
import type { Micros } from '../../../../kernel/units.ts';
import type { DeliveredRange, DeliveredRecords } from '../consumer-listener.ts';
import type { PartitionName } from '../topic-partition.ts';

/** Records of one partition, in the order of work. */
export interface WorkedRange {
  readonly partition: PartitionName;
  readonly range: DeliveredRange;
}

/**
 * The records of one poll() in the application's hands, worked on one after the other. Work goes by stretches: up to the end, up to the
 * next commit, or up to a record whose processing fails.
 */
export class Processing extends State {
  readonly records: readonly DeliveredRecords[];
  readonly recordCount: number;
  readonly microsPerRecord: Micros;
  /** When the stretch began. */
  startMicros: Micros;
  /** Records that were finished, or given up, before the stretch. */
  private doneCount = 0;
  private stretchCount: number;
  /** The record behind the stretch fails: its time is spent all the same. */
  isFailing = false;
  private reportedCount = 0;

  constructor(records: readonly DeliveredRecords[], startMicros: Micros, microsPerRecord: Micros) {
    super();
    this.records = records;
    this.recordCount = records.reduce((sum, { count }) => sum + count, 0);
    this.startMicros = startMicros;
    this.microsPerRecord = microsPerRecord;
    this.stretchCount = this.recordCount;
  }

  get endMicros(): Micros {
    return this.startMicros + (this.stretchCount + (this.isFailing ? 1 : 0)) * this.microsPerRecord;
  }

  /** How many records were dealt with before this stretch. */
  get firstOfStretch(): number {
    return this.doneCount;
  }

  get isDone(): boolean {
    return this.doneCount >= this.recordCount;
  }

  /** Begins with the next records; `isFailing`: the one behind them fails. */
  beginStretch(stretch: { readonly startMicros: Micros; readonly count: number; readonly isFailing: boolean }): void {
    this.startMicros = stretch.startMicros;
    this.stretchCount = stretch.count;
    this.isFailing = stretch.isFailing;
  }

  /** The stretch is over. */
  endStretch(): void {
    this.doneCount += this.stretchCount;
    this.stretchCount = 0;
    this.isFailing = false;
  }

  /** Goes on behind the next record without having worked on it. */
  skipRecord(): void {
    this.doneCount++;
    this.reportedCount++;
  }

  /** How many records are finished by then. */
  processedCount(nowMicros: Micros): number {
    if (this.microsPerRecord === 0) return this.doneCount + this.stretchCount;
    const finished = Math.floor((nowMicros - this.startMicros) / this.microsPerRecord);
    return this.doneCount + Math.min(Math.max(finished, 0), this.stretchCount);
  }

  /** What has been finished since the last call. */
  takeFinished(nowMicros: Micros): readonly WorkedRange[] {
    const from = this.reportedCount;
    const to = this.processedCount(nowMicros);
    if (to <= from) return [];
    this.reportedCount = to;
    return this.rangesBetween(from, to);
  }

  /** The first `count` records, as ranges in the order of work. */
  firstRanges(count: number): readonly WorkedRange[] {
    return this.rangesBetween(0, count);
  }

  /** The records with the numbers [from, to), as ranges in the order of work. */
  rangesBetween(from: number, to: number): readonly WorkedRange[] {
    const taken: WorkedRange[] = [];
    let index = 0;
    for (const { partition, ranges } of this.records) {
      for (const range of ranges) {
        const first = Math.max(from - index, 0);
        const last = Math.min(to - index, range.count);
        if (first < last) taken.push({ partition, range: first === 0 && last === range.count ? range : partOf(range, first, last) });
        index += range.count;
        if (index >= to) return taken;
      }
    }
    return taken;
  }
}

function partOf(range: DeliveredRange, first: number, last: number): DeliveredRange {
  const firstIndex = range.firstIndex + first;
  const count = last - first;
  return { batch: range.batch, firstIndex, count, firstOffset: offsetAt(range, first), lastOffset: offsetAt(range, last - 1) };
}

function offsetAt({ batch, firstIndex }: DeliveredRange, distance: number): number {
  return batch.offsetOf(firstIndex + distance);
}
