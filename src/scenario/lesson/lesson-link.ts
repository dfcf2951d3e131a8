/** A lesson as a link: the same file, deflated. Longer than a scenario's link; the share dialog says how long. */
import type { Problem } from '../../contract/engine-api.ts';
import type { LessonFile } from '../../contract/lesson.ts';
import type { ScenarioKnowledge } from '../consistency.ts';
import { deflated, inflated, opened, sealed } from '../envelope.ts';
import { checkLessonText, lessonBytesMax } from './read-lesson.ts';
import type { CheckedLesson } from './read-lesson.ts';

/** The text of a lesson file, ended by a line feed. */
export function writeLesson(lesson: LessonFile): string {
  return `${JSON.stringify(lesson, withoutOpenSteps, 2)}\n`;
}

/** The fragment of a lesson's link, without `#`. */
export function encodeLessonLink(lesson: LessonFile): string {
  return sealed('l', deflated(JSON.stringify(lesson, withoutOpenSteps)));
}

/** Reads a lesson's link, with everything that is wrong with it. Never throws. */
export function checkLessonLink(link: string, knowledge: ScenarioKnowledge = {}): CheckedLesson {
  const payload = opened(link, ['l'], lessonBytesMax);
  const text = payload.ok ? inflated(payload.value.bytes, lessonBytesMax) : payload;
  if (!text.ok) return { ok: false, problems: [text.problem] satisfies readonly Problem[] };
  return checkLessonText(text.value, knowledge);
}

/** A position that is a time alone is written without steps. */
function withoutOpenSteps(key: string, value: unknown): unknown {
  return key === 'steps' && value === -1 ? undefined : value;
}
