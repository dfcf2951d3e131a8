import type { Entity, SavedFields } from './state.ts';
import type { Position } from './units.ts';

/** About what V8 takes where pointers have eight bytes: for saved fields with their code, for a list, for a place in one. */
const savedBytes = 88;
const listBytes = 32;
const pointerBytes = 8;

/** One of so many has the whole table, so that to go back somewhere not all that happened before is gone through. */
const tableDistance = 16;

/** What a checkpoint is made of. */
export interface CheckpointParts {
  readonly position: Position;
  readonly entities: readonly Entity[];
  readonly entityCount: number;
  /** The saved fields of every entity, by index: copied when they are kept. */
  readonly table: readonly (SavedFields | null)[];
  readonly changed: readonly SavedFields[];
  readonly previous: Checkpoint | null;
}

/** All state at a position: the saved fields of what changed, and the checkpoint that it changed since. */
export class Checkpoint {
  readonly position: Position;
  /** Every entity of that moment by index, and perhaps some that came later. */
  readonly entities: readonly Entity[];
  readonly entityCount: number;
  /** Saved fields of entities that changed since `previous`, in no particular order. */
  private changed: readonly SavedFields[];
  private before: Checkpoint | null;
  /** Saved fields of all entities; null where they are found through those before it. */
  private table: readonly (SavedFields | null)[] | null;
  /** How far back the last table is. */
  private readonly distance: number;

  constructor({ position, entities, entityCount, table, changed, previous }: CheckpointParts) {
    this.position = position;
    this.entities = entities;
    this.entityCount = entityCount;
    this.changed = changed;
    this.before = previous;
    this.distance = previous === null ? 0 : (previous.distance + 1) % tableDistance;
    this.table = this.distance === 0 ? table.slice(0, entityCount) : null;
  }

  get previous(): Checkpoint | null {
    return this.before;
  }

  /** About what this one takes beyond `previous`. */
  get sizeBytes(): number {
    let sum = listBytes + pointerBytes * (this.table?.length ?? 0);
    for (const { code, references } of this.changed) {
      sum += savedBytes + code.length + (references.length === 0 ? 0 : listBytes) + pointerBytes * (1 + references.length);
    }
    return sum;
  }

  /** Writes the saved fields of every entity of that moment into a table, by index. */
  writeTable(table: (SavedFields | null)[]): void {
    let whole = this.table;
    const changes = whole === null ? [this.changed] : [];
    for (let at = this.before; whole === null && at !== null; at = at.before) {
      whole = at.table;
      if (whole === null) changes.push(at.changed);
    }
    // Never longer by its length alone: a list with holes is of another kind, and what was compiled for both is slower.
    if (table.length > this.entityCount) table.length = this.entityCount;
    const known = whole ?? [];
    for (let i = 0; i < this.entityCount; i++) table[i] = i < known.length ? known[i]! : null;
    for (const changed of changes.reverse()) for (const saved of changed) table[saved.entityIndex] = saved;
  }

  /** Needs `previous` no more: takes over what is not replaced here, and follows the one before it. The state is what it was. */
  absorbPrevious(): void {
    const { before } = this;
    if (before === null) return;
    if (this.table === null && before.table !== null) {
      const table: (SavedFields | null)[] = [];
      this.writeTable(table);
      this.table = table.slice();
    }
    const own = new Set(this.changed.map((saved) => saved.entityIndex));
    this.changed = [...this.changed, ...before.changed.filter((saved) => !own.has(saved.entityIndex))];
    this.before = before.before;
  }
}
