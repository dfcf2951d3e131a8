import type { PanelEntry } from '../../app/panels.ts';
import { later } from '../../app/later.tsx';

const Panel = later(() => import('./Panel.tsx').then((module) => module.Panel), ['records']);
const Inspector = later(() => import('./Inspector.tsx').then((module) => module.Inspector), ['rest', 'records']);

/** The Records view: the fate of every record, which no broker and no client can know. */
export const panel: PanelEntry = { name: 'records', order: 4, Panel, Inspector, inspects: ['nothing', 'record'] };
