import { Checkpoint } from './checkpoint.ts';
import { restoreFields, Restoring } from './restoring.ts';
import { saveFields, Saving } from './saving.ts';
import type { Entity, EntityRegistry, Refresher, SavedFields } from './state.ts';
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
  /** By index, what each entity was saved as or restored to last; null for one that was neither, or has changed when the past came back. */
  private present: (SavedFields | null)[] = [];
  /** The same for a checkpoint that is being restored. */
  private wanted: (SavedFields | null)[] = [];
  /** Both are made when they are needed first: until then their code need not be there. */
  private saving: Saving | null = null;
  private restoring: Restoring | null = null;
  /** For lazy entities in which nothing is referred to twice as they are now, and for others. */
  private readonly ofTrees: Refresher = { refresh: (entity) => this.refresh(entity, true) };
  private readonly ofOthers: Refresher = { refresh: (entity) => this.refresh(entity, false) };

  abstract get position(): Position;

  register(entity: Entity): number {
    if (this.entities.length > this.entityCount) this.entities = this.entities.slice(0, this.entityCount);
    this.entities.push(entity);
    this.present[this.entityCount] = null;
    return this.entityCount++;
  }

  entityAt(index: number): Entity {
    return this.entities[index]!;
  }

  markDirty(entity: Entity): void {
    this.dirty.push(entity);
  }

  saveCheckpoint(): Checkpoint {
    const { present: table, position, entities, entityCount, newest } = this;
    this.saving ??= new Saving();
    const changed = this.saveDirty(this.saving);
    this.dirty = [];
    this.newest = new Checkpoint({ position, entities, entityCount, table, changed: changed.slice(), previous: newest });
    return this.newest;
  }

  /** A loop with nothing behind it: what V8 compiles while it runs it need not throw away at its end. */
  private saveDirty(saving: Saving): readonly SavedFields[] {
    const { present: table, dirty } = this;
    const changed: SavedFields[] = [];
    for (const entity of dirty) {
      const before = table[entity.entityIndex]!;
      const saved = saveFields(entity, before, saving);
      if (saved !== before) changed.push(saved);
      table[entity.entityIndex] = saved;
      entity.isDirty = false;
    }
    return changed;
  }

  restoreCheckpoint(checkpoint: Checkpoint): void {
    const { present, wanted, entities: entitiesBefore } = this;
    checkpoint.writeTable(wanted);
    // Entities of another future drop out of the list; should that future come back, its own checkpoints bring them.
    for (const entity of this.dirty) {
      entity.isDirty = false;
      present[entity.entityIndex] = null;
    }
    this.dirty = [];
    this.newest = checkpoint;
    this.entities = checkpoint.entities as Entity[];
    this.entityCount = checkpoint.entityCount;
    this.restoreEntities(entitiesBefore);
    this.present = wanted;
    this.wanted = present;
    present.fill(null);
  }

  /**
   * Goes back to checkpoints, with everything, and returns to the newest one. What V8 compiles counts on fields that were written once, and
   * is thrown away when going back writes them again: so that happens soon, while there is little of it, and not when somebody rewinds.
   */
  protected rehearseState(earlier: readonly Checkpoint[], goOn: (() => void) | null): void {
    const { newest } = this;
    assert(newest !== null && this.dirty.length === 0, 'all has just been saved');
    for (const checkpoint of earlier) {
      this.restoreCheckpoint(checkpoint);
      for (let i = 0; i < this.entityCount; i++) {
        const entity = this.entities[i]!;
        if (entity.refresher !== null) entity.refresher.refresh(entity);
      }
      goOn?.();
    }
    this.restoreCheckpoint(newest);
  }

  private restoreEntities(entitiesBefore: readonly Entity[]): void {
    const { present, wanted, entities, entityCount } = this;
    for (let i = 0; i < entityCount; i++) {
      const saved = wanted[i]!;
      assert(saved !== null, 'every entity is saved once');
      const was = i < present.length ? present[i]! : null;
      if (was === saved) continue;
      const entity = entities[i]!;
      const isTree = was !== null && was.form.isTree && i < entitiesBefore.length && entity === entitiesBefore[i];
      if (entity.isLazy) entity.refresher ??= isTree ? this.ofTrees : this.ofOthers;
      else this.restoreNow(entity, saved, isTree);
    }
  }

  /** A lazy entity is looked at. */
  private refresh(entity: Entity, isTree: boolean): void {
    const saved = this.present[entity.entityIndex];
    assert(saved !== undefined && saved !== null, 'what is looked at was saved');
    entity.refresher = null;
    this.restoreNow(entity, saved, isTree);
  }

  private restoreNow(entity: Entity, saved: SavedFields, isTree: boolean): void {
    this.restoring ??= new Restoring();
    restoreFields(entity, saved, isTree, this.restoring);
  }
}
