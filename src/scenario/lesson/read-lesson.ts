/** The one door through which a lesson comes in from outside: checked whole, never filled in. */
import type { Problem } from '../../contract/engine-api.ts';
import type { LessonFile } from '../../contract/lesson.ts';
import { inconsistencies } from '../consistency.ts';
import type { ScenarioKnowledge } from '../consistency.ts';
import { pageLimits } from '../limits.ts';
import { jsonPath, problem, problemsOfIssue } from '../problems.ts';
import { reservedKeys } from '../reserved-keys.ts';
import { lessonInconsistencies, textInconsistencies } from './consistency.ts';
import { lessonFileSchema } from './schema.ts';

/** A lesson file may be as long as this: 512 KB. */
export const lessonBytesMax = 512 * 1024;

/** Nothing that somebody writes nests deeper; what reads claims by calling itself would run out of room. */
const lessonDepthMax = 60;

/** The format that this program writes and the newest that it reads. */
const currentLessonFormat = 1;

/** A lesson, or everything that is wrong with it. */
export type CheckedLesson =
  { readonly ok: true; readonly value: LessonFile } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Checks parsed JSON. Never throws. */
export function checkLessonFile(raw: unknown, knowledge: ScenarioKnowledge = {}): CheckedLesson {
  if (typeof raw === 'object' && raw !== null && 'format' in raw && typeof raw.format === 'number' && raw.format > currentLessonFormat)
    return { ok: false, problems: [problem('scenario-newer', 'format', { format: raw.format, known: currentLessonFormat })] };
  const deep = tooDeep(raw, lessonDepthMax);
  if (deep !== null) return { ok: false, problems: [problem('file-too-deep', jsonPath(deep), { maximum: lessonDepthMax })] };
  const reserved = reservedKeys(raw);
  if (reserved.length > 0) return { ok: false, problems: reserved };
  const parsed = lessonFileSchema.safeParse(raw, { reportInput: true });
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOfIssue(issue)) };
  const lesson = parsed.data;
  const problems = [
    ...Object.entries(lesson.scenarios).flatMap(([name, scenario]) =>
      inconsistencies(scenario, pageLimits, knowledge).map((each) => ({ ...each, where: `scenarios.${name}.${each.where}` })),
    ),
    ...lessonInconsistencies(lesson),
    ...textInconsistencies(lesson, lesson.texts),
  ];
  return problems.length === 0 ? { ok: true, value: lesson } : { ok: false, problems };
}

/** Reads the text of a lesson file. Never throws. */
export function checkLessonText(text: string, knowledge: ScenarioKnowledge = {}): CheckedLesson {
  if (text.length > lessonBytesMax) return { ok: false, problems: [problem('file-too-large', '', { maximum: lessonBytesMax / 1024 })] };
  try {
    return checkLessonFile(JSON.parse(text.replace(/^\ufeff/, '')), knowledge);
  } catch (error) {
    return { ok: false, problems: [problem('file-not-json', '', { detail: error instanceof Error ? error.message : '' })] };
  }
}

/** The place where a tree is deeper than so many levels, from its beginning; null: it is not. */
function tooDeep(tree: unknown, levels: number): readonly PropertyKey[] | null {
  if (typeof tree !== 'object' || tree === null) return null;
  if (levels === 0) return [];
  for (const [key, inside] of Object.entries(tree)) {
    const place = tooDeep(inside, levels - 1);
    // The beginning of the way there is enough to find it.
    if (place !== null) return [Array.isArray(tree) ? Number(key) : key, ...place].slice(0, 6);
  }
  return null;
}
