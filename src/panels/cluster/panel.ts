import type { PanelEntry } from '../../app/panels.ts';
import './stage.css';
import { later } from '../../app/later.tsx';
import { useDescription } from './description.ts';
import { Panel } from './Panel.tsx';

const Compare = later(() => import('./Compare.tsx').then((module) => module.Compare));
const Inspector = later(() => import('./Inspector.tsx').then((module) => module.Inspector));
const ObjectMenu = later(() => import('./ObjectMenu.tsx').then((module) => module.ObjectMenu));

/** The Cluster view: the picture at once, what it knows and can do when it is asked. */
export const panel: PanelEntry = { name: 'cluster', order: 1, isOfPartition: true, Panel, Inspector, ObjectMenu, Compare, useDescription };
