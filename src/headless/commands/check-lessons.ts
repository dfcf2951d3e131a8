import { checkLessonPlay } from '../../engine/session/lesson/lesson-check.ts';
import type { FoundLesson } from '../lesson-source.ts';
import type { Output } from '../output.ts';
import { problemText } from '../scenario-source.ts';

/** Seeds that every lesson is played with. */
const seedCount = 5;

/**
 * Checks lessons and plays them: the solution with five seeds, alternatives, wrong ways, and nothing at all. Exit status 0 good, 1 one
 * does not play as it says,
 * 2 one is no lesson.
 */
export function checkLessons(lessons: readonly FoundLesson[], isJson: boolean, output: Output): number {
  let status = lessons.length === 0 ? 2 : 0;
  if (lessons.length === 0) output.problem('there is no lesson in this folder');
  for (const { path, checked } of lessons) {
    const problems = checked.ok ? checkLessonPlay(checked.value, { seedCount }) : checked.problems;
    if (problems.length > 0) status = Math.max(status, checked.ok ? 1 : 2);
    if (isJson) output.line(JSON.stringify({ lesson: path, isGood: problems.length === 0, problems }));
    else if (problems.length > 0) for (const problem of problems) output.problem(`${path}: ${problemText(problem)}`);
    else if (checked.ok) output.line(`good: ${checked.value.id}, ${String(checked.value.steps.length)} steps, ${String(seedCount)} seeds`);
  }
  return status;
}
