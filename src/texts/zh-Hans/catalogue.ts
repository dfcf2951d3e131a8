/** All texts of one language. A file of event texts is added to `events`, one of codes to `codes`. */
import type { TextCatalogue } from '../index.ts';
import { configs } from './configs.ts';
import { ui } from './ui.ts';

export const catalogue: TextCatalogue = {
  language: 'zh-Hans',
  ui,
  events: {},
  configs,
  codes: {},
};
