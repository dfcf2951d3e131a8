/** 打开课程第一个画面之外的内容时才加载的文字。 */
import type { PartTexts } from '../types.ts';
import { configs } from './configs.ts';
import { errorTexts } from './errors.ts';
import { brokerEvents } from './events-broker.ts';
import { controllerEvents } from './events-controller.ts';
import { storageEvents } from './events-storage.ts';
import { invariants } from './invariants.ts';
import { logFiles } from './log-files.ts';
import { problems } from './problems.ts';
import { uiActing } from './ui-acting.ts';
import { uiAnswers } from './ui-answers.ts';
import { uiClients } from './ui-clients.ts';
import { uiCompare } from './ui-compare.ts';
import { uiScenarios } from './ui-scenarios.ts';
import { uiLessonPages } from './ui-lesson-pages.ts';
import { uiShare } from './ui-share.ts';

export const rest: PartTexts = {
  ui: { ...uiScenarios, ...uiActing, ...uiClients, ...uiCompare, ...uiAnswers, ...uiShare, ...uiLessonPages },
  events: { ...brokerEvents, ...storageEvents, ...controllerEvents },
  configs,
  codes: { ...problems, ...errorTexts, ...invariants, ...logFiles },
};
