import type { Position } from '../../../contract/engine-api.ts';
import type { Answer, LessonView, Verdict } from '../../../contract/lesson.ts';
import { ClaimMemory } from '../../lesson/predicates.ts';
import type { LessonTable } from './lesson-table.ts';

/** What is remembered of the step that a learner is in; a step that begins again begins with a new one. */
export class StepState {
  answers: Readonly<Record<string, Answer>> = {};
  verdicts: readonly Verdict[] = [];
  hintCount = 0;
  wrongPath: string | null = null;
  isOverdue = false;
  picked: LessonView['picked'] = null;
  /** Where the step came to its end; null while it goes on. */
  endedAt: Position | null = null;
  /** When Run was pressed. */
  runMicros = 0;
  readonly memory = new ClaimMemory();
  readonly stepMicros: number;
  readonly stepSteps: number;
  readonly stepEvent: number;

  constructor({ session, world }: LessonTable) {
    this.stepMicros = session.position.micros;
    this.stepSteps = session.position.steps;
    this.stepEvent = world.kernel.eventCount;
  }
}
