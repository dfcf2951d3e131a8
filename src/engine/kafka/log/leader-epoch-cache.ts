import { Shared, State } from '../../kernel/state.ts';
import { logError } from './log-errors.ts';
import type { LogError } from './log-errors.ts';

/** Where a leader epoch's records begin in this log. Source: EpochEntry. */
export interface EpochEntry {
  readonly epoch: number;
  readonly startOffset: number;
}

/** An epoch and where its records end; both -1 when undefined. */
export interface EpochEndOffset {
  readonly epoch: number;
  readonly endOffset: number;
}

export const undefinedEpoch = -1;
export const undefinedEpochOffset = -1;

const undefinedEnd: EpochEndOffset = { epoch: undefinedEpoch, endOffset: undefinedEpochOffset };

/** What is known at one time, ascending. */
class EpochEntries extends Shared {
  readonly list: readonly EpochEntry[];

  constructor(list: readonly EpochEntry[]) {
    super();
    this.list = list;
  }
}

const noEntries = new EpochEntries([]);

/**
 * Which leader epoch wrote from which offset on: how a follower finds where its log parts from the leader's.
 * Epochs and start offsets both rise strictly. Source: LeaderEpochFileCache; the checkpoint file holds the same entries.
 */
export class LeaderEpochFileCache extends State {
  private known = noEntries;
  /** What the checkpoint file holds; null while it was never written. Kafka writes and syncs it with every change. */
  private written: EpochEntries | null = null;

  /** Never written in place, so that pictures may keep it. */
  private get entries(): readonly EpochEntry[] {
    return this.known.list;
  }

  /** Every entry, ascending. */
  epochEntries(): readonly EpochEntry[] {
    return this.entries;
  }

  /**
   * Says that `epoch` writes from `startOffset` on; entries that contradict it are removed from the end.
   * Nothing happens when the epoch is the latest and does not begin earlier. Errors: negative epoch or offset.
   */
  assign(epoch: number, startOffset: number): LogError | null {
    const latest = this.latestEntry();
    // The hot path: every appended batch comes here, and nearly all are of the epoch that is known.
    if (latest !== null && latest.epoch === epoch && startOffset >= latest.startOffset) return null;
    if (epoch < 0 || startOffset < 0) {
      const entry = `EpochEntry[epoch=${String(epoch)}, startOffset=${String(startOffset)}]`;
      return logError('UNKNOWN_SERVER_ERROR', `Received invalid partition leader epoch entry ${entry}`, 'IllegalArgumentException');
    }
    let kept = this.entries.length;
    while (kept > 0) {
      const last = this.entries[kept - 1];
      if (last === undefined || (last.epoch < epoch && last.startOffset < startOffset)) break;
      kept--;
    }
    this.write([...this.entries.slice(0, kept), { epoch, startOffset }]);
    return null;
  }

  latestEntry(): EpochEntry | null {
    const { entries } = this;
    // No index below zero: an array that is read outside its bounds is slow from then on.
    return entries.length === 0 ? null : entries[entries.length - 1]!;
  }

  latestEpoch(): number | null {
    return this.latestEntry()?.epoch ?? null;
  }

  earliestEntry(): EpochEntry | null {
    return this.entries[0] ?? null;
  }

  /** The largest epoch below this one. */
  previousEpoch(epoch: number): number | null {
    return this.previousEntry(epoch)?.epoch ?? null;
  }

  /** The epoch before the latest. */
  previousEpochOfLatest(): number | null {
    return this.entries[this.entries.length - 2]?.epoch ?? null;
  }

  previousEntry(epoch: number): EpochEntry | null {
    return this.entries[this.countBelow(epoch) - 1] ?? null;
  }

  /** The smallest epoch above this one. */
  nextEpoch(epoch: number): number | null {
    return this.entries[this.countBelow(epoch + 1)]?.epoch ?? null;
  }

  epochEntry(epoch: number): EpochEntry | null {
    const entry = this.entries[this.countBelow(epoch)];
    return entry?.epoch === epoch ? entry : null;
  }

  /**
   * Where the records of an epoch end in this log: what a leader tells a follower. Answers the largest epoch at or below the one
   * asked for, with the start of the next larger one; (-1, -1) when no larger epoch is known.
   * Source: LeaderEpochFileCache.endOffsetFor; KIP-101, KIP-279.
   */
  endOffsetFor(requestedEpoch: number, logEndOffset: number): EpochEndOffset {
    if (requestedEpoch === undefinedEpoch) return undefinedEnd;
    if (this.latestEpoch() === requestedEpoch) return { epoch: requestedEpoch, endOffset: logEndOffset };
    const higherIndex = this.countBelow(requestedEpoch + 1);
    const higher = this.entries[higherIndex];
    if (higher === undefined) return undefinedEnd;
    const floor = this.entries[higherIndex - 1];
    return { epoch: floor?.epoch ?? requestedEpoch, endOffset: higher.startOffset };
  }

  /** Drops the entries that begin at or after `endOffset`: the log was cut there. */
  truncateFromEnd(endOffset: number): void {
    let kept = this.entries.length;
    while (kept > 0 && endOffset >= 0 && (this.entries[kept - 1]?.startOffset ?? -1) >= endOffset) kept--;
    if (kept < this.entries.length) this.write(this.entries.slice(0, kept));
  }

  /** Drops the entries that begin at or before `startOffset` but keeps the last of them, which then begins at `startOffset`. */
  truncateFromStart(startOffset: number): void {
    let removed = 0;
    while (removed < this.entries.length && (this.entries[removed]?.startOffset ?? Infinity) <= startOffset) removed++;
    const last = this.entries[removed - 1];
    if (last === undefined) return;
    this.write([{ epoch: last.epoch, startOffset }, ...this.entries.slice(removed)]);
  }

  /** The epoch whose records contain the offset; null before the first entry. */
  epochForOffset(offset: number): number | null {
    let found: number | null = null;
    for (const entry of this.entries) {
      if (entry.startOffset > offset) return found;
      found = entry.epoch;
    }
    return found;
  }

  /** Forgets everything. */
  clear(): void {
    this.write([]);
  }

  /** The text of `leader-epoch-checkpoint`; empty while it was never written. Source: LeaderEpochCheckpointFile. */
  checkpointText(): string {
    if (this.written === null) return '';
    const { list } = this.written;
    const lines = list.map((entry) => `${String(entry.epoch)} ${String(entry.startOffset)}\n`);
    return `0\n${String(list.length)}\n${lines.join('')}`;
  }

  /** Reads a checkpoint's text into the empty cache, entry by entry, so that lines out of order correct each other. */
  readCheckpoint(text: string, path: string): LogError | null {
    this.known = noEntries;
    const lines = text.split(/\r?\n/);
    if (lines[lines.length - 1] === '') lines.pop();
    const [version, count, ...rest] = lines;
    if (version === undefined) return null;
    if (version !== '0') return unreadable(path);
    if (count === undefined) return null;
    if (!/^[+-]?\d+$/.test(count)) return unreadable(path);
    const entries: EpochEntry[] = [];
    for (const line of rest) {
      const fields = line.split(/\s+/);
      if (fields.length !== 2) return unreadable(path);
      const bad = fields.find((field) => !/^[+-]?\d+$/.test(field));
      if (bad !== undefined) return logError('UNKNOWN_SERVER_ERROR', `For input string: "${bad}"`, 'NumberFormatException');
      entries.push({ epoch: Number(fields[0]), startOffset: Number(fields[1]) });
    }
    if (entries.length !== Number(count)) return unreadable(path);
    for (const entry of entries) {
      const error = this.assign(entry.epoch, entry.startOffset);
      if (error !== null) return error;
    }
    // Reading does not write: a file whose lines contradict each other stays as it is until the next change.
    this.written = new EpochEntries(entries);
    return null;
  }

  private write(entries: readonly EpochEntry[]): void {
    this.known = new EpochEntries(entries);
    this.written = this.known;
  }

  /** How many entries have an epoch below this one. */
  private countBelow(epoch: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle]?.epoch ?? Infinity) < epoch) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function unreadable(path: string): LogError {
  return logError('KAFKA_STORAGE_ERROR', `Error while reading checkpoint file ${path}`);
}
