import { State } from '../../../kernel/state.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { DeliveredRange, DeliveredRecords } from './consumer-listener.ts';
import type { PartitionName } from './topic-partition.ts';

/** The records of one poll() in the application's hands, worked on one after the other. */
export class Processing extends State {
  readonly records: readonly DeliveredRecords[];
  readonly recordCount: number;
  readonly startMicros: Micros;
  readonly microsPerRecord: Micros;

  constructor(records: readonly DeliveredRecords[], startMicros: Micros, microsPerRecord: Micros) {
    super();
    this.records = records;
    this.recordCount = records.reduce((sum, { count }) => sum + count, 0);
    this.startMicros = startMicros;
    this.microsPerRecord = microsPerRecord;
  }

  get endMicros(): Micros {
    return this.startMicros + this.recordCount * this.microsPerRecord;
  }

  /** How many records are finished by then. */
  processedCount(nowMicros: Micros): number {
    if (this.microsPerRecord === 0) return this.recordCount;
    return Math.min(Math.floor((nowMicros - this.startMicros) / this.microsPerRecord), this.recordCount);
  }

  /** The first `count` records, as ranges in the order of work. */
  firstRanges(count: number): { readonly partition: PartitionName; readonly range: DeliveredRange }[] {
    const taken: { readonly partition: PartitionName; readonly range: DeliveredRange }[] = [];
    let rest = count;
    for (const { partition, ranges } of this.records) {
      for (const range of ranges) {
        if (rest <= 0) return taken;
        taken.push({ partition, range: rest >= range.count ? range : shortened(range, rest) });
        rest -= range.count;
      }
    }
    return taken;
  }
}

function shortened(range: DeliveredRange, count: number): DeliveredRange {
  const { batch, firstIndex } = range;
  const index = firstIndex + count - 1;
  const isDense = batch.count === batch.lastOffsetDelta + 1;
  const lastOffset = batch.baseOffset + (isDense ? index : (batch.records.at(index).offsetDelta ?? index));
  return { ...range, count, lastOffset };
}
