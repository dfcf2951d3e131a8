import type { Answer, Lesson, LessonStep, Verdict } from '../../../contract/lesson.ts';
import { EventCounter } from '../../lesson/event-counter.ts';
import { judge } from '../../lesson/predictions.ts';
import { ClaimMemory, holds } from '../../lesson/predicates.ts';
import type { LessonFacts } from '../../lesson/predicates.ts';
import { forkOf } from './lesson-table.ts';
import type { LessonTable } from './lesson-table.ts';
import { playStep } from './play-step.ts';

/**
 * Judges answers by what really happens: forks the table, lets the step happen there, and reads the truth. The fork is thrown away. A
 * step in which nothing
 * happens is judged as it stands.
 */
export function askOracle(
  lesson: Lesson,
  step: LessonStep,
  table: LessonTable,
  answers: Readonly<Record<string, Answer>>,
): readonly Verdict[] {
  if (step.predict === undefined) return [];
  const fork = forkOf(table);
  const facts = factsOfFork(lesson, fork);
  playStep(fork, step, (claim) => holds(claim, facts()));
  return step.predict.map((prediction) => judge(prediction, answers[prediction.id], facts()));
}

function factsOfFork(lesson: Lesson, { world, session }: LessonTable): () => LessonFacts {
  const events = new EventCounter(world.kernel);
  const stepMicros = session.position.micros;
  const stepEvent = world.kernel.eventCount;
  const memory = new ClaimMemory();
  return () => ({
    reader: world.reader,
    events,
    nowMicros: session.position.micros,
    stepMicros,
    stepEvent,
    memory,
    macros: lesson.predicates ?? {},
    isCompleted: () => false,
  });
}
