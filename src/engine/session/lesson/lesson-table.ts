import type { Lesson, LessonStep } from '../../../contract/lesson.ts';
import type { Scenario } from '../../../contract/scenario.ts';
import { ClusterWorld } from '../cluster-world.ts';
import { Session } from '../session.ts';

/** A scenario that is open: what a lesson is played on. */
export interface LessonTable {
  readonly scenario: Scenario;
  readonly world: ClusterWorld;
  readonly session: Session;
}

/** Opens scenarios for a lesson: the engine's host shows them, a check only plays them. */
export type OpenTable = (scenario: Scenario) => LessonTable;

/** A table that nobody looks at. */
export function openTable(scenario: Scenario): LessonTable {
  const world = new ClusterWorld(scenario);
  const session = new Session(world, scenario.commands);
  if (scenario.open !== undefined) session.seek(scenario.open.at);
  return { scenario, world, session };
}

/**
 * The same cluster at the same position, of its own: what is done to it never happened. What the scenario itself still has in store
 * happens in it too.
 */
export function forkOf({ scenario, session, world: { parts } }: LessonTable): LessonTable {
  const world = new ClusterWorld(scenario, parts);
  const given = session.commandsUntilNow;
  const toCome = session.commands.slice(given.length).filter((command) => scenario.commands.includes(command));
  const fork = new Session(world, [...given, ...toCome]);
  fork.seek(session.position);
  return { scenario, world, session: fork };
}

/** The scenario that a step begins with; the lesson's first when the step names none. */
export function scenarioOf(lesson: Lesson, step: LessonStep | undefined): Scenario {
  const name = step?.scenario ?? Object.keys(lesson.scenarios)[0] ?? '';
  const scenario = lesson.scenarios[name];
  if (scenario === undefined) throw new Error(`the lesson has no scenario ${name}`);
  return scenario;
}
