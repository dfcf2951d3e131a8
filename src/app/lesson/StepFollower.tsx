import { useFollow } from './LessonWork.tsx';

/** Keeps the page in step with the lesson where another layout than the learner's shows it. */
export function StepFollower(): null {
  useFollow();
  return null;
}
