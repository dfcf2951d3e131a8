import { Entity, Shared } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { Micros, NodeId } from '../../kernel/units.ts';
import { emptyTotals } from './ledger-totals.ts';
import type { LedgerTotals } from './ledger-totals.ts';

/**
 * What became of a run of records that shared their fate: sent one after the other by one producer to one partition. Never changed, but
 * replaced, so that checkpoints share it.
 */
export class LedgerEntry extends Shared {
  /** The ledger's number of the first record; the others follow. */
  readonly firstId: number;
  readonly count: number;
  readonly producer: NodeId;
  /** The key of a record that a person typed; null for others. */
  readonly key: string | null;
  readonly sentMicros: Micros;
  /** What the producer was told. `unconfirmed`: acks=0, nobody will ever tell. */
  readonly outcome: 'pending' | 'acknowledged' | 'failed' | 'unconfirmed';
  readonly outcomeMicros: Micros;
  readonly errorCode: number;
  /** The simple name of the Java class that a failed record's callback was given; '' for others. */
  readonly exception: string;
  /** The different offsets at which a leader appended the first record, in order; more than one after a retry. */
  readonly appendOffsets: readonly number[];
  /** Appended, but in no current leader's log: by one that was leader no longer, or by one whose successor lacks it. */
  readonly isStranded: boolean;
  /** Acknowledged and stranded. */
  readonly isLost: boolean;
  /** Copies in the current leader's log beyond the first. */
  readonly extraCopies: number;
  /** Consumer and how often the run was handed to its program. */
  readonly deliveries: readonly LedgerDelivery[];
  /** Application and how often the run was processed for it. */
  readonly processings: readonly LedgerProcessing[];

  constructor(fields: LedgerFields) {
    super();
    this.firstId = fields.firstId;
    this.count = fields.count;
    this.producer = fields.producer;
    this.key = fields.key;
    this.sentMicros = fields.sentMicros;
    this.outcome = fields.outcome;
    this.outcomeMicros = fields.outcomeMicros;
    this.errorCode = fields.errorCode;
    this.exception = fields.exception;
    this.appendOffsets = fields.appendOffsets;
    this.isStranded = fields.isStranded;
    this.isLost = fields.isLost;
    this.extraCopies = fields.extraCopies;
    this.deliveries = fields.deliveries;
    this.processings = fields.processings;
  }

  /** The entry once a leader has appended it: on the path that every record takes. */
  appendedAt(appendOffsets: readonly number[], isStranded: boolean): LedgerEntry {
    const copy = new LedgerEntry(this) as Writable;
    copy.appendOffsets = appendOffsets;
    copy.isStranded = isStranded;
    return copy as LedgerEntry;
  }

  /** The entry once the producer was told what became of it: on the path that every record takes. */
  told(outcome: LedgerEntry['outcome'], outcomeMicros: Micros, { errorCode, exception }: ToldError): LedgerEntry {
    const copy = new LedgerEntry(this) as Writable;
    copy.outcome = outcome;
    copy.outcomeMicros = outcomeMicros;
    copy.errorCode = errorCode;
    copy.exception = exception;
    return copy as LedgerEntry;
  }

  /** The entry with some fields changed. */
  with(changes: Partial<LedgerFields>): LedgerEntry {
    const copy = new LedgerEntry(this) as Writable;
    if (changes.firstId !== undefined) copy.firstId = changes.firstId;
    if (changes.count !== undefined) copy.count = changes.count;
    if (changes.outcome !== undefined) copy.outcome = changes.outcome;
    if (changes.outcomeMicros !== undefined) copy.outcomeMicros = changes.outcomeMicros;
    if (changes.errorCode !== undefined) copy.errorCode = changes.errorCode;
    if (changes.exception !== undefined) copy.exception = changes.exception;
    if (changes.appendOffsets !== undefined) copy.appendOffsets = changes.appendOffsets;
    if (changes.isStranded !== undefined) copy.isStranded = changes.isStranded;
    if (changes.isLost !== undefined) copy.isLost = changes.isLost;
    if (changes.extraCopies !== undefined) copy.extraCopies = changes.extraCopies;
    if (changes.deliveries !== undefined) copy.deliveries = changes.deliveries;
    if (changes.processings !== undefined) copy.processings = changes.processings;
    return copy as LedgerEntry;
  }
}

/** With what a callback was called: Kafka's code of it, and the class. */
export interface ToldError {
  readonly errorCode: number;
  readonly exception: string;
}

/** The fields of an entry. */
type LedgerFields = Omit<LedgerEntry, keyof Shared | 'with' | 'appendedAt' | 'told'>;

/** A copy that nobody else has seen yet. */
type Writable = { -readonly [K in keyof LedgerEntry]: LedgerEntry[K] };

/** How often a run was handed to one consumer's program. */
export interface LedgerDelivery {
  readonly consumer: NodeId;
  readonly times: number;
}

/** How often the work of a run was done for one application. */
export interface LedgerProcessing {
  readonly application: string;
  readonly times: number;
}

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
const noLeadership = new Leadership({ topicId: '', leader: -1, leaderEpoch: -1, logEndOffset: 0 });
const noOffsets: readonly number[] = [];
const noDeliveries: readonly LedgerDelivery[] = [];
const noProcessings: readonly LedgerProcessing[] = [];

/** A few entries, saved together: a checkpoint copies only the chunks that changed. */
class LedgerChunk extends Entity {
  entries: LedgerEntry[] = [];

  /** The index of a record's entry; -1 when there is none. */
  indexOf(id: number): number {
    const { entries } = this;
    let from = 0;
    let to = entries.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (entries[middle]!.firstId <= id) from = middle + 1;
      else to = middle;
    }
    const entry = entries[from - 1];
    return entry !== undefined && id < entry.firstId + entry.count ? from - 1 : -1;
  }
}

/** The fates of all records that were sent to one partition, in the order of their numbers. */
export class PartitionLedger extends Entity {
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
    for (const chunk of this.chunks) yield* chunk.entries;
  }

  /** How many entries begin below a number: where an entry stands among all of the partition. */
  countBelow(id: number): number {
    let count = 0;
    for (const { entries } of this.chunks) {
      const last = entries.at(-1);
      if (last !== undefined && last.firstId < id) {
        count += entries.length;
        continue;
      }
      for (const entry of entries) if (entry.firstId < id) count++;
      break;
    }
    return count;
  }

  /** Entries from one place on, at most so many; read only. */
  *entriesFrom(index: number, count: number): Iterable<LedgerEntry> {
    let skip = index;
    let left = count;
    for (const { entries } of this.chunks) {
      if (skip >= entries.length) {
        skip -= entries.length;
        continue;
      }
      for (const entry of entries.slice(skip, skip + left)) {
        yield entry;
        left--;
      }
      if (left <= 0) return;
      skip = 0;
    }
  }

  add(run: RecordIds & { readonly key?: string | null }, producer: NodeId, sentMicros: Micros): void {
    this.touch();
    const chunk = this.chunkFor(run.firstId);
    chunk.touch();
    const entry = new LedgerEntry({
      firstId: run.firstId,
      count: run.count,
      producer,
      key: run.key ?? null,
      sentMicros,
      outcome: 'pending',
      outcomeMicros: -1,
      errorCode: 0,
      exception: '',
      appendOffsets: noOffsets,
      isStranded: false,
      isLost: false,
      extraCopies: 0,
      deliveries: noDeliveries,
      processings: noProcessings,
    });
    // A producer that waited for metadata comes with numbers that it was given before others.
    let index = chunk.entries.length;
    while (index > 0 && chunk.entries[index - 1]!.firstId > run.firstId) index--;
    if (index === chunk.entries.length) chunk.entries.push(entry);
    else chunk.entries.splice(index, 0, entry);
    this.totals.sent += run.count;
  }

  /** The chunk that a record's entry belongs into: nearly always the last one, or a new one behind it. */
  private chunkFor(id: number): LedgerChunk {
    const last = this.chunks.at(-1);
    if (last !== undefined && last.entries[0]!.firstId > id) return this.chunkOf(id) ?? this.chunks[0]!;
    if (last !== undefined && last.entries.length < chunkEntries) return last;
    const isBehind = last === undefined || last.entries.at(-1)!.firstId < id;
    if (!isBehind) return last;
    const next = new LedgerChunk(this.registry);
    this.chunks.push(next);
    return next;
  }

  /** The entry of a record; null when the ledger does not know it. */
  entryOf(id: number): LedgerEntry | null {
    const chunk = this.chunkOf(id);
    return chunk?.entries[chunk.indexOf(id)] ?? null;
  }

  /**
   * Replaces the entries of exactly the run's records, splitting entries at the ends. `replace` may answer the entry that it is given;
   * `distance` is how far the entry stands from the run's first record.
   */
  change<C>({ firstId, count }: RecordIds, replace: (entry: LedgerEntry, distance: number, change: C) => LedgerEntry, change: C): void {
    this.touch();
    let id = firstId;
    const end = firstId + count;
    while (id < end) {
      const chunk = this.chunkOf(id);
      const found = chunk === null ? -1 : chunk.indexOf(id);
      if (chunk === null || found < 0) return;
      chunk.touch();
      const index = splitAt(chunk, found, id, end);
      const entry = chunk.entries[index]!;
      chunk.entries[index] = replace(entry, id - firstId, change);
      id = entry.firstId + entry.count;
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
      for (let i = 0; i < chunk.entries.length; i++) {
        const entry = chunk.entries[i]!;
        if (entry.appendOffsets.length === 0) continue;
        const copies = entry.appendOffsets.filter((offset) => isThere(log, offset, entry.firstId)).length;
        const isStranded = copies === 0;
        const isLost = isStranded && entry.outcome === 'acknowledged';
        const extraCopies = Math.max(0, copies - 1);
        if (isStranded === entry.isStranded && isLost === entry.isLost && extraCopies === entry.extraCopies) continue;
        chunk.touch();
        if (isLost !== entry.isLost) {
          this.totals.lost += isLost ? entry.count : -entry.count;
          if (isLost) newlyLost += entry.count;
        }
        this.totals.duplicated += (extraCopies - entry.extraCopies) * entry.count;
        chunk.entries[i] = entry.with({ isStranded, isLost, extraCopies });
      }
    }
    return newlyLost;
  }

  /** The only chunk that may know a record. */
  private chunkOf(id: number): LedgerChunk | null {
    const { chunks } = this;
    let high = chunks.length;
    // Nearly all that happens, happens to the newest records.
    for (let near = 0; near < 2 && high > 0; near++) {
      const chunk = chunks[high - 1]!;
      if (chunk.entries[0]!.firstId <= id) return chunk;
      high--;
    }
    let low = 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (chunks[middle]!.entries[0]!.firstId <= id) low = middle + 1;
      else high = middle;
    }
    return chunks[low - 1] ?? null;
  }
}

/** Makes the entry at `index` cover exactly what it has of [from, end); returns where that part stands. */
function splitAt({ entries }: LedgerChunk, index: number, from: number, end: number): number {
  let at = index;
  let entry = entries[at]!;
  if (entry.firstId < from) {
    const skip = from - entry.firstId;
    entries[at] = entry.with({ count: skip });
    at++;
    entry = tailOf(entry, skip);
    entries.splice(at, 0, entry);
  }
  if (entry.firstId + entry.count > end) {
    const kept = end - entry.firstId;
    entries[at] = entry.with({ count: kept });
    entries.splice(at + 1, 0, tailOf(entry, kept));
  }
  return at;
}

function tailOf(entry: LedgerEntry, skip: number): LedgerEntry {
  return entry.with({
    firstId: entry.firstId + skip,
    count: entry.count - skip,
    appendOffsets: entry.appendOffsets.map((offset) => offset + skip),
  });
}

/** Below the log start a record was deleted by retention or on request: it is not lost, it is gone by rule. */
function isThere(log: LogWitness, offset: number, id: number): boolean {
  if (offset < log.logStartOffset) return true;
  if (offset >= log.logEndOffset) return false;
  const found = log.ledgerIdAt(offset);
  // Compaction took it by rule, as retention takes what is below the log start.
  return found === id || found === cleanedAway;
}
