import { later } from '../../app/later.tsx';
import type { PanelEntry } from '../../app/panels.ts';

const Panel = later(() => import('./Panel.tsx').then((module) => module.Panel), ['storage']);
const Compare = later(() => import('./Compare.tsx').then((module) => module.Compare), ['rest', 'storage']);
const Inspector = later(() => import('./Inspector.tsx').then((module) => module.Inspector), ['rest', 'storage']);

/** The Storage view: one partition's log on one broker's disk, byte for byte. */
export const panel: PanelEntry = {
  name: 'storage',
  order: 9,
  isOfPartition: true,
  Panel,
  Inspector,
  Compare,
  inspects: ['nothing', 'replica', 'partition'],
};
