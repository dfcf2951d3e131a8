import { LazyEntity, Shared } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { Micros, NodeId } from '../../kernel/units.ts';
import { LedgerChunk } from './ledger-chunk.ts';
import type { SentRun } from './ledger-chunk.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { emptyTotals } from './ledger-totals.ts';
import type { LedgerTotals } from './ledger-totals.ts';

/** Records that the ledger numbers one after the other. */
interface RecordIds {
  readonly firstId: number;
  readonly count: number;
}

/** What a witness says of an offset whose record a compacted topic no longer keeps. */
export const cleanedAway = -1;

/** Looks at a log: does it hold this record at this offset? */
export interface LogWitness {
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  /** The ledger's number of the record at an offset; 0 for none, `cleanedAway` where a compacted log has a gap. */
  ledgerIdAt(offset: number): number;
}

/** Who leads a partition of a topic, and where its log ended when it began to. */
export class Leadership extends Shared {
  readonly topicId: string;
  readonly leader: NodeId;
  readonly leaderEpoch: number;
  readonly logEndOffset: number;

  constructor(fields: Pick<Leadership, 'topicId' | 'leader' | 'leaderEpoch' | 'logEndOffset'>) {
    super();
    this.topicId = fields.topicId;
    this.leader = fields.leader;
    this.leaderEpoch = fields.leaderEpoch;
    this.logEndOffset = fields.logEndOffset;
  }
}

const chunkEntries = 64;
const firstEntries = 8;
const noLeadership = new Leadership({ topicId: '', leader: -1, leaderEpoch: -1, logEndOffset: 0 });

/** The fates of all records that were sent to one partition, in the order of their numbers. */
export class PartitionLedger extends LazyEntity {
  readonly topicPartition: string;
  private chunks: LedgerChunk[] = [];
  /** Who led last, as far as anybody has led. */
  leadership: Leadership = noLeadership;
  readonly totals: LedgerTotals = emptyTotals();

  constructor(registry: EntityRegistry, topicPartition: string) {
    super(registry);
    this.topicPartition = topicPartition;
  }

  /** All entries in order; read only. */
  *entries(): Iterable<LedgerEntry> {
    for (const chunk of this.chunks) for (let row = 0; row < chunk.fresh().count; row++) yield chunk.entryAt(row);
  }

  /** How many entries begin below a number: where an entry stands among all of the partition. */
  countBelow(id: number): number {
    let count = 0;
    for (const chunk of this.chunks) {
      if (chunk.firstIdAt(chunk.fresh().count - 1) < id) {
        count += chunk.count;
        continue;
      }
      for (let row = 0; row < chunk.count; row++) if (chunk.firstIdAt(row) < id) count++;
      break;
    }
    return count;
  }

  /** Entries from one place on, at most so many; read only. */
  *entriesFrom(index: number, count: number): Iterable<LedgerEntry> {
    let skip = index;
    let left = count;
    for (const chunk of this.chunks) {
      if (skip >= chunk.fresh().count) {
        skip -= chunk.count;
        continue;
      }
      for (let row = skip; row < chunk.count && left > 0; row++) {
        yield chunk.entryAt(row);
        left--;
      }
      if (left <= 0) return;
      skip = 0;
    }
  }

  add(run: SentRun, producer: NodeId, sentMicros: Micros): void {
    if (!this.isDirty) this.touch();
    const chunk = this.chunkFor(run.firstId);
    if (!chunk.isDirty) chunk.touch();
    chunk.add(run, producer, sentMicros);
    this.totals.sent += run.count;
  }

  /** The chunk that a record's entry belongs into: nearly always the last one, or a new one behind it. */
  private chunkFor(id: number): LedgerChunk {
    const { chunks } = this;
    const last = chunks.length === 0 ? undefined : chunks[chunks.length - 1]?.fresh();
    if (last !== undefined && last.firstIdAt(0) > id) return this.chunkOf(id) ?? chunks[0]!.fresh();
    if (last !== undefined && last.count < chunkEntries) return last;
    const isBehind = last === undefined || last.firstIdAt(last.count - 1) < id;
    if (!isBehind) return last;
    // A partition that few records are sent to needs little memory; one that has filled a chunk will fill the next.
    const next = new LedgerChunk(this.registry, chunks.length === 0 ? firstEntries : chunkEntries);
    this.chunks.push(next);
    return next;
  }

  /** The entry of a record; null when the ledger does not know it. */
  entryOf(id: number): LedgerEntry | null {
    const chunk = this.chunkOf(id);
    const row = chunk === null ? -1 : chunk.rowOf(id);
    return chunk === null || row < 0 ? null : chunk.entryAt(row);
  }

  /** Whether the ledger knows a record. */
  knows(id: number): boolean {
    const chunk = this.chunkOf(id);
    return chunk !== null && chunk.rowOf(id) >= 0;
  }

  /**
   * Changes the entries of exactly the run's records, splitting entries at the ends; `distance` is how far the entry stands from the run's
   * first record.
   */
  change<C>({ firstId, count }: RecordIds, act: (chunk: LedgerChunk, row: number, distance: number, change: C) => void, change: C): void {
    if (!this.isDirty) this.touch();
    let id = firstId;
    const end = firstId + count;
    while (id < end) {
      const chunk = this.chunkOf(id);
      const found = chunk === null ? -1 : chunk.rowOf(id);
      if (chunk === null || found < 0) return;
      if (!chunk.isDirty) chunk.touch();
      // Nearly always the run is all of the entry.
      const foundEnd = chunk.firstIdAt(found) + chunk.countAt(found);
      const isWhole = chunk.firstIdAt(found) === id && foundEnd <= end;
      const row = isWhole ? found : chunk.splitAt(found, id, end);
      act(chunk, row, id - firstId, change);
      id = isWhole ? foundEnd : chunk.firstIdAt(row) + chunk.countAt(row);
    }
  }

  /** Whether somebody else has begun to lead since: what a broker appends in this epoch is in no current leader's log. */
  isSuperseded(topicId: string, leaderEpoch: number): boolean {
    return this.leadership.topicId === topicId && leaderEpoch < this.leadership.leaderEpoch;
  }

  /** A leader took over: compares what was acknowledged with what its log holds; returns how many records are newly lost. */
  compareWith(log: LogWitness, leadership: Leadership): number {
    // A broker that starts anew may find itself leader in metadata that others have left behind.
    if (this.isSuperseded(leadership.topicId, leadership.leaderEpoch)) return 0;
    let newlyLost = 0;
    this.touch();
    this.leadership = leadership;
    for (const chunk of this.chunks) {
      for (let row = 0; row < chunk.fresh().count; row++) newlyLost += this.compareEntry(chunk, row, log);
    }
    return newlyLost;
  }

  private compareEntry(chunk: LedgerChunk, row: number, log: LogWitness): number {
    if (!chunk.isAppendedAt(row)) return 0;
    const id = chunk.firstIdAt(row);
    const count = chunk.countAt(row);
    const copies = chunk.appendOffsetsAt(row).filter((offset) => isThere(log, offset, id)).length;
    const isStranded = copies === 0;
    const isLost = isStranded && chunk.outcomeAt(row) === 'acknowledged';
    const extraCopies = Math.max(0, copies - 1);
    const wasLost = chunk.isLostAt(row);
    const rest = chunk.restAt(row);
    if (isStranded === chunk.isStrandedAt(row) && isLost === wasLost && extraCopies === rest.extraCopies) return 0;
    chunk.touch();
    chunk.setStanding(row, isStranded, isLost);
    this.totals.duplicated += (extraCopies - rest.extraCopies) * count;
    if (extraCopies !== rest.extraCopies) chunk.setRest(row, rest.with({ extraCopies }));
    if (isLost === wasLost) return 0;
    this.totals.lost += isLost ? count : -count;
    return isLost ? count : 0;
  }

  /** The only chunk that may know a record. */
  private chunkOf(id: number): LedgerChunk | null {
    const { chunks } = this;
    let high = chunks.length;
    // Nearly all that happens, happens to the newest records.
    for (let near = 0; near < 2 && high > 0; near++) {
      const chunk = chunks[high - 1]!.fresh();
      if (chunk.firstIdAt(0) <= id) return chunk;
      high--;
    }
    let low = 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (chunks[middle]!.fresh().firstIdAt(0) <= id) low = middle + 1;
      else high = middle;
    }
    return chunks[low - 1]?.fresh() ?? null;
  }
}

/** Below the log start a record was deleted by retention or on request: it is not lost, it is gone by rule. */
function isThere(log: LogWitness, offset: number, id: number): boolean {
  if (offset < log.logStartOffset) return true;
  if (offset >= log.logEndOffset) return false;
  const found = log.ledgerIdAt(offset);
  // Compaction took it by rule, as retention takes what is below the log start.
  return found === id || found === cleanedAway;
}
