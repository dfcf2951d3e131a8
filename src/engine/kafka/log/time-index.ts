import { State } from '../../kernel/state.ts';
import { largestLowerBoundSlot, PairList } from './pair-list.ts';

const entrySizeBytes = 12;
// Kafka divides integers.
const warmEntries = 682;
const noTimestamp = -1;

/** A timestamp and the last offset of the batch that brought it. */
export interface TimestampOffset {
  readonly timestamp: number;
  readonly offset: number;
}

/** The sparse map from timestamp to offset of one segment: `.timeindex`. Source: TimeIndex. */
export class TimeIndex extends State {
  readonly baseOffset: number;
  fileSizeBytes: number;
  private readonly pairs = new PairList();
  private lastTimestamp = noTimestamp;
  private lastOffset: number;

  constructor(baseOffset: number, maxIndexSizeBytes: number) {
    super();
    this.baseOffset = baseOffset;
    this.fileSizeBytes = roundDown(maxIndexSizeBytes);
    this.lastOffset = baseOffset;
  }

  get entries(): number {
    return this.pairs.count;
  }

  /** One slot is kept free, so that a final entry can be written when the segment is rolled. */
  get isFull(): boolean {
    return this.pairs.count >= Math.floor(this.fileSizeBytes / entrySizeBytes) - 1;
  }

  get lastEntry(): TimestampOffset {
    return { timestamp: this.lastTimestamp, offset: this.lastOffset };
  }

  entry(slot: number): TimestampOffset {
    return { timestamp: this.pairs.keyAt(slot), offset: this.pairs.valueAt(slot) };
  }

  /** The largest entry at or below the timestamp; the segment's beginning when there is none. */
  lookup(targetTimestamp: number): TimestampOffset {
    const slot = this.slotOf(targetTimestamp);
    return slot < 0 ? { timestamp: noTimestamp, offset: this.baseOffset } : this.entry(slot);
  }

  /** The slot that lookup finds, -1 when there is none; `visited` takes those that the search looked at. */
  slotOf(targetTimestamp: number, visited: number[] | null = null): number {
    return largestLowerBoundSlot(this.pairs, targetTimestamp, { side: 'key', warmEntries }, visited);
  }

  /** Adds an entry when the timestamp is larger than the last one; false where Kafka throws, because offsets or timestamps fall. */
  maybeAppend(timestamp: number, offset: number): boolean {
    if (this.pairs.count > 0 && (offset < this.lastOffset || timestamp < this.lastTimestamp)) return false;
    if (timestamp > this.lastTimestamp) this.push(timestamp, offset);
    return true;
  }

  /** Takes over a file's entries as they stand, believing them. */
  loadFile(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.truncateToEntries(0);
    for (let at = 0; at + entrySizeBytes <= bytes.length; at += entrySizeBytes) {
      this.push(Number(view.getBigInt64(at)), this.baseOffset + view.getInt32(at + 8));
    }
    this.fileSizeBytes = bytes.length;
  }

  private push(timestamp: number, offset: number): void {
    this.pairs.push(timestamp, offset);
    this.lastTimestamp = timestamp;
    this.lastOffset = offset;
  }

  /** Removes the entries whose offset is at or above this one. */
  truncateTo(offset: number): void {
    const slot = largestLowerBoundSlot(this.pairs, offset, { side: 'value', warmEntries });
    this.truncateToEntries(slot < 0 || this.pairs.valueAt(slot) !== offset ? slot + 1 : slot);
  }

  reset(maxIndexSizeBytes: number): void {
    this.truncateToEntries(0);
    this.resize(maxIndexSizeBytes);
  }

  resize(sizeBytes: number): void {
    this.fileSizeBytes = roundDown(sizeBytes);
  }

  trimToValidSize(): void {
    this.fileSizeBytes = this.pairs.count * entrySizeBytes;
  }

  private truncateToEntries(count: number): void {
    this.pairs.truncate(count);
    this.lastTimestamp = count === 0 ? noTimestamp : this.pairs.keyAt(count - 1);
    this.lastOffset = count === 0 ? this.baseOffset : this.pairs.valueAt(count - 1);
  }
}

function roundDown(sizeBytes: number): number {
  return sizeBytes - (sizeBytes % entrySizeBytes);
}
