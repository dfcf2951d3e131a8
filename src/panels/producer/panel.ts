import type { PanelEntry } from '../../app/panels.ts';
import { later } from '../../app/later.tsx';
import { useDescription } from './description.ts';

const Panel = later(() => import('./Panel.tsx').then((module) => module.Panel), ['producer']);
const Inspector = later(() => import('./Inspector.tsx').then((module) => module.Inspector), ['rest', 'producer']);
const Compare = later(() => import('./Compare.tsx').then((module) => module.Compare), ['rest', 'producer']);

/** The Producer view: a record's way through caller, accumulator, sender and the requests in flight. */
export const panel: PanelEntry = { name: 'producer', order: 9, Panel, Compare, useDescription, Inspector, inspects: ['nothing'] };
