/** What must hold of whatever is opened as a lesson: never a crash or a silent default, always a message with place and reason. */
import type { Problem } from '../../contract/engine-api.ts';
import type { LessonFile } from '../../contract/lesson.ts';
import { faultNames, refusedConfigs } from '../../engine/session/scenario-knowledge.ts';
import { LessonRun } from '../../engine/session/lesson/lesson-run.ts';
import { openTable } from '../../engine/session/lesson/lesson-table.ts';
import { lessonRefusal } from '../../engine/session/lesson/readable.ts';
import { whyUnsayable } from '../../scenario/fuzz/judge.ts';
import { checkLessonText } from '../../scenario/lesson/read-lesson.ts';

/** What came of one: opened, or the code it was refused with, or what should not have happened. */
export type LessonVerdict =
  { readonly kind: 'opened' } | { readonly kind: 'refused'; readonly code: string } | { readonly kind: 'wrong'; readonly why: string };

/** Opens it as the page does, goes through its steps when it opens, and judges what came of it. */
export function judgeLesson(text: string): LessonVerdict {
  try {
    const checked = checkLessonText(text, { refusedConfigs, faults: faultNames });
    if (!checked.ok) return refused(checked.problems);
    if (sorted(checked.value) !== sorted(JSON.parse(text.replace(/^\ufeff/, ''))))
      return { kind: 'wrong', why: 'opened as something that the file does not say' };
    const refusal = lessonRefusal(checked.value);
    if (refusal !== null) return refused([refusal]);
    walk(checked.value);
    return { kind: 'opened' };
  } catch (error) {
    return { kind: 'wrong', why: `threw ${error instanceof Error ? (error.stack ?? '').slice(0, 600) : String(error)}` };
  }
}

function refused(problems: readonly Problem[]): LessonVerdict {
  const why = problems.map(whyUnsayable).find((each) => each !== null) ?? null;
  if (why !== null) return { kind: 'wrong', why };
  const [first] = problems;
  return first === undefined ? { kind: 'wrong', why: 'refused without a reason' } : { kind: 'refused', code: first.code };
}

/** As a learner in a hurry goes through: what is asked is answered, what runs runs for a moment, and each step is looked at. */
function walk(lesson: LessonFile): void {
  const run = new LessonRun(lesson, openTable, { level: 'worked', step: null });
  for (const step of lesson.steps.slice(0, 2)) {
    if (run.currentPhase === 'predict') run.move({ kind: 'commit', answers: run.rightAnswers() });
    run.move({ kind: 'run' });
    const { session } = run.currentTable;
    session.advance({ maxSteps: 100, untilMicros: session.position.micros + 200_000 });
    run.observe();
    run.view();
    run.move({ kind: 'skip' });
    run.move({ kind: 'next' });
    if (run.step.id === step.id) return;
  }
}

function sorted(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (key === 'steps' && value === -1) return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
