import type { Entity, SavedFields } from './state.ts';
import type { Position } from './units.ts';

/** About what V8 takes where pointers have eight bytes: for saved fields with their code, for a list, for a place in one. */
const savedBytes = 88;
const listBytes = 32;
const pointerBytes = 8;

/** What a checkpoint is made of. */
export interface CheckpointParts {
  readonly position: Position;
  readonly entities: readonly Entity[];
  readonly entityCount: number;
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

  constructor({ position, entities, entityCount, changed, previous }: CheckpointParts) {
    this.position = position;
    this.entities = entities;
    this.entityCount = entityCount;
    this.changed = changed;
    this.before = previous;
  }

  get previous(): Checkpoint | null {
    return this.before;
  }

  /** About what this one takes beyond `previous`. */
  get sizeBytes(): number {
    let sum = listBytes;
    for (const { code, references } of this.changed) {
      sum += savedBytes + code.length + (references.length === 0 ? 0 : listBytes) + pointerBytes * (1 + references.length);
    }
    return sum;
  }

  /** Writes the saved fields of every entity of that moment into a table, by index. */
  writeTable(table: (SavedFields | null)[]): void {
    table.length = this.entityCount;
    table.fill(null);
    for (const saved of this.changed) table[saved.entityIndex] = saved;
    for (let at = this.before; at !== null; at = at.before) {
      for (const saved of at.changed) table[saved.entityIndex] ??= saved;
    }
  }

  /** Needs `previous` no more: takes over what is not replaced here, and follows the one before it. The state is what it was. */
  absorbPrevious(): void {
    if (this.before === null) return;
    const own = new Set(this.changed.map((saved) => saved.entityIndex));
    this.changed = [...this.changed, ...this.before.changed.filter((saved) => !own.has(saved.entityIndex))];
    this.before = this.before.before;
  }
}
