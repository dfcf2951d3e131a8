import { playGroups } from './groups/player.ts';
import type { Adapter } from './registry.ts';

/** Groups of the classic protocol: requests, timers, records, states, and what a new coordinator loads. */
export const adapter: Adapter = {
  kind: 'group-classic',
  answer: playGroups,
};
