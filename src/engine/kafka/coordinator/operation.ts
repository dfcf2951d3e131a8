import type { CoordinatorContext } from './context.ts';
import type { CoordinatorState } from './runtime/coordinator-state.ts';

/** One step of the coordinator: what it holds, and what it sees of the world. */
export interface Operation {
  readonly state: CoordinatorState;
  readonly context: CoordinatorContext;
}
