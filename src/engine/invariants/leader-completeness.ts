import type { Invariant } from './invariant.ts';

/**
 * The leader that the controller names has all that is committed and all that was acknowledged with acks=all. Source:
 * LeaderCompleteness.
 */
export const leaderCompleteness: Invariant = {
  id: 'I10',
  promised: 'committed-kept',
  source: 'KIP-966 model: LeaderCompleteness',
  partition(view, say) {
    const { leader } = view.registration;
    const replica = view.replicas.get(leader);
    if (replica === undefined || !view.isRunning(leader)) return;
    const committed = view.lacksCommittedAt(replica);
    const offset = committed >= 0 ? committed : view.acknowledged.missingAt(leader, replica.log, Infinity);
    if (offset >= 0) say({ partition: view.name, broker: leader, offset, committedEndOffset: view.trueHighWatermark });
  },
};

/** A record that was acknowledged with acks=all is in at least one log. Source: NoCommittedRecordLostGlobally. */
export const acknowledgedSurvives: Invariant = {
  id: 'I11',
  promised: 'committed-kept',
  source: 'KIP-966 model: NoCommittedRecordLostGlobally',
  partition(view, say) {
    const { acknowledged } = view;
    if (acknowledged.batches.length === 0) return;
    // Logs are prefixes of one another below what is acknowledged, so nearly always one of them has it all.
    let missing = -1;
    for (const replica of view.replicas.values()) {
      const offset = acknowledged.missingAt(replica.broker, replica.log, Infinity);
      if (offset < 0) return;
      missing = Math.max(missing, offset);
    }
    say({ partition: view.name, offset: Math.max(0, missing) });
  },
};

/** What a consumer has read, the current leader still has as it was. Source: ConsistentRead. */
export const repeatableRead: Invariant = {
  id: 'I12',
  promised: 'committed-kept',
  source: 'KIP-966 model: ConsistentRead',
  partition(view, say) {
    const leader = view.currentLeader;
    if (leader === null) return;
    const offset = view.read.missingAt(leader.broker, leader.log, Infinity);
    if (offset >= 0) say({ partition: view.name, broker: leader.broker, offset });
  },
};
