import type { Command } from '../../contract/command.ts';
import type { Position } from '../../contract/engine-api.ts';
import type { TraceRow } from '../kernel/trace.ts';
import { Checkpoints } from './checkpoints.ts';

/** A command and when it is given: before step number `at.steps`, at time `at.micros`. */
export interface TimedCommand {
  readonly at: Position;
  readonly command: Command;
}

/** One history: the commands that make it, and what is known of it. */
export interface Branch {
  readonly id: number;
  readonly parent: number | null;
  /** Where it parted from its parent. */
  readonly forkedAt: Position | null;
  /** Events that it shares with its parent. */
  readonly forkEventCount: number;
  readonly commands: TimedCommand[];
  readonly checkpoints: Checkpoints;
  computedUntil: Position;
  /** Milestones while another branch is shown. */
  future: { readonly milestones: readonly TraceRow[]; readonly knownCount: number } | null;
}

/** The first history, with the scenario's own commands. */
export function rootBranch(commands: readonly TimedCommand[]): Branch {
  return {
    id: 0,
    parent: null,
    forkedAt: null,
    forkEventCount: 0,
    commands: [...commands],
    checkpoints: new Checkpoints(),
    computedUntil: { micros: 0, steps: 0 },
    future: null,
  };
}

/** Negative when `a` comes before `b`. */
export function comparePositions(a: Position, b: Position): number {
  return a.steps === b.steps ? a.micros - b.micros : a.steps - b.steps;
}

/**
 * Whether a command given in the past only changes the settings of the same story, so that everything that was done later is done again
 * in the new history: else
 * changing acks would also take back the kill that it is to be compared with.
 */
export function keepsTheStory(command: Command): boolean {
  return command.kind === 'configure-client' || command.kind === 'configure-topic' || command.kind === 'configure-broker';
}
