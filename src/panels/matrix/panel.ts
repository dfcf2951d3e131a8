import type { PanelEntry } from '../../app/panels.ts';
import { later } from '../../app/later.tsx';

const Panel = later(() => import('./Panel.tsx').then((module) => module.Panel), ['matrix']);
const Inspector = later(() => import('./Inspector.tsx').then((module) => module.Inspector), ['rest', 'matrix']);

/** The Matrix view: topics and partitions of large clusters, as `kafka-topics --describe` says them. */
export const panel: PanelEntry = { name: 'matrix', order: 5, Panel, Inspector, inspects: ['nothing', 'partition'] };
