import type { Checkpoint } from './checkpoint.ts';
import { restoreFields, Restoring } from './restoring.ts';
import { saveFields } from './saving.ts';
import type { Entity, EntityRegistry } from './state.ts';
import { assert } from './units.ts';
import type { Position } from './units.ts';

/** What a reference takes. */
const pointerBytes = 8;

/** Every entity of a world, and which changed since the last checkpoint: saving copies only those. */
export abstract class EntityStore implements EntityRegistry {
  protected entities: Entity[] = [];
  protected dirty: Entity[] = [];
  /** The list as checkpoints share it; null once it has grown since. */
  private listed: readonly Entity[] | null = null;

  abstract get position(): Position;

  register(entity: Entity): number {
    this.entities.push(entity);
    this.listed = null;
    return this.entities.length - 1;
  }

  markDirty(entity: Entity): void {
    this.dirty.push(entity);
  }

  saveCheckpoint(): Checkpoint {
    let sizeBytes = pointerBytes * this.entities.length;
    for (const entity of this.dirty) {
      const saved = saveFields(entity, entity.savedCopy);
      if (saved !== entity.savedCopy) sizeBytes += saved.sizeBytes;
      entity.savedCopy = saved;
      entity.isDirty = false;
    }
    this.dirty = [];
    const saved = this.entities.map((entity) => {
      assert(entity.savedCopy !== null, 'every entity is saved once');
      return entity.savedCopy;
    });
    return { position: this.position, entities: (this.listed ??= this.entities.slice()), saved, sizeBytes };
  }

  restoreCheckpoint(checkpoint: Checkpoint): void {
    // Entities of another future drop out of the list; should that future come back, its own checkpoints bring them.
    for (const entity of this.dirty) {
      entity.isDirty = false;
      entity.savedCopy = null;
    }
    this.dirty = [];
    this.entities = checkpoint.entities.slice();
    this.listed = checkpoint.entities;
    const restoring = new Restoring();
    for (let i = 0; i < this.entities.length; i++) {
      const entity = this.entities[i]!;
      const saved = checkpoint.saved[i]!;
      if (entity.savedCopy === saved) continue;
      restoreFields(entity, saved, restoring);
      entity.savedCopy = saved;
    }
  }
}
