/** All words of the page, by key. */
import { uiActing } from './ui-acting.ts';
import { uiClients } from './ui-clients.ts';
import { uiCode } from './ui-code.ts';
import { uiCompare } from './ui-compare.ts';
import { uiAnswers } from './ui-answers.ts';
import { uiFaults } from './ui-faults.ts';
import { uiGroup } from './ui-group.ts';
import { uiLessonPages } from './ui-lesson-pages.ts';
import { uiLessons } from './ui-lessons.ts';
import { uiMatrix } from './ui-matrix.ts';
import { uiMetrics } from './ui-metrics.ts';
import { uiOffsets } from './ui-offsets.ts';
import { uiPage } from './ui-page.ts';
import { uiProducer } from './ui-producer.ts';
import { uiRecords } from './ui-records.ts';
import { uiScenarios } from './ui-scenarios.ts';
import { uiShare } from './ui-share.ts';
import { uiSpaceTime } from './ui-space-time.ts';
import { uiStage } from './ui-stage.ts';
import { uiStorage } from './ui-storage.ts';
import { uiViews } from './ui-views.ts';

/** The English words of the page; its keys are those of every language. */
export const ui = {
  ...uiPage,
  ...uiScenarios,
  ...uiStage,
  ...uiActing,
  ...uiFaults,
  ...uiClients,
  ...uiCode,
  ...uiCompare,
  ...uiAnswers,
  ...uiViews,
  ...uiSpaceTime,
  ...uiRecords,
  ...uiMatrix,
  ...uiMetrics,
  ...uiGroup,
  ...uiOffsets,
  ...uiStorage,
  ...uiShare,
  ...uiProducer,
  ...uiLessons,
  ...uiLessonPages,
} as const;

/** The key of a text of the page. */
export type UiKey = keyof typeof ui;

/** The texts of the page in one language: none missing, none too many. */
export type UiTexts = { readonly [key in UiKey]: string };
