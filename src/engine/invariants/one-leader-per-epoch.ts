import type { Invariant } from './invariant.ts';

/** In each leader epoch at most one broker ever leads. Source: ReplicationControlManager; the controller is a single sequencer. */
export const oneLeaderPerEpoch: Invariant = {
  id: 'I4',
  promised: 'always',
  source: 'ReplicationControlManager',
  replica({ broker, now }, { name, leaders }, say) {
    if (!now.isLeader) return;
    const known = leaders.get(now.leaderEpoch);
    if (known === undefined) leaders.set(now.leaderEpoch, broker);
    else if (known !== broker) say({ partition: name, broker, otherBroker: known, leaderEpoch: now.leaderEpoch });
  },
};
