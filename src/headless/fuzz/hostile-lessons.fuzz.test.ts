import { expect, test } from 'vitest';
import { hostileLesson, lessonWayNames } from './hostile-lessons.ts';
import { judgeLesson } from './judge-lesson.ts';

/** `npx tsx scripts/fuzz-links.ts` opens ten thousand. */
const count = 240;

test('whatever is opened as a lesson is opened as what it says, or refused with place and reason', () => {
  const wrong: string[] = [];
  const refused = new Set<string>();
  for (let number = 0; number < count; number++) {
    const { how, text } = hostileLesson(number);
    const verdict = judgeLesson(text);
    if (verdict.kind === 'wrong') wrong.push(`${String(number)}, ${how}: ${verdict.why}`);
    if (verdict.kind === 'refused') refused.add(how);
  }
  expect(wrong).toEqual([]);
  // Each way but the last does damage: one that never does would show nothing. A hostile text is a text like any other.
  expect([...refused].sort()).toEqual(lessonWayNames.filter((how) => how !== 'a lesson with a hostile text' || refused.has(how)).sort());
});
