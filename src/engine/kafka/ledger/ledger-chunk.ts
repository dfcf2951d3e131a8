import { numberBlocks } from '../../kernel/number-blocks.ts';
import { LazyEntity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { Micros, NodeId } from '../../kernel/units.ts';
import { noRest } from './ledger-entry.ts';
import type { LedgerEntry, LedgerOutcome, LedgerRest, ToldError } from './ledger-entry.ts';

/** The columns, one after the other: neighbours in one are alike, so that a checkpoint keeps little of them. */
const at = { firstId: 0, count: 1, sentMicros: 2, outcomeMicros: 3, appendOffset: 4, standing: 5 } as const;
const columnCount = 6;

/** How a row stands: its outcome, whether it was appended, is stranded or lost, and above these bits its producer. */
const outcomes: readonly LedgerOutcome[] = ['pending', 'acknowledged', 'failed', 'unconfirmed'];
const acknowledged = 1;
const outcomeBits = 3;
const strandedBit = 4;
const lostBit = 8;
const appendedBit = 16;
const producerShift = 5;

/** So many rows from the last one on are looked at one by one. */
const nearRows = 5;

/** A run of records that is on its way from now on. */
export interface SentRun {
  readonly firstId: number;
  readonly count: number;
  readonly key?: string | null;
}

/**
 * A few entries, saved together: a checkpoint keeps only the chunks that changed. Entries are rows of a table of numbers and no objects,
 * for each record changes its fate three times at least; what only some of them have is an object that they may share.
 */
export class LedgerChunk extends LazyEntity {
  count = 0;
  /** How many there is room for. */
  private room: number;
  /** In four bytes each while all of them fit. */
  private numbers: Int32Array | Float64Array;
  /** From which the times are counted. */
  private baseMicros: Micros = 0;
  /** As long as `count`, or empty while no entry has anything beside its numbers. */
  private rests: LedgerRest[] = [];

  /** With room for so many entries at first. */
  constructor(registry: EntityRegistry, rowCount: number) {
    super(registry);
    this.room = rowCount;
    this.numbers = numberBlocks.view(rowCount * columnCount);
  }

  firstIdAt(row: number): number {
    return this.numbers[at.firstId * this.room + row]!;
  }

  countAt(row: number): number {
    return this.numbers[at.count * this.room + row]!;
  }

  producerAt(row: number): NodeId {
    return this.standingAt(row) >> producerShift;
  }

  outcomeAt(row: number): LedgerOutcome {
    return outcomes[this.standingAt(row) & outcomeBits]!;
  }

  isStrandedAt(row: number): boolean {
    return (this.standingAt(row) & strandedBit) !== 0;
  }

  isLostAt(row: number): boolean {
    return (this.standingAt(row) & lostBit) !== 0;
  }

  isAppendedAt(row: number): boolean {
    return (this.standingAt(row) & appendedBit) !== 0;
  }

  appendOffsetsAt(row: number): readonly number[] {
    if (!this.isAppendedAt(row)) return noRest.laterOffsets;
    return [this.numbers[at.appendOffset * this.room + row]!, ...this.restAt(row).laterOffsets];
  }

  restAt(row: number): LedgerRest {
    return this.rests.length === 0 ? noRest : this.rests[row]!;
  }

  /** The row as others see it. */
  entryAt(row: number): LedgerEntry {
    const { key, errorCode, exception, extraCopies, deliveries, processings } = this.restAt(row);
    const outcome = this.outcomeAt(row);
    return {
      firstId: this.firstIdAt(row),
      count: this.countAt(row),
      producer: this.producerAt(row),
      sentMicros: this.baseMicros + this.numbers[at.sentMicros * this.room + row]!,
      outcome,
      outcomeMicros: outcome === 'pending' ? -1 : this.baseMicros + this.numbers[at.outcomeMicros * this.room + row]!,
      isStranded: this.isStrandedAt(row),
      isLost: this.isLostAt(row),
      appendOffsets: this.appendOffsetsAt(row),
      ...{ key, errorCode, exception, extraCopies, deliveries, processings },
    };
  }

  /** The row of a record's entry; -1 when there is none. */
  rowOf(id: number): number {
    let to = this.count;
    // Nearly all that happens, happens to one of the last entries.
    for (const stop = to - nearRows; to > 0 && to > stop; to--) {
      const firstId = this.firstIdAt(to - 1);
      if (firstId <= id) return id < firstId + this.countAt(to - 1) ? to - 1 : -1;
    }
    let from = 0;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.firstIdAt(middle) <= id) from = middle + 1;
      else to = middle;
    }
    return from > 0 && id < this.firstIdAt(from - 1) + this.countAt(from - 1) ? from - 1 : -1;
  }

  /** An entry of records that were sent just now. */
  add(run: SentRun, producer: NodeId, sentMicros: Micros): void {
    let row = this.count;
    // A producer that waited for metadata comes with numbers that it was given before others.
    while (row > 0 && this.firstIdAt(row - 1) > run.firstId) row--;
    if (this.count === 0) this.baseMicros = sentMicros;
    this.open(row);
    this.put(at.firstId, row, run.firstId);
    this.put(at.count, row, run.count);
    this.put(at.sentMicros, row, sentMicros - this.baseMicros);
    const { numbers, room } = this;
    numbers[at.outcomeMicros * room + row] = 0;
    numbers[at.appendOffset * room + row] = 0;
    this.setStandingAt(row, producer << producerShift);
    if (run.key !== undefined && run.key !== null) this.setRest(row, this.restOfKey(run.key, row));
  }

  /** The first place at which a leader appended the first record, and whether a log that counts holds it there. */
  setAppendOffset(row: number, offset: number, isStranded: boolean): void {
    this.put(at.appendOffset, row, offset);
    this.setStandingAt(row, (this.standingAt(row) & ~strandedBit) | appendedBit | (isStranded ? strandedBit : 0));
  }

  /** What the producer is told now; pending: it waits again, and the time means nothing. */
  tell(row: number, outcome: LedgerOutcome, outcomeMicros: Micros, { errorCode, exception }: ToldError): void {
    const told = outcome === 'acknowledged' ? acknowledged : outcomes.indexOf(outcome);
    this.setStandingAt(row, (this.standingAt(row) & ~outcomeBits) | told);
    this.put(at.outcomeMicros, row, outcomeMicros - this.baseMicros);
    const rest = this.restAt(row);
    if (rest.errorCode !== errorCode || rest.exception !== exception) this.setRest(row, rest.with({ errorCode, exception }));
  }

  /** Whether a log that counts holds it. */
  setStanding(row: number, isStranded: boolean, isLost: boolean): void {
    const others = this.standingAt(row) & ~(strandedBit | lostBit);
    this.setStandingAt(row, others | (isStranded ? strandedBit : 0) | (isLost ? lostBit : 0));
  }

  /** Neighbours of the same fate share what says so. */
  setRest(row: number, rest: LedgerRest): void {
    if (this.rests.length === 0) for (let i = 0; i < this.count; i++) this.rests.push(noRest);
    const neighbour = row > 0 ? this.rests[row - 1]! : noRest;
    this.rests[row] = neighbour.says(rest) ? neighbour : rest;
  }

  /** Makes the entry at `row` cover exactly what it has of [from, end); returns where that part stands. */
  splitAt(row: number, from: number, end: number): number {
    let part = row;
    const skip = from - this.firstIdAt(part);
    if (skip > 0) this.cut(part++, skip);
    const kept = end - this.firstIdAt(part);
    if (this.countAt(part) > kept) this.cut(part, kept);
    return part;
  }

  /** Leaves an entry its first `kept` records; the others are the next entry. */
  private cut(row: number, kept: number): void {
    this.open(row + 1);
    const { numbers, room } = this;
    for (let column = 0; column < numbers.length; column += room) numbers[column + row + 1] = numbers[column + row]!;
    this.put(at.firstId, row + 1, numbers[at.firstId * room + row]! + kept);
    this.put(at.count, row + 1, numbers[at.count * room + row]! - kept);
    if (this.isAppendedAt(row)) this.put(at.appendOffset, row + 1, numbers[at.appendOffset * room + row]! + kept);
    this.put(at.count, row, kept);
    const rest = this.restAt(row);
    if (rest === noRest) return;
    const laterOffsets = rest.laterOffsets.map((offset) => offset + kept);
    this.setRest(row + 1, laterOffsets.length === 0 ? rest : rest.with({ laterOffsets }));
  }

  /** Makes room for a row, before what stands there. */
  private open(row: number): void {
    if (this.count === this.room) this.widen();
    if (row < this.count) {
      const { numbers, room, count } = this;
      for (let column = 0; column < numbers.length; column += room) numbers.copyWithin(column + row + 1, column + row, column + count);
    }
    if (this.rests.length > 0) this.rests.splice(row, 0, noRest);
    this.count++;
  }

  private widen(): void {
    const { numbers, room } = this;
    const wider = numbers instanceof Int32Array ? new Int32Array(2 * numbers.length) : new Float64Array(2 * numbers.length);
    for (let i = 0; i < columnCount; i++) wider.set(numbers.subarray(i * room, (i + 1) * room), 2 * i * room);
    this.numbers = wider;
    this.room = 2 * room;
  }

  private standingAt(row: number): number {
    return this.numbers[at.standing * this.room + row]!;
  }

  /** Bits always find room. */
  private setStandingAt(row: number, standing: number): void {
    this.numbers[at.standing * this.room + row] = standing;
  }

  private put(column: number, row: number, value: number): void {
    const place = column * this.room + row;
    this.numbers[place] = value;
    if (this.numbers[place] !== value) this.putLarge(place, value);
  }

  /** What four bytes do not hold: all of the chunk's numbers have eight from now on. */
  private putLarge(place: number, value: number): void {
    this.numbers = new Float64Array(this.numbers);
    this.numbers[place] = value;
  }

  /** Neighbours with the same key share what says so. */
  private restOfKey(key: string, row: number): LedgerRest {
    const before = row > 0 ? this.restAt(row - 1) : noRest;
    return before.key === key &&
      before.errorCode === 0 &&
      before.deliveries.length + before.processings.length + before.laterOffsets.length === 0
      ? before
      : noRest.with({ key });
  }
}
