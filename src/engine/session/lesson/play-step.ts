import type { LessonAct, LessonPredicate, LessonStep } from '../../../contract/lesson.ts';
import type { Micros } from '../../kernel/units.ts';
import { QuietSteps } from '../../lesson/quiet.ts';
import type { LessonTable } from './lesson-table.ts';

/** How long the engine is given to bring about what a reference solution aims at, after its last act. */
export const patienceMicros = 180_000_000;

/** Judges a claim on the table as it is now. */
export type Judge = (claim: LessonPredicate) => boolean;

/** Goes on step by step until a claim holds; false when the time is over first. */
export function runUntil({ session }: LessonTable, untilMicros: Micros, isReached: () => boolean): boolean {
  if (isReached()) return true;
  const steps = new QuietSteps();
  for (;;) {
    const stop = session.advance({ maxSteps: 1, untilMicros });
    if (stop !== 'budget' && stop !== 'watch') return isReached();
    if (!steps.isQuiet(session.world.kernel) && isReached()) return true;
  }
}

/** The lesson's own part of a step: what happens when Run is pressed. */
export function playRun(table: LessonTable, run: NonNullable<LessonStep['run']>, judge: Judge): boolean {
  for (const command of run.commands ?? []) table.session.submit(command);
  return runUntil(table, table.session.position.micros + run.maxSimMillis * 1000, () => judge(run.until));
}

/** Gives acts at their times, as somebody would who does what the solution says; stops early when `isReached`. */
export function playActs(table: LessonTable, acts: readonly LessonAct[], isReached: () => boolean): boolean {
  const { session } = table;
  for (const { afterMillis, command } of acts) {
    if (afterMillis > 0 && runUntil(table, session.position.micros + afterMillis * 1000, isReached)) return true;
    session.submit(command);
    if (isReached()) return true;
  }
  return false;
}

/** A whole step as the reference solution has it. */
export function playStep(table: LessonTable, step: LessonStep, judge: Judge): boolean {
  const { run, expect, solution = [] } = step;
  if (run !== undefined && !playRun(table, run, judge)) return false;
  if (expect === undefined) return true;
  const isReached = (): boolean => judge(expect);
  if (playActs(table, solution, isReached)) return true;
  return runUntil(table, table.session.position.micros + patienceMicros, isReached);
}
