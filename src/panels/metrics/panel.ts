import type { PanelEntry } from '../../app/panels.ts';
import { later } from '../../app/later.tsx';

const Panel = later(() => import('./Panel.tsx').then((module) => module.Panel), ['metrics']);

/** The Metrics view: what a monitoring system would draw, under the names that JMX has for it. */
export const panel: PanelEntry = { name: 'metrics', order: 6, Panel };
