import { playGroups } from './groups/player.ts';
import type { Adapter } from './registry.ts';

/** Groups of the consumer protocol (KIP-848): heartbeats, targets, reconciliation, expressions, and passages from and to the classic protocol. */
export const adapter: Adapter = {
  kind: 'group-consumer',
  answer: playGroups,
};
