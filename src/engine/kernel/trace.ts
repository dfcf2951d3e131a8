import type { EventSpec, RowSpec } from './event.ts';
import { maxEventFields, specAt } from './event.ts';
import { assert, noEvent } from './units.ts';
import type { EventId, Micros, NodeId } from './units.ts';

const chunkBits = 12;
const chunkRows = 1 << chunkBits;
const maxChunks = 64;

// Where the words of a row stand. In the first one: the number of its kind plus one (0: not written), a bit for each number that is kept
// apart, and the node.
const kindMask = (1 << 9) - 1;
const apartShift = 9;
const nodeShift = 16;
const triggerWord = 1;
const microsWord = 2;
const argsWord = 3;
const rowWords = argsWord + maxEventFields;
/** Places of numbers: the time, the arguments, and last what the event is put down to. */
const becausePlace = 1 + maxEventFields;
const rowPlaces = becausePlace + 1;

/** 4,096 events, 32 bytes a row: all of a row stands together, so that to write one touches one place in memory. */
interface Chunk {
  readonly words: Int32Array;
  /** By row and place: what does not fit in a word, and what few events say, why they happened. Made for the first such number. */
  apart: Float64Array | null;
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
  /** Its arguments in the order of `spec.order`. */
  readonly args: Float64Array;
}

const noWords = new Int32Array(0);

type Arguments = Readonly<Record<string, number>>;

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
  /** Its words. */
  private words: Int32Array = noWords;
  private milestoneRows: TraceRow[] = [];
  /** Every id below it has been recorded at some time in this history. */
  knownCount = 0;
  /** From which id on history was taken back, once for each time: for those who keep what they read. */
  readonly cuts: EventId[] = [];

  /** Writes event `id`. Called in id order, again after a rewind. */
  // eslint-disable-next-line no-restricted-syntax -- The hot path: no object for each event.
  record(id: EventId, spec: EventSpec, micros: Micros, node: NodeId, trigger: EventId, because: EventId, values: Arguments): void {
    const at = this.begin(id, spec, micros, node, trigger, because);
    const { order } = spec;
    for (let i = 0; i < order.length; i++) this.write(at, i + 1, values[order[i]!]!);
    if (spec.level === 'milestone') this.keepMilestone(id);
  }

  /**
   * The same for an event of every message or batch: its four or five arguments in the order of the spec's fields. To look them up by names
   * that differ from event to event would take twice as long as all the rest. They come as words, for nearly all are small; where one is
   * not, `writeRow` follows. Returns where the row begins.
   */
  // eslint-disable-next-line no-restricted-syntax -- As above.
  recordRow(
    id: EventId,
    spec: RowSpec,
    micros: Micros,
    node: NodeId,
    trigger: EventId,
    a: number,
    b: number,
    c: number,
    d: number,
    e: number,
  ): number {
    const at = this.begin(id, spec, micros, node, trigger, noEvent);
    const { words } = this;
    words[at + argsWord] = a;
    words[at + argsWord + 1] = b;
    words[at + argsWord + 2] = c;
    words[at + argsWord + 3] = d;
    words[at + argsWord + 4] = e;
    return at;
  }

  /** Writes the five arguments of the row just recorded as they are, however large. */
  writeRow(at: number, numbers: readonly number[]): void {
    for (let i = 0; i < numbers.length; i++) this.write(at, i + 1, numbers[i]!);
  }

  /** Writes all but the arguments; where the row begins. */
  // eslint-disable-next-line no-restricted-syntax -- As above.
  private begin(id: EventId, spec: EventSpec, micros: Micros, node: NodeId, trigger: EventId, because: EventId): number {
    const index = id >> chunkBits;
    if (index !== this.currentIndex) this.enterChunk(index);
    const { words } = this;
    const at = (id & (chunkRows - 1)) * rowWords;
    words[at] = (spec.number + 1) | (node << nodeShift);
    words[at + triggerWord] = trigger;
    words[at + microsWord] = micros;
    if (words[at + microsWord] !== micros) this.writeApart(at, 0, micros);
    if (because !== noEvent) this.writeApart(at, becausePlace, because);
    if (id >= this.knownCount) this.knownCount = id + 1;
    return at;
  }

  /** Writes the time (place 0) or an argument of the row that has begun. */
  private write(at: number, place: number, value: number): void {
    const { words } = this;
    words[at + microsWord + place] = value;
    if (words[at + microsWord + place] !== value) this.writeApart(at, place, value);
  }

  private writeApart(at: number, place: number, value: number): void {
    const chunk = this.current!;
    chunk.apart ??= new Float64Array(chunkRows * rowPlaces);
    chunk.apart[(at / rowWords) * rowPlaces + place] = value;
    chunk.words[at] = chunk.words[at]! | (1 << (apartShift + place));
  }

  /** The event, or null when it was never recorded or its detail was evicted. */
  row(id: EventId): TraceRow | null {
    if (id < 0 || id >= this.knownCount) return null;
    const chunk = this.chunks.get(id >> chunkBits);
    if (chunk === undefined) return this.milestone(id);
    const at = (id & (chunkRows - 1)) * rowWords;
    const { words } = chunk;
    // A chunk reopened by a replay that has not come this far holds no row here.
    if (words[at] === 0) return this.milestone(id);
    const spec = kindIn(chunk, at);
    const args: Record<string, number> = {};
    spec.order.forEach((name, i) => (args[name] = numberIn(chunk, at, i + 1)));
    return {
      id,
      spec,
      micros: numberIn(chunk, at, 0),
      node: words[at]! >>> nodeShift,
      trigger: words[at + triggerWord]!,
      because: becauseIn(chunk, at),
      args,
    };
  }

  /** What kind of event it was, without an object for the rest; null when it is not known any more. */
  kindOf(id: EventId): EventSpec | null {
    if (id < 0 || id >= this.knownCount) return null;
    const chunk = this.chunks.get(id >> chunkBits);
    const at = (id & (chunkRows - 1)) * rowWords;
    return chunk === undefined || chunk.words[at] === 0 ? (this.milestone(id)?.spec ?? null) : kindIn(chunk, at);
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
      const { words } = chunk;
      for (; id < stop; id++) {
        const at = (id & (chunkRows - 1)) * rowWords;
        if (words[at] === 0) continue;
        const spec = kindIn(chunk, at);
        glance ??= { id, spec, micros: 0, node: 0, trigger: 0, because: 0, args: new Float64Array(maxEventFields) };
        glance.id = id;
        glance.spec = spec;
        glance.micros = numberIn(chunk, at, 0);
        glance.node = words[at]! >>> nodeShift;
        glance.trigger = words[at + triggerWord]!;
        glance.because = becauseIn(chunk, at);
        for (let i = 0; i < maxEventFields; i++) glance.args[i] = numberIn(chunk, at, i + 1);
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

  private enterChunk(index: number): void {
    const chunk = this.chunks.get(index) ?? this.openChunk(index);
    this.currentIndex = index;
    this.current = chunk;
    this.words = chunk.words;
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
    if (chunk === undefined) chunk = { words: new Int32Array(chunkRows * rowWords), apart: null };
    else chunk.words.fill(0);
    this.chunks.set(index, chunk);
    return chunk;
  }
}

function kindIn({ words }: Chunk, at: number): EventSpec {
  return specAt((words[at]! & kindMask) - 1);
}

/** The time (place 0) or an argument of a row. */
function numberIn(chunk: Chunk, at: number, place: number): number {
  return isApart(chunk, at, place) ? apartIn(chunk, at, place) : chunk.words[at + microsWord + place]!;
}

function becauseIn(chunk: Chunk, at: number): EventId {
  return isApart(chunk, at, becausePlace) ? apartIn(chunk, at, becausePlace) : noEvent;
}

function isApart({ words }: Chunk, at: number, place: number): boolean {
  return (words[at]! & (1 << (apartShift + place))) !== 0;
}

function apartIn({ apart }: Chunk, at: number, place: number): number {
  return apart![(at / rowWords) * rowPlaces + place]!;
}
