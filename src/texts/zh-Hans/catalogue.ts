/** All texts of one language. A file of event texts is added to `events`, one of codes to `codes`. */
import type { TextCatalogue } from '../index.ts';
import { configs } from './configs.ts';
import { errorTexts } from './errors.ts';
import { brokerEvents } from './events-broker.ts';
import { storageEvents } from './events-storage.ts';
import { consumerEvents } from './events-consumer.ts';
import { controllerEvents } from './events-controller.ts';
import { groupEvents } from './events-groups.ts';
import { kernelEvents } from './events-kernel.ts';
import { invariants } from './invariants.ts';
import { logFiles } from './log-files.ts';
import { producerEvents } from './events-producer.ts';
import { problems } from './problems.ts';
import { ui } from './ui.ts';

export const catalogue: TextCatalogue = {
  language: 'zh-Hans',
  ui,
  events: { ...kernelEvents, ...brokerEvents, ...storageEvents, ...controllerEvents, ...producerEvents, ...consumerEvents, ...groupEvents },
  configs,
  codes: { ...problems, ...errorTexts, ...invariants, ...logFiles },
};
