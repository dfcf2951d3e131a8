import { State } from '../../kernel/state.ts';
import { largestLowerBoundSlot, PairList, smallestUpperBoundSlot } from './pair-list.ts';

const entrySizeBytes = 8;
const warmEntries = 8192 / entrySizeBytes;
const intMax = 2147483647;

/** An offset and the byte position from where to look for it. */
export interface OffsetPosition {
  readonly offset: number;
  readonly position: number;
}

/** The sparse map from offset to byte position of one segment: `.index`. Source: OffsetIndex. */
export class OffsetIndex extends State {
  readonly baseOffset: number;
  /** The size of the file: preallocated while the segment is active, trimmed to its entries afterwards. */
  fileSizeBytes: number;
  lastOffset: number;
  private readonly pairs = new PairList();

  constructor(baseOffset: number, maxIndexSizeBytes: number) {
    super();
    this.baseOffset = baseOffset;
    this.fileSizeBytes = roundDown(maxIndexSizeBytes);
    this.lastOffset = baseOffset;
  }

  get entries(): number {
    return this.pairs.count;
  }

  get isFull(): boolean {
    return this.pairs.count >= Math.floor(this.fileSizeBytes / entrySizeBytes);
  }

  entry(slot: number): OffsetPosition {
    return { offset: this.pairs.keyAt(slot), position: this.pairs.valueAt(slot) };
  }

  /** The largest entry at or below the offset; the segment's beginning when there is none. */
  lookup(targetOffset: number): OffsetPosition {
    const slot = this.slotOf(targetOffset);
    return slot < 0 ? { offset: this.baseOffset, position: 0 } : this.entry(slot);
  }

  /** The slot that lookup finds, -1 when there is none; `visited` takes those that the search looked at. */
  slotOf(targetOffset: number, visited: number[] | null = null): number {
    return largestLowerBoundSlot(this.pairs, targetOffset, { side: 'key', warmEntries }, visited);
  }

  /** The first entry behind `sizeBytes` read from a position; null when the segment's end comes first. */
  fetchUpperBoundOffset(position: number, sizeBytes: number): OffsetPosition | null {
    const slot = smallestUpperBoundSlot(this.pairs, position + sizeBytes, 'value', warmEntries);
    return slot < 0 ? null : this.entry(slot);
  }

  /** Offsets must rise; false where Kafka throws InvalidOffsetException. */
  append(offset: number, position: number): boolean {
    if (this.pairs.count > 0 && offset <= this.lastOffset) return false;
    this.pairs.push(offset, position);
    this.lastOffset = offset;
    return true;
  }

  /** Takes over a file's entries as they stand, believing them: what follows the last real entry of an untrimmed file is zeros. */
  loadFile(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.truncateToEntries(0);
    for (let at = 0; at + entrySizeBytes <= bytes.length; at += entrySizeBytes) {
      this.pairs.push(this.baseOffset + view.getInt32(at), view.getInt32(at + 4));
    }
    if (this.pairs.count > 0) this.lastOffset = this.pairs.keyAt(this.pairs.count - 1);
    this.fileSizeBytes = bytes.length;
  }

  /** True when the offset can be written relative to this segment's base. */
  canAppendOffset(offset: number): boolean {
    return offset >= this.baseOffset && offset - this.baseOffset <= intMax;
  }

  /** Removes the entries at or above the offset. */
  truncateTo(offset: number): void {
    const slot = largestLowerBoundSlot(this.pairs, offset, { side: 'key', warmEntries });
    this.truncateToEntries(slot < 0 || this.pairs.keyAt(slot) !== offset ? slot + 1 : slot);
  }

  /** Empties it and gives it its full size again. */
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
    this.lastOffset = count === 0 ? this.baseOffset : this.pairs.keyAt(count - 1);
  }
}

function roundDown(sizeBytes: number): number {
  return sizeBytes - (sizeBytes % entrySizeBytes);
}
