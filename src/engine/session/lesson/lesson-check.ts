/**
 * Plays a lesson as CI and authors do: the solution passes with five seeds, alternatives pass, wrong ways fail with their own feedback,
 * doing nothing fails, and
 * turning a comparison of what is expected round is noticed (rules 1 to 8 of the format).
 */
import type { Problem } from '../../../contract/engine-api.ts';
import type { Lesson, LessonAct, LessonPhase, LessonStep } from '../../../contract/lesson.ts';
import { isOnStage } from '../../lesson/elements.ts';
import { mutationsOf } from '../../lesson/mutations.ts';
import { LessonRun } from './lesson-run.ts';
import { openTable } from './lesson-table.ts';
import { patienceMicros, playActs, runUntil } from './play-step.ts';
import { unreadablePaths } from './readable.ts';

/** What a check plays. */
export interface CheckOptions {
  /** How many seeds the solution is played with. */
  readonly seedCount: number;
}

const nullRunMicros = 60_000_000;

function problem(code: string, where: string, params: Problem['params'] = {}): Problem {
  return { code, where, params };
}

/** Everything that does not play as the lesson says. */
export function checkLessonPlay(lesson: Lesson, { seedCount }: CheckOptions): readonly Problem[] {
  for (let seed = 0; seed < seedCount; seed++) {
    const problems = checkSolution(lesson, seed);
    // One seed that fails says enough.
    if (problems.length > 0) return problems;
  }
  return checkWays(lesson);
}

/** The reference solution with one seed, and with the first one all that the lesson reads and points at. */
export function checkSolution(lesson: Lesson, seed: number): readonly Problem[] {
  const problems = unreadablePaths(lesson);
  return problems.length > 0 ? problems : playThrough(withSeed(lesson, seed), seed, seed === 0);
}

/** Doing nothing, the other solutions, and the ways that do not lead there. */
export function checkWays(lesson: Lesson): readonly Problem[] {
  return [
    ...lesson.steps.flatMap((step) => checkNullRun(lesson, step)),
    ...lesson.alternatives.flatMap(({ name, acts }) =>
      Object.entries(acts).flatMap(([step, own]) =>
        completes(lesson, step, own) ? [] : [problem('lesson-check-alternative', step, { name })],
      ),
    ),
    ...lesson.wrong.flatMap((wrong) => checkWrong(lesson, wrong)),
  ];
}

function withSeed(lesson: Lesson, offset: number): Lesson {
  const scenarios = Object.entries(lesson.scenarios).map(([name, scenario]) => [name, { ...scenario, seed: scenario.seed + offset }]);
  return { ...lesson, scenarios: Object.fromEntries(scenarios) as Lesson['scenarios'] };
}

/** A run at the beginning of a step, as the reference solution leads there. */
function at(lesson: Lesson, step: string): LessonRun {
  return new LessonRun(lesson, openTable, { level: 'worked', step });
}

function playThrough(lesson: Lesson, seed: number, isFirst: boolean): readonly Problem[] {
  const run = new LessonRun(lesson, openTable, { level: 'worked', step: null });
  // Every step, however right the answers are.
  run.move({ kind: 'level', level: 'worked' });
  const problems: Problem[] = [];
  if (run.judge(lesson.success)) return [problem('lesson-check-true-at-start', 'success')];
  for (const step of lesson.steps) {
    const early = acceptedNow(run, step);
    if (isFirst) problems.push(...checkAnchors(run, step));
    problems.push(...solveStep(run, step, seed));
    if (isFirst && problems.length === 0) problems.push(...checkMutations(run, step, early), ...checkEvents(run, step));
    if (problems.length > 0) return problems;
    // Everybody reads for a while: the next step begins where this one ended all the same.
    run.move({ kind: 'next' });
  }
  const { isSuccess, isAssisted } = run.view();
  return isSuccess && !isAssisted ? [] : [problem('lesson-check-success', 'success')];
}

function solveStep(run: LessonRun, step: LessonStep, seed: number): readonly Problem[] {
  if (run.currentPhase === 'predict') {
    const answers = run.rightAnswers();
    run.move({ kind: 'commit', answers });
    const unclear = (step.predict ?? []).find((prediction) => answers[prediction.id] === undefined || isUnclear(answers[prediction.id]));
    if (unclear !== undefined) return [problem('lesson-check-no-truth', step.id, { name: unclear.id, seed })];
  }
  playRun(run);
  if (step.run !== undefined && (isIn(run, 'running') || run.view().isOverdue))
    return [problem('lesson-check-overdue', step.id, { seed, limit: step.run.maxSimMillis })];
  if (run.currentPhase === 'act') {
    const { expect } = step;
    if (expect !== undefined && run.judge(expect)) return [problem('lesson-check-true-at-start', step.id)];
    if (!finish(run, step.solution ?? [])) return [problem('lesson-check-not-solved', step.id, { seed })];
  }
  return [];
}

const isUnclear = (answer: unknown): boolean =>
  answer === '' || answer === 'NaN' || (typeof answer === 'object' && answer !== null && Object.values(answer).includes(''));

/** Gives the acts and waits; true when the step came to its end. */
function finish(run: LessonRun, acts: readonly LessonAct[]): boolean {
  const isOver = (): boolean => {
    run.observe();
    return run.currentPhase !== 'act';
  };
  const table = run.currentTable;
  if (playActs(table, acts, isOver)) return true;
  return runUntil(table, table.session.position.micros + patienceMicros, isOver);
}

/** Commits the right answers and runs, so that the learner's acts are next. */
function reachActs(run: LessonRun): void {
  if (run.currentPhase === 'predict') run.move({ kind: 'commit', answers: run.rightAnswers() });
  playRun(run);
}

function playRun(run: LessonRun): void {
  const { run: own } = run.step;
  if (own === undefined || !isIn(run, 'ready')) return;
  run.move({ kind: 'run' });
  const table = run.currentTable;
  runUntil(table, table.session.position.micros + own.maxSimMillis * 1000 + 1, () => !isIn(run, 'running'));
}

const isIn = (run: LessonRun, phase: LessonPhase): boolean => run.currentPhase === phase;

function completes(lesson: Lesson, step: string, acts: readonly LessonAct[]): boolean {
  const run = at(lesson, step);
  reachActs(run);
  if (acts.some(({ command }) => run.refusal(command) !== null)) return false;
  return finish(run, acts);
}

/** Sixty seconds in which nobody acts complete no step that asks for acts, and make no success. */
function checkNullRun(lesson: Lesson, step: LessonStep): readonly Problem[] {
  if (step.expect === undefined) return [];
  const run = at(lesson, step.id);
  reachActs(run);
  if (run.currentPhase !== 'act') return [problem('lesson-check-true-at-start', step.id)];
  const table = run.currentTable;
  runUntil(table, table.session.position.micros + nullRunMicros, () => run.currentPhase !== 'act');
  return run.currentPhase === 'act' && !run.judge(lesson.success) ? [] : [problem('lesson-check-null-run', step.id)];
}

function checkWrong(lesson: Lesson, { step, acts, forMillis, feedback }: Lesson['wrong'][number]): readonly Problem[] {
  const run = at(lesson, step);
  reachActs(run);
  const table = run.currentTable;
  let isHeard = false;
  const listen = (): boolean => {
    run.observe();
    isHeard ||= run.view().wrongPath === feedback;
    return run.currentPhase !== 'act';
  };
  playActs(table, acts, listen);
  runUntil(table, table.session.position.micros + forMillis * 1000, listen);
  if (run.currentPhase !== 'act') return [problem('lesson-check-wrong-passes', step, { name: feedback })];
  return isHeard ? [] : [problem('lesson-check-no-feedback', step, { name: feedback })];
}

/** At the beginning of a step, before anybody acted: what a turned comparison would already accept. */
function acceptedNow(run: LessonRun, step: LessonStep): ReadonlySet<string> {
  const mutated = step.expect === undefined ? [] : mutationsOf(step.expect);
  return new Set(mutated.filter((claim) => run.judge(claim)).map((claim) => JSON.stringify(claim)));
}

/** A turned comparison must be noticed: true at the beginning, or false at the end. */
function checkMutations(run: LessonRun, step: LessonStep, early: ReadonlySet<string>): readonly Problem[] {
  if (step.expect === undefined) return [];
  const unnoticed = mutationsOf(step.expect).find((claim) => !early.has(JSON.stringify(claim)) && run.judge(claim));
  return unnoticed === undefined ? [] : [problem('lesson-check-mutation', step.id, { name: JSON.stringify(unnoticed) })];
}

function checkAnchors(run: LessonRun, step: LessonStep): readonly Problem[] {
  const options = (step.predict ?? []).flatMap((prediction) =>
    prediction.kind === 'choice' || prediction.kind === 'pick' ? prediction.options.map(({ element }) => element) : [],
  );
  return [step.anchor, ...options]
    .filter((element) => element !== undefined)
    .filter((element) => !isOnStage(run.currentTable.world.reader, element))
    .map((element) => problem('lesson-check-anchor', step.id, { element }));
}

/** What is to be picked must have happened. */
function checkEvents(run: LessonRun, step: LessonStep): readonly Problem[] {
  const { pickEvent } = step.explain ?? {};
  if (pickEvent === undefined || pickEvent.some((event) => run.judge({ event }))) return [];
  return [problem('lesson-check-event', step.id, { event: pickEvent[0]?.event ?? '' })];
}
