/** A lesson played by its reference solutions, step by step, with a halt wherever something is to be drawn or written down. */
import type { Lesson, LessonStep, LessonView, Verdict } from '../../../contract/lesson.ts';
import type { App } from '../../context.ts';

/** What stands still for a moment: a step that begins, or one that is solved. */
export interface Halt {
  readonly step: LessonStep;
  readonly moment: 'before' | 'after';
  /** What is right, once the step is solved. */
  readonly verdicts: readonly Verdict[];
}

type Parts = Pick<App, 'client' | 'frames' | 'session'>;

/** Plays the lesson; `at` is awaited at each halt, with the step's own view shown. Ends early when `isWanted` says so. */
export async function playLesson(
  { client, frames, session }: Parts,
  lesson: Lesson,
  { at, isWanted }: { readonly at: (halt: Halt) => Promise<void>; readonly isWanted: () => boolean },
): Promise<void> {
  if (!(await client.openLesson(lesson, { level: 'worked', step: null }))) throw new Error(`${lesson.id} cannot be opened`);
  for (const [index, step] of lesson.steps.entries()) {
    session.setState({
      panel: step.panel ?? lesson.panels[0] ?? 'cluster',
      offeredPanels: lesson.panels,
      focus: step.focus ?? session.getState().focus,
    });
    const begun = await viewWhere(frames, (view) => view.step === step.id);
    if (!isWanted()) return;
    await at({ step, moment: 'before', verdicts: [] });
    if (!isOver(begun)) await client.lessonMove({ kind: 'solve' });
    const solved = await viewWhere(frames, (view) => view.step === step.id && isOver(view));
    if (!isWanted()) return;
    await at({ step, moment: 'after', verdicts: solved.verdicts ?? [] });
    if (!isWanted()) return;
    if (index + 1 < lesson.steps.length) await client.lessonMove({ kind: 'next' });
  }
}

/** Whether the step has run: what nobody predicted may still be asked to be explained. */
const isOver = ({ phase }: LessonView): boolean => phase === 'done' || phase === 'explain';

/** The lesson's own state once it is so. */
function viewWhere(frames: App['frames'], isSo: (view: LessonView) => boolean): Promise<LessonView> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const { lesson } = frames.getState();
      if (lesson === null || !isSo(lesson)) return false;
      resolve(lesson);
      return true;
    };
    if (look()) return;
    const stop = frames.subscribe(() => {
      if (look()) stop();
    });
  });
}
