/**
 * How state is kept, so that time travel can copy it.
 *
 * Everything that changes while the simulation runs lives in fields of these classes, and a field holds only
 * numbers, strings, booleans, null, undefined, bigints, arrays, Maps, Sets, typed arrays, plain objects, and instances of the classes
 * below.
 * A function, a private `#field`, a Date or any other class in a field throws when the first checkpoint is taken.
 */
/** Immutable once built: shared by reference between nodes, checkpoints and branches. Never write to one after its constructor. */
export abstract class Shared {
  // A brand for the type alone: a field written by every constructor would cost a third of an append.
  declare protected readonly isShared: true;
}

/**
 * Immutable, of numbers, texts and other such things, and soon forgotten: a checkpoint writes what is in it and keeps it not alive. After a
 * rewind another one may stand in its place, so nobody asks whether two are the same.
 */
export abstract class Value extends Shared {}

/** Mutable, owned by exactly one Entity (directly or through other State): saved in depth with its owner. */
export abstract class State {
  declare protected readonly isState: true;
}

/** Knows what an entity is to be since the world went somewhere else in time. */
export interface Refresher {
  refresh(entity: Entity): void;
}

/** What entities register with: the list of all that can be saved. */
export interface EntityRegistry {
  /** An entity by its index; whoever keeps no list of them has their checkpoints refer to the entities themselves. */
  entityAt?(index: number): Entity;
  register(entity: Entity): number;
  markDirty(entity: Entity): void;
}

/**
 * The unit of saving: mutable state with an identity that survives time travel, so references between entities stay valid.
 * Call `touch()` before the first change in a step. A change without it is lost on rewind; the checkpoint fuzz test catches that.
 */
export abstract class Entity extends State {
  readonly entityIndex: number;
  isDirty = false;
  /** The registry; not state. */
  readonly registry: EntityRegistry;
  /** Of a lazy entity that is not yet what it was at this time; null: it is. */
  refresher: Refresher | null = null;

  constructor(registry: EntityRegistry) {
    super();
    this.registry = registry;
    this.entityIndex = registry.register(this);
    this.isDirty = true;
    registry.markDirty(this);
  }

  /** Announces a change. Cheap when called again; who changes with every event asks for `isDirty` first, which is cheaper still. */
  touch(): void {
    if (this.isDirty) return;
    if (this.refresher !== null) this.refresher.refresh(this);
    this.isDirty = true;
    this.registry.markDirty(this);
  }

  /** It is as it was saved; what is no state and follows from it is to be made anew. */
  restored(): void {
    // Most have nothing of the kind.
  }

  /** Whether it goes somewhere else in time only when somebody looks at it. */
  get isLazy(): boolean {
    return false;
  }
}

/**
 * An entity of which there are many, of which few are looked at from one rewind to the next: what it was is read from the checkpoint when
 * somebody needs it. **Whoever keeps a reference to one asks for `fresh()` each time before anything is read that can change**; so it is
 * best kept where one getter can do it.
 */
export abstract class LazyEntity extends Entity {
  override get isLazy(): boolean {
    return true;
  }

  /** Itself, as it is now. */
  fresh(): this {
    if (this.refresher !== null) this.refresher.refresh(this);
    return this;
  }
}

/** The state fields of one entity as a checkpoint holds them: packed, and never changed. */
export interface SavedFields {
  readonly entityIndex: number;
  readonly form: SavedForm;
  /** Structure and numbers, a character a byte (see saving.ts); how they differ from `base` when there is one. */
  readonly code: string;
  readonly base: string | null;
  /** Immutable things, entities and texts in the order in which the code speaks of them. */
  readonly references: readonly unknown[];
}

/** What the saved fields of one entity mostly have in common. */
export interface SavedForm {
  /** The names of the fields, in order. */
  readonly keys: readonly string[];
  /** Nothing in them is referred to twice. */
  readonly isTree: boolean;
}
