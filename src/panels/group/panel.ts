import type { PanelEntry } from '../../app/panels.ts';
import { later } from '../../app/later.tsx';
import { useDescription } from './description.ts';

const Panel = later(() => import('./Panel.tsx').then((module) => module.Panel), ['group']);
const Compare = later(() => import('./Compare.tsx').then((module) => module.Compare), ['rest', 'group']);
const Inspector = later(() => import('./Inspector.tsx').then((module) => module.Inspector), ['rest', 'group']);

/** The Group view: members, their timers, and who has which partition when. */
export const panel: PanelEntry = { name: 'group', order: 7, Panel, useDescription, Compare, Inspector, inspects: ['nothing'] };
