import type { PanelEntry } from '../../app/panels.ts';
import { later } from '../../app/later.tsx';
import { useDescription } from './description.ts';

const Panel = later(() => import('./Panel.tsx').then((module) => module.Panel), ['code']);
const Compare = later(() => import('./Compare.tsx').then((module) => module.Compare), ['rest', 'code']);

/** The Code view: a consumer's program, the line that its thread is in, and the order of its steps. */
export const panel: PanelEntry = { name: 'code', order: 8.5, Panel, Compare, useDescription };
