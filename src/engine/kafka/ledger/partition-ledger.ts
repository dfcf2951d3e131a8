import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { Micros, NodeId } from '../../kernel/units.ts';

/** What became of a run of records that shared their fate: sent one after the other by one producer to one partition. */
export interface LedgerEntry {
  /** The ledger's number of the first record; the others follow. */
  readonly firstId: number;
  count: number;
  readonly producer: NodeId;
  /** The key of a record that a person typed; null for others. */
  readonly key: string | null;
  readonly sentMicros: Micros;
  /** What the producer was told. `unconfirmed`: acks=0, nobody will ever tell. */
  outcome: 'pending' | 'acknowledged' | 'failed' | 'unconfirmed';
  outcomeMicros: Micros;
  errorCode: number;
  /** Offsets at which a leader appended the first record, in order; more than one after a retry. */
  appendOffsets: number[];
  /** Acknowledged, and in no current leader's log. */
  isLost: boolean;
  /** Copies in the current leader's log beyond the first. */
  extraCopies: number;
  /** Consumer and how often the run was handed to its program. */
  deliveries: { readonly consumer: NodeId; times: number }[];
}

/** Looks at a log: does it hold this record at this offset? */
export interface LogWitness {
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  /** The ledger's number of the record at an offset; 0 for none. */
  ledgerIdAt(offset: number): number;
}

const chunkEntries = 64;

/** A few entries, saved together: a checkpoint copies only the chunks that changed. */
class LedgerChunk extends Entity {
  entries: LedgerEntry[] = [];
}

/** Sums over the entries of a partition, in records. */
export interface LedgerTotals {
  sent: number;
  acknowledged: number;
  failed: number;
  unconfirmed: number;
  lost: number;
  duplicated: number;
  /** Of those that failed: how many a leader had appended all the same. */
  failedButWritten: number;
  delivered: number;
  deliveredAgain: number;
}

export function emptyTotals(): LedgerTotals {
  return { sent: 0, acknowledged: 0, failed: 0, unconfirmed: 0, lost: 0, duplicated: 0, failedButWritten: 0, delivered: 0, deliveredAgain: 0 };
}

/** The fates of all records that were sent to one partition, in the order of sending. */
export class PartitionLedger extends Entity {
  readonly topicPartition: string;
  private chunks: LedgerChunk[] = [];
  readonly totals: LedgerTotals = emptyTotals();

  constructor(registry: EntityRegistry, topicPartition: string) {
    super(registry);
    this.topicPartition = topicPartition;
  }

  /** All entries in order; read only. */
  *entries(): Iterable<LedgerEntry> {
    for (const chunk of this.chunks) yield* chunk.entries;
  }

  add(run: { readonly firstId: number; readonly count: number; readonly key: string | null }, producer: NodeId, sentMicros: Micros): void {
    this.touch();
    let last = this.chunks.at(-1);
    if (last === undefined || last.entries.length >= chunkEntries) {
      last = new LedgerChunk(this.registry);
      this.chunks.push(last);
    }
    last.touch();
    last.entries.push({
      ...run, producer, sentMicros, outcome: 'pending', outcomeMicros: -1, errorCode: 0, appendOffsets: [], isLost: false,
      extraCopies: 0, deliveries: [],
    });
    this.totals.sent += run.count;
  }

  /** The entry of a record; null when the ledger does not know it. */
  entryOf(id: number): LedgerEntry | null {
    const place = this.find(id);
    return place === null ? null : place.chunk.entries[place.index]!;
  }

  /** Applies a change to exactly the records [firstId, firstId + count), splitting entries at the ends. */
  change(firstId: number, count: number, apply: (entry: LedgerEntry, distance: number) => void): void {
    this.touch();
    let id = firstId;
    const end = firstId + count;
    while (id < end) {
      const place = this.find(id);
      if (place === null) return;
      place.chunk.touch();
      const entry = this.splitAt(place.chunk, place.index, id, end);
      apply(entry, id - firstId);
      id = entry.firstId + entry.count;
    }
  }

  private splitAt(chunk: LedgerChunk, index: number, from: number, end: number): LedgerEntry {
    let entry = chunk.entries[index]!;
    if (entry.firstId < from) {
      const tail = tailOf(entry, from - entry.firstId);
      chunk.entries.splice(index + 1, 0, tail);
      entry.count = from - entry.firstId;
      entry = tail;
    }
    if (entry.firstId + entry.count > end) {
      const tail = tailOf(entry, end - entry.firstId);
      chunk.entries.splice(chunk.entries.indexOf(entry) + 1, 0, tail);
      entry.count = end - entry.firstId;
    }
    return entry;
  }

  /** Compares what was acknowledged with what the leader's log holds; returns how many records are newly lost. */
  compareWith(log: LogWitness): number {
    let newlyLost = 0;
    this.touch();
    for (const chunk of this.chunks) {
      for (const entry of chunk.entries) {
        if (entry.appendOffsets.length === 0) continue;
        const copies = entry.appendOffsets.filter((offset) => isThere(log, offset, entry.firstId)).length;
        const isLost = entry.outcome === 'acknowledged' && copies === 0;
        const extraCopies = Math.max(0, copies - 1);
        if (isLost === entry.isLost && extraCopies === entry.extraCopies) continue;
        chunk.touch();
        if (isLost !== entry.isLost) {
          this.totals.lost += isLost ? entry.count : -entry.count;
          if (isLost) newlyLost += entry.count;
        }
        this.totals.duplicated += (extraCopies - entry.extraCopies) * entry.count;
        entry.isLost = isLost;
        entry.extraCopies = extraCopies;
      }
    }
    return newlyLost;
  }

  private find(id: number): { readonly chunk: LedgerChunk; readonly index: number } | null {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.chunks[middle]!.entries[0]!.firstId <= id) low = middle + 1;
      else high = middle;
    }
    const chunk = this.chunks[low - 1];
    if (chunk === undefined) return null;
    const { entries } = chunk;
    let from = 0;
    let to = entries.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (entries[middle]!.firstId <= id) from = middle + 1;
      else to = middle;
    }
    const entry = entries[from - 1];
    return entry !== undefined && id < entry.firstId + entry.count ? { chunk, index: from - 1 } : null;
  }
}

function tailOf(entry: LedgerEntry, skip: number): LedgerEntry {
  return {
    ...entry,
    firstId: entry.firstId + skip,
    count: entry.count - skip,
    appendOffsets: entry.appendOffsets.map((offset) => offset + skip),
    deliveries: entry.deliveries.map((d) => ({ ...d })),
  };
}

/** Below the log start a record was deleted by retention or on request: it is not lost, it is gone by rule. */
function isThere(log: LogWitness, offset: number, id: number): boolean {
  if (offset < log.logStartOffset) return true;
  return offset < log.logEndOffset && log.ledgerIdAt(offset) === id;
}
