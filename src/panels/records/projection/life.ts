import { highWatermarkAdvanced, logTruncated, recordsAppended, recordsReplicated } from '../../../engine/kafka/broker/events.ts';
import { recordsDelivered } from '../../../engine/kafka/clients/consumer/events.ts';
import { batchAcknowledged, batchExpired, recordSent, sendFailed } from '../../../engine/kafka/clients/producer/events.ts';
import type { LedgerEntry } from '../../../engine/kafka/ledger/ledger-entry.ts';
import { recordsDuplicated, recordsLost } from '../../../engine/kafka/ledger/events.ts';
import { TraceFeed } from '../../../engine/kernel/trace-feed.ts';
import type { TraceKeeper } from '../../../engine/kernel/trace-feed.ts';
import type { Trace, TraceGlance } from '../../../engine/kernel/trace.ts';

/** More moments than a person reads are left out from the middle of a life. */
const maxMoments = 200;

/**
 * Follows one record through the trace: who wrote it where, who copied it, when it was committed, acknowledged, read, cut or lost. An
 * event is the record's when its offsets cover one at which the ledger knows the record, on a node that holds it at that time.
 */
export class RecordLife implements TraceKeeper {
  readonly entry: LedgerEntry;
  private readonly partition: number;
  private readonly feed: TraceFeed;
  /** Node to the offset at which it has the record. */
  private holders = new Map<number, number>();
  private appendCount = 0;
  private isStale = false;
  moments: number[] = [];

  constructor(trace: Trace, entry: LedgerEntry, partition: number) {
    this.entry = entry;
    this.partition = partition;
    this.feed = new TraceFeed(trace, this);
  }

  /** True when history was taken back, or the ledger knows more than at the beginning: begin anew. */
  isOutdated(entry: LedgerEntry): boolean {
    const isSame = entry.appendOffsets.length === this.entry.appendOffsets.length && entry.outcomeMicros === this.entry.outcomeMicros;
    return this.isStale || !isSame;
  }

  /** The events of its life so far, oldest first. */
  read(): readonly number[] {
    this.feed.read();
    return this.moments;
  }

  forgetFrom(): void {
    this.isStale = true;
  }

  take(glance: TraceGlance): void {
    const { spec, micros, node, id } = glance;
    if (micros < this.entry.sentMicros || this.moments.length >= maxMoments) return;
    if (spec.order[0] !== 'partition' || glance.args[0] !== this.partition) return;
    if (this.isOfRecord(spec.name, { node, micros, arg: (index) => glance.args[index] ?? -1 })) this.moments.push(id);
  }

  private isOfRecord(name: string, event: Happened): boolean {
    const { entry } = this;
    switch (name) {
      case recordSent.name:
        return event.node === entry.producer && event.micros === entry.sentMicros;
      case recordsAppended.name:
        return this.takeAppend(event);
      case recordsReplicated.name:
        return this.takeCopy(event);
      case highWatermarkAdvanced.name:
        return this.isHeldBetween(event.node, event.arg(1), event.arg(2));
      case batchAcknowledged.name:
        return event.node === entry.producer && this.covers(event.arg(2), event.arg(1));
      case batchExpired.name:
      case sendFailed.name:
        return event.node === entry.producer && event.micros === entry.outcomeMicros && entry.outcome === 'failed';
      case recordsDelivered.name:
        return this.holders.size > 0 && this.covers(event.arg(1), event.arg(3));
      case logTruncated.name:
        return this.takeCut(event);
      case recordsLost.name:
        return entry.isLost && this.appendCount > 0;
      case recordsDuplicated.name:
        return entry.extraCopies > 0 && this.covers(event.arg(2), event.arg(1));
      default:
        return false;
    }
  }

  private takeAppend({ node, arg }: Happened): boolean {
    const offset = this.entry.appendOffsets[this.appendCount];
    if (offset === undefined || offset < arg(1) || offset >= arg(1) + arg(2)) return false;
    this.appendCount++;
    this.holders.set(node, offset);
    return true;
  }

  private takeCopy({ node, arg }: Happened): boolean {
    const offset = this.holders.get(arg(1));
    if (offset === undefined || offset < arg(2) || offset >= arg(2) + arg(3)) return false;
    this.holders.set(node, offset);
    return true;
  }

  private takeCut({ node, arg }: Happened): boolean {
    const offset = this.holders.get(node);
    if (offset === undefined || offset < arg(1)) return false;
    this.holders.delete(node);
    return true;
  }

  private isHeldBetween(node: number, from: number, to: number): boolean {
    const offset = this.holders.get(node);
    return offset !== undefined && offset >= from && offset < to;
  }

  private covers(first: number, count: number): boolean {
    return this.entry.appendOffsets.slice(0, this.appendCount).some((offset) => offset >= first && offset < first + count);
  }
}

interface Happened {
  readonly node: number;
  readonly micros: number;
  readonly arg: (index: number) => number;
}
