import type { Problem } from '../../../contract/engine-api.ts';
import type { Lesson } from '../../../contract/lesson.ts';
import { pathsIn } from '../../lesson/paths-in.ts';
import { parsePath } from '../../lesson/paths.ts';
import { clusterConfigProblem } from '../config-check.ts';

/** Every path of a lesson that cannot be read, with the step that asks for it. */
export function unreadablePaths(lesson: Lesson): readonly Problem[] {
  const parts: readonly (readonly [string, unknown])[] = [
    ['predicates', lesson.predicates ?? {}],
    ...lesson.steps.map((step) => [step.id, step] as const),
    ['success', lesson.success],
    ...lesson.retrieval.map((card) => [card.id, card] as const),
  ];
  return parts.flatMap(([where, part]) =>
    pathsIn(part)
      .filter((path) => parsePath(path) === null)
      .map((path) => ({ code: 'lesson-check-path', where, params: { path } })),
  );
}

/** Why the engine does not open a lesson whose shape is right: a cluster that Kafka would not start, or a path that nobody can read. */
export function lessonRefusal(lesson: Lesson): Problem | null {
  for (const scenario of Object.values(lesson.scenarios)) {
    const problem = clusterConfigProblem(scenario.cluster);
    if (problem !== null) return problem;
  }
  return unreadablePaths(lesson)[0] ?? null;
}
