import type { SavedFields } from './state.ts';
import type { Position } from './units.ts';

/** All state at a position. Entities that did not change since the checkpoint before share its copies. */
export interface Checkpoint {
  readonly position: Position;
  /** Saved fields by entity index; entities made later are absent. */
  readonly saved: readonly SavedFields[];
  /** How many entities had changed since the checkpoint before: what this one cost. */
  readonly copiedCount: number;
}
