import type { PanelEntry } from '../../app/panels.ts';
import { later } from '../../app/later.tsx';
import { useDescription } from './description.ts';

const Panel = later(() => import('./Panel.tsx').then((module) => module.Panel), ['offsets']);
const Inspector = later(() => import('./Inspector.tsx').then((module) => module.Inspector), ['rest', 'offsets']);
const Compare = later(() => import('./Compare.tsx').then((module) => module.Compare), ['rest', 'offsets']);

/** The Offsets view: five offsets of a partition on one ruler, and the record that each commit became. */
export const panel: PanelEntry = {
  name: 'offsets',
  order: 8,
  isOfPartition: true,
  Panel,
  Compare,
  useDescription,
  Inspector,
  inspects: ['nothing', 'partition'],
};
