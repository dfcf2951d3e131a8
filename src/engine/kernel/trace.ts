import { fold, foldLarge } from './digest.ts';
import type { EventSpec } from './event.ts';
import { maxEventFields } from './event.ts';
import { assert } from './units.ts';
import type { EventId, Micros, NodeId } from './units.ts';

const chunkBits = 12;
const chunkRows = 1 << chunkBits;
const maxChunks = 64;

/** 4,096 events as columns: 68 bytes a row, no objects on the hot path. */
interface Chunk {
  readonly micros: Float64Array;
  readonly specs: (EventSpec | undefined)[];
  readonly node: Int32Array;
  readonly trigger: Int32Array;
  readonly because: Int32Array;
  readonly args: Float64Array;
}

/** One event as it was recorded: numbers, whose meaning the spec's fields give. */
export interface TraceRow {
  readonly id: EventId;
  readonly spec: EventSpec;
  readonly micros: Micros;
  readonly node: NodeId;
  /** What was being handled when it happened. */
  readonly trigger: EventId;
  /** A remembered fact that led to it, or noEvent. */
  readonly because: EventId;
  readonly args: Readonly<Record<string, number>>;
}

/** One event under the eye of somebody who looks at many: the same object for each, to be read at once and not kept. */
export interface TraceGlance {
  id: EventId;
  spec: EventSpec;
  micros: Micros;
  node: NodeId;
  trigger: EventId;
  because: EventId;
  /** The arguments of all events of the chunk; this one's begin at `firstArg`, in the order of `spec.order`. */
  args: Float64Array;
  firstArg: number;
}

/**
 * What happened, in order. Details live in a ring of chunks (2^18 rows); milestones are kept for ever. After a rewind, rows beyond the
 * present
 * stay as the known future: replay writes the same numbers again. `forgetFrom` drops them when a fork makes another future.
 */
export class Trace {
  private readonly chunks = new Map<number, Chunk>();
  /** The chunk of the latest event: events come in order, so the next one is nearly always in it. */
  private currentIndex = -1;
  private current: Chunk | null = null;
  private milestoneRows: TraceRow[] = [];
  /** Every id below it has been recorded at some time in this history. */
  knownCount = 0;
  /** From which id on history was taken back, once for each time: for those who keep what they read. */
  readonly cuts: EventId[] = [];

  /**
   * Writes the arguments of the event that `begin` has begun, and folds it into the digest that it is given. Interned numbers depend on the
   * order of first use, so they are not folded.
   */
  record(id: EventId, spec: EventSpec, digestBefore: number, values: Readonly<Record<string, number>>): number {
    const { args, node } = this.current!;
    const row = id & (chunkRows - 1);
    const base = row * maxEventFields;
    let digest = fold(digestBefore, node[row]!);
    const { order, folded } = spec;
    for (let i = 0; i < order.length; i++) {
      const value = values[order[i]!]!;
      args[base + i] = value;
      if ((folded & (1 << i)) !== 0) digest = foldLarge(digest, value);
    }
    if (spec.level === 'milestone') this.keepMilestone(id);
    return digest;
  }

  /**
   * The same for an event of every message or batch: its four or five arguments in the order of the spec's fields. To look them up by names
   * that differ from event to event would take twice as long as all the rest.
   */
  // eslint-disable-next-line no-restricted-syntax -- The hot path: no object for each event.
  recordRow(id: EventId, spec: EventSpec, digestBefore: number, a: number, b: number, c: number, d: number, e: number): number {
    const { args, node } = this.current!;
    const row = id & (chunkRows - 1);
    const base = row * maxEventFields;
    const { folded } = spec;
    assert(spec.isRow, 'a row has four or five arguments and is no milestone');
    args[base] = a;
    args[base + 1] = b;
    args[base + 2] = c;
    args[base + 3] = d;
    args[base + 4] = e;
    let digest = fold(digestBefore, node[row]!);
    if ((folded & 1) !== 0) digest = foldLarge(digest, a);
    if ((folded & 2) !== 0) digest = foldLarge(digest, b);
    if ((folded & 4) !== 0) digest = foldLarge(digest, c);
    if ((folded & 8) !== 0) digest = foldLarge(digest, d);
    return (folded & 16) !== 0 ? foldLarge(digest, e) : digest;
  }

  /** Writes all of event `id` but its arguments, which `record` or `recordRow` adds. Called in id order, again after a rewind. */
  // eslint-disable-next-line no-restricted-syntax -- As above.
  begin(id: EventId, spec: EventSpec, micros: Micros, node: NodeId, trigger: EventId, because: EventId): void {
    const index = id >> chunkBits;
    const chunk = index === this.currentIndex && this.current !== null ? this.current : this.enterChunk(index);
    const row = id & (chunkRows - 1);
    chunk.micros[row] = micros;
    chunk.specs[row] = spec;
    chunk.node[row] = node;
    chunk.trigger[row] = trigger;
    chunk.because[row] = because;
    if (id >= this.knownCount) this.knownCount = id + 1;
  }

  /** The event, or null when it was never recorded or its detail was evicted. */
  row(id: EventId): TraceRow | null {
    if (id < 0 || id >= this.knownCount) return null;
    const chunk = this.chunks.get(id >> chunkBits);
    if (chunk === undefined) return this.milestone(id);
    const row = id & (chunkRows - 1);
    const spec = chunk.specs[row];
    // A chunk reopened by a replay that has not come this far holds no row here.
    if (spec === undefined || chunk.micros[row] === Infinity) return this.milestone(id);
    const args: Record<string, number> = {};
    spec.order.forEach((name, i) => (args[name] = chunk.args[row * maxEventFields + i]!));
    return {
      id,
      spec,
      micros: chunk.micros[row]!,
      node: chunk.node[row]!,
      trigger: chunk.trigger[row]!,
      because: chunk.because[row]!,
      args,
    };
  }

  /** What kind of event it was, without an object for the rest; null when it is not known any more. */
  kindOf(id: EventId): EventSpec | null {
    if (id < 0 || id >= this.knownCount) return null;
    const chunk = this.chunks.get(id >> chunkBits);
    const row = id & (chunkRows - 1);
    return chunk === undefined || chunk.micros[row] === Infinity ? (this.milestone(id)?.spec ?? null) : (chunk.specs[row] ?? null);
  }

  /** All milestones known in this history, in order, the known future included. */
  get milestones(): readonly TraceRow[] {
    return this.milestoneRows;
  }

  /** Index of the first milestone with an id of at least `id`. */
  milestoneIndex(id: EventId): number {
    let low = 0;
    let high = this.milestoneRows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.milestoneRows[middle]!.id < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Shows the events of [from, to) that are still kept, in order. Nothing is made for an event: for those who read all of them. */
  scan(from: EventId, to: EventId, visit: (glance: TraceGlance) => void): void {
    let glance: TraceGlance | null = null;
    const end = Math.min(to, this.knownCount);
    for (let id = Math.max(0, from); id < end;) {
      const chunk = this.chunks.get(id >> chunkBits);
      const stop = Math.min(end, ((id >> chunkBits) + 1) << chunkBits);
      if (chunk === undefined) {
        id = stop;
        continue;
      }
      for (; id < stop; id++) {
        const row = id & (chunkRows - 1);
        const spec = chunk.specs[row];
        if (spec === undefined || chunk.micros[row] === Infinity) continue;
        glance ??= { id, spec, micros: 0, node: 0, trigger: 0, because: 0, args: chunk.args, firstArg: 0 };
        glance.id = id;
        glance.spec = spec;
        glance.micros = chunk.micros[row]!;
        glance.node = chunk.node[row]!;
        glance.trigger = chunk.trigger[row]!;
        glance.because = chunk.because[row]!;
        glance.args = chunk.args;
        glance.firstArg = row * maxEventFields;
        visit(glance);
      }
    }
  }

  /** Drops everything from `id` on: another future begins. */
  forgetFrom(id: EventId): void {
    this.cuts.push(id);
    this.knownCount = Math.min(this.knownCount, id);
    this.milestoneRows = this.milestoneRows.slice(0, this.milestoneIndex(id));
    for (const index of this.chunks.keys()) if (index << chunkBits >= id) this.chunks.delete(index);
    this.currentIndex = -1;
  }

  /** What is known beyond the present, for keeping aside while another history is shown. */
  get future(): { readonly milestones: readonly TraceRow[]; readonly knownCount: number } {
    return { milestones: this.milestoneRows, knownCount: this.knownCount };
  }

  /** Puts another history's milestones in place of this one's. Details are made again by replay. */
  adopt(future: { readonly milestones: readonly TraceRow[]; readonly knownCount: number }, sharedUntil: EventId): void {
    this.forgetFrom(sharedUntil);
    this.milestoneRows = future.milestones.slice();
    this.knownCount = future.knownCount;
  }

  private milestone(id: EventId): TraceRow | null {
    const found = this.milestoneRows[this.milestoneIndex(id)];
    return found?.id === id ? found : null;
  }

  private keepMilestone(id: EventId): void {
    const last = this.milestoneRows.at(-1);
    if (last !== undefined && id <= last.id) return;
    if (id >= this.knownCount) this.knownCount = id + 1;
    const row = this.row(id);
    assert(row !== null, 'a milestone just written can be read');
    this.milestoneRows.push(row);
  }

  private enterChunk(index: number): Chunk {
    const chunk = this.chunks.get(index) ?? this.openChunk(index);
    this.currentIndex = index;
    this.current = chunk;
    return chunk;
  }

  private openChunk(index: number): Chunk {
    let chunk: Chunk | undefined;
    if (this.chunks.size >= maxChunks) {
      const indexes = [...this.chunks.keys()].sort((a, b) => a - b);
      // Normally the oldest goes; while the past is replayed, the far future does. Its columns serve again.
      const victim = indexes[0]! < index ? indexes[0]! : indexes.at(-1)!;
      chunk = this.chunks.get(victim);
      this.chunks.delete(victim);
    }
    chunk ??= {
      micros: new Float64Array(chunkRows),
      specs: new Array<EventSpec | undefined>(chunkRows).fill(undefined),
      node: new Int32Array(chunkRows),
      trigger: new Int32Array(chunkRows),
      because: new Int32Array(chunkRows),
      args: new Float64Array(chunkRows * maxEventFields),
    };
    // A time that never comes marks a row that is not written yet.
    chunk.micros.fill(Infinity);
    this.chunks.set(index, chunk);
    return chunk;
  }
}
