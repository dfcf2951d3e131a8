/** The open lesson for its parts: file, words, where it stands, and what can be done. */
import { useMemo } from 'react';
import type { Lesson, LessonMove, LessonStep, LessonView, TextKey } from '../../contract/lesson.ts';
import { fill } from '../../texts/format.ts';
import { useApp, useFrame, useSession } from '../context.ts';

/** Everything that a part of a lesson's page needs. */
export interface LessonHandle {
  readonly lesson: Lesson;
  readonly view: LessonView;
  readonly step: LessonStep;
  /** A text of the lesson's own. */
  readonly say: (key: TextKey | undefined) => string;
  readonly move: (move: LessonMove) => void;
}

/** The open lesson; null while none is open or its engine has not answered. */
export function useLesson(): LessonHandle | null {
  const { client } = useApp();
  const content = useSession((state) => state.lesson);
  const view = useFrame((state) => state.lesson);
  return useMemo(() => {
    if (content === null || view === null || content.lesson.id !== view.lesson) return null;
    const step = content.lesson.steps.find(({ id }) => id === view.step);
    if (step === undefined) return null;
    const patches = view.level === 'worked' ? undefined : content.lesson.levels?.[view.level];
    const patch = patches?.find((each) => each.step === view.step);
    return {
      lesson: content.lesson,
      view,
      step: patch?.say === undefined ? step : { ...step, say: patch.say },
      say: (key) => (key === undefined ? '' : fill(content.texts[key] ?? key)),
      move: (move) => void client.lessonMove(move),
    };
  }, [content, view, client]);
}
