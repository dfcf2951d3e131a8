/** Lessons on the command line: one file, one folder of a lesson, or a folder of such folders. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { scenarioKnowledge } from '../engine/session/scenario-knowledge.ts';
import { checkLessonText } from '../scenario/lesson/read-lesson.ts';
import type { CheckedLesson } from '../scenario/lesson/read-lesson.ts';

/** A lesson as it was found. */
export interface FoundLesson {
  readonly path: string;
  readonly checked: CheckedLesson;
}

/** The lessons of a source; null when it holds none, so that it may be a scenario. */
export function findLessons(source: string): readonly FoundLesson[] | null {
  if (!existsSync(source)) return null;
  if (!statSync(source).isDirectory()) {
    const text = readFileSync(source, 'utf8');
    return /"instructor"\s*:/.test(text) ? [{ path: source, checked: check(text) }] : null;
  }
  if (existsSync(join(source, 'lesson.json'))) return [{ path: source, checked: check(folderText(source)) }];
  return readdirSync(source)
    .sort()
    .flatMap((name) => {
      const path = join(source, name);
      const isLesson = existsSync(join(path, 'lesson.json')) || name.endsWith('.lesson.json');
      return isLesson ? (findLessons(path) ?? []) : [];
    });
}

/** A lesson's own file and the words beside it, as one. */
function folderText(folder: string): string {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown;
  const texts = { en: read('text.en.json'), 'zh-Hans': read('text.zh-Hans.json') };
  return JSON.stringify({ ...(read('lesson.json') as object), texts });
}

function check(text: string): CheckedLesson {
  return checkLessonText(text, scenarioKnowledge);
}
