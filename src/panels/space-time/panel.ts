import type { PanelEntry } from '../../app/panels.ts';
import { later } from '../../app/later.tsx';

const Panel = later(() => import('./Panel.tsx').then((module) => module.Panel), ['space-time']);
const Inspector = later(() => import('./Inspector.tsx').then((module) => module.Inspector), ['rest', 'space-time']);

/** The Space-time view: who told whom what, and when. */
export const panel: PanelEntry = { name: 'space-time', order: 3, Panel, Inspector, inspects: ['nothing', 'event', 'message'] };
