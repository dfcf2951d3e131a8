/** 课程的第一个画面需要的文字；其余在`rest.ts`与各视图的文件中。 */
import type { PartTexts } from '../types.ts';
import { consumerEvents } from './events-consumer.ts';
import { groupEvents } from './events-groups.ts';
import { kernelEvents } from './events-kernel.ts';
import { producerEvents } from './events-producer.ts';
import { uiFaults } from './ui-faults.ts';
import { uiLessons } from './ui-lessons.ts';
import { uiPage } from './ui-page.ts';
import { uiStage } from './ui-stage.ts';

export const first: PartTexts = {
  ui: { ...uiPage, ...uiStage, ...uiLessons, ...uiFaults },
  events: { ...kernelEvents, ...producerEvents, ...consumerEvents, ...groupEvents },
};
