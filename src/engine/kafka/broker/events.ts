import { defineEvent, defineRow } from '../../kernel/event.ts';

/** A leader wrote what a producer sent. */
export const recordsAppended = defineRow({
  name: 'recordsAppended',
  level: 'detail',
  fields: { partition: 'partition', firstOffset: 'offset', recordCount: 'count', leaderEpoch: 'epoch', acks: 'count' },
  source: 'Partition.appendRecordsToLeader',
});

/** A leader would not write: too few replicas are in sync for acks=all. */
export const produceRefused = defineEvent({
  name: 'produceRefused',
  level: 'detail',
  fields: { partition: 'partition', isrCount: 'count', minInsyncReplicas: 'count' },
  source: 'Partition.appendRecordsToLeader (min.insync.replicas)',
  interest: 2,
});

/** A follower wrote what its leader sent. */
export const recordsReplicated = defineRow({
  name: 'recordsReplicated',
  level: 'detail',
  fields: { partition: 'partition', leader: 'node', firstOffset: 'offset', recordCount: 'count', logEndOffset: 'offset' },
  source: 'ReplicaFetcherThread.processPartitionData',
});

/** A leader's high watermark rose. */
export const highWatermarkAdvanced = defineRow({
  name: 'highWatermarkAdvanced',
  level: 'detail',
  fields: { partition: 'partition', previousHighWatermark: 'offset', highWatermark: 'offset', logEndOffset: 'offset', isrCount: 'count' },
  source: 'Partition.maybeIncrementLeaderHW',
});

/** A follower took over the high watermark that its leader told it. */
export const highWatermarkLearned = defineRow({
  name: 'highWatermarkLearned',
  level: 'detail',
  fields: { partition: 'partition', leader: 'node', highWatermark: 'offset', logEndOffset: 'offset' },
  source: 'ReplicaFetcherThread.processPartitionData',
});

/** A broker learns from the metadata that it leads a partition in a new epoch. */
export const becameLeader = defineEvent({
  name: 'becameLeader',
  level: 'milestone',
  fields: { partition: 'partition', leaderEpoch: 'epoch', leaderEpochStartOffset: 'offset', highWatermark: 'offset', isr: 'nodes' },
  source: 'Partition.makeLeader',
});

/** A broker learns from the metadata that it follows another in a new epoch. */
export const becameFollower = defineEvent({
  name: 'becameFollower',
  level: 'milestone',
  fields: { partition: 'partition', leader: 'node', leaderEpoch: 'epoch', logEndOffset: 'offset', highWatermark: 'offset' },
  source: 'Partition.makeFollower',
  interest: 1,
});

/** A broker learns from the metadata that nobody leads a partition for now. */
export const becameLeaderless = defineEvent({
  name: 'becameLeaderless',
  level: 'milestone',
  fields: { partition: 'partition', leaderEpoch: 'epoch', logEndOffset: 'offset', highWatermark: 'offset' },
  source: 'Partition.makeFollower',
});

/** A follower in the ISR did not reach what the leader had at its fetch before: it is falling behind. */
export const followerFellBehind = defineEvent({
  name: 'followerFellBehind',
  level: 'detail',
  fields: { partition: 'partition', follower: 'node', followerEndOffset: 'offset', logEndOffset: 'offset' },
  source: 'Replica.updateFetchStateOrThrow',
  interest: 1,
});

/** A leader asks the controller to remove a follower from the ISR. */
export const isrShrinkRequested = defineEvent({
  name: 'isrShrinkRequested',
  level: 'milestone',
  fields: { partition: 'partition', follower: 'node', behindMillis: 'millis', replicaLagTimeMaxMillis: 'millis', newIsr: 'nodes' },
  source: 'Partition.maybeShrinkIsr',
});

/** The same for a follower that has not fetched at all since this leadership began. */
export const isrShrinkRequestedNeverFetched = defineEvent({
  name: 'isrShrinkRequestedNeverFetched',
  level: 'milestone',
  fields: { partition: 'partition', follower: 'node', replicaLagTimeMaxMillis: 'millis', newIsr: 'nodes' },
  source: 'Partition.maybeShrinkIsr',
});

/** A leader asks the controller to let a follower into the ISR. */
export const isrExpandRequested = defineEvent({
  name: 'isrExpandRequested',
  level: 'milestone',
  fields: {
    partition: 'partition',
    follower: 'node',
    followerEndOffset: 'offset',
    highWatermark: 'offset',
    leaderEpochStartOffset: 'offset',
  },
  source: 'Partition.maybeExpandIsr',
});

/** A leader learns that the controller has removed followers from the ISR. */
export const isrShrunk = defineEvent({
  name: 'isrShrunk',
  level: 'milestone',
  fields: { partition: 'partition', isr: 'nodes', previousIsr: 'nodes', partitionEpoch: 'epoch', minInsyncReplicas: 'count' },
  source: 'Partition.handleAlterPartitionUpdate, Partition.makeLeader',
  interest: 3,
});

/** A leader learns that the controller has let a follower into the ISR. */
export const isrExpanded = defineEvent({
  name: 'isrExpanded',
  level: 'milestone',
  fields: { partition: 'partition', isr: 'nodes', previousIsr: 'nodes', partitionEpoch: 'epoch' },
  source: 'Partition.handleAlterPartitionUpdate, Partition.makeLeader',
});

/** The controller did not change the ISR as the leader asked. */
export const isrChangeRefused = defineEvent({
  name: 'isrChangeRefused',
  level: 'milestone',
  fields: { partition: 'partition', error: 'error', isr: 'nodes' },
  source: 'Partition.handleAlterPartitionError',
});

/** A follower found that its log parts from the leader's. */
export const fetchDiverged = defineEvent({
  name: 'fetchDiverged',
  level: 'milestone',
  fields: { partition: 'partition', leader: 'node', lastFetchedEpoch: 'epoch', divergingEpoch: 'epoch', endOffset: 'offset' },
  source: 'AbstractFetcherThread.processFetchRequest (divergingEpoch, KIP-595)',
});

/** A follower cut records from its log's end. */
export const logTruncated = defineEvent({
  name: 'logTruncated',
  level: 'milestone',
  fields: { partition: 'partition', offset: 'offset', previousLogEndOffset: 'offset', lostCount: 'count', highWatermark: 'offset' },
  source: 'Partition.truncateTo',
  interest: 3,
});

/** A follower dropped its whole log, since the leader's begins above its end. */
export const logStartedOver = defineEvent({
  name: 'logStartedOver',
  level: 'milestone',
  fields: { partition: 'partition', offset: 'offset', previousLogEndOffset: 'offset' },
  source: 'Partition.truncateFullyAndStartAt',
});

/** A follower fetched an offset that its leader does not have. */
export const fetchOutOfRange = defineEvent({
  name: 'fetchOutOfRange',
  level: 'milestone',
  fields: { partition: 'partition', leader: 'node', fetchOffset: 'offset' },
  source: 'AbstractFetcherThread.handleOutOfRangeError',
});

/** A follower waits before it fetches a partition again. */
export const fetchDelayed = defineEvent({
  name: 'fetchDelayed',
  level: 'detail',
  fields: { partition: 'partition', leader: 'node', error: 'error', backoffMillis: 'millis' },
  source: 'AbstractFetcherThread.delayPartitions (replica.fetch.backoff.ms)',
  interest: 1,
});

/** A follower stops fetching a partition until the metadata name a new leader epoch. */
export const fetchGivenUp = defineEvent({
  name: 'fetchGivenUp',
  level: 'milestone',
  fields: { partition: 'partition', leader: 'node', error: 'error', leaderEpoch: 'epoch' },
  source: 'AbstractFetcherThread.markPartitionFailed',
});

/** A broker has loaded its logs and taken up its roles. */
export const brokerReady = defineEvent({
  name: 'brokerReady',
  level: 'milestone',
  fields: { logCount: 'count', metadataOffset: 'offset' },
  source: 'BrokerServer.startup',
  interest: 1,
});

/** A log lost what was not on disk when the power failed. */
export const logRecovered = defineEvent({
  name: 'logRecovered',
  level: 'milestone',
  fields: { partition: 'partition', previousLogEndOffset: 'offset', logEndOffset: 'offset' },
  source: 'LogLoader.recoverLog',
});

/** A log could not be loaded: its directory is offline, and with it the broker that has no other. */
export const logDirFailed = defineEvent({
  name: 'logDirFailed',
  level: 'milestone',
  fields: { partition: 'partition', error: 'error' },
  source: 'LogManager.loadLogs, LogManager.handleLogDirFailure',
  interest: 3,
});

/** A broker stopped in order: everything is on disk, and a file says so. */
export const brokerStopped = defineEvent({
  name: 'brokerStopped',
  level: 'milestone',
  fields: { brokerEpoch: 'epoch' },
  source: 'BrokerServer.shutdown',
  interest: 2,
});
