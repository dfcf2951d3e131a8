/** Words that a lesson's first picture needs; the others are in `rest.ts` and in the files of the views. */
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
