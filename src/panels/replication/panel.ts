import type { PanelEntry } from '../../app/panels.ts';
import { later } from '../../app/later.tsx';

const Panel = later(() => import('./Panel.tsx').then((module) => module.Panel), ['views']);
const Inspector = later(() => import('./Inspector.tsx').then((module) => module.Inspector), ['rest', 'views']);

/** The Replication view: one partition's replicas, lined up by offset. */
export const panel: PanelEntry = {
  name: 'replication',
  order: 2,
  isOfPartition: true,
  Panel,
  Inspector,
  inspects: ['nothing', 'replica', 'partition'],
};
