import type { Entity, SavedFields } from './state.ts';
import type { Position } from './units.ts';

/** All state at a position. Entities that did not change since the checkpoint before share its copies. */
export interface Checkpoint {
  readonly position: Position;
  /** Every entity of that moment, by index. */
  readonly entities: readonly Entity[];
  /** Their saved fields, in the same order. */
  readonly saved: readonly SavedFields[];
  /** How many entities had changed since the checkpoint before: what this one cost. */
  readonly copiedCount: number;
}
