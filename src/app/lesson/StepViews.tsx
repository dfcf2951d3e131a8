import type { ReactElement } from 'react';
import { PanelTabs } from '../PanelTabs.tsx';
import { useLesson } from './use-lesson.ts';

/** The lesson's views: at most four. Everything else is put away. */
export function StepViews(): ReactElement | null {
  const open = useLesson();
  return open === null ? null : <PanelTabs panels={open.lesson.panels} className="views lesson-views" />;
}
