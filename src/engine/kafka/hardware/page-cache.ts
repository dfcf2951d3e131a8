import { State } from '../../kernel/state.ts';

/** A place in a log and how many bytes the broker had written to all logs when it was written. */
interface CacheMark {
  readonly offset: number;
  readonly writtenBytes: number;
}

/** A mark for each such part of the cache: as exact as anybody needs. */
const marksPerCache = 256;

/**
 * Which part of its logs a broker has in memory: what was written last, as far as memory goes. Readers at the end find everything; who
 * catches up from far behind reads from the disk. What such a reader brings in again is not remembered.
 */
export class PageCache extends State {
  private capacityBytes: number;
  private writtenBytes = 0;
  private readonly marks = new Map<string, CacheMark[]>();

  constructor(capacityBytes: number) {
    super();
    this.capacityBytes = capacityBytes;
  }

  /** A log grew up to `endOffset`. */
  wrote(topicPartition: string, endOffset: number, sizeBytes: number): void {
    this.writtenBytes += sizeBytes;
    const marks = this.marks.get(topicPartition) ?? [];
    if (marks.length === 0) this.marks.set(topicPartition, marks);
    const last = marks.at(-1);
    if (last !== undefined && this.writtenBytes - last.writtenBytes < this.capacityBytes / marksPerCache) return;
    marks.push({ offset: endOffset, writtenBytes: this.writtenBytes });
    for (let second = marks[1]; second !== undefined && this.isEvicted(second); second = marks[1]) marks.shift();
  }

  /** Whether the batch at an offset is in memory. */
  holds(topicPartition: string, offset: number): boolean {
    const first = this.marks.get(topicPartition)?.[0];
    return first === undefined || !this.isEvicted(first) || offset >= first.offset;
  }

  /** The machine has more memory from now on, or less: then the oldest is forgotten at once. */
  resize(capacityBytes: number): void {
    this.capacityBytes = capacityBytes;
  }

  /** From which offset on a log is in memory; everything in front of it is read from the disk. */
  firstOffset(topicPartition: string): number {
    const marks = this.marks.get(topicPartition) ?? [];
    const first = marks[0];
    const last = marks.at(-1);
    if (first === undefined || last === undefined || !this.isEvicted(first)) return 0;
    return (marks.find((mark) => !this.isEvicted(mark)) ?? last).offset;
  }

  /** How much of the logs is in memory. */
  get usedBytes(): number {
    return Math.min(this.writtenBytes, this.capacityBytes);
  }

  private isEvicted({ writtenBytes }: CacheMark): boolean {
    return this.writtenBytes - writtenBytes > this.capacityBytes;
  }
}
