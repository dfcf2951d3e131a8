import { Checkpoint } from './checkpoint.ts';
import { restoreFields, Restoring } from './restoring.ts';
import { saveFields } from './saving.ts';
import type { Entity, EntityRegistry, SavedFields } from './state.ts';
import { assert } from './units.ts';
import type { Position } from './units.ts';

/** Every entity of a world, and which changed since the last checkpoint: saving copies only those. */
export abstract class EntityStore implements EntityRegistry {
  /** Checkpoints share the list, so it only grows; beyond the count are entities of another future. */
  private entities: Entity[] = [];
  private entityCount = 0;
  private dirty: Entity[] = [];
  /** The checkpoint that was saved or restored last: what has changed since is dirty. */
  private newest: Checkpoint | null = null;
  /** Saved fields by entity, while a checkpoint is restored. */
  private readonly savedTable: (SavedFields | null)[] = [];

  abstract get position(): Position;

  register(entity: Entity): number {
    if (this.entities.length > this.entityCount) this.entities = this.entities.slice(0, this.entityCount);
    this.entities.push(entity);
    return this.entityCount++;
  }

  markDirty(entity: Entity): void {
    this.dirty.push(entity);
  }

  saveCheckpoint(): Checkpoint {
    const changed: SavedFields[] = [];
    for (const entity of this.dirty) {
      const saved = saveFields(entity, entity.savedCopy);
      if (saved !== entity.savedCopy) changed.push(saved);
      entity.savedCopy = saved;
      entity.isDirty = false;
    }
    this.dirty = [];
    const { position, entities, entityCount, newest } = this;
    this.newest = new Checkpoint({ position, entities, entityCount, changed: changed.slice(), previous: newest });
    return this.newest;
  }

  restoreCheckpoint(checkpoint: Checkpoint): void {
    const { savedTable: table } = this;
    checkpoint.writeTable(table);
    // Entities of another future drop out of the list; should that future come back, its own checkpoints bring them.
    for (const entity of this.dirty) {
      entity.isDirty = false;
      entity.savedCopy = null;
    }
    this.dirty = [];
    this.newest = checkpoint;
    this.entities = checkpoint.entities as Entity[];
    this.entityCount = checkpoint.entityCount;
    const restoring = new Restoring();
    for (let i = 0; i < this.entityCount; i++) {
      const entity = this.entities[i]!;
      const saved = table[i]!;
      assert(saved !== null, 'every entity is saved once');
      if (entity.savedCopy === saved) continue;
      restoreFields(entity, saved, restoring);
      entity.savedCopy = saved;
    }
    table.fill(null);
  }
}
