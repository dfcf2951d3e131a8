import { defineEvent } from '../../../kernel/event.ts';

/** A broker asks the controller to create the topic of group coordination: the first client looked for a coordinator. */
export const offsetsTopicRequested = defineEvent({
  name: 'offsetsTopicRequested',
  level: 'milestone',
  fields: { topic: 'topic', partitionCount: 'count', replicationFactor: 'count' },
  source: 'AutoTopicCreationManager.createTopics',
  interest: 1,
});

/** The controller did not create it. */
export const offsetsTopicRefused = defineEvent({
  name: 'offsetsTopicRefused',
  level: 'milestone',
  fields: { topic: 'topic', error: 'error', replicationFactor: 'count' },
  source: 'AutoTopicCreationManager.sendCreateTopicRequest',
});

/** A broker became leader of a partition of the topic, and begins to read it. */
export const coordinatorLoading = defineEvent({
  name: 'coordinatorLoading',
  level: 'milestone',
  fields: { partition: 'partition', leaderEpoch: 'epoch', logEndOffset: 'offset' },
  source: 'GroupCoordinatorService.onElection, CoordinatorRuntime.scheduleLoadOperation',
  interest: 1,
});

/** It has replayed all records and coordinates the groups of the partition. */
export const coordinatorLoaded = defineEvent({
  name: 'coordinatorLoaded',
  level: 'milestone',
  fields: { partition: 'partition', groupCount: 'count', offsetCount: 'count', recordCount: 'count', leaderEpoch: 'epoch' },
  source: 'CoordinatorLoaderImpl.load',
});

/** It is not the partition's leader any more: whoever waits is sent elsewhere. */
export const coordinatorUnloaded = defineEvent({
  name: 'coordinatorUnloaded',
  level: 'milestone',
  fields: { partition: 'partition', leaderEpoch: 'epoch' },
  source: 'GroupCoordinatorService.onResignation',
  interest: 1,
});

/** A member joined a group. */
export const groupMemberJoined = defineEvent({
  name: 'groupMemberJoined',
  level: 'milestone',
  fields: { group: 'name', member: 'name', generation: 'count', memberCount: 'count' },
  source: 'GroupMetadataManager.addMemberThenRebalanceOrCompleteJoin',
  interest: 1,
});

/** A member told the coordinator that it leaves. */
export const groupMemberLeft = defineEvent({
  name: 'groupMemberLeft',
  level: 'milestone',
  fields: { group: 'name', member: 'name', memberCount: 'count' },
  source: 'GroupMetadataManager.classicGroupLeave',
  interest: 1,
});

/** A member was not heard of for its session timeout. */
export const groupMemberExpired = defineEvent({
  name: 'groupMemberExpired',
  level: 'milestone',
  fields: { group: 'name', member: 'name', sessionTimeoutMillis: 'millis', memberCount: 'count' },
  source: 'GroupMetadataManager.expireClassicGroupMemberHeartbeat (session.timeout.ms)',
});

/** A member did not come back within the rebalance timeout, or never asked for its assignment. */
export const groupMemberTooLate = defineEvent({
  name: 'groupMemberTooLate',
  level: 'milestone',
  fields: { group: 'name', member: 'name', rebalanceTimeoutMillis: 'millis', memberCount: 'count' },
  source: 'GroupMetadataManager.completeClassicGroupJoin, expirePendingSync (max.poll.interval.ms)',
});

/** A rebalance began. */
export const rebalanceStarted = defineEvent({
  name: 'rebalanceStarted',
  level: 'milestone',
  fields: { group: 'name', generation: 'count', memberCount: 'count', timeoutMillis: 'millis' },
  source: 'GroupMetadataManager.prepareRebalance',
});

/** Everybody has joined: a new generation, whose leader assigns. */
export const generationStarted = defineEvent({
  name: 'generationStarted',
  level: 'milestone',
  fields: { group: 'name', generation: 'count', memberCount: 'count', leader: 'name', protocol: 'name' },
  source: 'GroupMetadataManager.completeClassicGroupJoin',
  interest: 1,
});

/** The consumer protocol: the coordinator itself has divided the partitions for a new epoch of the group. Nobody waits for anybody. */
export const targetAssigned = defineEvent({
  name: 'targetAssigned',
  level: 'milestone',
  fields: { group: 'name', groupEpoch: 'epoch', memberCount: 'count', assignor: 'name' },
  source: 'GroupMetadataManager.updateTargetAssignment (KIP-848)',
  interest: 1,
});

/** The assignment is committed and given out. */
export const groupStable = defineEvent({
  name: 'groupStable',
  level: 'milestone',
  fields: { group: 'name', generation: 'count', memberCount: 'count' },
  source: 'GroupMetadataManager.classicGroupSyncToClassicGroup',
});

/** The last member is gone. */
export const groupEmptied = defineEvent({
  name: 'groupEmptied',
  level: 'milestone',
  fields: { group: 'name', generation: 'count' },
  source: 'GroupMetadataManager.completeClassicGroupJoin',
  interest: 1,
});

/** Offsets of a group were written. */
export const groupOffsetsCommitted = defineEvent({
  name: 'groupOffsetsCommitted',
  level: 'detail',
  fields: { group: 'name', member: 'name', partitionCount: 'count' },
  source: 'OffsetMetadataManager.commitOffset',
});

/** Offsets of a group were deleted, since their time has passed. */
export const groupOffsetsExpired = defineEvent({
  name: 'groupOffsetsExpired',
  level: 'milestone',
  fields: { group: 'name', partitionCount: 'count' },
  source: 'OffsetMetadataManager.cleanupExpiredOffsets (offsets.retention.minutes)',
});
