import type { Entity, SavedFields } from './state.ts';
import type { Position } from './units.ts';

/** All state at a position. Entities that did not change since the checkpoint before share its copies. */
export interface Checkpoint {
  readonly position: Position;
  /** Every entity of that moment, by index. */
  readonly entities: readonly Entity[];
  /** Their saved fields, in the same order. */
  readonly saved: readonly SavedFields[];
  /** About what this one takes beyond what it shares with the one before. */
  readonly sizeBytes: number;
}
