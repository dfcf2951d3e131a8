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

/** Mutable, owned by exactly one Entity (directly or through other State): saved in depth with its owner. */
export abstract class State {
  declare protected readonly isState: true;
}

/** What entities register with: the list of all that can be saved. */
export interface EntityRegistry {
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

  constructor(registry: EntityRegistry) {
    super();
    this.registry = registry;
    this.entityIndex = registry.register(this);
    this.touch();
  }

  /** Announces a change. Cheap when called again. */
  touch(): void {
    if (this.isDirty) return;
    this.isDirty = true;
    this.registry.markDirty(this);
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
