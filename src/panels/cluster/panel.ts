import type { PanelEntry } from '../../app/panels.ts';
import './stage.css';
import { Compare } from './Compare.tsx';
import { useDescription } from './description.ts';
import { Inspector } from './Inspector.tsx';
import { ObjectMenu } from './ObjectMenu.tsx';
import { Panel } from './Panel.tsx';

/** The Cluster view. */
export const panel: PanelEntry = { name: 'cluster', order: 1, Panel, Inspector, ObjectMenu, Compare, useDescription };
