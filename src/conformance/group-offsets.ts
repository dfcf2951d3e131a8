import { playGroups } from './groups/player.ts';
import type { Adapter } from './registry.ts';

/** Committed offsets: of groups and of transactions, their expiry and deletion, and what a new coordinator loads. */
export const adapter: Adapter = {
  kind: 'group-offsets',
  answer: playGroups,
};
