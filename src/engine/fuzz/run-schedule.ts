import type { Scenario } from '../../contract/scenario.ts';
import { InvariantChecker } from '../invariants/checker.ts';
import type { CheckerOptions } from '../invariants/checker.ts';
import type { Violation } from '../invariants/invariant.ts';
import type { MutationId } from '../kafka/mutations.ts';
import { Mutations } from '../kafka/mutations.ts';
import { ClusterWorld } from '../session/cluster-world.ts';
import { progressProblems } from './progress.ts';
import type { Schedule } from './schedule.ts';

/** What came of a schedule. */
export interface ScheduleResult {
  readonly world: ClusterWorld;
  readonly violations: readonly Violation[];
  readonly problems: readonly string[];
  readonly refusedCount: number;
  /** Partitions for whose committed records nothing was promised any more at the end. */
  readonly taintedCount: number;
  readonly partitionCount: number;
}

/** How a schedule is run. */
export interface RunOptions {
  readonly isChecked: boolean;
  readonly mutations: readonly MutationId[];
  readonly assume: CheckerOptions['assume'];
  /** Looks after each step that a violation was seen: no need to go on. */
  readonly stopsAtViolation: boolean;
  /** Ends a run in which something goes round in circles; that is a problem, too. */
  readonly stepsMax: number;
}

const defaults: RunOptions = { isChecked: true, mutations: [], assume: 'configured', stopsAtViolation: true, stepsMax: 1_000_000 };

/** Runs a schedule from its first step to its last, with all invariants checked after each. */
export function runSchedule({ scenario, endMicros }: Schedule, options: Partial<RunOptions> = {}): ScheduleResult {
  const { isChecked, mutations, assume, stopsAtViolation, stepsMax } = { ...defaults, ...options };
  const world = new ClusterWorld(scenario, { mutations: new Mutations(mutations) });
  const checker = isChecked ? new InvariantChecker(world.cluster, { assume }) : null;
  const isBroken = (): boolean => stopsAtViolation && checker !== null && checker.violations.length > 0;
  const isEndless = (): boolean => world.kernel.position.steps > stepsMax;
  const isOver = (): boolean => isEndless() || isBroken();
  const refusedCount = play(world, scenario.commands, endMicros, isOver);
  checker?.lookAround();
  const problems = isEndless() ? [`more than ${String(stepsMax)} steps`] : isBroken() ? [] : progressProblems(world);
  const views = checker === null ? [] : [...checker.controller.partitions.values()];
  return {
    world,
    violations: checker?.violations ?? [],
    problems,
    refusedCount,
    taintedCount: views.filter((view) => view.isTainted).length,
    partitionCount: views.length,
  };
}

/** Gives each command as soon as its time has come; one that cannot be done then is passed over. */
function play(world: ClusterWorld, commands: Scenario['commands'], endMicros: number, isOver: () => boolean): number {
  const { kernel } = world;
  let refusedCount = 0;
  for (const { at, command } of commands) {
    while (kernel.nextStepMicros() < at.micros && !isOver()) kernel.step();
    if (isOver()) return refusedCount;
    kernel.idleUntil(at.micros);
    if (world.refusal(command) === null) world.apply(command);
    else refusedCount++;
  }
  while (kernel.nextStepMicros() <= endMicros && !isOver()) kernel.step();
  return refusedCount;
}
