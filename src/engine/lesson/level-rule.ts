import type { LessonLevel, LessonStep, StepPatch, Lesson } from '../../contract/lesson.ts';

const ladder: readonly LessonLevel[] = ['worked', 'completion', 'independent'];

/** Less help after two right first predictions in a row, more after two wrong ones. */
export function levelAfter(level: LessonLevel, firsts: readonly boolean[]): LessonLevel {
  const [one, other] = firsts.slice(-2);
  if (one === undefined || other === undefined || one !== other) return level;
  const at = ladder.indexOf(level) + (one ? 1 : -1);
  return ladder[Math.max(0, Math.min(ladder.length - 1, at))] ?? level;
}

/** The steps of a level, with what differs there. */
export function stepsOf(lesson: Lesson, level: LessonLevel): readonly LessonStep[] {
  const patches = level === 'worked' ? [] : (lesson.levels?.[level] ?? []);
  const patchOf = (step: LessonStep): StepPatch | undefined => patches.find((patch) => patch.step === step.id);
  return lesson.steps.filter((step) => patchOf(step)?.skip !== true).map((step) => patched(step, patchOf(step)));
}

function patched(step: LessonStep, patch: StepPatch | undefined): LessonStep {
  return patch?.say === undefined ? step : { ...step, say: patch.say };
}
